//! The database inside of the program: built as `.cargo/config.toml` says.
use crate::database::Place;
use sea_orm::{ConnectionTrait, DbBackend, Statement};

/// Otherwise it makes a plan anew for each question with a limit, which takes longer than most answers.
#[actix_web::test]
async fn sqlite_keeps_its_plans_and_its_threads_share_no_lock() {
    let dir = tempfile::tempdir().unwrap();
    let db = Place::file_in(dir.path()).open().await;
    let told = db.query_all_raw(Statement::from_string(DbBackend::Sqlite, "PRAGMA compile_options")).await.unwrap();
    let options: Vec<String> = told.iter().map(|row| row.try_get_by_index(0).unwrap()).collect();
    let has = |name: &str| options.iter().any(|option| option == name);
    assert!(has("ENABLE_QPSG") && has("DEFAULT_MEMSTATUS=0") && !has("ENABLE_MEMORY_MANAGEMENT"), "{options:?}");
}
