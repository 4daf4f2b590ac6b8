//! A restore is all or nothing: a file that is not a whole and right backup leaves everything as it was.
use crate::{
    app::{add, coffee},
    backup::{Kept, done, entries},
    program::{Program, embedded, lola},
    start::refused,
};
use std::{
    fs::{self, File},
    path::Path,
};

/// A tar of these entries.
fn write(tar: &Path, entries: &[(String, Vec<u8>)]) {
    let mut builder = tar::Builder::new(File::create(tar).unwrap());
    for (name, bytes) in entries {
        let mut header = tar::Header::new_gnu();
        // By hand, as the builder refuses the names that a restore has to refuse.
        header.as_gnu_mut().unwrap().name[..name.len()].copy_from_slice(name.as_bytes());
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        header.set_cksum();
        builder.append(&header, bytes.as_slice()).unwrap();
    }
    builder.finish().unwrap();
}

#[test]
fn what_is_no_whole_backup_is_refused_and_leaves_nothing() {
    let kept = Kept::new();
    done(&kept.backup(&[]));
    let (whole, good) = (fs::read(&kept.tar).unwrap(), entries(&kept.tar));
    let refuse = |words: &[&str]| {
        let ended = kept.restore(&kept.other(), &[]);
        refused(&ended, words);
        assert!(!kept.other().exists(), "{}", ended.stderr);
    };
    let with = |name: &str, bytes: &[u8]| {
        let mut entries = good.clone();
        entries.insert(1, (name.into(), bytes.into()));
        write(&kept.tar, &entries);
    };
    for name in
        ["../evil", "/etc/evil", "pictures/../../evil", "pictures/ab/evil.jpg", "bodega.db-wal", "pictures", "x"]
    {
        with(name, b"x");
        refuse(&["no backup has", name]);
    }
    with(&format!("pictures/aa/{}.jpg", "ab".repeat(16)), b"x");
    refuse(&["no backup has"]);
    with("jwt_secret", b"another");
    refuse(&["jwt_secret"]);
    fs::write(&kept.tar, &whole[..whole.len() - 20_000]).unwrap();
    refuse(&["cut off", "bodega.db"]);
    write(&kept.tar, &good[..good.len() - 1]);
    refuse(&["no database"]);
    write(&kept.tar, &good[1..]);
    refuse(&["no backup of Bodega"]);
    fs::write(&kept.tar, b"hello").unwrap();
    refuse(&["no backup of Bodega"]);
    fs::remove_file(&kept.tar).unwrap();
    refuse(&[&kept.tar.display().to_string(), "No such file"]);
}

/// Changes the database within the backup.
async fn tamper(kept: &Kept, sql: &str) {
    let mut entries = entries(&kept.tar);
    let file = kept.tar.with_file_name("tampered.db");
    fs::write(&file, &entries.last().unwrap().1).unwrap();
    let db = sea_orm::Database::connect(format!("sqlite://{}", file.display())).await.unwrap();
    sea_orm::ConnectionTrait::execute_unprepared(&db, sql).await.unwrap();
    db.close().await.unwrap();
    entries.last_mut().unwrap().1 = fs::read(&file).unwrap();
    write(&kept.tar, &entries);
}

#[actix_web::test]
async fn a_backup_whose_database_is_not_right_is_refused() {
    let kept = Kept::new();
    let program = Program::start(&mut embedded(&kept.data));
    add(&lola(&program.url).await, &coffee()).await;
    program.stop();
    let fresh = || done(&kept.backup(&["--force"]));
    fresh();
    tamper(&kept, "INSERT INTO seaql_migrations VALUES ('m9999_tomorrow', 0)").await;
    refused(&kept.restore(&kept.other(), &[]), &["newer version"]);
    fresh();
    tamper(&kept, "PRAGMA foreign_keys = OFF; DELETE FROM users").await;
    refused(&kept.restore(&kept.other(), &[]), &["damaged"]);
    fresh();
    let mut broken = entries(&kept.tar);
    broken.last_mut().unwrap().1[5000..9000].fill(7);
    write(&kept.tar, &broken);
    refused(&kept.restore(&kept.other(), &[]), &["damaged"]);
    broken.last_mut().unwrap().1.fill(7);
    write(&kept.tar, &broken);
    refused(&kept.restore(&kept.other(), &[]), &["cannot be opened"]);
    assert!(!kept.other().exists());
    fresh();
    tamper(&kept, "UPDATE stock_levels SET quantity = 3").await;
    let ended = kept.restore(&kept.other(), &[]);
    refused(&ended, &["off in 1 places", "--allow-drift"]);
    assert!(ended.stdout.contains("the level says 3") && !kept.other().exists(), "{}", ended.stdout);
    done(&kept.restore(&kept.other(), &["--allow-drift"]));
}
