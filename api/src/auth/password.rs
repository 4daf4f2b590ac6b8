//! Passwords: `bcrypt` over base64(HMAC-SHA-384(pepper, password)), so that nothing is cut off at 72 bytes and a stolen
//! table is worth nothing without the pepper (OWASP, Password Storage). Hashing is slow by design and has its own queue.
use super::{hashing::Hashing, verified::Verified};
use crate::error::{Error, Result};
use base64::{Engine, prelude::BASE64_STANDARD};
use hmac::{Hmac, Mac};
use sha2::Sha384;
use std::{
    num::NonZero,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    thread,
    time::{Duration, Instant},
};
use tokio::sync::Semaphore;

/// Whoever would have to wait for longer is turned away at once.
const PATIENCE: Duration = Duration::from_secs(4);
/// Seconds after which whoever was turned away may come again, at most; some come after twice as many.
const LONGEST: u64 = 30;

/// How full the queue is.
#[derive(Clone, Copy)]
pub struct Queue {
    /// Passwords that are being hashed, or wait for it.
    pub length: usize,
    /// So many may be.
    pub capacity: usize,
}

/// Hashes and checks passwords, as many at a time as there are cores.
pub struct Passwords {
    pepper: Hmac<Sha384>,
    cost: u32,
    /// Compared with when there is no such person, so that the answer takes as long.
    nobody: String,
    cores: usize,
    capacity: usize,
    queue: Semaphore,
    workers: Arc<Semaphore>,
    threads: Hashing,
    verified: Option<Verified>,
    /// How long a hash has taken lately, in microseconds.
    takes: AtomicU64,
}

impl Passwords {
    /// `queue` passwords may wait.
    ///
    /// # Errors
    /// When the system has no room for the threads.
    pub fn new(pepper: &str, cost: u32, queue: usize) -> std::io::Result<Self> {
        let cores = thread::available_parallelism().map_or(1, NonZero::get);
        // A hash of this cost that no password has: its last part is made up. 23 bytes of base64 end in a letter whose
        // last two bits are nought, else the hash could not be read.
        let nobody = format!("$2b${cost:02}$abcdefghijklmnopqrstuuABCDEFGHIJKLMNOPQRSTUVWXYZ01232");
        Ok(Self {
            pepper: Hmac::new_from_slice(pepper.as_bytes()).expect("HMAC takes keys of any length"),
            cost,
            nobody,
            cores,
            capacity: queue + cores,
            queue: Semaphore::new(queue + cores),
            workers: Arc::new(Semaphore::new(cores)),
            threads: Hashing::start(cores)?,
            verified: Verified::new(),
            takes: AtomicU64::new(0),
        })
    }

    /// The hash to keep.
    ///
    /// # Errors
    /// `busy` when too many wait.
    pub async fn hash(&self, password: &str) -> Result<String> {
        let (input, cost) = (self.peppered(password), self.cost);
        Ok(self.run(move || bcrypt::hash(input, cost)).await??)
    }

    /// Is it the password of this hash? `None` stands for nobody and takes as long as a wrong password. One that was right a
    /// short while ago is known at once; whether the person may sign in is for the caller to ask, each time.
    ///
    /// # Errors
    /// `busy` when too many wait.
    pub async fn verify(&self, password: &str, hash: Option<&str>) -> Result<bool> {
        if let (Some(verified), Some(hash)) = (&self.verified, hash)
            && verified.knows(hash, password.as_bytes())
        {
            return Ok(true);
        }
        let (input, stored) = (self.peppered(password), hash.unwrap_or(&self.nobody).to_owned());
        let is_right = self.run(move || bcrypt::verify(input, &stored)).await??;
        if let (Some(verified), Some(hash), true) = (&self.verified, hash, is_right) {
            verified.keep(hash, password.as_bytes());
        }
        Ok(is_right)
    }

    /// How full the queue is now.
    pub fn queue(&self) -> Queue {
        Queue { length: self.capacity - self.queue.available_permits(), capacity: self.capacity }
    }

    fn peppered(&self, password: &str) -> String {
        let mut mac = self.pepper.clone();
        mac.update(password.as_bytes());
        BASE64_STANDARD.encode(mac.finalize().into_bytes())
    }

    async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
        let wait = self.wait();
        let place = self.queue.try_acquire().ok().filter(|_| wait <= PATIENCE);
        let _place = place.ok_or_else(|| later(wait))?;
        let worker = self.workers.clone().acquire_owned().await.map_err(|e| Error::Task(e.to_string()))?;
        let done = self.threads.run(move || {
            let began = Instant::now();
            let result = work();
            drop(worker);
            (result, began.elapsed())
        });
        let (result, took) = done.await?;
        self.took(took);
        Ok(result)
    }

    /// How long those that wait now will take.
    fn wait(&self) -> Duration {
        let waiting = self.queue().length as u64 / self.cores as u64;
        Duration::from_micros(self.takes.load(Ordering::Relaxed) * waiting)
    }

    /// Notes how long a hash took; the latest of them count most.
    fn took(&self, time: Duration) {
        let took = u64::try_from(time.as_micros()).unwrap_or(u64::MAX);
        let before = self.takes.load(Ordering::Relaxed);
        let now = if before == 0 { took } else { before - before / 8 + took / 8 };
        self.takes.store(now, Ordering::Relaxed);
    }
}

/// Whoever is turned away comes again when those that wait now, and as many again, have been served, and not all in the same
/// moment.
fn later(wait: Duration) -> Error {
    let served = (2 * wait.as_secs()).clamp(1, LONGEST);
    Error::Busy(served + u64::from(getrandom::u32().unwrap_or_default()) % (served + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[actix_web::test]
    async fn long_passwords_differ_to_their_last_character() {
        let passwords = Passwords::new("pepper", 4, 8).unwrap();
        let long = "á".repeat(250);
        let hash = passwords.hash(&long).await.unwrap();
        assert!(passwords.verify(&long, Some(&hash)).await.unwrap());
        assert!(!passwords.verify(&format!("{long}x"), Some(&hash)).await.unwrap());
        assert!(!passwords.verify(&long, None).await.unwrap());
        assert!(!Passwords::new("other", 4, 8).unwrap().verify(&long, Some(&hash)).await.unwrap());
    }

    #[actix_web::test]
    async fn too_many_waiting_are_told_to_come_back() {
        let passwords = Passwords::new("pepper", 4, 0).unwrap();
        let more_than_cores = 64 + thread::available_parallelism().map_or(1, NonZero::get);
        let all = futures::future::join_all((0..more_than_cores).map(|_| passwords.hash("x"))).await;
        assert!(all.iter().any(|one| matches!(one, Err(Error::Busy(1..=2)))));
        assert!(all.iter().any(Result::is_ok));
    }

    #[actix_web::test]
    async fn nobody_waits_for_long() {
        let passwords = Passwords::new("pepper", 4, 1000).unwrap();
        let cores = thread::available_parallelism().map_or(1, NonZero::get);
        passwords.takes.store(1_000_000, Ordering::Relaxed);
        let all = futures::future::join_all((0..8 * cores).map(|_| passwords.hash("x"))).await;
        let refused: Vec<_> = all.iter().filter_map(|one| one.as_ref().err()).collect();
        assert!(refused.iter().all(|error| matches!(error, Error::Busy(10..=20))), "{refused:?}");
        // Those that come while five for each core are waiting, which would take five seconds.
        assert_eq!(refused.len(), 3 * cores);
    }
}
