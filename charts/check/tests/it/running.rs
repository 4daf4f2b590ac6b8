//! Both programs, running: what they export is looked at, not what their code says.
use serde_json::Value;
use std::{
    collections::BTreeSet,
    env, fs,
    io::{Read, Write},
    net::{TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

/// How long anything may take.
const PATIENCE: Duration = Duration::from_mins(1);

/// The folder of the programs: beside this test's, unless `BIN` names another.
fn programs() -> PathBuf {
    let folder = env::var_os("BIN").map_or_else(
        || env::current_exe().unwrap().ancestors().nth(2).expect("tests are in target/debug/deps").to_owned(),
        PathBuf::from,
    );
    for program in ["api", "web"] {
        assert!(folder.join(program).is_file(), "{program} is not in {}: run `make build` first", folder.display());
    }
    folder
}

/// A program that is stopped when the test ends.
struct Program(Child);

impl Drop for Program {
    fn drop(&mut self) {
        _ = self.0.kill();
        _ = self.0.wait();
    }
}

fn free() -> String {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string()
}

fn ask(address: &str, request: &str, headers: &str, body: &str) -> Option<String> {
    let mut stream = TcpStream::connect(address).ok()?;
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    let length = body.len();
    write!(stream, "{request} HTTP/1.0\r\nHost: {address}\r\n{headers}Content-Length: {length}\r\n\r\n{body}").ok()?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).ok()?;
    Some(String::from_utf8_lossy(&answer).into_owned())
}

/// The answer must have this status.
fn must(status: &str, address: &str, request: &str, headers: &str, body: &str) -> String {
    let answer = ask(address, request, headers, body).unwrap_or_else(|| panic!("{request}: no answer"));
    assert!(answer.split(' ').nth(1) == Some(status), "{request}: {answer}");
    answer
}

fn json(answer: &str) -> Value {
    let (_, body) = answer.split_once("\r\n\r\n").unwrap();
    serde_json::from_str(body).unwrap_or_else(|error| panic!("{error}: {body}"))
}

/// Waits until it is so.
fn until(what: &str, is_so: impl Fn() -> bool) {
    let began = Instant::now();
    while !is_so() {
        assert!(began.elapsed() < PATIENCE, "{what}: not within a minute");
        thread::sleep(Duration::from_millis(100));
    }
}

/// The names in a page of metrics.
fn names(page: &str) -> BTreeSet<String> {
    let lines = page.split_once("\r\n\r\n").map_or("", |(_, body)| body).lines();
    let samples = lines.filter(|line| !line.starts_with('#') && !line.is_empty());
    samples.map(|line| line.split(['{', ' ']).next().unwrap().to_owned()).collect()
}

/// All names that API and pages export, in a demo shop where everything has happened once.
pub fn exported() -> BTreeSet<String> {
    let (programs, folder) = (programs(), tempfile::tempdir().unwrap());
    let [api, api_metrics, web, web_metrics, gone] = [(); 5].map(|()| free());
    let data = folder.path();
    let common = |command: &mut Command, name: &str| {
        let log = fs::File::create(data.join(format!("{name}.log"))).unwrap();
        command.env_clear().current_dir(data).stdout(log).stderr(Stdio::inherit());
    };
    let serve = |arguments: &[&str]| {
        let mut command = Command::new(programs.join("api"));
        common(&mut command, "api");
        // Redis is meant to be away: what became of a question is counted all the same.
        command
            .env("REDIS_URL", format!("redis://{gone}"))
            .env("BCRYPT_COST", "4")
            .env("WEBHOOK_ALLOW_PRIVATE", "true");
        command.env("DATA_DIR", data.join("data")).env("LISTEN", &api).env("METRICS_LISTEN", &api_metrics);
        Program(command.args(arguments).spawn().unwrap())
    };
    assert!(serve(&["seed", "--demo"]).0.wait().unwrap().success());
    let _api = serve(&["serve"]);
    let mut command = Command::new(programs.join("web"));
    common(&mut command, "web");
    command.env("SITE", site(&programs)).env("API_URL", format!("http://{api}/api"));
    let _web = Program(command.env("LISTEN", &web).env("METRICS_LISTEN", &web_metrics).spawn().unwrap());
    until("both are ready", || {
        ask(&web, "GET /health/ready", "", "").is_some_and(|answer| answer.split(' ').nth(1) == Some("200"))
    });
    happen(&api, &web, &gone);
    let scraped = || {
        let pages = [&api_metrics, &web_metrics].map(|address| must("200", address, "GET /metrics", "", ""));
        pages.iter().flat_map(|page| names(page)).collect::<BTreeSet<_>>()
    };
    until("an event is sent and the stock looked at", || {
        ["bodega_webhooks_total", "bodega_products"].iter().all(|name| scraped().contains(*name))
    });
    scraped()
}

fn site(programs: &Path) -> PathBuf {
    let site = programs.parent().unwrap().join("site");
    assert!(site.join("manifest.json").is_file(), "the site is not built: run `make build` first");
    site
}

/// A page, a sale that is booked and one that is refused, and an event that nobody takes.
fn happen(api: &str, web: &str, gone: &str) {
    let form = "Content-Type: application/x-www-form-urlencoded\r\n";
    let login = "username=lola@demo.example&password=tres+gatos+y+un+tejado";
    let answer = json(&must("200", api, "POST /api/v1/auth/login", form, login));
    let token = answer["access_token"].as_str().unwrap();
    let signed = format!("Authorization: Bearer {token}\r\nContent-Type: application/json\r\n");
    let products = json(&must("200", api, "GET /api/v1/products?limit=1", &signed, ""));
    let movements = format!("POST /api/v1/products/{}/movements", products["items"][0]["id"].as_str().unwrap());
    must("201", api, &movements, &signed, r#"{"kind":"receive","quantity":1}"#);
    must("409", api, &movements, &signed, r#"{"kind":"sale","quantity":1000000}"#);
    let hook = format!(r#"{{"url":"http://{gone}/hook"}}"#);
    must("200", api, "PUT /api/v1/shop/webhook", &signed, &hook);
    ask(api, "POST /api/v1/shop/webhook/test", &signed, "").unwrap();
    must("200", web, "GET /", "", "");
}
