//! Starts the programs under test, each on ports of its own, and asks them.
use reqwest::{Client, Method, RequestBuilder, Response, redirect::Policy};
use std::{
    collections::BTreeMap,
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::{
        Arc, Condvar, Mutex,
        mpsc::{Receiver, channel},
    },
    time::Duration,
};

/// A program that is stopped when the test ends.
pub struct Program {
    child: Child,
    log: Arc<(Mutex<Vec<String>>, Condvar)>,
    pub address: String,
}

impl Program {
    /// Starts it, and waits until it says where it listens.
    fn start(command: &mut Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).spawn().expect("the program is built: run `make build` first");
        let log = Arc::new((Mutex::new(Vec::new()), Condvar::new()));
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let (found, address) = channel();
        let kept = log.clone();
        std::thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                if let Some(address) = listening(&line) {
                    _ = found.send(address);
                }
                kept.0.lock().unwrap().push(line);
                kept.1.notify_all();
            }
        });
        Self { child, log, address: wait_for(&address) }
    }

    /// The first line of the log that satisfies this; waits for it.
    pub fn line(&self, wanted: impl Fn(&str) -> bool) -> String {
        let (lines, news) = &*self.log;
        let found = |lines: &mut Vec<String>| lines.iter().any(|line| wanted(line));
        let (lines, _) = news.wait_timeout_while(lines.lock().unwrap(), PATIENCE, |lines| !found(lines)).unwrap();
        lines.iter().find(|line| wanted(line)).unwrap_or_else(|| panic!("not in the log: {lines:#?}")).clone()
    }

    /// Sends a signal by name, such as `TERM`.
    pub fn signal(&self, name: &str) {
        let sent = Command::new("kill").args(["-s", name, &self.child.id().to_string()]).status().unwrap();
        assert!(sent.success());
    }

    /// Waits until it has ended by itself.
    pub fn ended(&mut self) -> std::process::ExitStatus {
        self.child.wait().unwrap()
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        _ = self.child.kill();
        _ = self.child.wait();
    }
}

const PATIENCE: Duration = Duration::from_secs(30);

fn wait_for(address: &Receiver<String>) -> String {
    address.recv_timeout(PATIENCE).expect("the program did not say where it listens")
}

/// The address in the log line that says where a program listens.
fn listening(line: &str) -> Option<String> {
    let line: serde_json::Value = serde_json::from_str(line).ok()?;
    (line["message"] == "listening").then(|| line["address"].as_str().unwrap().to_owned())
}

/// The web server, and a client that keeps cookies out and follows nothing.
pub struct Web {
    pub program: Program,
    http: Client,
    // Behind the web server, where the real one is there; ends after it.
    api: Option<(Program, tempfile::TempDir)>,
}

impl Web {
    /// In front of whatever answers at this URL.
    pub fn before(api_url: &str, settings: &[(&str, &str)]) -> Self {
        let mut command = web_command();
        command.env("API_URL", api_url).env("LISTEN", "127.0.0.1:0").envs(settings.iter().copied());
        // Only plain HTTP is spoken here, but a client does not begin without somebody who could encrypt. Twice is as good.
        _ = rustls::crypto::ring::default_provider().install_default();
        let http = Client::builder().no_proxy().redirect(Policy::none()).timeout(PATIENCE).tls_certs_only([]);
        let http = http.build().unwrap();
        Self { program: Program::start(&mut command), http, api: None }
    }

    /// In front of nothing: for what the web server does by itself.
    pub fn alone() -> Self {
        Self::before("http://127.0.0.1:1/api", &[])
    }

    /// In front of the real API with the demo shops.
    pub fn with_demo() -> Self {
        Self::with_demo_and(&[])
    }

    /// The same, with these settings for both.
    pub fn with_demo_and(settings: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let seeded = api_command(folder.path()).args(["seed", "--demo"]).stdout(Stdio::null()).status().unwrap();
        assert!(seeded.success());
        let api = Program::start(api_command(folder.path()).envs(settings.iter().copied()).arg("serve"));
        let api_url = format!("http://{}/api", api.address);
        Self { api: Some((api, folder)), ..Self::before(&api_url, &[&[("REGISTRATION", "open")], settings].concat()) }
    }

    /// Takes the API away.
    pub fn lose_api(&mut self) {
        self.api = None;
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.program.address)
    }

    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.http.request(method, self.url(path))
    }

    /// What the port of the metrics says.
    pub async fn metrics(&self) -> String {
        let line = self.program.line(|line| line.contains("\"metrics\""));
        let line: serde_json::Value = serde_json::from_str(&line).unwrap();
        let url = format!("http://{}/metrics", line["address"].as_str().unwrap());
        self.http.get(url).send().await.unwrap().text().await.unwrap()
    }

    pub async fn get(&self, path: &str) -> Response {
        self.request(Method::GET, path).send().await.unwrap()
    }

    /// A page in this language.
    pub async fn page(&self, path: &str, language: &str) -> String {
        let answer = self.request(Method::GET, path).header("accept-language", language).send().await.unwrap();
        assert_eq!(answer.status(), 200, "{path}");
        answer.text().await.unwrap()
    }

    /// A form, as a page of this site sends it.
    pub async fn post_form(&self, path: &str, fields: &[(&str, &str)]) -> Response {
        let body = reqwest::Url::parse_with_params("http://form", fields).unwrap().query().unwrap().to_owned();
        let request = self.request(Method::POST, path).header("content-type", "application/x-www-form-urlencoded");
        request.header("sec-fetch-site", "same-origin").body(body).send().await.unwrap()
    }

    /// Opens a shop and signs its owner in; gives the cookie.
    pub async fn owner(&self) -> String {
        let (email, password) = ("owner@shop.example", "three cats on a roof");
        let new = serde_json::json!({"email": email, "password": password, "name": "Olga"});
        let answer = self.request(Method::POST, "/api/v1/auth/register").json(&new).send().await.unwrap();
        assert_eq!(answer.status(), 201, "{}", answer.text().await.unwrap());
        let answer = self.post_form("/login", &[("username", email), ("password", password)]).await;
        assert_eq!(answer.status(), 303);
        cookie(&answer)
    }
}

/// The cookie that an answer sets, as a request sends it.
pub fn cookie(answer: &Response) -> String {
    header(answer, "set-cookie").split(';').next().unwrap().to_owned()
}

/// A header of an answer; empty when it is not there.
pub fn header<'a>(answer: &'a Response, name: &str) -> &'a str {
    answer.headers().get(name).map_or("", |value| value.to_str().unwrap())
}

/// The web server on free ports, with the built site and nothing of the environment.
pub fn web_command() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_web"));
    command.env_clear().env("METRICS_LISTEN", "127.0.0.1:0").env("SITE", site()).env("WORKERS", "1");
    command
}

/// The API, which the workspace builds beside the web server.
fn api_command(data: &Path) -> Command {
    let mut command = Command::new(Path::new(env!("CARGO_BIN_EXE_web")).with_file_name("api"));
    command.env_clear().env("DATA_DIR", data).env("REGISTRATION", "open");
    command.env("LISTEN", "127.0.0.1:0").env("METRICS_LISTEN", "127.0.0.1:0");
    command
}

/// What the bundler wrote down.
#[derive(serde::Deserialize)]
pub struct Manifest {
    pub style: String,
    pub boot: String,
    pub script: String,
    pub wasm: String,
    pub icon: String,
    pub chunks: BTreeMap<String, Vec<String>>,
}

pub fn manifest() -> Manifest {
    serde_json::from_slice(&std::fs::read(site().join("manifest.json")).unwrap()).unwrap()
}

/// What the bundler made.
pub fn site() -> PathBuf {
    let site = Path::new(env!("CARGO_BIN_EXE_web")).ancestors().nth(2).unwrap().join("site");
    assert!(site.join("manifest.json").is_file(), "the site is not built: run `make build` first");
    site
}
