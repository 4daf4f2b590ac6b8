//! Pictures that no row names are erased once they are old enough, and no others.
use crate::{
    app::{App, add, another, coffee, settings},
    bucket::{Bucket, SECRET, at, names},
    pictures::png,
    receiver::PATIENCE,
    storage::{name, taken},
};
use shared::{image::thumbnail_key, user::User};
use std::{
    collections::BTreeSet,
    fs::{self, File},
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};

fn aged(file: &Path, hours: u64) {
    let since = SystemTime::now() - Duration::from_hours(hours);
    File::options().write(true).open(file).unwrap().set_modified(since).unwrap();
}

/// Puts a file there that was put there so long ago.
fn left(file: &Path, hours: u64) {
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    fs::write(file, b"a picture").unwrap();
    aged(file, hours);
}

/// What a shop has: a product's picture, that of one in the archive, and a person's.
async fn pictures(app: &App) -> BTreeSet<String> {
    let owner = app.owner().await;
    let (product, archived) = (add(&owner, &coffee()).await, another(&owner, "B").await);
    let images = [taken(&owner, &product, png()).await, taken(&owner, &archived, png()).await];
    let tag = owner.get(&crate::app::path(&archived)).await.header("etag").to_owned();
    assert!(owner.archive(&crate::app::path(&archived), &tag).await.status < 300);
    let user: User = owner.upload(&format!("/api/v1/users/{}/picture", owner.id), "image/png", png()).await.ok(200);
    let all = images.into_iter().chain(user.picture);
    all.flat_map(|image| [name(&image.url), name(&image.thumbnail_url)]).collect()
}

const LAST: &str = "ffffffffffffffffffffffffffffffff.jpg";

/// Pictures of nobody, of which only the old ones may go. The last one of all comes behind more than a page.
fn strew(place: impl Fn(&str) -> PathBuf) -> BTreeSet<String> {
    let young: Vec<_> = (0..1_001).map(|n| format!("{n:032x}.webp")).collect();
    for key in &young {
        left(&place(key), 23);
    }
    for key in [LAST, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.webp"] {
        left(&place(key), 25);
        left(&place(&thumbnail_key(key)), 25);
    }
    left(&place("README.txt"), 1_000);
    young.into_iter().chain(["README.txt".to_owned()]).collect()
}

async fn until_gone(file: &Path) {
    let gone = async {
        while file.exists() {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(PATIENCE, gone).await.expect("it is still there");
}

#[actix_web::test]
async fn old_pictures_of_nobody_are_erased_from_s3_by_several_replicas_at_once() {
    let bucket = Bucket::start();
    let app = bucket.app().await;
    let named = pictures(&app).await;
    for key in &named {
        aged(&bucket.pictures().join(key), 100);
    }
    let kept = strew(|key| bucket.pictures().join(key));
    let again = || {
        App::with(|config| {
            config.database = settings(&[&format!("--database-url={}", app.database.url)]);
            config.s3 = at(&bucket.address, SECRET);
        })
    };
    let _replicas = futures::join!(again(), again());
    until_gone(&bucket.pictures().join(LAST)).await;
    assert_eq!(bucket.names(), kept.union(&named).cloned().collect());
}

#[actix_web::test]
async fn old_pictures_of_nobody_are_erased_from_a_folder() {
    let app = App::start().await;
    let named = pictures(&app).await;
    let folder = app.dir.path().join("pictures");
    let place = |key: &str| folder.join(&key[..2]).join(key);
    for key in &named {
        aged(&place(key), 100);
    }
    let kept = strew(place);
    let _again = App::with(|config| {
        config.database = settings(&[&format!("--database-url={}", app.database.url)]);
        config.data_dir = app.dir.path().into();
    })
    .await;
    until_gone(&place(LAST)).await;
    let there = fs::read_dir(&folder).unwrap().flat_map(|entry| names(&entry.unwrap().path()));
    assert_eq!(there.collect::<BTreeSet<_>>(), kept.union(&named).cloned().collect());
}
