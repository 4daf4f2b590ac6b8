//! How the system is doing.
use crate::{auth::User, db::Db, error::Result, state::State, storage::Storage};
use actix_web::{
    get,
    web::{Data, Json},
};
use shared::{
    status::{Check, Dependency, State as Health, Status},
    user::Millis,
};
use std::{future::Future, time::Instant};

/// How the system is doing
///
/// The state of database, cache and picture store, and which replica answered.
#[utoipa::path(tag = "system", responses((status = 200, description = "The state.", body = Status)), security(("password" = [])))]
#[get("/status")]
pub async fn get(state: Data<State>, _: User) -> Json<Status> {
    Json(ask(&state).await)
}

/// Asks everything the API depends on.
pub async fn ask(state: &State) -> Status {
    let db: &Db = &state.db;
    let (database, storage) = futures::join!(timed(db.ping()), timed(state.storage.ping()));
    let cache = state.cache.engine();
    let ready = database.0 == Health::Ok && storage.0 == Health::Ok && !state.is_stopping();
    let check = |name, (state, took_ms), engine: &str| Check { name, state, engine: engine.into(), took_ms };
    Status {
        is_ready: ready,
        version: env!("CARGO_PKG_VERSION").into(),
        instance: state.instance.clone(),
        uptime_seconds: state.started.elapsed().as_secs(),
        checks: vec![
            check(Dependency::Database, database, db.engine()),
            check(
                Dependency::Cache,
                (cache.map_or(Health::NotConfigured, |_| Health::Ok), None),
                cache.unwrap_or("none"),
            ),
            check(Dependency::Storage, storage, Storage::ENGINE),
        ],
    }
}

async fn timed(question: impl Future<Output = Result<()>>) -> (Health, Option<Millis>) {
    let started = Instant::now();
    let answer = question.await.inspect_err(|error| tracing::warn!(?error, "dependency down"));
    (if answer.is_ok() { Health::Ok } else { Health::Down }, Some(started.elapsed().into()))
}
