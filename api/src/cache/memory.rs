//! The cache of a process that is the only one.
use super::Topic;
use crate::error::Result;
use moka::sync::Cache;
use std::{
    any::Any,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

/// Answers that are kept at most.
const MOST: u64 = 1_000;
/// No answer lives longer.
const TTL: Duration = Duration::from_mins(5);

/// Answers in memory, each with the state of its topic that it belongs to.
pub struct Memory {
    states: Cache<String, u64>,
    answers: Cache<String, Answer>,
    /// Every state has its own number, also after one was thrown away for want of room.
    next: AtomicU64,
}

#[derive(Clone)]
struct Answer {
    state: u64,
    until: Instant,
    value: Arc<dyn Any + Send + Sync>,
}

impl Default for Memory {
    fn default() -> Self {
        let answers = Cache::builder().max_capacity(MOST).time_to_live(TTL).build();
        Self { states: Cache::new(10 * MOST), answers, next: AtomicU64::new(0) }
    }
}

impl Memory {
    /// See `Cache::answer`.
    pub async fn answer<T, F>(&self, topic: &Topic, key: &str, question: F) -> Result<(T, bool)>
    where
        T: Clone + Send + Sync + 'static,
        F: Future<Output = Result<T>>,
    {
        let key = format!("{} {key}", topic.name);
        let state = self.states.get_with_by_ref(&topic.name, || self.fresh());
        let until = Instant::now() + topic.ttl;
        let kept = self.answers.get(&key).filter(|kept| kept.state == state && Instant::now() < kept.until);
        if let Some(value) = kept.and_then(|kept| kept.value.downcast_ref::<T>().cloned()) {
            return Ok((value, true));
        }
        let value = question.await?;
        self.answers.insert(key, Answer { state, until, value: Arc::new(value.clone()) });
        Ok((value, false))
    }

    /// From now on the topic is in another state.
    pub fn forget(&self, topic: &Topic) {
        self.states.insert(topic.name.clone(), self.fresh());
    }

    fn fresh(&self) -> u64 {
        self.next.fetch_add(1, Ordering::SeqCst)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[actix_web::test]
    async fn what_was_asked_before_something_was_forgotten_is_not_kept() {
        let (memory, team) = (Memory::default(), Topic::team("lola"));
        let was = async {
            memory.forget(&team);
            Ok("the team as it was")
        };
        assert_eq!(memory.answer(&team, "", was).await.unwrap(), ("the team as it was", false));
        for is_kept in [false, true] {
            let is = async { Ok("the team as it is") };
            assert_eq!(memory.answer(&team, "", is).await.unwrap(), ("the team as it is", is_kept));
        }
        let other = async { Ok("another team") };
        assert_eq!(memory.answer(&Topic::team("paco"), "", other).await.unwrap(), ("another team", false));
    }
}
