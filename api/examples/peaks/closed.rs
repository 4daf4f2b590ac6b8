//! People who wait: each sends the next request when the answer to the last one is there.
use crate::{
    connection::Connection,
    tally::{End, Sample},
    threads::{self, Part},
    work::Work,
};
use anyhow::Context;
use std::{
    sync::Arc,
    time::{Duration, Instant},
};
use tokio::time::{sleep, timeout, timeout_at};

/// Before anything is counted, connections are made, some at the second attempt, and caches filled.
const WARM_UP: Duration = Duration::from_millis(1500);
/// What was asked before must be over by then.
const PATIENCE: Duration = Duration::from_mins(1);

/// Over so many connections for so long. Who is told to come again does so when told.
///
/// # Errors
/// When a thread cannot do its work.
pub fn run(work: &Arc<Work>, connections: usize, length: Duration) -> anyhow::Result<Vec<Sample>> {
    // Of the threads, one is enough for it.
    threads::run(|part| settle(work, part))?;
    let begin = Instant::now() + WARM_UP;
    let all = threads::run(|part| async move {
        let mine = part.share(connections);
        let people: Vec<_> = (0..mine).map(|_| tokio::spawn(person(work.clone(), begin, length))).collect();
        let mut all = Vec::new();
        for person in people {
            all.extend(person.await?);
        }
        Ok(all)
    })?;
    Ok(all.into_iter().flatten().collect())
}

/// Waits until the server has done what others left behind: a request is done by then.
async fn settle(work: &Work, part: Part) -> anyhow::Result<()> {
    let mut connection = Connection::default();
    let done = async {
        while End::of(&connection.ask(work).await) != End::Done {
            sleep(Duration::from_millis(100)).await;
        }
    };
    if part.number() == 0 { timeout(PATIENCE, done).await.context("nothing is done") } else { Ok(()) }
}

async fn person(work: Arc<Work>, begin: Instant, length: Duration) -> Vec<Sample> {
    let (mut connection, mut samples) = (Connection::default(), Vec::new());
    let all = async {
        let mut sending = Instant::now();
        loop {
            let answer = connection.ask(&work).await;
            let took = sending.elapsed();
            if sending + took > begin {
                let at = sending.saturating_duration_since(begin);
                samples.push(Sample { at, took, end: End::of(&answer) });
            }
            sending += took;
            if let Some(seconds) = answer.ok().and_then(|answer| answer.retry_after) {
                sleep(Duration::from_secs(seconds.into())).await;
                sending = Instant::now();
            }
        }
    };
    // What is on its way at the end counts for nothing.
    _ = timeout_at((begin + length).into(), all).await;
    samples
}
