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
    let telemetry =
        telemetry::start(&config.telemetry, "bodega-web", &telemetry::host().unwrap_or_else(|| "web".into()))?;
    actix_web::rt::System::new().block_on(async {
        let served = server::run(config).await;
        telemetry.finish().await;
        served
    })
}
