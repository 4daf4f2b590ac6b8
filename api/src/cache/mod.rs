//! What need not be asked twice: in Redis where there is one, which all replicas share; in this process when it is the only
//! one; else not at all.
pub mod copies;
mod memory;
pub mod notice;
mod remote;

use crate::{db::Db, error::Result, redis::Redis};
use memory::Memory;
use remote::Remote;
use serde::{Serialize, de::DeserializeOwned};
use shared::Code;
use std::{fmt::Display, sync::Arc, time::Duration};

/// What answers are made from: when it changes, they are forgotten.
#[derive(Clone, Debug)]
pub struct Topic {
    name: String,
    /// How long an answer is good when nothing is said to change.
    ttl: Duration,
}

impl Topic {
    /// The people of a shop.
    pub fn team(shop: impl Display) -> Self {
        Self { name: format!("team:{shop}"), ttl: Duration::from_mins(5) }
    }

    /// The catalogue. It is short-lived, so that it is right soon where a change could not be told, and where somebody
    /// changed the database from the command line.
    pub fn catalog() -> Self {
        Self { name: "catalog".into(), ttl: Duration::from_secs(1) }
    }
}

/// Answers by topic and key.
pub struct Cache(Kind);

enum Kind {
    None,
    Memory(Memory),
    Remote(Remote),
}

impl Cache {
    /// An embedded database has one process, so that one's memory is never stale; with a server there may be more.
    pub fn beside(db: &Db, redis: Option<&Arc<Redis>>) -> Self {
        Self(match redis {
            Some(redis) => Kind::Remote(Remote::of(redis.clone())),
            None if db.engine() == "sqlite" => Kind::Memory(Memory::default()),
            None => Kind::None,
        })
    }

    /// What is kept of this question, or else its answer from now on. Tells whether it was kept.
    ///
    /// An answer is kept under the state of its topic that was read before the question was asked. If the topic changes
    /// meanwhile, nobody reads it.
    pub async fn answer<T, F>(&self, topic: &Topic, key: &str, question: F) -> Result<(T, bool)>
    where
        T: Clone + Serialize + DeserializeOwned + Send + Sync + 'static,
        F: Future<Output = Result<T>>,
    {
        match &self.0 {
            Kind::Memory(memory) => memory.answer(topic, key, question).await,
            Kind::Remote(remote) => remote.answer(topic, key, question).await,
            Kind::None => Ok((question.await?, false)),
        }
    }

    /// Forgets a topic, because it has changed: call it after the commit, and before the answer.
    pub async fn forget(&self, topic: &Topic) {
        self.owe(topic);
        if let Kind::Remote(remote) = &self.0 {
            remote.pay(&topic.name).await;
        }
    }

    /// The same, where nobody can wait: what another server has to be told is told soon.
    pub fn owe(&self, topic: &Topic) {
        match &self.0 {
            Kind::None => {}
            Kind::Memory(memory) => memory.forget(topic),
            Kind::Remote(remote) => remote.owe(topic),
        }
    }

    /// Tells what is owed, as far as it can be told.
    pub async fn settle(&self) {
        if let Kind::Remote(remote) = &self.0 {
            remote.settle().await;
        }
    }

    /// Forgets all topics.
    pub async fn forget_everything(&self) {
        if let Kind::Remote(remote) = &self.0 {
            remote.owe_everything();
            remote.settle().await;
        }
    }

    /// Which cache it is, if there is one.
    pub fn engine(&self) -> Option<&'static str> {
        match &self.0 {
            Kind::None => None,
            Kind::Memory(_) => Some("memory"),
            Kind::Remote(_) => Some("redis"),
        }
    }

    /// Does it answer?
    pub async fn ping(&self) -> Result<()> {
        match &self.0 {
            Kind::Remote(remote) if !remote.ping().await => Err(Code::Unavailable.into()),
            _ => Ok(()),
        }
    }
}
