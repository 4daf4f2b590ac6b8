//! How much a database reads to answer a question, by its own account.
use crate::database::Place;
use api::db::Db;
use sea_orm::{ConnectionTrait, DatabaseConnection, Statement, TryGetable};
use serde_json::Value;
use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering::SeqCst},
};

/// Steps of SQLite's machine between two beats.
const BEAT: u64 = 100;

pub struct Meter {
    db: DatabaseConnection,
    engine: &'static str,
    products: u64,
    beats: Arc<AtomicU64>,
}

impl Meter {
    pub async fn of(place: &Place, server: &Db, products: u32) -> Self {
        let products = products.into();
        let beats = Arc::new(AtomicU64::new(0));
        // Those of the program have settings of their own.
        let db = if place.is_embedded() { place.open().await } else { server.read.patient() };
        if place.is_embedded() {
            let mut connection = db.get_sqlite_connection_pool().acquire().await.unwrap();
            let beats = beats.clone();
            let beat = move || {
                beats.fetch_add(1, SeqCst);
                true
            };
            connection.lock_handle().await.unwrap().set_progress_handler(i32::try_from(BEAT).unwrap(), beat);
        }
        Self { db, engine: place.engine(), products, beats }
    }

    /// What is counted.
    pub fn unit(&self) -> &'static str {
        if self.engine == "sqlite" { "steps" } else { "rows" }
    }

    /// A page may cost as much as a look at a quarter of the products, but of 200,000 at most: that much is read where the levels
    /// of all that run short are. SQLite takes about twenty steps for a row; servers count a row once more where it is used.
    pub fn most(&self) -> u64 {
        let rows = self.products.min(200_000) / 4;
        if self.engine == "sqlite" { 20 * rows } else { 2 * rows }
    }

    /// What this question costs.
    pub async fn read(&self, statement: Statement) -> u64 {
        let told = match self.engine {
            "sqlite" => {
                let before = self.beats.load(SeqCst);
                self.db.query_all_raw(statement).await.unwrap();
                return (self.beats.load(SeqCst) - before) * BEAT;
            }
            "mysql" => return rows_of_mariadb(&self.explained::<String>("ANALYZE FORMAT=JSON", statement).await),
            _ => self.explained("EXPLAIN (ANALYZE, FORMAT JSON)", statement).await,
        };
        rows(&told)
    }

    /// How the database goes about a question, in its own words.
    pub async fn plan(&self, statement: Statement) -> String {
        let (how, column) = match self.engine {
            "sqlite" => ("EXPLAIN QUERY PLAN", 3),
            "mysql" => ("ANALYZE FORMAT=JSON", 0),
            _ => ("EXPLAIN (ANALYZE)", 0),
        };
        let explained = Statement { sql: format!("{how} {}", statement.sql), ..statement.clone() };
        let rows = self.db.query_all_raw(explained).await.unwrap();
        let lines = rows.iter().map(|row| row.try_get_by_index::<String>(column).unwrap());
        format!("{}\n  {}", statement.sql, lines.collect::<Vec<_>>().join("\n  "))
    }

    async fn explained<T: TryGetable>(&self, how: &str, statement: Statement) -> T {
        let explained = Statement { sql: format!("{how} {}", statement.sql), ..statement };
        self.db.query_one_raw(explained).await.unwrap().unwrap().try_get_by_index(0).unwrap()
    }
}

/// All rows that any part of a plan of PostgreSQL looked at, whether it kept them or not.
fn rows(plan: &Value) -> u64 {
    let number = |name: &str| plan.get(name).and_then(Value::as_f64).unwrap_or_default();
    let names =
        ["Actual Rows", "Rows Removed by Filter", "Rows Removed by Index Recheck", "Rows Removed by Join Filter"];
    let own = names.iter().map(|name| number(name)).sum::<f64>() * number("Actual Loops");
    let inner: u64 = match plan {
        Value::Array(parts) => parts.iter().map(rows).sum(),
        Value::Object(parts) => parts.values().map(rows).sum(),
        _ => 0,
    };
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let own = own.round() as u64;
    own + inner
}

/// The same of MariaDB, whose account is not JSON where it quotes what was asked.
fn rows_of_mariadb(told: &str) -> u64 {
    let numbers = told.lines().filter_map(|line| {
        let (name, value) = line.trim().split_once(": ")?;
        Some((name, value.trim_end_matches(',').parse::<f64>().ok()?))
    });
    let (mut loops, mut rows) = (0.0, 0.0);
    for (name, number) in numbers {
        match name {
            "\"r_loops\"" => loops = number,
            "\"r_rows\"" => rows += number * loops,
            _ => {}
        }
    }
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let rows = rows.round() as u64;
    rows
}
