//! The real binary, as a person starts it.
use crate::{
    client::{Client, PASSWORD},
    database::Place,
};
use serde_json::Value;
use shared::session::Token;
use std::{
    env,
    io::{BufRead, BufReader, Read, Write},
    path::Path,
    process::{Child, Command, Stdio},
    sync::mpsc::{self, Receiver},
    thread,
    time::Duration,
};

/// Longer than stopping may take, however busy the machine is.
const EVER: Duration = Duration::from_secs(90);

const API: &str = env!("CARGO_BIN_EXE_api");

/// What a run left behind.
pub struct Ended {
    pub code: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

/// The program with nothing of the environment but a data folder, free ports, cheap passwords, and the folder's database.
pub fn api(data_dir: &Path) -> Command {
    built(Path::new(API), data_dir)
}

/// The same, with its database in the folder whatever is tested on.
pub fn embedded(data_dir: &Path) -> Command {
    bare(Path::new(API), data_dir)
}

/// The same, with this database.
pub fn on(place: &Place, data_dir: &Path) -> Command {
    let mut command = embedded(data_dir);
    command.env("DATABASE_URL", &place.url);
    command
}

/// The same as `api`, of a program that was built otherwise.
pub fn built(program: &Path, data_dir: &Path) -> Command {
    let mut command = bare(program, data_dir);
    let place = Place::of(data_dir);
    if !place.is_embedded() {
        command.env("DATABASE_URL", place.url);
    }
    command
}

fn bare(program: &Path, data_dir: &Path) -> Command {
    let mut command = Command::new(program);
    command.env_clear().env("DATA_DIR", data_dir).env("BCRYPT_COST", "4").env("LOG_FORMAT", "json");
    command.env("LISTEN", "127.0.0.1:0").env("METRICS_LISTEN", "").current_dir(data_dir.parent().unwrap());
    command
}

const LOLA: &str = "lola@tienda.example";

/// Opens Lola's shop, as a person would who runs this program.
#[track_caller]
pub fn open_shop(mut program: Command) {
    let create = ["user", "create", "--email", LOLA, "--name", "Lola Vidal", "--shop", "Ultramarinos Lola"];
    let ended = run(program.args(create), &format!("{PASSWORD}\n"));
    assert_eq!(ended.code, Some(0), "{}", ended.stderr);
}

/// Lola, signed in at this address.
pub async fn lola(url: &str) -> Client {
    let guest = Client::guest(url);
    let token: Token = guest.log_in(LOLA, PASSWORD).await.ok(200);
    Client { token: token.access_token, ..guest }
}

/// A number of the environment, or else this.
pub fn number(name: &str, otherwise: u32) -> u32 {
    env::var(name).map_or(otherwise, |number| number.parse().expect("a number"))
}

/// Runs it to its end.
pub fn run(command: &mut Command, input: &str) -> Ended {
    let command = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    // It may have ended without reading; then there is nobody to write to.
    _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    let output = child.wait_with_output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Ended { code: output.status.code(), stdout: text(output.stdout), stderr: text(output.stderr) }
}

/// A server of its own process. It is stopped when the test ends, however that is.
pub struct Program {
    child: Child,
    /// Reads what it logs: it would stand still once nobody takes its lines.
    log: Receiver<String>,
    pub url: String,
}

impl Program {
    /// Starts it and waits for the line that says where it listens.
    pub fn start(command: &mut Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        let mut stdout = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        while !line.contains("\"listening\"") {
            line.clear();
            assert_ne!(stdout.read_line(&mut line).unwrap(), 0, "it ended without listening");
        }
        let line: Value = serde_json::from_str(&line).unwrap();
        let (sender, log) = mpsc::channel();
        thread::spawn(move || {
            let mut rest = String::new();
            stdout.read_to_string(&mut rest).unwrap();
            // Not every test asks for it.
            _ = sender.send(rest);
        });
        Self { child, log, url: format!("http://{}", line["address"].as_str().unwrap()) }
    }

    /// Tells it to stop, waits until it has, and returns its exit code and what else it logged. One that never stops fails the
    /// test rather than all that come after it.
    pub fn stop(mut self) -> (Option<i32>, String) {
        let told = Command::new("sh").args(["-c", &format!("kill -TERM {}", self.child.id())]).status().unwrap();
        assert!(told.success());
        let rest = self.log.recv_timeout(EVER).expect("it stops");
        (self.child.wait().unwrap().code(), rest)
    }

    /// Ends it with no warning, and returns what else it logged.
    pub fn kill(mut self) -> String {
        self.child.kill().unwrap();
        self.log.recv().unwrap()
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // Nothing to do when it has ended already.
        _ = self.child.kill();
        _ = self.child.wait();
    }
}
