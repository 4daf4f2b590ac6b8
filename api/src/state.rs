//! What every request may reach.
use crate::{
    admission::Admission,
    auth::{password::Passwords, sessions::Sessions},
    cache::{Cache, copies::Copies},
    checks::Checks,
    config::{Config, Secret},
    db::{Db, credentials::Who, group::Group, movements::Take, product_new::Add, sessions::SignIn},
    idempotency::Running,
    image::Images,
    imports::Imports,
    limit::Failures,
    live::Live,
    metrics::Metrics,
    redis::{News, Redis},
    storage::Storage,
    visit::Visitors,
    webhook::Webhooks,
};
use anyhow::Context;
use hmac::{Hmac, Mac};
use sha2::Sha256;
use std::{
    fs,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Instant,
};

/// What every request may reach.
pub struct State {
    /// The settings.
    pub config: Config,
    /// Opens registration to whoever has it.
    pub registration_key: Option<Secret>,
    /// The truth.
    pub db: Arc<Db>,
    /// Adds products that many people add at once.
    pub adding: Group<Add>,
    /// Books what many people take and bring at once.
    pub taking: Group<Take>,
    /// Looks up many people at once, with their passwords' hashes.
    pub credentials: Group<Who>,
    /// Signs in many people at once.
    pub signing_in: Group<SignIn>,
    /// Lets requests in.
    pub admission: Admission,
    /// What need not be asked twice.
    pub cache: Cache,
    /// What the catalogue said last.
    pub copies: Copies,
    /// Makes replicas faster together, where there is one.
    pub redis: Option<Arc<Redis>>,
    /// The pictures.
    pub storage: Storage,
    /// Takes pictures in.
    pub images: Images,
    /// Takes sheets in.
    pub imports: Imports,
    /// Hashes passwords.
    pub passwords: Passwords,
    /// Signs and knows sessions.
    pub sessions: Sessions,
    /// Counts wrong passwords.
    pub failures: Failures,
    /// Requests with a key that are being answered.
    pub running: Running,
    /// Counts visits.
    pub visitors: Visitors,
    /// What moved just now, for those who watch.
    pub live: Live,
    /// Tells shops of events.
    pub webhooks: Webhooks,
    /// Knows how everything is that it depends on.
    pub checks: Checks,
    /// Counts what the business is about.
    pub metrics: Metrics,
    /// Name of this replica.
    pub instance: String,
    /// When it started.
    pub started: Instant,
    stopping: AtomicBool,
}

impl State {
    /// Connects to everything and brings the schema up to date.
    ///
    /// # Errors
    /// In one line: what is missing and what to do.
    pub async fn connect(config: Config) -> anyhow::Result<Self> {
        fs::create_dir_all(&config.data_dir).with_context(|| {
            format!("cannot write to the data folder {}; choose another with DATA_DIR", config.data_dir.display())
        })?;
        let (jwt, pepper) = config.secrets()?;
        let registration_key = config.registration_key()?;
        let reach = config.database()?;
        let cursors = derived(jwt.expose(), "cursors");
        let db = Db::connect(&reach, &cursors).await;
        let db = Arc::new(db.context("cannot open the database; see DATABASE_URL and DATA_DIR")?);
        let storage = Storage::connect(&config).await?;
        let imports = Imports::folder(config.data_dir.join("imports"))?;
        let metrics = Metrics::new(&config.telemetry.deployment_version)?;
        let redis = Redis::new(&config.redis, metrics.redis.clone())?.map(Arc::new);
        // Their secrets are made from the pepper, not from what signs sessions: that one may be changed any day.
        let webhooks = Webhooks::new(&derived(pepper.expose(), "webhooks"), &config)?;
        Ok(Self {
            admission: Admission::new(config.requests_at_once),
            adding: Group::start(&db),
            taking: Group::start(&db),
            credentials: Group::start(&db),
            signing_in: Group::start(&db),
            cache: Cache::beside(&db, redis.as_ref()),
            copies: Copies::default(),
            passwords: Passwords::new(pepper.expose(), config.bcrypt_cost, config.password_queue)?,
            sessions: Sessions::new(&derived(jwt.expose(), "sessions")),
            images: Images::default(),
            imports,
            failures: Failures::default(),
            running: Running::default(),
            live: Live::default(),
            checks: Checks::default(),
            visitors: Visitors::start(db.clone(), redis.clone()),
            instance: instance(&config),
            started: Instant::now(),
            stopping: AtomicBool::new(false),
            config,
            registration_key,
            db,
            storage,
            metrics,
            redis,
            webhooks,
        })
    }

    /// Somebody's session ended or role changed: everybody is looked up again, here and on the other replicas. Those that
    /// cannot be told trust a session for some seconds only.
    pub async fn forget_sessions(&self) {
        self.sessions.forget();
        if let Some(redis) = &self.redis {
            redis.announce(News::Sessions).await;
        }
    }

    /// From now on it is not ready any more.
    pub fn stop(&self) {
        self.stopping.store(true, Ordering::Relaxed);
    }

    /// It was told to stop.
    pub fn is_stopping(&self) -> bool {
        self.stopping.load(Ordering::Relaxed)
    }
}

/// One secret, a key for each purpose.
fn derived(secret: &str, purpose: &str) -> Vec<u8> {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("HMAC takes keys of any length");
    mac.update(purpose.as_bytes());
    mac.finalize().into_bytes().to_vec()
}

/// Name of this replica.
pub fn instance(config: &Config) -> String {
    let given = config.instance.clone().filter(|name| !name.is_empty());
    given.or_else(telemetry::host).unwrap_or_else(|| "api".into())
}
