//! Threads that hash passwords, as many as there are cores. They give way to those that answer requests, so that a crowd that
//! registers leaves the rest of the shop as quick as it was.
use crate::error::{Error, Result};
use tokio::runtime::{Builder, Runtime};

/// How far they give way (POSIX, nice): where everything else is busy, they get about a quarter of the processors.
#[cfg(target_os = "linux")]
const NICE: i32 = 5;

/// The threads.
pub struct Hashing(Option<Runtime>);

impl Hashing {
    /// So many.
    ///
    /// # Errors
    /// When the system has no room for them.
    pub fn start(threads: usize) -> std::io::Result<Self> {
        let mut builder = Builder::new_current_thread();
        builder.max_blocking_threads(threads).thread_name("passwords").on_thread_start(give_way);
        Ok(Self(Some(builder.build()?)))
    }

    /// Does this work on one of them.
    ///
    /// # Errors
    /// When it ended early.
    pub async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
        let threads = self.0.as_ref().ok_or_else(|| Error::Task("the threads have ended".into()))?;
        threads.spawn_blocking(work).await.map_err(|error| Error::Task(error.to_string()))
    }
}

impl Drop for Hashing {
    /// Nobody waits for what is being hashed.
    fn drop(&mut self) {
        if let Some(threads) = self.0.take() {
            threads.shutdown_background();
        }
    }
}

/// On Linux each thread has a niceness of its own; elsewhere it would be that of the whole program.
fn give_way() {
    #[cfg(target_os = "linux")]
    if let Err(error) = rustix::process::setpriority_process(Some(rustix::thread::gettid()), NICE) {
        tracing::debug!(%error, "passwords are hashed as if they were requests");
    }
}
