//! Counting visits: those that come at the same time are written together, and each still gets its own number.
use crate::{
    db::{self, Db},
    error::{Error, Result},
};
use shared::Code;
use std::sync::Arc;
use tokio::sync::{mpsc, oneshot};

type Answer = oneshot::Sender<i64>;

/// Takes visits.
pub struct Visitors(mpsc::Sender<Answer>);

impl Visitors {
    /// Starts the task that writes them down.
    pub fn start(db: Arc<Db>) -> Self {
        let (sender, receiver) = mpsc::channel(4096);
        tokio::spawn(count(db, receiver));
        Self(sender)
    }

    /// Counts one visit and tells its number.
    pub async fn count(&self) -> Result<i64> {
        let (sender, receiver) = oneshot::channel();
        self.0.try_send(sender).map_err(|_| Code::Busy)?;
        receiver.await.map_err(|_| Error::Refused(Code::Unavailable.into()))
    }
}

/// A whole queue costs one write. When it fails, the askers are dropped and told so.
async fn count(db: Arc<Db>, mut receiver: mpsc::Receiver<Answer>) {
    let mut waiting = Vec::with_capacity(256);
    while receiver.recv_many(&mut waiting, 256).await > 0 {
        let n = i64::try_from(waiting.len()).unwrap_or(i64::MAX);
        match db::visits::add(&db, n).await {
            Ok(total) => {
                for (number, answer) in (total - n + 1..).zip(waiting.drain(..)) {
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
}
