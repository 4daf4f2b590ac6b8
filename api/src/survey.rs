//! Looks at the whole from time to time, for the metrics. The longer a look takes, the more seldom it is taken, so that it never
//! takes more than a small share of the database's time.
use crate::{
    db::{self, reconcile, survey},
    error::Result,
    state::State,
};
use actix_web::web::Data;
use std::time::Duration;
use tokio::time::{Instant, MissedTickBehavior, interval};

const BEAT: Duration = Duration::from_secs(15);
/// The stock of all shops: every product is looked at.
const STOCK: Pace = Pace { at_least: Duration::from_mins(1), share: 50, next: None };
/// The books from end to end: every movement is looked at.
const LEDGER: Pace = Pace { at_least: Duration::from_hours(1), share: 200, next: None };

/// How often something is done.
struct Pace {
    at_least: Duration,
    /// One part of so many of the time may be spent on it.
    share: u32,
    next: Option<Instant>,
}

impl Pace {
    fn is_due(&self) -> bool {
        self.next.is_none_or(|next| next <= Instant::now())
    }

    fn done(&mut self, began: Instant) {
        self.next = Some(Instant::now() + self.at_least.max(began.elapsed() * self.share));
    }
}

/// At once, and then again and again. What cannot be seen keeps the figure it had.
pub async fn run(state: Data<State>) {
    let (mut stock, mut ledger) = (STOCK, LEDGER);
    let mut ticks = interval(BEAT);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        note("the backlog of events", look_at_backlog(&state).await);
        if stock.is_due() {
            let began = Instant::now();
            note("the stock", look_at_stock(&state).await);
            stock.done(began);
        }
        if ledger.is_due() {
            let began = Instant::now();
            note("the ledger", look_at_ledger(&state).await);
            ledger.done(began);
        }
    }
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
