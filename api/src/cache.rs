//! What need not be asked twice: in this process when it is the only one, else not at all.
use crate::{db::Db, error::Result};
use moka::future::Cache as Memory;
use std::{
    any::Any,
    future::Future,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

/// How long an entry is good when nothing changes.
const TTL: Duration = Duration::from_mins(5);

type Entry = Arc<dyn Any + Send + Sync>;

/// Answers by key.
pub struct Cache {
    memory: Option<Memory<String, Entry>>,
    /// Grows whenever something is forgotten.
    forgotten: AtomicU64,
}

impl Cache {
    /// An embedded database has one process, so its memory is never stale; with a server there may be more.
    pub fn beside(db: &Db) -> Self {
        let memory = || Memory::builder().max_capacity(1_000).time_to_live(TTL).build();
        Self { memory: (db.engine() == "sqlite").then(memory), forgotten: AtomicU64::new(0) }
    }

    /// What is kept under this key.
    pub async fn get<T: Clone + Send + Sync + 'static>(&self, key: &str) -> Option<T> {
        self.memory.as_ref()?.get(key).await?.downcast_ref::<T>().cloned()
    }

    /// Finds a value out and keeps it, unless something was forgotten meanwhile: it may be older than that.
    pub async fn fill<T, F>(&self, key: String, question: F) -> Result<T>
    where
        T: Clone + Send + Sync + 'static,
        F: Future<Output = Result<T>>,
    {
        let before = self.forgotten.load(Ordering::SeqCst);
        let value = question.await?;
        if let Some(memory) = &self.memory {
            memory.insert(key.clone(), Arc::new(value.clone())).await;
            if self.forgotten.load(Ordering::SeqCst) != before {
                memory.invalidate(&key).await;
            }
        }
        Ok(value)
    }

    /// Forgets a value, because what it was made from has changed.
    pub async fn forget(&self, key: &str) {
        self.forgotten.fetch_add(1, Ordering::SeqCst);
        if let Some(memory) = &self.memory {
            memory.invalidate(key).await;
        }
    }

    /// Which cache it is, if there is one.
    pub fn engine(&self) -> Option<&'static str> {
        self.memory.as_ref().map(|_| "memory")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[actix_web::test]
    async fn what_was_asked_before_something_was_forgotten_is_not_kept() {
        let cache = Cache { memory: Some(Memory::new(10)), forgotten: AtomicU64::new(0) };
        let question = async {
            cache.forget("team").await;
            Ok("the team as it was")
        };
        assert_eq!(cache.fill("team".into(), question).await.unwrap(), "the team as it was");
        assert_eq!(cache.get::<&str>("team").await, None);
        cache.fill("team".into(), async { Ok("the team as it is") }).await.unwrap();
        assert_eq!(cache.get::<&str>("team").await, Some("the team as it is"));
    }
}
