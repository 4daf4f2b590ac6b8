//! Several replicas of one program.
use crate::{
    client::Client,
    database::Place,
    program::{Program, on},
    redis::until,
};
use sea_orm::{ConnectionTrait, Statement};
use shared::status::Status;
use std::thread;

const ROUNDS: usize = 20;
const REPLICAS: usize = 5;

/// The names of the steps that were taken, each as often as it was.
async fn steps(place: &Place) -> Vec<String> {
    let db = place.open().await;
    let asked = Statement::from_string(db.get_database_backend(), "SELECT version FROM seaql_migrations");
    let rows = db.query_all_raw(asked).await.unwrap();
    db.close().await.unwrap();
    rows.iter().map(|row| row.try_get("", "version").unwrap()).collect()
}

#[actix_web::test]
async fn replicas_that_start_together_on_an_empty_database_migrate_it_once_and_all_serve() {
    let mut expected = Vec::new();
    for _ in 0..ROUNDS {
        let folders: Vec<_> = (0..REPLICAS).map(|_| tempfile::tempdir().unwrap()).collect();
        let place = Place::empty(folders[0].path());
        let start = |folder: &tempfile::TempDir| {
            Program::start(on(&place, &folder.path().join("data")).env("DB_CONNECTIONS", "4"))
        };
        let programs: Vec<_> = thread::scope(|scope| {
            let started: Vec<_> = folders.iter().map(|folder| scope.spawn(|| start(folder))).collect();
            started.into_iter().map(|started| started.join().unwrap()).collect()
        });
        for program in &programs {
            // With so many that begin, a database may answer slowly, which counts as no answer for a moment.
            let guest = Client::guest(&program.url);
            let is_ready = async || {
                let reply = guest.get("/health/ready").await;
                reply.status == 200 && serde_json::from_slice::<Status>(&reply.body).unwrap().is_ready
            };
            until("a replica that is ready", is_ready).await;
        }
        let steps = steps(&place).await;
        if expected.is_empty() {
            expected.clone_from(&steps);
        }
        assert_eq!(steps, expected);
    }
    assert!(expected.len() >= 6, "{expected:?}");
}
