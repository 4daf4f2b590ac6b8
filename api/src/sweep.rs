//! Throws away what is kept for a while only.
use crate::{
    db::{idempotency, outbox},
    state::State,
};
use actix_web::web::Data;
use std::time::Duration;
use tokio::time::{MissedTickBehavior, interval};

const EVERY: Duration = Duration::from_mins(10);

/// At once, and then again and again.
pub async fn run(state: Data<State>) {
    let mut ticks = interval(EVERY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        if let Err(error) = idempotency::sweep(&state.db).await {
            tracing::warn!(?error, "old answers not thrown away");
        }
        if let Err(error) = outbox::sweep(&state.db).await {
            tracing::warn!(?error, "old events not thrown away");
        }
    }
}
