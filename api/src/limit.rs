//! Limits: whoever guesses passwords has to wait.
use moka::sync::Cache;
use shared::Code;
use std::{
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

/// Wrong passwords one account may have before it has to wait.
const ALLOWED: u32 = 10;
/// How long it waits; `Retry-After` says the same.
const PAUSE: Duration = Duration::from_mins(5);

/// Counts wrong passwords by account. Right ones are not counted, but an account that has to wait has to wait with them, too.
pub struct Failures(Cache<String, Arc<AtomicU32>>);

impl Default for Failures {
    fn default() -> Self {
        Self(Cache::builder().max_capacity(100_000).time_to_live(PAUSE).build())
    }
}

impl Failures {
    /// May this account try? Asked before a password is checked, and again before the answer is told: of many guesses at once
    /// only the first ones get an answer.
    pub fn check(&self, account: &str) -> Result<(), Code> {
        let failed = self.0.get(account).map_or(0, |count| count.load(Ordering::Relaxed));
        if failed < ALLOWED { Ok(()) } else { Err(Code::TooManyAttempts) }
    }

    /// It tried a wrong password.
    pub fn failed(&self, account: &str) {
        self.0.get_with_by_ref(account, Arc::default).fetch_add(1, Ordering::Relaxed);
    }

    /// It knew the password.
    pub fn passed(&self, account: &str) {
        self.0.invalidate(account);
    }
}
