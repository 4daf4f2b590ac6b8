//! Those who go away in the middle of a question leave everything as it was for those who come after.
use crate::database::Place;
use api::{
    config::database::Reach,
    db::{Db, schema, visits},
};
use sea_orm::{ConnectionTrait, DbBackend, Statement};
use std::time::Duration;
use tokio::time::timeout;

/// Longer than anything may take here, however busy the machine is.
const EVER: Duration = Duration::from_secs(30);

/// A question that nobody has asked before: a server has to understand it first, which takes a turn of its own.
fn question(backend: DbBackend, number: u32) -> Statement {
    let place = if backend == DbBackend::Postgres { "$1::text" } else { "?" };
    let columns: Vec<_> = (0..=number % 7).map(|column| format!("{number} AS c{column}")).collect();
    let sql = format!("SELECT {} FROM products WHERE code <> {place}", columns.join(", "));
    Statement::from_sql_and_values(backend, sql, ["none".into()])
}

async fn stage() -> (tempfile::TempDir, Db) {
    let dir = tempfile::tempdir().unwrap();
    let reach = Reach { connections: 4, ..Reach::of(Place::of(dir.path()).url) };
    schema::migrate(&reach).await.unwrap();
    (dir, Db::open(&reach, &[7; 32]).await.unwrap())
}

#[actix_web::test]
async fn who_stops_listening_to_an_answer_costs_no_connection() {
    let (_dir, db) = stage().await;
    let backend = db.read.get_database_backend();
    for number in 0..200 {
        let patience = Duration::from_micros(u64::from(number % 40) * 50);
        _ = timeout(patience, db.read.query_all_raw(question(backend, number))).await;
    }
    for number in 0..4 {
        timeout(EVER, db.read.query_all_raw(question(backend, number))).await.unwrap().unwrap();
    }
    timeout(EVER, db.close()).await.unwrap().unwrap();
}

#[actix_web::test]
async fn who_goes_away_in_a_transaction_costs_no_connection_and_leaves_no_trace() {
    let (_dir, db) = stage().await;
    let backend = db.read.get_database_backend();
    for number in 0..200 {
        let patience = Duration::from_micros(u64::from(number % 40) * 100);
        let work = async {
            let tx = db.begin().await.unwrap();
            tx.execute_unprepared("UPDATE counters SET value = value + 1").await.unwrap();
            tx.query_all_raw(question(backend, number)).await.unwrap();
            tx.query_all_raw(question(backend, number + 1000)).await.unwrap();
            std::future::pending::<()>().await;
        };
        _ = timeout(patience, work).await;
    }
    let total = timeout(EVER, visits::total(&db)).await.unwrap().unwrap();
    assert_eq!(total, 0);
    for _ in 0..2 {
        timeout(EVER, visits::add(&db, 1)).await.unwrap().unwrap();
    }
    timeout(EVER, db.close()).await.unwrap().unwrap();
}
