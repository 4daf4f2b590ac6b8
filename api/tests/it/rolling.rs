//! Replicas are stopped and started again one after the other, as an update does it, while people go on working: nobody notices.
use crate::{
    app::{add, coffee, journal, movement, path},
    client::Client,
    database::Place,
    program::{Program, api, lola, number, open_shop},
};
use actix_web::{
    App, HttpRequest, HttpResponse, HttpServer,
    web::{self, Bytes, Data},
};
use parking_lot::Mutex;
use shared::{
    movement::Kind,
    product::{NewProduct, Product},
};
use std::{
    collections::BTreeMap,
    net::TcpListener,
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::Duration,
};
use tokio::{
    task::{JoinSet, spawn_blocking},
    time::{MissedTickBehavior, interval, sleep, timeout},
};

const REPLICAS: usize = 2;

/// Sends each request to the next replica that says it is ready, and only once, as a load balancer does.
struct Balancer {
    replicas: Mutex<Vec<Replica>>,
    turn: AtomicUsize,
    http: reqwest::Client,
}

#[derive(Clone)]
struct Replica {
    url: String,
    ready: bool,
}

impl Balancer {
    fn next(&self) -> Option<String> {
        let replicas = self.replicas.lock();
        let ready: Vec<_> = replicas.iter().filter(|replica| replica.ready).collect();
        let turn = self.turn.fetch_add(1, Ordering::Relaxed);
        (!ready.is_empty()).then(|| ready[turn % ready.len()].url.clone())
    }

    /// Asks all of them, as often as an orchestrator might.
    async fn watch(&self) {
        loop {
            let replicas = self.replicas.lock().clone();
            for (number, replica) in replicas.into_iter().enumerate() {
                let asked = self.http.get(format!("{}/health/ready", replica.url)).timeout(Duration::from_secs(1));
                let asked = asked.send().await;
                let ready = asked.is_ok_and(|answer| answer.status().is_success());
                let mut now = self.replicas.lock();
                if now[number].url == replica.url {
                    now[number].ready = ready;
                }
            }
            sleep(Duration::from_millis(50)).await;
        }
    }
}

async fn forward(balancer: Data<Balancer>, request: HttpRequest, body: Bytes) -> HttpResponse {
    let Some(url) = balancer.next() else { return HttpResponse::BadGateway().body("no replica is ready") };
    let method = reqwest::Method::from_bytes(request.method().as_str().as_bytes()).unwrap();
    let mut call = balancer.http.request(method, format!("{url}{}", request.uri())).body(body);
    for (name, value) in request.headers().iter().filter(|(name, _)| *name != "host" && *name != "content-length") {
        call = call.header(name.as_str(), value.as_bytes());
    }
    match call.send().await {
        Ok(answer) => {
            let mut reply = HttpResponse::build(answer.status().as_u16().try_into().unwrap());
            for (name, value) in answer.headers().iter().filter(|(name, _)| *name == "content-type") {
                reply.insert_header((name.as_str(), value.as_bytes()));
            }
            match answer.bytes().await {
                Ok(body) => reply.body(body),
                Err(error) => HttpResponse::BadGateway().body(format!("{error:?}")),
            }
        }
        Err(error) => HttpResponse::BadGateway().body(format!("{error:?}")),
    }
}

/// Starts a replica beside the work that goes on.
async fn start(data: PathBuf) -> Program {
    let level = "warn,api=info,telemetry=off";
    let start = move || Program::start(api(&data).env("SHUTDOWN_DELAY", "1").env("LOG_LEVEL", level));
    spawn_blocking(start).await.unwrap()
}

/// A shop, its replicas, and what stands before them.
struct Stage {
    data: PathBuf,
    _dir: tempfile::TempDir,
    balancer: Data<Balancer>,
    programs: Vec<Program>,
}

impl Stage {
    async fn new() -> (Self, Client) {
        let dir = tempfile::tempdir().unwrap();
        let data = dir.path().join("data");
        open_shop(api(&data));
        let http = Client::guest("").http;
        let replicas = Mutex::default();
        let balancer = Data::new(Balancer { replicas, turn: AtomicUsize::default(), http });
        let mut stage = Self { data, _dir: dir, balancer: balancer.clone(), programs: Vec::new() };
        for _ in 0..REPLICAS {
            let program = start(stage.data.clone()).await;
            balancer.replicas.lock().push(Replica { url: program.url.clone(), ready: true });
            stage.programs.push(program);
        }
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let shown = balancer.clone();
        let server = HttpServer::new(move || App::new().app_data(shown.clone()).default_service(web::to(forward)));
        // Longer than the test: a client must not meet a connection that is just being closed for being idle.
        let server = server.keep_alive(Duration::from_mins(10));
        actix_web::rt::spawn(server.workers(1).disable_signals().listen(listener).unwrap().run());
        (stage, lola(&url).await)
    }

    /// Stops one replica and starts another in its place.
    async fn replace(&mut self, number: usize) {
        let old = self.programs.remove(number);
        let (code, log) = spawn_blocking(move || old.stop()).await.unwrap();
        assert_eq!(code, Some(0), "{log}");
        let new = start(self.data.clone()).await;
        self.balancer.replicas.lock()[number] = Replica { url: new.url.clone(), ready: false };
        self.programs.insert(number, new);
        let ready = async {
            while !self.balancer.replicas.lock()[number].ready {
                sleep(Duration::from_millis(20)).await;
            }
        };
        timeout(Duration::from_secs(30), ready).await.expect("the new one does not get ready");
    }
}

/// One request of the mix: mostly looking, some selling.
async fn work(client: Client, product: Arc<Product>, number: usize) -> (&'static str, u16, String) {
    let (what, reply) = match number % 6 {
        0 => ("sale", client.post(&journal(&product), &movement(Kind::Sale, 1)).await),
        1 => ("product", client.get(&path(&product)).await),
        2 => ("list", client.get("/api/v1/products?q=cafe").await),
        3 => ("catalogue", client.get("/api/v1/catalog/products").await),
        4 => ("visit", client.send("POST", "/api/v1/visits", &[], "").await),
        _ => ("journal", client.get(&journal(&product)).await),
    };
    (what, reply.status, reply.text())
}

/// Works at a steady rate until it is told to stop; tells how often each kind was done, and what failed.
async fn load(
    client: Client,
    product: Product,
    rate: u32,
    stop: Arc<AtomicBool>,
) -> (BTreeMap<&'static str, usize>, Vec<String>) {
    let product = Arc::new(product);
    let mut ticks = interval(Duration::from_secs(1) / rate);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Burst);
    let (mut running, mut done, mut failed) = (JoinSet::new(), BTreeMap::new(), Vec::new());
    let mut note = |(what, status, text): (&'static str, u16, String)| {
        *done.entry(what).or_default() += 1;
        if !(200..300).contains(&status) {
            failed.push(format!("{what}: {status} {text}"));
        }
    };
    for number in 0.. {
        if stop.load(Ordering::Relaxed) {
            break;
        }
        ticks.tick().await;
        running.spawn(work(client.clone(), product.clone(), number));
        while let Some(ended) = running.try_join_next() {
            note(ended.unwrap());
        }
    }
    while let Some(ended) = running.join_next().await {
        note(ended.unwrap());
    }
    (done, failed)
}

#[actix_web::test]
async fn nobody_notices_that_replicas_are_replaced_one_after_the_other() {
    // Beside other tests a machine may be too busy for more; `make rolling` asks for 300, and for many rounds.
    let (rounds, rate) = (number("ROLLING_ROUNDS", 1), number("ROLLING_RATE", 30));
    let (mut stage, owner) = Stage::new().await;
    let product = add(&owner, &NewProduct { opening_quantity: 1_000_000, ..coffee() }).await;
    let watched = stage.balancer.clone();
    let watcher = actix_web::rt::spawn(async move { watched.watch().await });
    let stop = Arc::new(AtomicBool::new(false));
    let working = tokio::spawn(load(owner.clone(), product.clone(), rate, stop.clone()));
    for _ in 0..rounds {
        for replica in 0..REPLICAS {
            stage.replace(replica).await;
        }
    }
    stop.store(true, Ordering::Relaxed);
    let (done, failed) = working.await.unwrap();
    println!(
        "{rounds} rounds at {rate} a second on {}: {done:?}, {} failed",
        Place::of(&stage.data).engine(),
        failed.len()
    );
    assert_eq!(failed, Vec::<String>::new());
    let left = crate::app::read(&owner, &product).await;
    assert_eq!(1_000_000 - left.quantity, i64::try_from(done["sale"]).unwrap());
    watcher.abort();
}
