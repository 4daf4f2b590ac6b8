//! A real Redis for tests, named by `REDIS_URL`; without it they are left out. Each test has names of its own in it.
use crate::{
    app::{App, settings},
    client::Client,
};
use api::{Config, config};
use deadpool_redis::redis::{Client as Driver, Cmd, FromRedisValue, cmd};
use shared::{
    status::{Dependency, State, Status},
    user::Users,
};
use std::{
    env,
    time::{Duration, Instant},
};
use uuid::Uuid;

pub const USERS: &str = "/api/v1/users";
/// How long something may take that happens soon.
const PATIENCE: Duration = Duration::from_secs(10);

/// A part of a Redis.
pub struct Space {
    pub url: String,
    pub prefix: String,
}

impl Space {
    /// A new one, if there is a Redis.
    pub fn new() -> Option<Self> {
        let url = env::var("REDIS_URL").ok().filter(|url| !url.is_empty());
        if url.is_none() {
            println!("left out: REDIS_URL names no Redis (scripts/servers starts one)");
        }
        url.map(|url| Self::at(&url))
    }

    pub fn at(url: &str) -> Self {
        Self { url: url.into(), prefix: format!("test-{}", Uuid::now_v7().simple()) }
    }

    /// It, reached by this address.
    pub fn settings(&self, url: &str) -> config::redis::Redis {
        settings(&[&format!("--redis-url={url}"), &format!("--redis-prefix={}", self.prefix)])
    }

    /// An API that reaches it by this address.
    pub async fn app(&self, url: &str) -> App {
        self.app_with(url, |_| {}).await
    }

    pub async fn app_with(&self, url: &str, change: impl FnOnce(&mut Config)) -> App {
        App::with(|config| {
            config.redis = self.settings(url);
            config.metrics_listen = "yes".into();
            change(config);
        })
        .await
    }

    /// One more replica of this API.
    pub async fn replica(&self, app: &App, url: &str) -> App {
        self.app_with(url, |config| {
            config.data_dir = app.dir.path().into();
            config.database.url = Some(app.database.url.as_str().into());
            config.instance = Some("test-1".into());
        })
        .await
    }

    /// Two replicas.
    pub async fn two(&self) -> (App, App) {
        let one = self.app(&self.url).await;
        let two = self.replica(&one, &self.url).await;
        ready(&one).await;
        ready(&two).await;
        (one, two)
    }

    pub fn key(&self, name: &str) -> String {
        format!("{}:v1:{name}", self.prefix)
    }

    /// Speaks to it past the API.
    pub async fn run<T: FromRedisValue>(&self, command: &Cmd) -> T {
        let driver = Driver::open(self.url.as_str()).unwrap();
        let mut connection = driver.get_multiplexed_async_connection().await.unwrap();
        command.query_async(&mut connection).await.unwrap()
    }

    /// It loses its memory.
    pub async fn lose_everything(&self) {
        let keys: Vec<String> = self.run(cmd("KEYS").arg(format!("{}:*", self.prefix))).await;
        assert!(!keys.is_empty());
        self.run::<i64>(cmd("DEL").arg(keys)).await;
    }
}

/// The same person, at another replica.
pub fn at(client: &Client, app: &App) -> Client {
    Client { url: app.url.clone(), ..client.clone() }
}

/// Waits until this is so, and tells how long it took.
pub async fn until(what: &str, mut is_so: impl AsyncFnMut() -> bool) -> Duration {
    let start = Instant::now();
    while !is_so().await {
        assert!(start.elapsed() < PATIENCE, "waited in vain: {what}");
    }
    start.elapsed()
}

/// Waits until the API has found its Redis: its count of visits comes from there.
pub async fn ready(app: &App) {
    until("Redis is found", async || is_cache(app, State::Ok).await).await;
}

pub async fn is_cache(app: &App, state: State) -> bool {
    let status: Status = serde_json::from_slice(&app.guest().get("/health/ready").await.body).unwrap();
    let cache = status.checks.iter().find(|check| check.name == Dependency::Cache).unwrap();
    assert_eq!(cache.engine, "redis");
    cache.state == state
}

pub async fn team(client: &Client) -> Users {
    client.get(USERS).await.ok(200)
}

/// Waits until the team comes from the cache.
pub async fn cached(client: &Client) -> Users {
    let mut team = team(client).await;
    until("the team is in the cache", async || {
        team = crate::redis::team(client).await;
        team.meta.from_cache
    })
    .await;
    team
}

/// A figure of this API.
pub async fn figure(app: &App, name: &str) -> u64 {
    let figures = app.figures().await;
    let line = figures.lines().find_map(|line| line.strip_prefix(name));
    line.map_or(0, |value| value.trim().parse().unwrap())
}

/// Did Redis always answer this one in time? On a very busy machine it may not.
pub async fn was_always_there(app: &App) -> bool {
    let mut all = true;
    for result in ["failed", "skipped", "refused"] {
        all &= figure(app, &format!("bodega_redis_calls_total{{result=\"{result}\"}}")).await == 0;
    }
    all
}
