//! Peaks: what the server does a second at most, beside a bare handler that answers the same bytes on the same machine in the same
//! minute; how much memory it takes; and what it does when ten times as much comes. `scripts/bench` builds the programs as people
//! run them and starts this. The figures are Markdown on the standard output.
#[path = "../bench/program.rs"]
mod program;
#[path = "../bench/server.rs"]
mod server;

mod bare;
mod closed;
mod connection;
mod cpu;
mod memory;
mod open;
mod overload;
mod page;
mod place;
mod question;
mod reads;
mod run;
mod tally;
mod threads;
mod wire;
mod work;
mod writes;

use clap::{Parser, ValueEnum};
use place::{Place, Shop};
use std::{
    path::{Path, PathBuf},
    time::Duration,
};

// As the programs have it.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// What is measured, and for how long.
#[derive(Parser)]
pub struct Settings {
    /// The API.
    #[arg(default_value = "target/release/api")]
    pub api: PathBuf,
    /// The pages; nothing is measured of them when there is no such program.
    #[arg(default_value = "target/release/web")]
    pub web: PathBuf,
    /// What the browser loads.
    #[arg(default_value = "target/site")]
    pub site: PathBuf,
    /// How long each load takes.
    #[arg(long, env = "PEAK_SECONDS", default_value = "5", value_parser = seconds)]
    pub length: Duration,
    /// How long the overload takes.
    #[arg(long, env = "OVERLOAD_SECONDS", default_value = "60", value_parser = seconds)]
    pub overload: Duration,
    /// What to measure; everything when left out.
    #[arg(long, env = "PEAKS", value_enum, value_delimiter = ' ')]
    pub only: Vec<Part>,
}

/// What can be measured by itself.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Part {
    /// Memory of the programs.
    Memory,
    /// What is read, beside a bare handler.
    Reads,
    /// What is written.
    Writes,
    /// Ten times the peak.
    Overload,
}

fn seconds(text: &str) -> Result<Duration, String> {
    text.parse().map(Duration::from_secs).map_err(|_| "must be whole seconds".to_owned())
}

fn main() -> anyhow::Result<()> {
    let mut words = std::env::args().skip(1);
    if words.next().is_some_and(|word| word == bare::WORD) {
        return actix_web::rt::System::new().block_on(bare::serve(words));
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(measure(&Settings::parse()))
}

async fn measure(settings: &Settings) -> anyhow::Result<()> {
    // Beside the program, not in a folder that may be memory only: what is measured includes the disk.
    let dir = tempfile::tempdir_in(settings.api.parent().unwrap_or(Path::new(".")))?;
    let shop = Shop::open(&settings.api, &dir.path().join("data")).await?;
    let is_asked = |part| settings.only.is_empty() || settings.only.contains(&part);
    if is_asked(Part::Memory) {
        memory::measure(&Place::start(settings, &shop).await?).await?;
    }
    let place = Place::start(settings, &shop).await?;
    if is_asked(Part::Reads) {
        reads::measure(settings, &place, &shop, dir.path()).await?;
    }
    if is_asked(Part::Writes) {
        writes::measure(settings, &place, &shop)?;
    }
    if is_asked(Part::Overload) {
        overload::measure(settings, &place, &shop)?;
    }
    place.stop()
}
