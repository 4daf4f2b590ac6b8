//! The last known answers of the catalogue, for when the database cannot be reached.
use actix_web::web::Bytes;
use moka::sync::Cache;
use std::{
    sync::atomic::{AtomicU64, Ordering},
    time::{Duration, Instant},
};

/// How old a copy may be.
const TTL: Duration = Duration::from_mins(10);
/// How much memory all of them take.
const BYTES: u64 = 32 * 1024 * 1024;

/// Copies by key, in this process.
pub struct Copies {
    kept: Cache<String, (Instant, Bytes)>,
    /// Grows whenever they are forgotten.
    forgotten: AtomicU64,
}

/// When something was asked, among all the times that copies were forgotten.
#[derive(Clone, Copy)]
pub struct Moment(u64);

impl Default for Copies {
    fn default() -> Self {
        let weight = |key: &String, (_, body): &(Instant, Bytes)| {
            u32::try_from(key.len() + body.len() + 100).unwrap_or(u32::MAX)
        };
        let kept = Cache::builder().max_capacity(BYTES).weigher(weight).time_to_live(TTL).build();
        Self { kept, forgotten: AtomicU64::new(0) }
    }
}

impl Copies {
    /// Now; before the question is asked.
    pub fn now(&self) -> Moment {
        Moment(self.forgotten.load(Ordering::SeqCst))
    }

    /// Keeps an answer, unless copies were forgotten since it was asked for.
    pub fn keep(&self, asked: Moment, key: &str, body: &Bytes) {
        self.kept.insert(key.into(), (Instant::now(), body.clone()));
        if self.now().0 != asked.0 {
            self.kept.invalidate(key);
        }
    }

    /// The last known answer and its age.
    pub fn find(&self, key: &str) -> Option<(Duration, Bytes)> {
        self.kept.get(key).map(|(at, body)| (at.elapsed(), body))
    }

    /// Forgets one that is not true any more.
    pub fn drop(&self, key: &str) {
        self.kept.invalidate(key);
    }

    /// Forgets all of them, because something may not be for everybody's eyes any more.
    pub fn forget(&self) {
        self.forgotten.fetch_add(1, Ordering::SeqCst);
        self.kept.invalidate_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_asked_before_the_copies_were_forgotten_is_not_kept() {
        let (copies, page) = (Copies::default(), Bytes::from_static(b"{}"));
        let asked = copies.now();
        copies.forget();
        copies.keep(asked, "a", &page);
        assert!(copies.find("a").is_none());
        copies.keep(copies.now(), "a", &page);
        assert_eq!(copies.find("a").unwrap().1, page);
        copies.forget();
        assert!(copies.find("a").is_none());
    }
}
