//! Whatever is done, in whatever order: the database grants, refuses and remembers what a simple model does.
mod asked;
mod deeds;
mod model;
mod play;

use crate::database::Place;
use api::{config::database::Reach, db::Db};
use deeds::{Deed, deeds};
use play::Play;
use proptest::test_runner::{Config, TestRunner};
use tokio::runtime::Runtime;

/// A database of its own, in memory where there is a folder for that: what is proved here does not hang on the disk.
fn folder() -> tempfile::TempDir {
    tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap()
}

async fn play(db: &Db, day: Vec<Deed>) {
    let mut play = Play::open(db).await;
    for deed in day {
        play.act(deed).await;
        play.inspect().await;
    }
    play.inspect_journals().await;
}

/// Each case is a fresh shop in one database. A case that fails is kept in `proptest-regressions` and tried first from then on.
#[test]
fn any_day_in_a_shop_ends_as_the_model_says() {
    let (dir, runtime) = (folder(), Runtime::new().unwrap());
    let db = runtime.block_on(async {
        let reach = Reach::of(Place::of(dir.path()).url);
        Db::connect(&reach, b"cursors").await.unwrap()
    });
    let config = Config { source_file: Some(file!()), ..Config::with_cases(128) };
    let run = TestRunner::new(config).run(&deeds(), |day| {
        runtime.block_on(play(&db, day));
        Ok(())
    });
    runtime.block_on(db.close()).unwrap();
    run.unwrap_or_else(|failure| panic!("{failure}"));
}
