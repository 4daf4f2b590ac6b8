//! The cache of a process that is the only one.
use super::Topic;
use crate::error::{Error, Result};
use moka::{Expiry, future, sync};
use std::{
    any::Any,
    cell::Cell,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

/// Answers that are kept at most.
const MOST: u64 = 1_000;

/// Answers in memory, each under the state of its topic that it belongs to; when the topic changes, nobody asks for them again.
pub struct Memory {
    states: sync::Cache<String, u64>,
    answers: future::Cache<String, Answer>,
    /// Every state has its own number, also after one was thrown away for want of room.
    next: AtomicU64,
}

#[derive(Clone)]
struct Answer {
    until: Instant,
    value: Arc<dyn Any + Send + Sync>,
}

/// Each answer has a time of its own, from when it was asked for.
struct Until;

impl Expiry<String, Answer> for Until {
    fn expire_after_create(&self, _: &String, answer: &Answer, now: Instant) -> Option<Duration> {
        Some(answer.until.saturating_duration_since(now))
    }
}

impl Default for Memory {
    fn default() -> Self {
        let answers = future::Cache::builder().max_capacity(MOST).expire_after(Until).build();
        Self { states: sync::Cache::new(10 * MOST), answers, next: AtomicU64::new(0) }
    }
}

impl Memory {
    /// See `Cache::answer`. Who asks while somebody else asks the same waits for that answer.
    pub async fn answer<T, F>(&self, topic: &Topic, key: &str, question: F) -> Result<(T, bool)>
    where
        T: Clone + Send + Sync + 'static,
        F: Future<Output = Result<T>>,
    {
        let state = self.states.get_with_by_ref(&topic.name, || self.fresh());
        let (until, is_mine) = (Instant::now() + topic.ttl, Cell::new(false));
        let asked = async {
            is_mine.set(true);
            let value: Arc<dyn Any + Send + Sync> = Arc::new(question.await?);
            Ok(Answer { until, value })
        };
        let answer = self.answers.try_get_with(format!("{} {state} {key}", topic.name), asked).await;
        let answer = answer.map_err(|error| shared(error, is_mine.get()))?;
        let value = answer.value.downcast_ref::<T>().cloned();
        Ok((value.ok_or_else(|| Error::Task("an answer of another kind".into()))?, !is_mine.get()))
    }

    /// From now on the topic is in another state.
    pub fn forget(&self, topic: &Topic) {
        self.states.insert(topic.name.clone(), self.fresh());
    }

    fn fresh(&self) -> u64 {
        self.next.fetch_add(1, Ordering::SeqCst)
    }
}

/// The error of those who waited for one answer. Whoever asked tells the log what nobody else may see.
fn shared(error: Arc<Error>, is_mine: bool) -> Error {
    Arc::try_unwrap(error).unwrap_or_else(|error| {
        if is_mine && !matches!(*error, Error::Refused(_) | Error::Busy(_)) {
            tracing::error!(request_id = telemetry::request_id(), ?error, "request failed");
        }
        error.problem().into()
    })
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

    #[actix_web::test]
    async fn those_who_ask_the_same_at_the_same_time_wait_for_one_answer() {
        let (memory, team, asked) = (Memory::default(), Topic::team("lola"), Cell::new(0));
        let question = |answer: Result<&'static str>| {
            let asked = &asked;
            async move {
                asked.set(asked.get() + 1);
                tokio::task::yield_now().await;
                answer
            }
        };
        let refused = || Err(Error::Task("a fault".into()));
        let (one, other) =
            tokio::join!(memory.answer(&team, "", question(refused())), memory.answer(&team, "", question(refused())));
        assert!(one.is_err() && other.is_err());
        assert_eq!(asked.replace(0), 1, "both wait for one fault");
        let (one, other) = tokio::join!(
            memory.answer(&team, "", question(Ok("the team"))),
            memory.answer(&team, "", question(Ok("the team once more")))
        );
        assert_eq!((one.unwrap(), other.unwrap()), (("the team", false), ("the team", true)));
        assert_eq!(asked.get(), 1);
    }
}
