//! Requests that come at a rate, whatever the answers do. How long one took counts from when it was due, so that a server that is
//! late cannot hide it by being asked less.
use crate::{
    connection::Connection,
    tally::{End, Sample},
    threads,
    work::Work,
};
use std::{
    collections::VecDeque,
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
    /// The most connections; a request that finds none free waits for one.
    pub connections: usize,
}

/// What there is at one thread.
struct Desk {
    work: Arc<Work>,
    begin: Instant,
    free: Vec<Connection>,
    /// Those that may still be made.
    more: usize,
    waiting: VecDeque<Instant>,
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
            waiting: VecDeque::new(),
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
                send(&desk, due, now);
                due += gap;
            }
        }
        lock(&desk).give_up();
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

    /// Those who wait for a connection go away.
    fn give_up(&mut self) {
        for due in std::mem::take(&mut self.waiting) {
            self.note(due, PATIENCE, End::Lost);
        }
    }

    /// The next who waits for a connection and is still there.
    fn next(&mut self) -> Option<Instant> {
        while let Some(due) = self.waiting.pop_front() {
            if due.elapsed() < PATIENCE {
                return Some(due);
            }
            self.note(due, PATIENCE, End::Lost);
        }
        None
    }
}

/// Sends it, if there is a connection. That this program itself was late is not the server's fault.
fn send(desk: &Arc<Mutex<Desk>>, due: Instant, now: Instant) {
    let mut at = lock(desk);
    let connection = at.free.pop().or_else(|| {
        at.more = at.more.checked_sub(1)?;
        Some(Connection::default())
    });
    match connection {
        None => at.waiting.push_back(due),
        Some(connection) => {
            at.asking += 1;
            tokio::spawn(ask(desk.clone(), connection, now));
        }
    }
}

/// Asks, and goes on with those who wait.
async fn ask(desk: Arc<Mutex<Desk>>, mut connection: Connection, mut since: Instant) {
    let work = lock(&desk).work.clone();
    loop {
        let answer = connection.ask(&work).await;
        let took = since.elapsed();
        let end = if took > PATIENCE { End::Lost } else { End::of(&answer) };
        let mut at = lock(&desk);
        at.note(since, took, end);
        let Some(due) = at.next() else {
            at.asking -= 1;
            return at.free.push(connection);
        };
        since = due;
    }
}

fn lock(desk: &Mutex<Desk>) -> MutexGuard<'_, Desk> {
    desk.lock().unwrap_or_else(PoisonError::into_inner)
}
