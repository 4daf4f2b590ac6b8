//! Stands where Rundeck's API and Kestra's webhook are, and runs the scripts of Rundeck's jobs as Rundeck does.
use check::text;
use serde_json::Value;
use std::{
    fs,
    io::{BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    os::unix::fs::PermissionsExt,
    path::Path,
    process::Command,
    sync::{Arc, Mutex},
    thread,
};

/// What nobody may ever see.
pub const KEY: &str = "the-key-of-the-webhook.R_1~";
pub const TOKEN: &str = "theTokenForRundeck";

/// A request that came.
#[derive(Clone, Debug)]
pub struct Call {
    /// Method and address.
    pub line: String,
    pub headers: Vec<String>,
    pub body: String,
}

impl Call {
    fn read(stream: &TcpStream) -> Self {
        let mut reader = BufReader::new(stream);
        let mut line = || {
            let mut line = String::new();
            reader.read_line(&mut line).expect("the head of a request is text");
            line.trim_end().to_owned()
        };
        let first = line().trim_end_matches(" HTTP/1.1").to_owned();
        let headers: Vec<_> = std::iter::from_fn(|| Some(line()).filter(|line| !line.is_empty()))
            .map(|line| line.to_lowercase())
            .collect();
        let length = headers.iter().find_map(|header| header.strip_prefix("content-length: ")?.parse().ok());
        let mut body = vec![0; length.unwrap_or(0)];
        reader.read_exact(&mut body).expect("the body is as long as it says");
        Self { line: first, headers, body: String::from_utf8(body).expect("it is JSON") }
    }
}

/// A status with a body, or silence.
pub type Answer = Option<(u16, String)>;

/// A small HTTP server that writes down what it is asked.
pub struct Server {
    pub url: String,
    calls: Arc<Mutex<Vec<Call>>>,
}

impl Server {
    /// Answers each method and address by that.
    pub fn start(answer: impl Fn(&str) -> Answer + Send + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("there is a free port");
        let url = format!("http://{}", listener.local_addr().expect("it listens"));
        let calls = Arc::<Mutex<Vec<Call>>>::default();
        let written = Arc::clone(&calls);
        thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.expect("somebody calls");
                let call = Call::read(&stream);
                let said = answer(&call.line);
                written.lock().unwrap().push(call);
                match said {
                    Some((status, body)) => write!(
                        stream,
                        "HTTP/1.1 {status} Said\r\nConnection: close\r\nContent-Length: {}\r\n\r\n{body}",
                        body.len()
                    )
                    .expect("the caller listens"),
                    // Until the caller has had enough.
                    None => drop(stream.read(&mut [0])),
                }
            }
        });
        Self { url, calls }
    }

    pub fn calls(&self) -> Vec<Call> {
        self.calls.lock().unwrap().clone()
    }
}

/// An address where nobody listens.
pub fn nowhere() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("there is a free port");
    format!("http://{}", listener.local_addr().expect("it listens"))
}

/// The jobs as Rundeck reads them.
pub fn jobs() -> Vec<Value> {
    serde_saphyr::from_str(&text("manifests/rundeck/jobs.yaml")).expect("it is YAML")
}

pub fn job(name: &str) -> Value {
    jobs().into_iter().find(|job| job["name"] == name).unwrap_or_else(|| panic!("there is no job {name}"))
}

/// What its only step does.
pub fn script(name: &str) -> String {
    job(name)["sequence"]["commands"][0]["script"].as_str().expect("it is a script").to_owned()
}

/// How a script ended, and what it said.
#[derive(Debug)]
pub struct Ended {
    pub is_well: bool,
    pub said: String,
}

/// Runs a job's script with this environment and nothing else, with these tools only, and makes sure that it keeps its secrets.
pub fn run(job: &str, tools: &[&str], environment: &[(&str, &str)]) -> Ended {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    for tool in tools {
        // Writes down with what the tool is started: everybody on the machine can see that.
        let real = place(tool);
        let own =
            format!("#!/bin/sh\nprintf '%s\\n' {tool} \"$@\" >>\"{}\"\nexec {} \"$@\"\n", at("words").display(), real);
        runnable(&at(tool), &own);
    }
    // Somebody's own settings for curl would change what is sent, and show it.
    fs::write(at(".curlrc"), "verbose\nuser-agent = somebody\n").unwrap();
    runnable(&at("script"), &script(job));
    let done = Command::new(place("bash"))
        .arg(at("script"))
        .env_clear()
        .envs([("PATH", folder.path()), ("HOME", folder.path())])
        .envs(environment.iter().copied())
        .output()
        .unwrap();
    let said = String::from_utf8([done.stdout, done.stderr].concat()).unwrap();
    let words = fs::read_to_string(at("words")).unwrap_or_default();
    for secret in [KEY, TOKEN] {
        assert!(!said.contains(secret), "it says a secret: {said}");
        assert!(!words.contains(secret), "it starts a tool with a secret: {words}");
    }
    Ended { is_well: done.status.success(), said }
}

/// Where a tool is.
fn place(tool: &str) -> String {
    check::printed("sh", &["-c", &format!("command -v {tool}")]).trim().to_owned()
}

fn runnable(file: &Path, content: &str) {
    fs::write(file, content).unwrap();
    fs::set_permissions(file, fs::Permissions::from_mode(0o755)).unwrap();
}
