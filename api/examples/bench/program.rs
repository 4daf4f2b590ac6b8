//! A program that is measured, in a process of its own.
use anyhow::Context;
use std::{
    fs,
    io::{self, Read, Write},
    net::{TcpListener, TcpStream},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

/// How long it may take until it is ready.
const PATIENCE: Duration = Duration::from_secs(30);

/// A program that runs.
pub struct Program {
    /// Where it listens, such as `127.0.0.1:4711`.
    pub address: String,
    /// The process.
    pub id: u32,
    child: Child,
}

impl Program {
    /// Starts it on a free port and waits until it is ready. Its log goes nowhere, but is written.
    ///
    /// # Errors
    /// When it cannot be started, or is not ready within half a minute.
    pub fn start(command: &mut Command) -> anyhow::Result<Self> {
        let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?.to_string();
        command.env("LISTEN", &address).env("METRICS_LISTEN", "127.0.0.1:0").env("LOG_FORMAT", "json");
        let child = command.stdout(Stdio::null()).spawn();
        let child = child.with_context(|| command.get_program().display().to_string())?;
        let program = Self { address, id: child.id(), child };
        let give_up = Instant::now() + PATIENCE;
        while !program.is_ready().unwrap_or_default() {
            anyhow::ensure!(Instant::now() < give_up, "{} did not get ready", command.get_program().display());
            thread::sleep(Duration::from_millis(20));
        }
        Ok(program)
    }

    fn is_ready(&self) -> io::Result<bool> {
        let mut stream = TcpStream::connect(&self.address)?;
        write!(stream, "GET /health/ready HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", self.address)?;
        let mut answer = [0; 12];
        stream.read_exact(&mut answer)?;
        Ok(answer.ends_with(b" 200"))
    }

    /// Its memory, in KB: `VmRSS` is what it has now, `VmHWM` the most that it has had. 0 where the system does not tell.
    ///
    /// # Errors
    /// When the system tells something that is no number.
    pub fn memory(&self, which: &str) -> anyhow::Result<u64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.id)).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix(which)?.strip_prefix(':'));
        Ok(line.map_or(Ok(0), |line| line.trim().trim_end_matches(" kB").parse())?)
    }

    /// Ends it.
    ///
    /// # Errors
    /// When it cannot be told to.
    pub fn stop(mut self) -> anyhow::Result<()> {
        Command::new("kill").arg(self.id.to_string()).status()?;
        self.child.wait()?;
        Ok(())
    }
}

impl Drop for Program {
    /// Whatever happens, it does not outlive the measuring.
    fn drop(&mut self) {
        _ = self.child.kill();
        _ = self.child.wait();
    }
}
