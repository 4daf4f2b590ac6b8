//! A backup is one file that brings everything back; whatever is wrong with one, what is there stays.
use crate::{
    app::{add, book, coffee, path, read},
    client::Client,
    pictures::png,
    program::{Ended, Program, embedded, lola, open_shop, run},
    start::{folder, refused},
};
use shared::{Code, movement::Kind, product::Product};
use std::{
    fs::{self, File},
    io::Read,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
};

/// A shop in its data folder, and the file its backup goes into.
pub struct Kept {
    _dir: tempfile::TempDir,
    pub data: PathBuf,
    pub tar: PathBuf,
}

impl Kept {
    pub fn new() -> Self {
        let (dir, data) = folder();
        open_shop(embedded(&data));
        Self { tar: dir.path().join("bodega.tar"), data, _dir: dir }
    }

    pub fn backup(&self, args: &[&str]) -> Ended {
        run(embedded(&self.data).arg("backup").arg(&self.tar).args(args), "")
    }

    pub fn restore(&self, data: &Path, args: &[&str]) -> Ended {
        run(embedded(data).arg("restore").arg(&self.tar).args(args), "")
    }

    /// A folder beside the first one.
    pub fn other(&self) -> PathBuf {
        self.data.with_file_name("other")
    }
}

#[track_caller]
pub fn done(ended: &Ended) {
    assert_eq!((ended.code, ended.stderr.as_str()), (Some(0), ""), "{}", ended.stdout);
}

/// All files below a folder with what is in them, sorted.
fn everything(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(everything(&path));
        } else {
            found.push((path.clone(), fs::read(&path).unwrap()));
        }
    }
    found.sort();
    found
}

#[actix_web::test]
async fn a_backup_of_a_running_server_brings_back_products_pictures_and_passwords() {
    let kept = Kept::new();
    let program = Program::start(&mut embedded(&kept.data));
    let owner = lola(&program.url).await;
    let product = add(&owner, &coffee()).await;
    let pictured: Product = owner.upload(&format!("{}/image", path(&product)), "image/png", png()).await.ok(200);
    book(&owner, &product, Kind::Sale, 4).await;
    let ended = kept.backup(&[]);
    done(&ended);
    assert!(ended.stdout.contains("2 picture files, jwt_secret, password_pepper"), "{}", ended.stdout);
    assert_eq!(fs::metadata(&kept.tar).unwrap().permissions().mode() & 0o777, 0o600);
    book(&owner, &product, Kind::Sale, 1).await;
    program.stop();

    let ended = kept.restore(&kept.other(), &[]);
    done(&ended);
    assert_eq!(ended.stdout, "restored: 1 products, 2 movements; everybody has to sign in again\n");
    let program = Program::start(&mut embedded(&kept.other()));
    let before = Client { url: program.url.clone(), ..owner };
    before.get("/api/v1/me").await.refused(Code::Unauthenticated);
    let owner = lola(&program.url).await;
    assert_eq!(read(&owner, &product).await.quantity, 20);
    let url = pictured.image.unwrap().url;
    assert_eq!(owner.get(&url).await.status, 200);
    assert_eq!(book(&owner, &product, Kind::Sale, 20).await.seq, 3);
    program.stop();
    let names = |folder: &Path| fs::read_dir(folder).unwrap().map(|e| e.unwrap().file_name()).collect::<Vec<_>>();
    let left = names(&kept.other()).into_iter().filter(|name| name.to_string_lossy().starts_with('.'));
    assert_eq!(left.count(), 0);
    assert_eq!(names(kept.tar.parent().unwrap()).len(), 3);
}

#[test]
fn a_backup_replaces_nothing_unless_it_is_told_to() {
    let kept = Kept::new();
    done(&kept.backup(&[]));
    let first = fs::read(&kept.tar).unwrap();
    refused(&kept.backup(&[]), &[&kept.tar.display().to_string(), "--force"]);
    assert_eq!(fs::read(&kept.tar).unwrap(), first);
    fs::write(&kept.tar, b"something else").unwrap();
    done(&kept.backup(&["--force"]));
    done(&kept.restore(&kept.other(), &[]));
    let nowhere = kept.data.with_file_name("nowhere");
    refused(&run(embedded(&kept.data).arg("backup").arg(nowhere.join("a.tar")), ""), &["cannot write", "a.tar"]);
    refused(
        &run(embedded(&nowhere).arg("backup").arg(kept.data.with_file_name("b.tar")), ""),
        &["no database", "DATA_DIR"],
    );
    assert!(!nowhere.exists() && !kept.data.with_file_name("b.tar").exists());
}

#[test]
fn a_restore_moves_aside_what_is_there_and_only_when_it_is_told_to() {
    let kept = Kept::new();
    done(&kept.backup(&[]));
    let (before, database) = (everything(&kept.data), kept.data.join("bodega.db"));
    refused(&kept.restore(&kept.data, &[]), &["bodega.db is there already", "--force"]);
    assert_eq!(everything(&kept.data), before);
    let ended = kept.restore(&kept.data, &["--force"]);
    done(&ended);
    let aside = PathBuf::from(ended.stdout.trim().rsplit(' ').next().unwrap());
    assert_eq!(aside.parent(), Some(&*kept.data));
    let moved =
        everything(&aside).into_iter().map(|(path, text)| (kept.data.join(path.strip_prefix(&aside).unwrap()), text));
    // The database's log, if there was one, is in the database by now.
    let same = |(path, _): &(PathBuf, Vec<u8>)| !path.to_string_lossy().contains("bodega.db");
    assert_eq!(moved.filter(same).collect::<Vec<_>>(), before.into_iter().filter(same).collect::<Vec<_>>());
    assert!(database.exists() && aside.join("bodega.db").exists());
    done(&run(embedded(&kept.data).arg("reconcile"), ""));
}

#[test]
fn a_restore_is_refused_while_a_server_runs() {
    let kept = Kept::new();
    done(&kept.backup(&[]));
    let program = Program::start(&mut embedded(&kept.data));
    refused(&kept.restore(&kept.data, &["--force"]), &["in use", "stop the server"]);
    program.stop();
    done(&kept.restore(&kept.data, &["--force"]));
}

/// The entries of a backup, and a tar of such entries.
pub fn entries(tar: &Path) -> Vec<(String, Vec<u8>)> {
    let mut archive = tar::Archive::new(File::open(tar).unwrap());
    let read = |entry: std::io::Result<tar::Entry<File>>| {
        let mut entry = entry.unwrap();
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).unwrap();
        (String::from_utf8(entry.path_bytes().into_owned()).unwrap(), bytes)
    };
    archive.entries().unwrap().map(read).collect()
}

#[actix_web::test]
async fn secrets_that_are_given_by_settings_are_not_in_the_backup() {
    const PEPPER: &str = "another one with as many letters, 9876543210";
    let kept = Kept::new();
    fs::remove_dir_all(&kept.data).unwrap();
    let given = |data: &Path| {
        let mut command = embedded(data);
        command.env("PASSWORD_PEPPER", PEPPER);
        command
    };
    open_shop(given(&kept.data));
    let ended = run(given(&kept.data).arg("backup").arg(&kept.tar), "");
    assert!(ended.stdout.contains("PASSWORD_PEPPER is not in it"), "{}", ended.stdout);
    let names: Vec<_> = entries(&kept.tar).into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["bodega-backup.json", "jwt_secret", "bodega.db"]);
    assert!(!String::from_utf8_lossy(&fs::read(&kept.tar).unwrap()).contains(PEPPER));
    let ended = kept.restore(&kept.other(), &[]);
    assert!(ended.stdout.contains("unless PASSWORD_PEPPER is what it was"), "{}", ended.stdout);
    let program = Program::start(&mut given(&kept.other()));
    lola(&program.url).await;
}

#[test]
fn a_database_elsewhere_is_restored_where_it_belongs() {
    let kept = Kept::new();
    done(&kept.backup(&[]));
    let elsewhere = kept.data.with_file_name("disk").join("shop.db");
    let url = format!("sqlite://{}?mode=rwc", elsewhere.display());
    let ended = run(embedded(&kept.other()).env("DATABASE_URL", &url).arg("restore").arg(&kept.tar), "");
    done(&ended);
    assert!(elsewhere.exists() && !kept.other().join("bodega.db").exists());
    assert!(kept.other().join("password_pepper").exists());
    assert_eq!(fs::read_dir(elsewhere.parent().unwrap()).unwrap().count(), 1);
    done(&run(embedded(&kept.other()).env("DATABASE_URL", &url).arg("reconcile"), ""));
}

#[test]
fn a_database_server_has_its_own_tools() {
    let (_dir, data) = folder();
    for url in ["postgres://bodega:hunter22@db/bodega", "mysql://bodega:hunter22@db/bodega"] {
        for command in ["backup", "restore"] {
            let ended = run(embedded(&data).env("DATABASE_URL", url).args([command, "bodega.tar"]), "");
            refused(&ended, &["the database's own tools"]);
            assert!(!ended.stderr.contains("hunter22"), "{}", ended.stderr);
        }
    }
    assert!(!data.exists());
}
