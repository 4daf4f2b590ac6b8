//! The ledger afterwards, against what the clients were told.
use super::load::Log;
use crate::database::Place;
use sea_orm::{ConnectionTrait, QueryResult, Statement};
use std::{
    collections::{HashMap, HashSet},
    path::Path,
};
use uuid::Uuid;

/// A row of the ledger, as far as a client is told of it.
#[derive(Debug, PartialEq)]
struct Row {
    product: Uuid,
    seq: i64,
    kind: String,
    delta: i64,
    after: i64,
    reference: String,
    reverses: Option<Uuid>,
}

/// Every acknowledged booking is there once, as it was told; of refused ones there is nothing, and nothing else is there.
pub async fn check(data: &Path, log: &Log, openings: usize) {
    let (rows, answers) = read(data).await;
    let mut marks = HashMap::<&str, usize>::new();
    for row in rows.values().filter(|row| row.kind != "reversal") {
        *marks.entry(&row.reference).or_default() += 1;
    }
    let mut told = HashSet::new();
    for (key, movements) in &log.booked {
        for moved in movements {
            assert!(told.insert(moved.id), "{key}: movement {} was told to two bookings", moved.id);
            let expected = Row {
                product: moved.product_id,
                seq: moved.seq,
                kind: moved.kind.name().into(),
                delta: moved.delta,
                after: moved.balance_after,
                reference: moved.reference.clone(),
                reverses: moved.reverses_id,
            };
            assert_eq!(rows.get(&moved.id), Some(&expected), "{key} was acknowledged");
        }
        let own = movements.iter().filter(|moved| moved.reverses_id.is_none()).count();
        assert_eq!(marks.get(key.as_str()).copied().unwrap_or_default(), own, "{key}: rows in the ledger");
    }
    for key in &log.refused {
        assert_eq!(marks.get(key.as_str()), None, "{key} was refused");
    }
    // All bookings have been answered, so there is no row that nobody was told of.
    assert_eq!(rows.len(), told.len() + openings);
    assert_eq!(answers, i64::try_from(log.booked.len()).unwrap(), "answers that are kept");
}

/// The ledger, and how many answers are kept for requests that are sent again.
async fn read(data: &Path) -> (HashMap<Uuid, Row>, i64) {
    let db = Place::of(data).open().await;
    let ask = |sql: &str| Statement::from_string(db.get_database_backend(), sql);
    let rows = db.query_all_raw(ask("SELECT * FROM stock_movements")).await.unwrap();
    let kept = ask("SELECT COUNT(*) AS kept FROM idempotency_keys WHERE status = 201 AND body <> ''");
    let kept = db.query_one_raw(kept).await.unwrap().unwrap().try_get("", "kept").unwrap();
    db.close().await.unwrap();
    (rows.iter().map(row).collect(), kept)
}

fn row(row: &QueryResult) -> (Uuid, Row) {
    let read = Row {
        product: row.try_get("", "product_id").unwrap(),
        seq: row.try_get("", "seq").unwrap(),
        kind: row.try_get("", "kind").unwrap(),
        delta: row.try_get("", "delta").unwrap(),
        after: row.try_get("", "balance_after").unwrap(),
        reference: row.try_get("", "reference").unwrap(),
        reverses: row.try_get("", "reverses_id").unwrap(),
    };
    (row.try_get("", "id").unwrap(), read)
}
