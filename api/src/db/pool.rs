//! Connections of one kind, which can be made anew.
use super::pulse::Pulse;
use parking_lot::RwLock;
use sea_orm::{ConnAcquireErr, ConnectOptions, Database, DatabaseConnection, DbBackend, DbErr, RuntimeErr, sqlx};
use std::{future::Future, sync::Arc, time::Duration};
use tokio::{
    runtime::Handle,
    task::JoinError,
    time::{Instant, timeout},
};

/// So many may ask wherever they are.
const FEW: usize = 256;

/// How many connections there are.
#[derive(Clone, Copy)]
pub struct Connections {
    /// Of no use just now.
    pub idle: usize,
    /// In use.
    pub used: usize,
}

fn count<DB: sqlx::Database>(pool: &sqlx::Pool<DB>) -> (usize, usize) {
    (pool.size() as usize, pool.num_idle())
}

/// Connections that are shared.
pub struct Pool {
    options: ConnectOptions,
    now: RwLock<DatabaseConnection>,
    /// A server has answered by then, if only that it took too long.
    limit: Duration,
    /// Where it was opened. A connection dies with those who opened it: the threads that serve requests end before the last
    /// things are written down.
    home: Handle,
    /// Whoever asks holds it, too, so that they can be counted.
    asking: Arc<()>,
}

impl Pool {
    /// As many as are needed, up to what the options say.
    pub async fn open(options: ConnectOptions, limit: Duration) -> Result<Self, DbErr> {
        let now = RwLock::new(Database::connect(options.clone()).await?);
        Ok(Self { options, now, limit, home: Handle::current(), asking: Arc::default() })
    }

    /// The answer to a question that was asked on one of them; none when the server is silent for longer than this patience.
    /// An answer that never comes although the server speaks to others got lost on the way, and others may have, too.
    ///
    /// While the server speaks, the question goes on even if nobody waits for it any more: a driver that is stopped between two
    /// messages does not know afterwards which answer belongs to what, and waits for one that never comes.
    pub async fn answer<T: Send + 'static>(
        &self,
        pulse: &Pulse,
        (asked, patience): (Instant, Duration),
        question: impl Future<Output = Result<T, DbErr>> + Send + 'static,
    ) -> Result<T, DbErr> {
        let mut question = self.home.spawn(timeout(self.limit, question));
        let lost = tokio::select! {
            answer = &mut question => match answer.map_err(|error| broken_off(&error))? {
                Ok(answer) => return answer,
                Err(_) => true,
            },
            () = pulse.given_up(asked, patience) => false,
        };
        // What the server still holds for it is let go as soon as it listens again.
        question.abort();
        if lost {
            self.renew().await;
        }
        Err(DbErr::ConnectionAcquire(ConnAcquireErr::Timeout))
    }

    /// The answer to a question, which is asked where the connections were opened if many others ask, too: a connection goes from one
    /// to the next there, and not on a thread that has a thousand requests to look at in between.
    pub async fn answer_in_turn<T: Send + 'static>(
        &self,
        question: impl Future<Output = Result<T, DbErr>> + Send + 'static,
    ) -> Result<T, DbErr> {
        let asking = self.asking.clone();
        // One is the pool's own.
        if Arc::strong_count(&asking) <= 1 + FEW {
            return question.await;
        }
        let asked = self.home.spawn(async move {
            let answer = question.await;
            drop(asking);
            answer
        });
        asked.await.map_err(|error| broken_off(&error))?
    }

    /// The connections as they are now.
    pub fn now(&self) -> DatabaseConnection {
        self.now.read().clone()
    }

    /// Puts new connections in their place: those that stood while a server did not answer may never say anything again. Who
    /// is using one keeps it.
    pub async fn renew(&self) {
        match Database::connect(self.options.clone()).await {
            Ok(new) => *self.now.write() = new,
            Err(error) => tracing::warn!(%error, "connections not renewed"),
        }
    }

    /// How many there are.
    pub fn connections(&self) -> Connections {
        let now = self.now();
        let (all, idle) = match now.get_database_backend() {
            DbBackend::Postgres => count(now.get_postgres_connection_pool()),
            DbBackend::Sqlite => count(now.get_sqlite_connection_pool()),
            _ => count(now.get_mysql_connection_pool()),
        };
        Connections { idle, used: all.saturating_sub(idle) }
    }

    /// Finishes what is open and lets go of all connections.
    pub async fn close(&self) -> Result<(), DbErr> {
        self.now().close().await
    }
}

/// The program ends, or a fault of ours ended the question.
fn broken_off(error: &JoinError) -> DbErr {
    DbErr::Conn(RuntimeErr::Internal(error.to_string()))
}
