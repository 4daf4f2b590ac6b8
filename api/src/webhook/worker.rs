//! Sends what waits in the outbox: at once after it was written, again when it failed, and what other replicas left behind.
use crate::{
    db::outbox::{self, Letter, Outcome},
    error::Result,
    metrics::Sent,
    state::State,
};
use actix_web::web::Data;
use chrono::TimeDelta;
use shared::webhook::Failure;
use std::{collections::HashMap, time::Duration};
use tokio::{
    task::{Id, JoinSet},
    time::sleep,
};
use uuid::Uuid;

/// Events on the way at the same time, and of one shop, so that a receiver that does not answer holds up its own only.
const AT_ONCE: usize = 32;
const OF_ONE_SHOP: usize = 4;
/// Nobody else sends an event while it is on its way; much longer than an attempt can take.
const LEASE: TimeDelta = TimeDelta::seconds(60);
/// Other replicas write, too, and may die before they send.
const LOOK: Duration = Duration::from_secs(30);
/// Many bookings in a moment are one look.
const GATHER: Duration = Duration::from_millis(50);
/// After the first attempt, the second and so on, times the setting: 5 s, 30 s, 2 min, 10 min, 1 h, 6 h, 24 h by default.
const WAITS: [u32; 7] = [1, 6, 24, 120, 720, 4_320, 17_280];
const GONE: u16 = 410;

/// What is on its way, and to which shop.
#[derive(Default)]
struct Underway {
    tasks: JoinSet<()>,
    shops: HashMap<Id, Uuid>,
}

/// Sends until the server stops; what is on its way then is waited for.
pub async fn run(state: Data<State>) {
    let mut underway = Underway::default();
    while !state.is_stopping() {
        let wait = underway.fill(&state).await.unwrap_or_else(|error| {
            tracing::warn!(?error, "events not looked for");
            LOOK
        });
        tokio::select! {
            Some(done) = underway.tasks.join_next_with_id() => {
                let id = done.map_or_else(|error| error.id(), |(id, ())| id);
                underway.shops.remove(&id);
            }
            () = state.webhooks.news() => {}
            () = sleep(wait) => {}
        }
    }
    underway.tasks.join_all().await;
}

impl super::Webhooks {
    async fn news(&self) {
        self.news.notified().await;
        sleep(GATHER).await;
    }
}

impl Underway {
    /// Sends what is due, as much as may be underway, and tells how long there is nothing to do.
    async fn fill(&mut self, state: &Data<State>) -> Result<Duration> {
        loop {
            let room = AT_ONCE.saturating_sub(self.tasks.len());
            let busy = self.busy();
            let due = if room == 0 { Vec::new() } else { outbox::due(&state.db, &busy, room as u64).await? };
            if due.is_empty() {
                let next = if room == 0 { None } else { outbox::next(&state.db, &busy).await? };
                let wait = next.map(|next| (next - crate::db::now()).to_std().unwrap_or_default());
                return Ok(wait.unwrap_or(LOOK).min(LOOK));
            }
            for row in due {
                let shop = row.shop_id;
                if self.shops.values().filter(|one| **one == shop).count() >= OF_ONE_SHOP {
                    continue;
                }
                if let Some(letter) = outbox::claim(&state.db, row, LEASE).await? {
                    let task = self.tasks.spawn(deliver(state.clone(), letter));
                    self.shops.insert(task.id(), shop);
                }
            }
        }
    }

    /// Shops with as much underway as they may have.
    fn busy(&self) -> Vec<Uuid> {
        let mut counts = HashMap::<Uuid, usize>::new();
        self.shops.values().for_each(|shop| *counts.entry(*shop).or_default() += 1);
        counts.into_iter().filter(|(_, count)| *count >= OF_ONE_SHOP).map(|(shop, _)| shop).collect()
    }
}

/// One attempt. When this program dies between the answer and the note of it, the event is sent again with the same id.
async fn deliver(state: Data<State>, letter: Letter) {
    let at = crate::db::now();
    let answer = state.webhooks.send(&letter, at).await;
    let (status, failure) = match answer {
        Ok(status @ 200..300) => (Some(status), None),
        Ok(status) => (Some(status), Some(Failure::Refused)),
        Err(failure) => (None, Some(failure)),
    };
    let is_final = status == Some(GONE) || failure == Some(Failure::Removed);
    let wait = wait(state.config.webhook_retry_seconds, letter.row.attempts).filter(|_| failure.is_some() && !is_final);
    let outcome = Outcome { status, failure, next: wait.map(|wait| crate::db::now() + wait) };
    state.metrics.sent(match (failure, wait) {
        (None, _) => Sent::Delivered,
        (Some(_), Some(_)) => Sent::Failed,
        (Some(_), None) => Sent::GivenUp,
    });
    if let Err(error) = outbox::settle(&state.db, &letter.row, outcome).await {
        tracing::warn!(?error, event = %letter.row.id, "sent, but not noted: it is sent again");
    }
}

/// How long after this attempt the next one comes; nothing when that was the last. A little at random, so that what failed
/// together does not come back together.
fn wait(seconds: u32, attempts: i32) -> Option<TimeDelta> {
    let times = WAITS.get(usize::try_from(attempts).ok()?.checked_sub(1)?)?;
    let wait = i64::from(seconds) * i64::from(*times) * 1000;
    let chance = i64::from(getrandom::u32().unwrap_or_default() % 200);
    Some(TimeDelta::milliseconds(wait + wait * chance / 1000))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attempts_come_less_and_less_often_and_then_no_more() {
        let waits: Vec<_> = (1..=8).map(|attempt| wait(5, attempt).map(|wait| wait.num_seconds())).collect();
        for (wait, least) in waits.iter().zip([5, 30, 120, 600, 3_600, 21_600, 86_400]) {
            assert!(wait.is_some_and(|wait| (least..=least * 6 / 5).contains(&wait)), "{waits:?}");
        }
        assert_eq!(waits[7], None);
        assert_eq!(wait(0, 1), Some(TimeDelta::zero()));
    }
}
