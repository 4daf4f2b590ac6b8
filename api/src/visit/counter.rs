//! Where visits are counted: in Redis while it is there, else in the database.
//!
//! Redis gives the numbers. What a replica counted there it adds to the database within a second, and so the database's
//! count is the sum of all visits, wherever each was counted; Redis is never left below it. After Redis was away, or when it
//! may have lost something, it is raised to what the database says before it counts on.
use super::remote::Remote;
use crate::{
    db::{Db, visits},
    error::Result,
    redis::Redis,
};
use std::sync::{
    Arc,
    atomic::{AtomicI64, AtomicU64, Ordering::SeqCst},
};

/// The count. One task counts; everybody may look.
pub struct Counter {
    db: Arc<Db>,
    remote: Option<Remote>,
    /// Counted in Redis from here, and not added to the database yet.
    unwritten: AtomicI64,
    /// The highest number that was given here.
    given: AtomicI64,
    /// How many doubts about Redis there were when it was raised last.
    settled: AtomicU64,
}

/// No number of doubts.
const NEVER: u64 = u64::MAX;

impl Counter {
    pub fn new(db: Arc<Db>, redis: Option<Arc<Redis>>) -> Self {
        let (unwritten, given, settled) = (AtomicI64::new(0), AtomicI64::new(0), AtomicU64::new(NEVER));
        Self { db, remote: redis.map(Remote::new), unwritten, given, settled }
    }

    /// Counts `n` more, and tells how many there were before.
    pub async fn count(&self, n: i64) -> Result<i64> {
        let total = match self.count_in_redis(n).await {
            Some(total) => total,
            None => self.count_in_database(n).await?.max(self.given.load(SeqCst) + n),
        };
        self.given.fetch_max(total, SeqCst);
        Ok(total - n)
    }

    async fn count_in_redis(&self, n: i64) -> Option<i64> {
        let remote = self.remote.as_ref()?;
        // The second time is for one that has just lost its memory.
        for _ in 0..2 {
            if !self.is_settled(remote) {
                self.raise(remote).await;
            }
            if !self.is_settled(remote) {
                return None;
            }
            if let Some(total) = remote.add(n, self.given.load(SeqCst)).await? {
                self.unwritten.fetch_add(n, SeqCst);
                return Some(total);
            }
            self.settled.store(NEVER, SeqCst);
        }
        None
    }

    /// Redis may have counted them before it fell silent, but not for the database: there they are added once.
    async fn count_in_database(&self, n: i64) -> Result<i64> {
        self.settled.store(NEVER, SeqCst);
        self.write(n).await
    }

    /// Adds `n`, and what was counted in Redis, to the database.
    async fn write(&self, n: i64) -> Result<i64> {
        let unwritten = self.unwritten.load(SeqCst);
        if unwritten + n == 0 {
            return visits::total(&self.db).await;
        }
        let total = visits::add(&self.db, unwritten + n).await?;
        self.unwritten.fetch_sub(unwritten, SeqCst);
        Ok(total)
    }

    fn is_settled(&self, remote: &Remote) -> bool {
        self.settled.load(SeqCst) == remote.doubts()
    }

    /// Sees to it that Redis counts on from no less than what there is.
    async fn raise(&self, remote: &Remote) {
        let doubts = remote.doubts();
        match self.write(0).await {
            Ok(total) => {
                if remote.raise(total.max(self.given.load(SeqCst))).await {
                    self.settled.store(doubts, SeqCst);
                }
            }
            Err(error) => tracing::warn!(?error, "visits not written down"),
        }
    }

    /// Makes the two agree, unless they do.
    pub async fn settle(&self) {
        if let Some(remote) = &self.remote
            && (!self.is_settled(remote) || self.unwritten.load(SeqCst) > 0)
        {
            self.raise(remote).await;
        }
    }

    /// Visits so far.
    pub async fn total(&self) -> Result<i64> {
        if let Some(remote) = self.remote.as_ref().filter(|remote| self.is_settled(remote))
            && let Some(total) = remote.total().await
        {
            return Ok(total);
        }
        // In this order: what is added in between is not counted twice.
        let unwritten = self.unwritten.load(SeqCst);
        Ok((visits::total(&self.db).await? + unwritten).max(0))
    }
}
