//! How the system is doing.
use crate::{auth::User, state::State};
use actix_web::{
    get,
    web::{Data, Json},
};
use shared::status::{Check, Dependency, State as Health, Status};

/// How the system is doing
///
/// The state of database, cache and picture store, and which replica answered.
#[utoipa::path(tag = "system", responses((status = 200, description = "The state.", body = Status)), security(("password" = [])))]
#[get("/status")]
pub async fn get(state: Data<State>, _: User) -> Json<Status> {
    Json(ask(&state).await)
}

/// How everything is that the API depends on, and whether it can do its work. Without its cache it can.
pub async fn ask(state: &State) -> Status {
    let checks = state.checks.now(state).await;
    let works = |check: &Check| check.name == Dependency::Cache || check.state == Health::Ok;
    Status {
        is_ready: checks.iter().all(works) && !state.is_stopping(),
        version: env!("CARGO_PKG_VERSION").into(),
        deployment: state.config.telemetry.deployment_version.clone(),
        instance: state.instance.clone(),
        uptime_seconds: state.started.elapsed().as_secs(),
        checks,
    }
}
