//! Redis: speed only. Whatever is wrong with it, an answer from here is then `None`, soon, and never an error.
mod breaker;
pub mod listen;

use crate::{config, metrics::Calls};
use anyhow::Context;
use breaker::Breaker;
use deadpool_redis::{
    Connection, Manager, Pool, Runtime,
    redis::{Client, Cmd, ErrorKind, FromRedisValue, RedisError, Value, cmd},
};
use std::{
    fmt::Display,
    pin::pin,
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};
use tokio::time::{Instant, timeout, timeout_at};

/// How long a request waits for one answer, with all that belongs to it.
const LIMIT: Duration = Duration::from_millis(50);
/// How long something in the background waits for a connection.
const PATIENCE: Duration = Duration::from_secs(1);
/// Connections at the same time.
const CONNECTIONS: usize = 16;
/// Another form of what is kept has another number, and does not see this one's.
const FORM: &str = "v1";

/// Connections to it.
pub struct Redis {
    client: Client,
    pool: Pool,
    prefix: String,
    breaker: Breaker,
    calls: Calls,
    doubts: AtomicU64,
}

/// What is told to the other replicas.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum News {
    /// Sessions ended, or people may do something else than before.
    Sessions,
    /// Something left the catalogue, or looks different there.
    Catalog,
}

impl News {
    const ALL: [Self; 2] = [Self::Sessions, Self::Catalog];

    const fn name(self) -> &'static str {
        match self {
            Self::Sessions => "sessions",
            Self::Catalog => "catalog",
        }
    }
}

/// Why there is no answer.
enum Failure {
    /// None came.
    Away,
    /// It said no: it is full, it is somebody's copy, it does not know the command.
    Refused(RedisError),
}

impl Redis {
    /// Nothing is connected yet, so it need not be there.
    ///
    /// # Errors
    /// In one line, when the address is none. What it holds is not told.
    pub fn new(settings: &config::redis::Redis, calls: Calls) -> anyhow::Result<Option<Self>> {
        let Some(address) = settings.address()? else { return Ok(None) };
        // TLS takes the process's provider; when somebody has named one already, that is as good.
        _ = rustls::crypto::ring::default_provider().install_default();
        let client = Client::open(address.as_str()).context("REDIS_URL is no address of Redis")?;
        let manager = Manager::new(address.as_str()).context("REDIS_URL is no address of Redis")?;
        let pool = Pool::builder(manager).max_size(CONNECTIONS).runtime(Runtime::Tokio1).build()?;
        let (prefix, breaker, doubts) = (settings.prefix.clone(), Breaker::default(), AtomicU64::new(0));
        Ok(Some(Self { client, pool, prefix, breaker, calls, doubts }))
    }

    /// The name that something has there.
    pub fn key(&self, name: impl Display) -> String {
        format!("{}:{FORM}:{name}", self.prefix)
    }

    /// Asks once.
    pub async fn ask<T: FromRedisValue>(&self, question: &Cmd) -> Option<T> {
        if !self.breaker.may_try() {
            self.calls.skipped();
            return None;
        }
        // Boxed, as it is large and part of every future that asks.
        match Box::pin(self.try_once(question)).await {
            Ok(answer) => {
                self.calls.answered();
                self.is_there();
                Some(answer)
            }
            Err(Failure::Refused(error)) => {
                self.calls.refused();
                self.is_there();
                self.doubt();
                tracing::debug!(?error, "Redis refused");
                None
            }
            Err(Failure::Away) => {
                self.calls.failed();
                self.doubt();
                if self.breaker.failed() {
                    tracing::warn!("Redis does not answer; going on without it");
                }
                None
            }
        }
    }

    fn is_there(&self) {
        if self.breaker.succeeded() {
            tracing::info!("Redis is back");
        }
    }

    async fn try_once<T: FromRedisValue>(&self, question: &Cmd) -> Result<T, Failure> {
        let until = Instant::now() + LIMIT;
        let connection = timeout_at(until, self.pool.get()).await;
        let Ok(Ok(mut connection)) = connection else { return Err(Failure::Away) };
        let answer = in_time(until, question.query_async::<Value>(&mut connection)).await;
        match answer {
            Some(Ok(value)) => T::from_redis_value(value).map_err(|error| Failure::Refused(error.into())),
            Some(Err(error)) if matches!(error.kind(), ErrorKind::Server(_) | ErrorKind::Extension) => {
                Err(Failure::Refused(error))
            }
            // Nobody knows what will come over this connection, or over those beside it.
            _ => {
                drop(Connection::take(connection));
                self.pool.retain(|_, _| false);
                Err(Failure::Away)
            }
        }
    }

    /// Tells the other replicas, if they can be reached.
    pub async fn announce(&self, news: News) {
        let told = self.ask::<i64>(cmd("PUBLISH").arg(self.channel()).arg(news.name())).await;
        if told.is_none() {
            tracing::debug!(?news, "not announced");
        }
    }

    fn channel(&self) -> String {
        self.key("news")
    }

    /// Does it answer?
    pub async fn ping(&self) -> bool {
        self.ask::<String>(&cmd("PING")).await.is_some()
    }

    /// Grows whenever it may have forgotten something, or may not have heard it.
    pub fn doubts(&self) -> u64 {
        self.doubts.load(Ordering::SeqCst)
    }

    fn doubt(&self) {
        self.doubts.fetch_add(1, Ordering::SeqCst);
    }

    /// Has a connection ready, where making one takes longer than a request waits.
    async fn warm(&self) {
        if self.pool.status().size == 0 {
            _ = timeout(PATIENCE, self.pool.get()).await;
        }
    }
}

/// What comes in time. On a busy machine it may be there without having been read.
async fn in_time<T>(until: Instant, answer: impl Future<Output = T>) -> Option<T> {
    let mut answer = pin!(answer);
    if let Ok(answer) = timeout_at(until, &mut answer).await {
        return Some(answer);
    }
    for _ in 0..2 {
        tokio::task::yield_now().await;
        if let std::task::Poll::Ready(answer) = futures::poll!(&mut answer) {
            return Some(answer);
        }
    }
    None
}
