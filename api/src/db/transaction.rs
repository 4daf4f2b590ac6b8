//! A transaction that nobody waits for when its server has stopped answering. What has been said by then is undone by the
//! server, or was done and only its answer got lost: whoever asks with a key hears which.
use super::{pool::Pool, pulse::Pulse, reader::span};
use futures::future::BoxFuture;
use sea_orm::{
    ConnAcquireErr, ConnectionTrait, DatabaseTransaction, DbBackend, DbErr, ExecResult, QueryResult, Statement,
};
use std::{sync::Arc, time::Duration};
use tokio::time::Instant;
use tracing::Instrument;

/// Longer than a reader has: what was begun is rather finished.
const PATIENCE: Duration = Duration::from_secs(4);

/// Changes that are made together.
pub struct Transaction {
    inner: Arc<DatabaseTransaction>,
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
        Self { inner: Arc::new(inner), server }
    }

    /// Makes them last.
    pub async fn commit(self) -> Result<(), DbErr> {
        let span = span(self.get_database_backend(), "COMMIT");
        self.end(|inner| Box::pin(inner.commit())).instrument(span).await
    }

    /// Takes them back.
    pub async fn rollback(self) -> Result<(), DbErr> {
        self.end(|inner| Box::pin(inner.rollback())).await
    }

    /// A question of it that goes on, and is then undone, has been given up.
    async fn end(
        self,
        how: impl FnOnce(DatabaseTransaction) -> BoxFuture<'static, Result<(), DbErr>>,
    ) -> Result<(), DbErr> {
        let inner = Arc::try_unwrap(self.inner).map_err(|_| DbErr::ConnectionAcquire(ConnAcquireErr::Timeout))?;
        answered(self.server.as_ref(), how(inner)).await
    }

    async fn ask<T: Send + 'static>(
        &self,
        question: impl FnOnce(Arc<DatabaseTransaction>) -> BoxFuture<'static, Result<T, DbErr>>,
    ) -> Result<T, DbErr> {
        answered(self.server.as_ref(), question(self.inner.clone())).await
    }
}

async fn answered<T: Send + 'static>(
    server: Option<&Server>,
    question: BoxFuture<'static, Result<T, DbErr>>,
) -> Result<T, DbErr> {
    let Some(Server { pool, pulse }) = server else { return question.await };
    pool.answer(pulse, (Instant::now(), PATIENCE), question).await
}

#[async_trait::async_trait]
impl ConnectionTrait for Transaction {
    fn get_database_backend(&self) -> DbBackend {
        self.inner.get_database_backend()
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        let span = span(self.get_database_backend(), &statement.sql);
        self.ask(|tx| Box::pin(async move { tx.execute_raw(statement).await })).instrument(span).await
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        let (span, sql) = (span(self.get_database_backend(), sql), sql.to_owned());
        self.ask(|tx| Box::pin(async move { tx.execute_unprepared(&sql).await })).instrument(span).await
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        let span = span(self.get_database_backend(), &statement.sql);
        self.ask(|tx| Box::pin(async move { tx.query_one_raw(statement).await })).instrument(span).await
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        let span = span(self.get_database_backend(), &statement.sql);
        self.ask(|tx| Box::pin(async move { tx.query_all_raw(statement).await })).instrument(span).await
    }
}
