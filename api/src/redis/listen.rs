//! Hears what other replicas announce, and sees to what Redis has not heard from here.
use super::{News, PATIENCE, Redis};
use crate::state::State;
use actix_web::web::Data;
use anyhow::Context;
use deadpool_redis::redis::{Msg, Value};
use futures::{StreamExt, join};
use std::time::Duration;
use tokio::time::{MissedTickBehavior, interval, sleep, timeout};

/// How long until the next attempt to connect.
const AGAIN: Duration = Duration::from_millis(300);
/// How often what is owed is tried again.
const DUES: Duration = Duration::from_millis(200);
/// How often it is asked whether the connection still stands.
const ALIVE: Duration = Duration::from_secs(1);

/// As long as the server runs, where there is Redis.
pub async fn run(state: Data<State>) {
    let Some(redis) = &state.redis else { return };
    join!(listen(&state, redis), pay(&state));
}

async fn listen(state: &State, redis: &Redis) {
    loop {
        if let Err(error) = hear(state, redis).await {
            tracing::debug!(?error, "Redis is not heard");
        }
        redis.doubt();
        sleep(AGAIN).await;
    }
}

/// One connection, from its beginning to its end. Whatever was announced before is missed, so nothing is trusted then; and
/// Redis may have started anew from an old copy of itself, so nothing that it kept is.
async fn hear(state: &State, redis: &Redis) -> anyhow::Result<()> {
    let mut connection = timeout(PATIENCE, redis.client.get_async_pubsub()).await??;
    timeout(PATIENCE, connection.subscribe(redis.channel())).await??;
    redis.doubt();
    state.sessions.forget();
    state.copies.forget();
    state.cache.forget_everything().await;
    let (mut sink, mut stream) = connection.split();
    let mut ticks = interval(ALIVE);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            message = stream.next() => act(state, &message.context("the connection has ended")?),
            _ = ticks.tick() => {
                timeout(PATIENCE, sink.ping::<Value>()).await??;
                redis.warm().await;
            }
        }
    }
}

fn act(state: &State, message: &Msg) {
    let name = message.get_payload::<String>().unwrap_or_default();
    match News::ALL.into_iter().find(|news| news.name() == name) {
        Some(News::Sessions) => state.sessions.forget(),
        Some(News::Catalog) => state.copies.forget(),
        // A newer replica may know more words.
        None => tracing::debug!(name, "unknown news"),
    }
}

async fn pay(state: &State) {
    let mut ticks = interval(DUES);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        state.cache.settle().await;
    }
}
