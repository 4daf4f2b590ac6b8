//! Requests that come at a rate, whatever the answers do: a server that is late cannot hide it by being asked less. Nobody stands
//! in line in front of it, either: what waits for a connection would wait until it is too late, and only then be asked.
use crate::{
    connection::Connection,
    tally::{End, Sample},
    threads,
    work::Work,
};
use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};
use tokio::time::{MissedTickBehavior, interval, sleep};

/// Whoever has waited so long has gone away.
const PATIENCE: Duration = Duration::from_secs(10);
/// How often it is looked what is due.
const TICK: Duration = Duration::from_millis(1);

/// What is offered.
#[derive(Clone, Copy)]
pub struct Offer {
    /// Requests a second.
    pub rate: f64,
    /// How long.
    pub length: Duration,
    /// The most connections; a request that finds none free is not sent.
    pub connections: usize,
}

/// What there is at one thread.
struct Desk {
    work: Arc<Work>,
    begin: Instant,
    free: Vec<Connection>,
    /// Those that may still be made.
    more: usize,
    asking: usize,
    samples: Vec<Sample>,
}

/// Offers them. Ends when all answers are there, or nobody waits for them any more.
///
/// # Errors
/// When a thread cannot do its work.
pub fn run(work: &Arc<Work>, offer: Offer) -> anyhow::Result<Vec<Sample>> {
    let all = threads::run(|part| async move {
        let desk = Desk {
            work: work.clone(),
            begin: Instant::now(),
            free: Vec::new(),
            more: part.share(offer.connections),
            asking: 0,
            samples: Vec::new(),
        };
        // Threads take turns.
        let gap = Duration::from_secs_f64(1.0 / offer.rate);
        Ok(desk.run(gap * part.number(), gap * part.of(), offer.length).await)
    })?;
    Ok(all.into_iter().flatten().collect())
}

impl Desk {
    async fn run(self, first: Duration, gap: Duration, length: Duration) -> Vec<Sample> {
        let begin = self.begin;
        let (mut due, end) = (begin + first, begin + length);
        let desk = Arc::new(Mutex::new(self));
        let mut ticks = interval(TICK);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Skip);
        while Instant::now() < end {
            let now = ticks.tick().await.into_std().max(Instant::now()).min(end);
            while due < now {
                send(&desk, now);
                due += gap;
            }
        }
        while begin.elapsed() < length + PATIENCE && lock(&desk).asking > 0 {
            sleep(TICK * 10).await;
        }
        let mut desk = lock(&desk);
        for _ in 0..desk.asking {
            desk.note(end, PATIENCE, End::Lost);
        }
        std::mem::take(&mut desk.samples)
    }

    fn note(&mut self, since: Instant, took: Duration, end: End) {
        self.samples.push(Sample { at: since - self.begin, took, end });
    }
}

/// Sends one, if there is a connection. That this program itself was late is not the server's fault.
fn send(desk: &Arc<Mutex<Desk>>, now: Instant) {
    let mut at = lock(desk);
    let connection = at.free.pop().or_else(|| {
        at.more = at.more.checked_sub(1)?;
        Some(Connection::default())
    });
    match connection {
        None => at.note(now, Duration::ZERO, End::Unsent),
        Some(connection) => {
            at.asking += 1;
            tokio::spawn(ask(desk.clone(), connection, now));
        }
    }
}

/// Asks, and gives the connection back.
async fn ask(desk: Arc<Mutex<Desk>>, mut connection: Connection, since: Instant) {
    let work = lock(&desk).work.clone();
    let answer = connection.ask(&work).await;
    let took = since.elapsed();
    let mut at = lock(&desk);
    at.note(since, took, if took > PATIENCE { End::Lost } else { End::of(&answer) });
    at.asking -= 1;
    at.free.push(connection);
}

fn lock(desk: &Mutex<Desk>) -> MutexGuard<'_, Desk> {
    desk.lock().unwrap_or_else(PoisonError::into_inner)
}
