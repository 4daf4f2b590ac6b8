//! A transaction that nobody waits for when its server has stopped answering. What has been said by then is undone by the
//! server, or was done and only its answer got lost: whoever asks with a key hears which.
use super::{pool::Pool, pulse::Pulse};
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbBackend, DbErr, ExecResult, QueryResult, Statement};
use std::{future::Future, sync::Arc, time::Duration};
use tokio::time::Instant;

/// Longer than a reader has: what was begun is rather finished.
const PATIENCE: Duration = Duration::from_secs(4);

/// Changes that are made together.
pub struct Transaction {
    inner: DatabaseTransaction,
    server: Option<Server>,
}

/// Where it takes place, if that is a server.
#[derive(Clone)]
pub(super) struct Server {
    pub pool: Arc<Pool>,
    pub pulse: Pulse,
}

impl Transaction {
    pub(super) fn new(inner: DatabaseTransaction, server: Option<Server>) -> Self {
        Self { inner, server }
    }

    /// Makes them last.
    pub async fn commit(self) -> Result<(), DbErr> {
        answered(self.server.as_ref(), self.inner.commit()).await
    }

    /// Takes them back.
    pub async fn rollback(self) -> Result<(), DbErr> {
        answered(self.server.as_ref(), self.inner.rollback()).await
    }
}

async fn answered<T>(server: Option<&Server>, question: impl Future<Output = Result<T, DbErr>>) -> Result<T, DbErr> {
    let Some(Server { pool, pulse }) = server else { return question.await };
    pool.answer(pulse, (Instant::now(), PATIENCE), question).await
}

#[async_trait::async_trait]
impl ConnectionTrait for Transaction {
    fn get_database_backend(&self) -> DbBackend {
        self.inner.get_database_backend()
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        answered(self.server.as_ref(), self.inner.execute_raw(statement)).await
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        answered(self.server.as_ref(), self.inner.execute_unprepared(sql)).await
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        answered(self.server.as_ref(), self.inner.query_one_raw(statement)).await
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        answered(self.server.as_ref(), self.inner.query_all_raw(statement)).await
    }
}
