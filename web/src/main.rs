//! Bodega's web server.
#![recursion_limit = "512"]
mod server;

use clap::Parser;
use std::process::ExitCode;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let names = std::env::vars_os().filter_map(|(name, _)| name.into_string().ok());
    if let Some((name, key)) = server::misspelt(names) {
        eprintln!("web: {name} is no setting; did you mean {key}?");
        return ExitCode::FAILURE;
    }
    let config = server::Config::parse();
    let done = match config.command {
        Some(server::Command::Healthcheck) => server::check(&config.listen),
        None => serve(config),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("web: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn serve(config: server::Config) -> anyhow::Result<()> {
    server::telemetry::start(config.log_format, &config.log_level);
    actix_web::rt::System::new().block_on(server::run(config))
}
