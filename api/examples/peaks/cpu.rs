//! How much of the processors programs use, as Linux tells it.
use std::{
    fs,
    time::{Duration, Instant},
};

/// Linux counts time in these, on every machine of today (`getconf CLK_TCK`).
const TICK: Duration = Duration::from_millis(10);

/// Looks at this program and at the servers.
pub struct Meter {
    began: Instant,
    before: [Duration; 3],
    servers: Vec<u32>,
}

/// Processors in use: 1 is one of them all the time. Zero where the system does not tell.
pub struct Spent {
    /// By what makes the load.
    pub load: f64,
    /// By the servers.
    pub servers: f64,
    /// By everybody else: a database server, or what disturbs the measurement.
    pub others: f64,
}

impl Meter {
    /// From now on.
    pub fn start(servers: &[u32]) -> Self {
        Self { began: Instant::now(), before: all(servers), servers: servers.to_vec() }
    }

    /// Until now.
    pub fn stop(&self) -> Spent {
        let (length, now) = (self.began.elapsed(), all(&self.servers));
        let used = |which: usize| now[which].saturating_sub(self.before[which]).as_secs_f64() / length.as_secs_f64();
        let (load, servers) = (used(0), used(1));
        Spent { load, servers, others: (used(2) - load - servers).max(0.0) }
    }
}

/// Of this program, of the servers, and of everybody.
fn all(servers: &[u32]) -> [Duration; 3] {
    [of("self"), servers.iter().map(|id| of(&id.to_string())).sum(), machine()]
}

/// The time that the processors were at work.
fn machine() -> Duration {
    let text = fs::read_to_string("/proc/stat").unwrap_or_default();
    let ticks = text.lines().next().unwrap_or_default().split_whitespace().skip(1);
    // The fourth and the fifth are those in which nothing was to be done.
    let worked = ticks.take(8).enumerate().filter(|(number, _)| !matches!(number, 3 | 4));
    worked.map(|(_, ticks)| TICK * ticks.parse().unwrap_or_default()).sum()
}

/// The time of a process, in its own code and in the system.
fn of(process: &str) -> Duration {
    let text = fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    // The name, in brackets, may hold blanks.
    let fields = text.rsplit(')').next().unwrap_or_default().split_whitespace();
    fields.skip(11).take(2).map(|ticks| TICK * ticks.parse().unwrap_or_default()).sum()
}
