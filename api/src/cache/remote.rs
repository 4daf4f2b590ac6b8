//! The cache that all replicas share, in Redis.
//!
//! Every topic has a state: a word made by chance, which is replaced by another one when the topic changes. An answer is
//! written down with the state that was read before it was asked for, and counts only while the topic is in that state. So it
//! does no harm when an answer is written down late, and a lost state is only a new one. One more state is for all topics: it
//! is replaced when Redis may have begun anew from an old copy of itself.
use super::Topic;
use crate::{error::Result, redis::Redis};
use deadpool_redis::redis::cmd;
use parking_lot::Mutex;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use std::{collections::HashMap, sync::Arc, time::Instant};
use uuid::Uuid;

/// Longer answers are not kept.
const MOST_BYTES: usize = 1024 * 1024;
/// A state lives longer than every answer that belongs to it.
const STATE_SECONDS: u64 = 24 * 3600;
/// The topic of everything.
const EVERYTHING: &str = "everything";

/// Answers in Redis.
pub struct Remote {
    redis: Arc<Redis>,
    /// Topics whose change Redis has not heard of yet, and how often they changed. They are not read from there.
    owed: Mutex<HashMap<String, u64>>,
}

/// An answer as it is written down.
#[derive(Serialize, Deserialize)]
struct Answer<T> {
    state: (String, String),
    value: T,
}

impl Remote {
    pub fn of(redis: Arc<Redis>) -> Self {
        Self { redis, owed: Mutex::default() }
    }

    /// See `Cache::answer`.
    pub async fn answer<T, F>(&self, topic: &Topic, key: &str, question: F) -> Result<(T, bool)>
    where
        T: Serialize + DeserializeOwned,
        F: Future<Output = Result<T>>,
    {
        let key = self.redis.key(format_args!("answer:{}:{key}", topic.name));
        let (state, kept) = self.read::<T>(topic, &key).await;
        if let Some(value) = kept {
            return Ok((value, true));
        }
        let asked = Instant::now();
        let value = question.await?;
        if let Some(state) = state {
            let answer = Answer { state, value };
            self.write(topic, &key, &answer, asked).await;
            return Ok((answer.value, false));
        }
        Ok((value, false))
    }

    /// The state of the topic, if it can be known, and the answer if there is one of that state.
    async fn read<T: DeserializeOwned>(&self, topic: &Topic, key: &str) -> (Option<(String, String)>, Option<T>) {
        if self.is_owed(topic) {
            return (None, None);
        }
        let (everything, one) = (self.state(EVERYTHING), self.state(&topic.name));
        let read = self.redis.ask::<[Option<Vec<u8>>; 3]>(cmd("MGET").arg(&[&everything, &one, key])).await;
        let Some([all, this, answer]) = read else { return (None, None) };
        let state = match (self.known(&everything, all).await, self.known(&one, this).await) {
            (Some(all), Some(this)) => (all, this),
            _ => return (None, None),
        };
        let answer = answer.and_then(|bytes| serde_json::from_slice::<Answer<T>>(&bytes).ok());
        let value = answer.filter(|answer| answer.state == state).map(|answer| answer.value);
        (Some(state), value)
    }

    /// A state that was read. One that was lost begins anew; when somebody else is at it, theirs is read the next time.
    async fn known(&self, key: &str, state: Option<Vec<u8>>) -> Option<String> {
        if let Some(state) = state {
            return String::from_utf8(state).ok();
        }
        let fresh = fresh();
        let mut set = cmd("SET");
        let set = set.arg(key).arg(&fresh).arg("NX").arg("EX").arg(STATE_SECONDS);
        self.redis.ask::<Option<String>>(set).await.flatten().map(|_| fresh)
    }

    /// An answer is good for its time from when it was asked for, however long the database took.
    async fn write<T: Serialize>(&self, topic: &Topic, key: &str, answer: &Answer<T>, asked: Instant) {
        let left = u64::try_from(topic.ttl.saturating_sub(asked.elapsed()).as_millis()).unwrap_or(u64::MAX);
        if left == 0 || self.is_owed(topic) {
            return;
        }
        match serde_json::to_vec(answer) {
            Ok(bytes) if bytes.len() <= MOST_BYTES => {
                self.redis.ask::<Option<String>>(cmd("SET").arg(key).arg(bytes).arg("PX").arg(left)).await;
            }
            _ => tracing::debug!(key, "too long to be kept"),
        }
    }

    fn is_owed(&self, topic: &Topic) -> bool {
        let owed = self.owed.lock();
        owed.contains_key(&topic.name) || owed.contains_key(EVERYTHING)
    }

    /// The topic has changed, and Redis has to hear of it.
    pub fn owe(&self, topic: &Topic) {
        *self.owed.lock().entry(topic.name.clone()).or_default() += 1;
    }

    /// The same of all topics.
    pub fn owe_everything(&self) {
        *self.owed.lock().entry(EVERYTHING.into()).or_default() += 1;
    }

    /// Pays all that is owed, as far as that can be done.
    pub async fn settle(&self) {
        let owed: Vec<_> = self.owed.lock().keys().cloned().collect();
        for name in owed {
            if !self.pay(&name).await {
                return;
            }
        }
    }

    /// Gives a changed topic a new state. When that fails it stays owed, and so it does if the topic changed once more
    /// meanwhile.
    pub async fn pay(&self, topic: &str) -> bool {
        let times = self.owed.lock().get(topic).copied();
        let mut set = cmd("SET");
        let set = set.arg(self.state(topic)).arg(fresh()).arg("EX").arg(STATE_SECONDS);
        let is_paid = self.redis.ask::<Option<String>>(set).await.is_some();
        let mut owed = self.owed.lock();
        if is_paid && owed.get(topic).copied() == times {
            owed.remove(topic);
        }
        is_paid
    }

    fn state(&self, topic: &str) -> String {
        self.redis.key(format_args!("state:{topic}"))
    }

    pub async fn ping(&self) -> bool {
        self.redis.ping().await
    }
}

fn fresh() -> String {
    Uuid::new_v4().simple().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{config, metrics::Metrics};

    fn replica(url: &str, prefix: &str) -> Remote {
        let (url, prefix) = (Some(url.into()), prefix.into());
        let (url_file, host, port, user, password, password_file) = (None, None, 0, None, None, None);
        let settings = config::redis::Redis { url, url_file, host, port, user, password, password_file, prefix };
        Remote::of(Arc::new(Redis::new(&settings, Metrics::new("").unwrap().redis).unwrap().unwrap()))
    }

    async fn ask(replica: &Remote, topic: &Topic, truth: &str) -> (String, bool) {
        let question = async { Ok(truth.to_owned()) };
        replica.answer(topic, "", question).await.unwrap()
    }

    #[actix_web::test]
    async fn what_was_asked_before_a_change_elsewhere_and_written_after_it_is_never_read() {
        let Some(url) = std::env::var("REDIS_URL").ok().filter(|url| !url.is_empty()) else {
            println!("left out: REDIS_URL names no Redis");
            return;
        };
        let (prefix, team) = (format!("test-{}", fresh()), Topic::team("lola"));
        let (here, there) = (replica(&url, &prefix), replica(&url, &prefix));
        assert!(here.ping().await && there.ping().await);
        let changed_meanwhile = async {
            there.owe(&team);
            assert!(there.pay(&team.name).await);
            Ok("was".to_owned())
        };
        assert_eq!(here.answer(&team, "", changed_meanwhile).await.unwrap(), ("was".into(), false));
        assert_eq!(ask(&here, &team, "is").await, ("is".into(), false));
        for replica in [&here, &there] {
            assert_eq!(ask(replica, &team, "not asked").await, ("is".into(), true));
        }
        // What is owed is not read here, and elsewhere as soon as it is paid.
        there.owe(&team);
        assert_eq!(ask(&there, &team, "will be").await, ("will be".into(), false));
        assert_eq!(ask(&here, &team, "will be").await, ("is".into(), true));
        there.settle().await;
        assert_eq!(ask(&here, &team, "will be").await, ("will be".into(), false));
    }
}
