//! What many people do at the same moment is done together: written in one transaction, each of them hearing of it after the commit,
//! or asked in one question. While one is under way the next ones gather, so somebody alone never waits for others to come, and
//! each is answered by a question that was asked after it came.
use super::{Db, Transaction, ledger::Refusable};
use crate::error::{Error, Result};
use futures::future::BoxFuture;
use shared::Code;
use std::{
    sync::Arc,
    time::{Duration, Instant},
};
use tokio::sync::{Mutex, mpsc, oneshot};

/// The most that is done together.
const TOGETHER: usize = 128;
/// The most that may wait; more are told to come back.
const WAITING: usize = 8192;
/// What has waited for so long is not begun any more.
const PATIENCE: Duration = Duration::from_secs(5);

/// Something that can be done together with others of its kind.
pub trait Work: Send + Sync + 'static {
    /// What came of it.
    type Done: Send + 'static;

    /// Does all of them, at least one, or nothing, and tells what came of each. What is refused has written nothing.
    ///
    /// # Errors
    /// When one of them spoils it for all, which are then tried in smaller groups, down to each by itself.
    fn together<'a>(db: &'a Db, jobs: &'a [&'a Self]) -> BoxFuture<'a, Result<Vec<Refusable<Self::Done>>>>;
}

/// Work that writes: all of it in one transaction, and it is done when that is committed.
pub trait Write: Send + Sync + 'static {
    /// What came of it.
    type Done: Send + 'static;

    /// Does all of them, at least one, within this transaction, as [`Work::together`] has it.
    ///
    /// # Errors
    /// As there.
    fn all<'a>(tx: &'a Transaction, jobs: &'a [&'a Self]) -> BoxFuture<'a, Result<Vec<Refusable<Self::Done>>>>;
}

impl<W: Write> Work for W {
    type Done = W::Done;

    fn together<'a>(db: &'a Db, jobs: &'a [&'a Self]) -> BoxFuture<'a, Result<Vec<Refusable<Self::Done>>>> {
        Box::pin(async move {
            let tx = db.begin().await?;
            let told = Self::all(&tx, jobs).await?;
            tx.commit().await?;
            Ok(told)
        })
    }
}

/// Takes work of one kind.
pub struct Group<W: Work>(mpsc::Sender<Job<W>>);

struct Job<W: Work> {
    work: W,
    asked: Instant,
    answer: oneshot::Sender<Result<W::Done>>,
}

impl<W: Work> Group<W> {
    /// Starts those who do the work: two where there is more than one writer, so that one gathers while the other waits for
    /// the disk.
    pub fn start(db: &Arc<Db>) -> Self {
        let (queue, jobs) = mpsc::channel(WAITING);
        let jobs = Arc::new(Mutex::new(jobs));
        for _ in 0..if db.has_one_writer() { 1 } else { 2 } {
            tokio::spawn(run(db.clone(), jobs.clone()));
        }
        Self(queue)
    }

    /// Does it, and returns when it lasts.
    ///
    /// # Errors
    /// Why it is refused; `busy` when too much waits, `unavailable` when it waited too long.
    pub async fn ask(&self, work: W) -> Result<W::Done> {
        let (answer, told) = oneshot::channel();
        self.0.try_send(Job { work, asked: Instant::now(), answer }).map_err(|_| Code::Busy)?;
        told.await.unwrap_or_else(|_| Err(Code::Unavailable.into()))
    }
}

async fn run<W: Work>(db: Arc<Db>, queue: Arc<Mutex<mpsc::Receiver<Job<W>>>>) {
    loop {
        let mut jobs = Vec::with_capacity(TOGETHER);
        {
            let mut queue = queue.lock().await;
            let together = together_of(queue.len());
            if queue.recv_many(&mut jobs, together).await == 0 {
                return;
            }
        }
        // Nobody waits for it any more, or has been told so by now.
        jobs.retain(|job| !job.answer.is_closed() && job.asked.elapsed() < PATIENCE);
        if !jobs.is_empty() {
            done(&db, jobs).await;
        }
    }
}

/// How many of those that wait are done together: a power of two, so that the database meets few forms of each statement and
/// knows them from the last time.
fn together_of(waiting: usize) -> usize {
    1 << waiting.clamp(1, TOGETHER).ilog2()
}

fn done<W: Work>(db: &Db, mut jobs: Vec<Job<W>>) -> BoxFuture<'_, ()> {
    Box::pin(async move {
        match together(db, &jobs).await {
            Ok(told) => {
                for (job, told) in jobs.into_iter().zip(told) {
                    // Whoever went away meanwhile finds it done.
                    _ = job.answer.send(told.map_err(Error::from));
                }
            }
            Err(fault) if jobs.len() == 1 || is_of_all(&fault) => tell(jobs, fault),
            Err(_) => {
                let rest = jobs.split_off(jobs.len() / 2);
                done(db, jobs).await;
                done(db, rest).await;
            }
        }
    })
}

async fn together<W: Work>(db: &Db, jobs: &[Job<W>]) -> Result<Vec<Refusable<W::Done>>> {
    let work: Vec<&W> = jobs.iter().map(|job| &job.work).collect();
    W::together(db, &work).await
}

/// The database has the fault, and not what it was asked.
fn is_of_all(fault: &Error) -> bool {
    matches!(fault.problem().code, Code::Unavailable | Code::Busy)
}

/// Tells all of them; the first one gets the fault itself, which is logged where it ends up.
fn tell<W: Work>(jobs: Vec<Job<W>>, fault: Error) {
    let problem = fault.problem();
    let mut fault = Some(fault);
    for job in jobs {
        let told = fault.take().unwrap_or_else(|| problem.clone().into());
        _ = job.answer.send(Err(told));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_sizes_of_groups_are_written() {
        for (waiting, together) in [(0, 1), (1, 1), (2, 2), (3, 2), (127, 64), (128, 128), (WAITING, 128)] {
            assert_eq!(together_of(waiting), together, "{waiting}");
        }
    }
}
