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
    server::telemetry::start(config.log_format, &config.log_level);
    match actix_web::rt::System::new().block_on(server::run(config)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("web: {error:#}");
            ExitCode::FAILURE
        }
    }
}
