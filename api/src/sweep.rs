//! Throws away what is kept for a while only.
use crate::{
    db::{idempotency, outbox, sessions},
    orphans,
    state::State,
};
use actix_web::web::Data;
use std::time::Duration;
use tokio::time::{Instant, MissedTickBehavior, interval};

const EVERY: Duration = Duration::from_mins(10);
/// To look at every picture is more work, and for a store that is paid by the question.
const DAILY: Duration = Duration::from_hours(24);

/// At once, and then again and again.
pub async fn run(state: Data<State>) {
    let mut ticks = interval(EVERY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut looked = None::<Instant>;
    loop {
        ticks.tick().await;
        let (answers, events) = (idempotency::sweep(&state.db).await, outbox::sweep(&state.db).await);
        let ended = sessions::sweep(&state.db).await;
        for (what, swept) in [("old answers", answers), ("old events", events), ("ended sessions", ended)] {
            if let Err(error) = swept {
                tracing::warn!(?error, "{what} not thrown away");
            }
        }
        if looked.is_none_or(|at| at.elapsed() >= DAILY) {
            match orphans::sweep(&state.db, &state.storage).await {
                Ok(_) => looked = Some(Instant::now()),
                Err(error) => tracing::warn!(?error, "pictures of nobody not erased"),
            }
        }
    }
}
