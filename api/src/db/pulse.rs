//! Whether a database server answers: asked all the time on a connection of its own, so that a server that is gone, or slow, is
//! known of within a second, and nobody waits for it.
use super::pool::Pool;
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection};
use std::{
    future::{Future, pending},
    sync::Arc,
    time::Duration,
};
use tokio::{
    sync::watch,
    time::{Instant, sleep, sleep_until, timeout},
};

const EVERY: Duration = Duration::from_millis(200);
/// An answer that takes longer is none.
const LIMIT: Duration = Duration::from_millis(600);
/// Connecting may take longer: much is said first, and whoever gives up too soon never gets through to a server that is busy.
const CONNECT: Duration = Duration::from_secs(2);
/// So long somebody waits for a server that does not answer.
pub const PATIENCE: Duration = Duration::from_millis(800);
/// After so long nobody waits for it at all.
const SHED: Duration = Duration::from_secs(1);

tokio::task_local! {
    static BEGAN: Instant;
}

/// Answers a request. However many questions it asks, its patience is that of one.
pub async fn request<T>(answer: impl Future<Output = T>) -> T {
    BEGAN.scope(Instant::now(), answer).await
}

/// When the request began that asks now; without a request, now.
pub(super) fn began() -> Instant {
    BEGAN.try_with(|began| *began).unwrap_or_else(|_| Instant::now())
}

/// Since when a server has not answered; nothing while it does.
#[derive(Clone)]
pub struct Pulse(watch::Receiver<Option<Instant>>);

impl Pulse {
    /// Begins to ask; ends with the last who wants to know. The pools get new connections when the server is back.
    pub fn start(mut options: ConnectOptions, pools: Vec<Arc<Pool>>) -> Self {
        options.connect_lazy(false).acquire_timeout(CONNECT);
        let (told, silent) = watch::channel(None);
        tokio::spawn(beat(options, pools, told));
        Self(silent)
    }

    /// It has not answered for so long that it is not asked.
    pub fn is_lost(&self) -> bool {
        self.0.borrow().is_some_and(|since| since.elapsed() >= SHED)
    }

    /// Returns when somebody who asked then should not wait any longer: after this patience, if the server is silent.
    pub async fn given_up(&self, asked: Instant, patience: Duration) {
        let mut silent = self.0.clone();
        sleep_until(asked + patience).await;
        if silent.wait_for(Option::is_some).await.is_err() {
            // Nobody asks the server any more, so nobody knows.
            pending::<()>().await;
        }
    }
}

async fn beat(options: ConnectOptions, pools: Vec<Arc<Pool>>, told: watch::Sender<Option<Instant>>) {
    let mut connection = None;
    loop {
        let asked = Instant::now();
        if connection.is_none() {
            connection = Database::connect(options.clone()).await.ok();
        }
        let silent = if timeout(LIMIT, answers(connection.as_ref())).await == Ok(true) {
            None
        } else {
            // Whatever is still said on it is not to be taken for an answer to the next question.
            connection = None;
            told.borrow().or(Some(asked))
        };
        let before = told.send_replace(silent);
        // Somebody may have given up on them by then, in the middle of a word.
        if silent.is_none() && before.is_some() {
            futures::future::join_all(pools.iter().map(|pool| pool.renew())).await;
        }
        if before.is_some() != silent.is_some() {
            tracing::warn!(answers = silent.is_none(), "database");
        }
        tokio::select! {
            () = sleep(EVERY) => {}
            () = told.closed() => return,
        }
    }
}

async fn answers(connection: Option<&DatabaseConnection>) -> bool {
    let Some(connection) = connection else { return false };
    connection.execute_unprepared("SELECT 1").await.is_ok()
}
