//! What need not be asked twice: in this process when it is the only one, else not at all.
use crate::db::Db;
use moka::future::Cache as Memory;
use std::{any::Any, sync::Arc, time::Duration};

/// How long an entry is good when nothing changes.
const TTL: Duration = Duration::from_mins(5);

type Entry = Arc<dyn Any + Send + Sync>;

/// Answers by key.
pub struct Cache(Option<Memory<String, Entry>>);

impl Cache {
    /// An embedded database has one process, so its memory is never stale; with a server there may be more.
    pub fn beside(db: &Db) -> Self {
        Self((db.engine() == "sqlite").then(|| Memory::builder().max_capacity(1_000).time_to_live(TTL).build()))
    }

    /// What is kept under this key.
    pub async fn get<T: Clone + Send + Sync + 'static>(&self, key: &str) -> Option<T> {
        self.0.as_ref()?.get(key).await?.downcast_ref::<T>().cloned()
    }

    /// Keeps a value.
    pub async fn put<T: Clone + Send + Sync + 'static>(&self, key: String, value: &T) {
        if let Some(memory) = &self.0 {
            memory.insert(key, Arc::new(value.clone())).await;
        }
    }

    /// Forgets a value, because what it was made from has changed.
    pub async fn forget(&self, key: &str) {
        if let Some(memory) = &self.0 {
            memory.invalidate(key).await;
        }
    }

    /// Which cache it is, if there is one.
    pub fn engine(&self) -> Option<&'static str> {
        self.0.as_ref().map(|_| "memory")
    }
}
