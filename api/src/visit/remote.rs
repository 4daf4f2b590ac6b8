//! The count in Redis.
use crate::redis::Redis;
use deadpool_redis::redis::{Cmd, cmd};
use std::sync::Arc;

/// Counts `ARGV[1]` more, from no less than `ARGV[2]`, in one step. What is not there, or is no number, is begun only if
/// `ARGV[3]` says so: the database knows where.
const SCRIPT: &str = "\
local seen = tonumber(string.match(redis.call('GET', KEYS[1]) or '', '^%d+$'))
if not seen and ARGV[3] == '0' then return false end
local total = math.max(seen or 0, tonumber(ARGV[2])) + tonumber(ARGV[1])
if total ~= seen then redis.call('SET', KEYS[1], string.format('%.0f', total)) end
return total";

/// The count, for all replicas.
pub struct Remote {
    redis: Arc<Redis>,
    key: String,
}

impl Remote {
    pub fn new(redis: Arc<Redis>) -> Self {
        Self { key: redis.key("visits"), redis }
    }

    /// Counts `n` more. Nothing when it cannot be reached; nothing inside when it does not know the count.
    pub async fn add(&self, n: i64, at_least: i64) -> Option<Option<i64>> {
        self.redis.ask(&self.script(n, at_least, false)).await
    }

    /// Raises the count to at least this one, and begins it if need be. Was it done?
    pub async fn raise(&self, at_least: i64) -> bool {
        self.redis.ask::<i64>(&self.script(0, at_least, true)).await.is_some()
    }

    /// The count, if it is there.
    pub async fn total(&self) -> Option<i64> {
        self.redis.ask::<Option<i64>>(cmd("GET").arg(&self.key)).await.flatten().filter(|total| *total >= 0)
    }

    /// See `Redis::doubts`.
    pub fn doubts(&self) -> u64 {
        self.redis.doubts()
    }

    fn script(&self, n: i64, at_least: i64, begin: bool) -> Cmd {
        let mut script = cmd("EVAL");
        script.arg(SCRIPT).arg(1).arg(&self.key).arg(n).arg(at_least).arg(i32::from(begin));
        script
    }
}
