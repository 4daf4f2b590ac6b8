//! What the API depends on, asked at most once a second however many want to know.
use crate::{db::Db, error::Result, state::State};
use shared::{
    Code, Millis,
    status::{Check, Dependency, State as Health},
};
use std::{
    future::Future,
    time::{Duration, Instant},
};
use tokio::sync::Mutex;

const GOOD_FOR: Duration = Duration::from_secs(1);
/// Who takes longer does not answer, and whoever reads the metrics waits for no longer.
const PATIENCE: Duration = Duration::from_secs(5);

/// The answers that were given last.
#[derive(Default)]
pub struct Checks(Mutex<Option<(Instant, Vec<Check>)>>);

impl Checks {
    /// How everything is. Who comes while it is asked waits for the same answers.
    pub async fn now(&self, state: &State) -> Vec<Check> {
        let mut last = self.0.lock().await;
        if let Some((at, checks)) = &*last
            && at.elapsed() < GOOD_FOR
        {
            return checks.clone();
        }
        let checks = ask(state).await;
        *last = Some((Instant::now(), checks.clone()));
        checks
    }
}

async fn ask(state: &State) -> Vec<Check> {
    let (db, storage, cache): (&Db, _, _) = (&state.db, &state.storage, &state.cache);
    let asked =
        futures::join!(timed("database", db.ping()), timed("storage", storage.ping()), timed("cache", cache.ping()));
    let cached = match cache.engine() {
        None => (Health::NotConfigured, None),
        // Everything goes on without it.
        Some("redis") if asked.2.0 == Health::Down => (Health::Warning, asked.2.1),
        Some("redis") => asked.2,
        Some(_) => (Health::Ok, None),
    };
    let check = |name, (state, took_ms), engine: &str| Check { name, state, engine: engine.into(), took_ms };
    vec![
        check(Dependency::Database, asked.0, db.engine()),
        check(Dependency::Cache, cached, cache.engine().unwrap_or("none")),
        check(Dependency::Storage, asked.1, storage.engine()),
    ]
}

async fn timed(what: &str, question: impl Future<Output = Result<()>>) -> (Health, Option<Millis>) {
    let started = Instant::now();
    let answer = tokio::time::timeout(PATIENCE, question).await.unwrap_or_else(|_| Err(Code::Unavailable.into()));
    let answer = answer.inspect_err(|error| tracing::warn!(what, ?error, "dependency down"));
    (if answer.is_ok() { Health::Ok } else { Health::Down }, Some(started.elapsed().into()))
}
