//! Counting visits: those that come at the same time are written together, and each still gets its own number.
mod counter;
mod remote;

use crate::{
    db::Db,
    error::{Error, Result},
    redis::Redis,
};
use counter::Counter;

use parking_lot::Mutex;
use shared::Code;
use std::{sync::Arc, time::Duration};
use tokio::{
    sync::{Notify, mpsc, oneshot},
    task::JoinHandle,
    time::{MissedTickBehavior, interval, timeout},
};

/// How many visits, and who wants to hear the number of the last one.
type Answer = (i64, oneshot::Sender<i64>);

/// How often the count goes from Redis to the database while it grows.
const EVERY: Duration = Duration::from_secs(1);
/// How long the end waits for the last time.
const PATIENCE: Duration = Duration::from_secs(5);

/// Takes visits.
pub struct Visitors {
    queue: mpsc::Sender<Answer>,
    counter: Arc<Counter>,
    ending: Arc<Notify>,
    task: Mutex<Option<JoinHandle<()>>>,
}

impl Visitors {
    /// Starts the task that counts them.
    pub fn start(db: Arc<Db>, redis: Option<Arc<Redis>>) -> Self {
        let (queue, receiver) = mpsc::channel(4096);
        let (counter, ending) = (Arc::new(Counter::new(db, redis)), Arc::new(Notify::new()));
        let task = tokio::spawn(run(counter.clone(), receiver, ending.clone()));
        Self { queue, counter, ending, task: Mutex::new(Some(task)) }
    }

    /// Counts visits, at least one, and tells the number of the last one.
    pub async fn count(&self, visits: i64) -> Result<i64> {
        let (sender, receiver) = oneshot::channel();
        self.queue.try_send((visits, sender)).map_err(|_| Code::Busy)?;
        receiver.await.map_err(|_| Error::Refused(Code::Unavailable.into()))
    }

    /// Visits so far.
    pub async fn total(&self) -> Result<i64> {
        self.counter.total().await
    }

    /// Counts no more, and leaves nothing that only Redis knows.
    pub async fn finish(&self) {
        self.ending.notify_one();
        let task = self.task.lock().take();
        if let Some(task) = task
            && timeout(PATIENCE, task).await.is_err()
        {
            tracing::warn!("stopped before all visits were written down");
        }
    }
}

async fn run(counter: Arc<Counter>, mut receiver: mpsc::Receiver<Answer>, ending: Arc<Notify>) {
    let mut waiting = Vec::with_capacity(256);
    let mut ticks = interval(EVERY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            taken = receiver.recv_many(&mut waiting, 256) => {
                if taken == 0 {
                    break;
                }
                count(&counter, &mut waiting).await;
            }
            _ = ticks.tick() => counter.settle().await,
            () = ending.notified() => break,
        }
    }
    counter.settle().await;
}

/// A whole queue costs one question. When it fails, the askers are dropped and told so.
async fn count(counter: &Counter, waiting: &mut Vec<Answer>) {
    match counter.count(waiting.iter().map(|(visits, _)| visits).sum()).await {
        Ok(before) => {
            let mut number = before;
            for (visits, answer) in waiting.drain(..) {
                number += visits;
                // Whoever went away meanwhile was counted all the same.
                _ = answer.send(number);
            }
        }
        Err(error) => {
            tracing::error!(?error, "visits not counted");
            waiting.clear();
        }
    }
}
