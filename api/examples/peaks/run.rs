//! One load and what came of it, with what it cost the processors.
use crate::{
    closed,
    cpu::{Meter, Spent},
    tally::{End, Times},
    work::Work,
};
use std::{sync::Arc, time::Duration};

/// What came of a load.
pub struct Run {
    /// Answers a second that did what was asked.
    pub rate: f64,
    /// How long these took.
    pub done: Times,
    /// How many were told to come again.
    pub refused: u32,
    /// How many came to nothing: other answers, and none.
    pub failed: u32,
    /// What the processors did.
    pub spent: Spent,
}

impl Run {
    /// So many people who wait for their answers, for so long, at a server of these processes.
    ///
    /// # Errors
    /// When a thread cannot do its work.
    pub fn closed(work: &Arc<Work>, connections: usize, length: Duration, servers: &[u32]) -> anyhow::Result<Self> {
        let meter = Meter::start(servers);
        let samples = closed::run(work, connections, length)?;
        let spent = meter.stop();
        let count = |end| Times::of(&samples, end).count;
        let done = Times::of(&samples, End::Done);
        let rate = f64::from(done.count) / length.as_secs_f64();
        let failed = [End::Dismissed, End::Failed, End::Lost].map(count).iter().sum();
        Ok(Self { rate, done, refused: count(End::Refused), failed, spent })
    }

    /// Microseconds of the servers' processors for each answer.
    pub fn each(&self) -> f64 {
        if self.rate > 0.0 { self.spent.servers / self.rate * 1e6 } else { 0.0 }
    }
}
