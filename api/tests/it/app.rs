//! A running API with its own empty database, the people of its shops, and what they sell.
use crate::{
    client::{Client, PASSWORD, Wrong},
    database::Place,
    program::{self, Ended},
    redis::Space,
};
use api::{
    Config,
    config::{self, Registration as Who},
    state::State,
};
use clap::{Args, Command, FromArgMatches};
use sea_orm::DbErr;
use shared::{
    Code, Rule,
    movement::{Booked, Kind, Line, Movement, NewMovement, NewMovements},
    product::{NewProduct, Product},
    session::Registration,
    status::{Dependency, State as Health, Status},
    user::{Me, NewUser, Role, User},
};
use std::{env, net::TcpListener, path::Path, time::Duration};
use tempfile::TempDir;
use uuid::Uuid;

/// Signs the tokens of all tests.
pub const JWT_SECRET: &str = "signs the sessions of the tests, 0123456789";
const PEPPER: &str = "is mixed into the passwords of the tests, 9876543210";

/// A running server. Its files are gone with it, so it has to outlive its clients.
pub struct App {
    pub url: String,
    pub metrics_url: String,
    pub database: Place,
    pub dir: TempDir,
    config: Config,
}

impl App {
    pub async fn start() -> Self {
        Self::with(|_| {}).await
    }

    /// With other settings. `metrics_listen` is empty unless changed.
    pub async fn with(change: impl FnOnce(&mut Config)) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let database = Place::of(dir.path());
        let mut config = config(dir.path(), &database);
        change(&mut config);
        Self::launch(dir, database, config).await
    }

    async fn launch(dir: TempDir, database: Place, config: Config) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let metrics = (!config.metrics_listen.is_empty()).then(|| TcpListener::bind("127.0.0.1:0").unwrap());
        let metrics_url = metrics.as_ref().map_or(String::new(), |m| format!("http://{}", m.local_addr().unwrap()));
        let state = State::connect(config.clone()).await.unwrap();
        actix_web::rt::spawn(api::serve(state, listener, metrics).await.unwrap());
        Self { url, metrics_url, database, dir, config }
    }

    /// Nobody in particular.
    pub fn guest(&self) -> Client {
        Client::guest(&self.url)
    }

    /// The owner of a fresh shop, signed in.
    pub async fn owner(&self) -> Client {
        let new = registration(&email("owner"));
        let me: Me = self.guest().post("/api/v1/auth/register", &new).await.ok(201);
        Client { email: new.email, id: me.user.id, ..self.guest() }.again().await
    }

    /// A fresh shop with somebody of each role.
    pub async fn shop(&self) -> Shop {
        let owner = self.owner().await;
        let manager = member(&owner, Role::Manager).await;
        let clerk = member(&owner, Role::Clerk).await;
        Shop { viewer: member(&owner, Role::Viewer).await, clerk, manager, owner }
    }

    /// Another replica: the same database, the same Redis, the same folder.
    pub async fn beside(&self, change: impl FnOnce(&mut Config)) -> Self {
        let mut config = Config { instance: Some("test-1".into()), ..self.config.clone() };
        change(&mut config);
        Self::launch(tempfile::tempdir().unwrap(), self.database.clone(), config).await
    }

    /// What keeps answers for it.
    pub fn cache(&self) -> &'static str {
        match (self.config.redis.url.is_some(), self.database.is_embedded()) {
            (true, _) => "redis",
            (false, true) => "memory",
            (false, false) => "none",
        }
    }

    /// Waits until readiness says this of something it depends on; it asks once a second.
    pub async fn says(&self, name: Dependency, state: Health) -> Status {
        let said = async {
            loop {
                let status: Status = serde_json::from_slice(&self.guest().get("/health/ready").await.body).unwrap();
                if status.checks.iter().any(|check| check.name == name && check.state == state) {
                    return status;
                }
            }
        };
        let said = tokio::time::timeout(Duration::from_secs(20), said).await;
        said.unwrap_or_else(|_| panic!("it never says that {name:?} is {state:?}"))
    }

    /// Runs a command of the program beside the server.
    pub fn command(&self, args: &[&str]) -> Ended {
        program::run(program::api(&self.config.data_dir).args(args), "")
    }

    /// Changes the database behind the server's back.
    pub async fn sql(&self, statement: &str) {
        self.try_sql(statement).await.unwrap();
    }

    /// The same, where the database may refuse.
    pub async fn try_sql(&self, statement: &str) -> Result<(), DbErr> {
        self.database.run(statement).await
    }

    /// The figures, once `metrics_listen` is set.
    pub async fn figures(&self) -> String {
        Client::guest(&self.metrics_url).get("/metrics").await.text()
    }
}

/// Somebody of each role.
pub struct Shop {
    pub owner: Client,
    pub manager: Client,
    pub clerk: Client,
    pub viewer: Client,
}

/// Every setting is given here, so that nothing of the environment leaks into a test.
fn config(data_dir: &Path, database: &Place) -> Config {
    Config {
        listen: String::new(),
        metrics_listen: String::new(),
        workers: 1,
        data_dir: data_dir.into(),
        // A machine that is busy with all tests is no fault of the database; what is, faults.rs tries with the usual limit.
        database: settings(&[&format!("--database-url={}", database.url), "--db-acquire-ms=10000"]),
        redis: redis(database),
        s3: settings(&[]),
        production: false,
        public_url: None,
        registration: Who::Open,
        registration_key: None,
        registration_key_file: None,
        jwt_secret: Some(JWT_SECRET.into()),
        jwt_secret_file: None,
        password_pepper: Some(PEPPER.into()),
        password_pepper_file: None,
        bcrypt_cost: 4,
        password_queue: 64,
        picture_cache_mb: 64,
        requests_at_once: 6000,
        session_days: 14,
        webhook_retry_seconds: 0,
        webhook_allow_private: false,
        ledger_check_seconds: 0,
        instance: Some("test-0".into()),
        shutdown_delay: 0,
        telemetry: telemetry::Settings::default(),
    }
}

/// Beside a database server there is Redis, too, where the tests have one.
fn redis(database: &Place) -> config::redis::Redis {
    let url = env::var("REDIS_URL").ok().filter(|url| !url.is_empty() && !database.is_embedded());
    url.map_or_else(|| settings(&[]), |url| Space::at(&url).settings(&url))
}

/// A group of settings with these given. What the environment says does not count.
pub fn settings<T: Args + FromArgMatches>(words: &[&str]) -> T {
    let command = T::augment_args(Command::new("api")).mut_args(|argument| argument.env(None::<&str>));
    let words = std::iter::once(&"api").chain(words);
    T::from_arg_matches(&command.try_get_matches_from(words).unwrap()).unwrap()
}

/// An e-mail that nobody else has.
pub fn email(who: &str) -> String {
    format!("{who}.{}@tienda.example", Uuid::now_v7().simple())
}

pub fn registration(email: &str) -> Registration {
    let (name, shop_name) = ("Lola Vidal".into(), Some("Ultramarinos Lola".into()));
    Registration { email: email.into(), password: PASSWORD.into(), name, shop_name, currency: None }
}

pub fn new_user(email: &str, role: Role) -> NewUser {
    NewUser { email: email.into(), name: format!("A {}", role.name()), password: PASSWORD.into(), role }
}

/// Somebody new in the team of this owner, signed in.
pub async fn member(owner: &Client, role: Role) -> Client {
    let user: User = owner.post("/api/v1/users", &new_user(&email(role.name()), role)).await.ok(201);
    Client { email: user.email, id: user.id, ..owner.signed_out() }.again().await
}

/// A product that is good enough for most tests.
pub fn coffee() -> NewProduct {
    NewProduct {
        code: "CAF-250".into(),
        name: "Café molido 250 g".into(),
        price_minor: 495,
        unit: "ud".into(),
        is_public: true,
        opening_quantity: 24,
        ..NewProduct::default()
    }
}

pub async fn add(manager: &Client, new: &NewProduct) -> Product {
    manager.post("/api/v1/products", new).await.ok(201)
}

pub fn path(product: &Product) -> String {
    format!("/api/v1/products/{}", product.id)
}

pub fn journal(product: &Product) -> String {
    format!("/api/v1/products/{}/movements", product.id)
}

pub fn movement(kind: Kind, quantity: i64) -> NewMovement {
    NewMovement { kind, quantity, seen_seq: None, note: String::new(), reference: String::new() }
}

pub async fn book(clerk: &Client, product: &Product, kind: Kind, quantity: i64) -> Movement {
    clerk.post(&journal(product), &movement(kind, quantity)).await.ok(201)
}

pub async fn read(viewer: &Client, product: &Product) -> Product {
    viewer.get(&path(product)).await.ok(200)
}

/// One line of a booking.
pub fn line(product: &Product, kind: Kind, quantity: i64) -> Line {
    movement(kind, quantity).of(product.id)
}

/// So much was counted, of what had moved so many times.
pub fn counted(quantity: i64, seen: i64) -> NewMovement {
    NewMovement { seen_seq: Some(seen), ..movement(Kind::Count, quantity) }
}

pub fn reversal(movement: &Movement) -> String {
    format!("/api/v1/movements/{}/reversal", movement.id)
}

pub async fn undo(clerk: &Client, movement: &Movement) -> Movement {
    clerk.send("POST", &reversal(movement), &[], "").await.ok(201)
}

/// A query, and which items of the whole list it finds.
pub type Filter<T> = (String, Box<dyn Fn(&T) -> bool>);

/// Everything that the shop moved, newest first.
pub async fn ledger(viewer: &Client) -> Vec<Movement> {
    viewer.all("/api/v1/movements?limit=100").await
}

/// The coffee once more, under another code.
pub async fn another(manager: &Client, code: &str) -> Product {
    add(manager, &NewProduct { code: code.into(), ..coffee() }).await
}

/// What was booked together.
pub async fn booked(clerk: &Client, lines: Vec<Line>) -> Vec<Movement> {
    clerk.post("/api/v1/movements", &NewMovements { lines }).await.ok::<Booked>(201).items
}

/// Why it could not be booked together.
pub async fn unbooked(clerk: &Client, lines: Vec<Line>, code: Code) -> Vec<Wrong> {
    clerk.post("/api/v1/movements", &NewMovements { lines }).await.fields(code)
}

/// What is wrong with a line of a booking.
pub fn at_line(at: usize, field: &str, rule: Rule, limit: Option<i64>) -> Wrong {
    (format!("lines[{at}].{field}"), rule, limit)
}
