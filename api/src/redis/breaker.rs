//! Stops asking somebody who does not answer, so that nobody waits for it again and again.
use parking_lot::Mutex;
use std::time::{Duration, Instant};

/// So many failures in a row are enough.
const ENOUGH: u32 = 4;
/// How long nobody asks then.
const PAUSE: Duration = Duration::from_secs(1);

/// Knows whether asking makes sense.
#[derive(Default)]
pub struct Breaker(Mutex<Count>);

#[derive(Default)]
struct Count {
    failures: u32,
    closed_until: Option<Instant>,
}

impl Breaker {
    /// May somebody ask? After the pause one may, and the others wait for what comes of it.
    pub fn may_try(&self) -> bool {
        self.may_try_at(Instant::now())
    }

    fn may_try_at(&self, now: Instant) -> bool {
        let mut count = self.0.lock();
        match count.closed_until {
            None => true,
            Some(until) if now < until => false,
            Some(_) => {
                count.closed_until = Some(now + PAUSE);
                true
            }
        }
    }

    /// An answer came. Was nobody asking before?
    pub fn succeeded(&self) -> bool {
        std::mem::take(&mut *self.0.lock()).closed_until.is_some()
    }

    /// None came. Is this the one after which nobody asks any more?
    pub fn failed(&self) -> bool {
        self.failed_at(Instant::now())
    }

    fn failed_at(&self, now: Instant) -> bool {
        let mut count = self.0.lock();
        count.failures += 1;
        let was_open = count.closed_until.is_none();
        if count.failures >= ENOUGH {
            count.closed_until = Some(now + PAUSE);
        }
        was_open && count.closed_until.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn after_some_failures_in_a_row_one_asks_once_in_a_while() {
        let (breaker, start) = (Breaker::default(), Instant::now());
        for _ in 1..ENOUGH {
            assert!(!breaker.failed_at(start) && breaker.may_try_at(start));
        }
        assert!(breaker.failed_at(start));
        assert!(!breaker.may_try_at(start) && !breaker.may_try_at(start + PAUSE / 2));
        assert!(breaker.may_try_at(start + PAUSE) && !breaker.may_try_at(start + PAUSE));
        assert!(!breaker.failed_at(start + PAUSE));
        assert!(!breaker.may_try_at(start + PAUSE * 3 / 2) && breaker.may_try_at(start + PAUSE * 2));
        assert!(breaker.succeeded() && !breaker.succeeded());
        assert!(breaker.may_try_at(start) && breaker.may_try_at(start));
    }

    #[test]
    fn an_answer_in_between_forgives() {
        let (breaker, now) = (Breaker::default(), Instant::now());
        for _ in 0..10 {
            assert!(!breaker.failed_at(now));
            breaker.succeeded();
        }
        assert!(breaker.may_try_at(now));
    }
}
