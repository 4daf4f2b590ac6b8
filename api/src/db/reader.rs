//! Connections for reading. A question that breaks off is asked again, as reading twice does no harm; and nobody waits long for
//! a server that does not answer.
use super::{
    pool::{Connections, Pool},
    pulse::{PATIENCE, Pulse, began},
};
use crate::error;
use futures::future::BoxFuture;
use sea_orm::{
    ConnAcquireErr, ConnectionTrait, DatabaseConnection, DbBackend, DbErr, ExecResult, QueryResult, Statement,
};
use std::{sync::Arc, time::Duration};
use tokio::{
    sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel},
    time::sleep,
};
use tracing::{Instrument, Span};

/// As many connections may be broken at once, and one more tries.
const TRIES: u32 = 8;
const PAUSE: Duration = Duration::from_millis(10);

/// Reads from the database.
pub struct Reader {
    pool: Arc<Pool>,
    backend: DbBackend,
    pulse: Option<Pulse>,
    /// Who wants to know how the database goes about its work, such as the tests of plans.
    watcher: Option<UnboundedSender<Statement>>,
}

impl Reader {
    pub(super) fn new(pool: Arc<Pool>, pulse: Option<Pulse>) -> Self {
        Self { backend: pool.now().get_database_backend(), pool, pulse, watcher: None }
    }

    /// Also tells what it asks from now on, for those who want to know how the database goes about it.
    pub fn watch(&mut self) -> UnboundedReceiver<Statement> {
        let (watcher, asked) = unbounded_channel();
        self.watcher = Some(watcher);
        asked
    }

    /// The connections themselves, for questions that are answered row by row and may take their time.
    pub fn patient(&self) -> DatabaseConnection {
        self.pool.now()
    }

    pub(super) fn connections(&self) -> Connections {
        self.pool.connections()
    }

    pub(super) async fn close(&self) -> Result<(), DbErr> {
        self.pool.close().await
    }

    fn tell(&self, statement: &Statement) {
        if let Some(watcher) = &self.watcher {
            // Whoever wanted to know may have gone.
            _ = watcher.send(statement.clone());
        }
    }

    async fn ask<T: Send + 'static>(
        &self,
        question: impl Fn(DatabaseConnection) -> BoxFuture<'static, Result<T, DbErr>> + Send + Sync,
    ) -> Result<T, DbErr> {
        impatient(&self.pool, self.pulse.as_ref(), question).await
    }
}

/// The answer to a question, unless the server does not give any; asked again when a connection broke.
pub(super) async fn impatient<T: Send + 'static>(
    pool: &Pool,
    pulse: Option<&Pulse>,
    question: impl Fn(DatabaseConnection) -> BoxFuture<'static, Result<T, DbErr>> + Send + Sync,
) -> Result<T, DbErr> {
    let Some(pulse) = pulse else { return pool.answer_in_turn(question(pool.now())).await };
    let asked = began();
    for tried in 1.. {
        if pulse.is_lost() {
            break;
        }
        match pool.answer(pulse, (asked, PATIENCE), question(pool.now())).await {
            Err(fault) if error::is_broken(&fault) && tried < TRIES && asked.elapsed() < PATIENCE => {
                sleep(PAUSE * tried).await;
            }
            answer => return answer,
        }
    }
    Err(DbErr::ConnectionAcquire(ConnAcquireErr::Timeout))
}

/// What a collector of traces hears of a statement.
pub(super) fn span(backend: DbBackend, sql: &str) -> Span {
    // Names of the OpenTelemetry semantic conventions.
    let system = match backend {
        DbBackend::Postgres => "postgresql",
        DbBackend::Sqlite => "sqlite",
        _ => "mysql",
    };
    telemetry::sql(system, sql)
}

#[async_trait::async_trait]
impl ConnectionTrait for Reader {
    fn get_database_backend(&self) -> DbBackend {
        self.backend
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        self.ask(|db| {
            let statement = statement.clone();
            Box::pin(async move { db.execute_raw(statement).await })
        })
        .instrument(span(self.backend, &statement.sql))
        .await
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        self.ask(|db| {
            let sql = sql.to_owned();
            Box::pin(async move { db.execute_unprepared(&sql).await })
        })
        .instrument(span(self.backend, sql))
        .await
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        self.tell(&statement);
        self.ask(|db| {
            let statement = statement.clone();
            Box::pin(async move { db.query_one_raw(statement).await })
        })
        .instrument(span(self.backend, &statement.sql))
        .await
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        self.tell(&statement);
        self.ask(|db| {
            let statement = statement.clone();
            Box::pin(async move { db.query_all_raw(statement).await })
        })
        .instrument(span(self.backend, &statement.sql))
        .await
    }
}
