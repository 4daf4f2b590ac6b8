//! Looks at the whole from time to time, for the metrics. The longer a look takes, the more seldom it is taken, so that it never
//! takes more than a small share of the database's time.
use crate::{
    db::{self, reconcile, survey},
    error::Result,
    state::State,
};
use actix_web::web::Data;
use shared::Code;
use std::time::Duration;
use tokio::time::{Instant, MissedTickBehavior, interval, sleep, timeout};
use uuid::Uuid;

const BEAT: Duration = Duration::from_secs(15);
/// The stock of all shops: every product is looked at, at most so often, and for a fiftieth of the time.
const STOCK: Duration = Duration::from_mins(1);
/// A connection may be lost without a word; whoever reads row by row would wait for ever.
const PATIENCE: Duration = Duration::from_hours(2);
/// However long it takes, the ledger is looked at so often.
const SELDOM: Duration = Duration::from_hours(12);

/// Everything, until the server ends.
pub async fn run(state: Data<State>) {
    tokio::join!(often(&state), seldom(&state));
}

/// At once, and then again and again. What cannot be seen keeps the figure it had.
async fn often(state: &State) {
    let mut stock_is_due = Instant::now();
    let mut ticks = interval(BEAT);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        note("the backlog of events", look_at_backlog(state).await);
        let began = Instant::now();
        if stock_is_due <= began {
            note("the stock", look_at_stock(state).await);
            stock_is_due = Instant::now() + STOCK.max(began.elapsed() * 50);
        }
    }
}

/// The books from end to end: every movement is looked at. Not at once, as replicas may have started together.
async fn seldom(state: &State) {
    let every = Duration::from_secs(state.config.ledger_check_seconds);
    if every.is_zero() {
        return;
    }
    // Whoever never comes to an end is noticed a day from now.
    state.metrics.gauges.ledger(0, db::now());
    sleep(every.mul_f64(f64::from(random()) / 2560.0)).await;
    loop {
        let began = Instant::now();
        let looked = timeout(PATIENCE, look_at_ledger(state)).await;
        note("the ledger", looked.unwrap_or_else(|_| Err(Code::Unavailable.into())));
        sleep(every.max((began.elapsed() * 200).min(SELDOM))).await;
    }
}

/// The end of such an id is random.
fn random() -> u8 {
    Uuid::now_v7().as_bytes()[15]
}

fn note(what: &str, looked: Result<()>) {
    if let Err(error) = looked {
        tracing::warn!(?error, "{what} not looked at");
    }
}

async fn look_at_backlog(state: &State) -> Result<()> {
    let backlog = survey::backlog(&state.db).await?;
    let late = backlog.due.map(|due| (db::now() - due).as_seconds_f64().max(0.0));
    state.metrics.gauges.backlog(backlog.waiting, late.unwrap_or_default());
    Ok(())
}

async fn look_at_stock(state: &State) -> Result<()> {
    state.metrics.gauges.stock(&survey::stock(&state.db).await?);
    Ok(())
}

/// Whoever runs the server without metrics finds it in the log.
async fn look_at_ledger(state: &State) -> Result<()> {
    let (mut drifts, mut faults) = (0, 0);
    reconcile::levels(&state.db, |_| drifts += 1).await?;
    reconcile::movements(&state.db, |_| faults += 1).await?;
    if drifts + faults > 0 {
        tracing::error!(drifts, faults, "levels and ledger differ; `api reconcile` names them");
    }
    state.metrics.gauges.ledger(drifts + faults, db::now());
    Ok(())
}
