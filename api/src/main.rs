//! The program `api`: serves, and what else a person runs by hand.
use anyhow::Context;
use api::{
    Config,
    command::{self, restore::Allowed},
    config, demo,
    state::{self, State},
};
use clap::{Parser, Subcommand};
use shared::user::NewUser;
use std::{path::PathBuf, process::ExitCode};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Bodega's API: stock control that never loses count.
#[derive(Parser)]
#[command(version)]
struct Cli {
    #[command(flatten)]
    config: Config,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the API (what happens without a command).
    Serve,
    /// Bring the database's schema up to date and end.
    Migrate,
    /// Fill an empty database with shops to try the product out.
    Seed {
        /// The demo shops, with their logins printed.
        #[arg(long, required = true)]
        demo: bool,
    },
    /// Ask a running server whether it is ready; ends with 0 if it is.
    Healthcheck,
    /// People.
    #[command(subcommand)]
    User(UserCommand),
    /// Print the products of a shop as a sheet that `import` takes again.
    Export(command::export::Export),
    /// Add and edit products out of a sheet: all of its rows, or none.
    Import(command::import::Import),
    /// Check that every level says what the ledger says.
    ///
    /// The ledger is checked, too: each movement must follow from the one before. Ends with 1 when something is off.
    Reconcile {
        /// Set the levels from the ledger, which itself is never edited.
        #[arg(long)]
        fix: bool,
    },
    /// Write everything that is needed to start again into one file.
    ///
    /// The file holds the database, the pictures, and the secrets made in the data folder; keep it as safe as those. The
    /// server may go on meanwhile.
    Backup {
        /// The file, a plain tar.
        file: PathBuf,
        /// Replace a file that is there.
        #[arg(long)]
        force: bool,
    },
    /// Put a backup in place, into an empty data folder.
    ///
    /// It is checked first; when anything is wrong with it, nothing changes.
    Restore {
        /// The file that `backup` wrote.
        file: PathBuf,
        /// Move what is there aside. The server must be stopped.
        #[arg(long)]
        force: bool,
        /// Restore it even if its levels and its ledger differ.
        #[arg(long)]
        allow_drift: bool,
    },
    /// Print the OpenAPI document.
    Openapi,
}

#[derive(Subcommand)]
enum UserCommand {
    /// Open a shop with its owner. The password is read from the standard input.
    Create {
        /// The owner's e-mail.
        #[arg(long)]
        email: String,
        /// The owner's name.
        #[arg(long)]
        name: String,
        /// The shop's name.
        #[arg(long)]
        shop: String,
        /// The shop's currency (ISO 4217).
        #[arg(long, default_value = "EUR")]
        currency: String,
    },
    /// Give somebody a new password and end all their sessions. The password is read from the standard input.
    SetPassword {
        /// The e-mail the person signs in with.
        #[arg(long)]
        email: String,
    },
}

#[actix_web::main]
async fn main() -> ExitCode {
    let cli = Cli::parse();
    let names = std::env::vars_os().filter_map(|(name, _)| name.into_string().ok());
    let result = match config::misspelt::<Cli>(names) {
        Some((name, key)) => Err(anyhow::anyhow!("{name} is no setting; did you mean {key}?")),
        None => run(cli).await,
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("api: {error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn run(cli: Cli) -> anyhow::Result<()> {
    let config = cli.config;
    match cli.command.unwrap_or(Command::Serve) {
        Command::Serve => serve(config).await,
        Command::Migrate => Ok(State::connect(config).await?.db.close().await?),
        Command::Seed { .. } => demo::seed(State::connect(config).await?).await,
        Command::Healthcheck => healthcheck(&config.listen).await,
        Command::User(UserCommand::Create { email, name, shop, currency }) => {
            command::user::create(config, NewUser { email, name, ..NewUser::default() }, shop, currency).await
        }
        Command::Export(export) => export.run(config).await,
        Command::Import(import) => import.run(config).await,
        Command::User(UserCommand::SetPassword { email }) => command::user::set_password(config, email).await,
        Command::Backup { file, force } => command::backup::run(&config, &file, force).await,
        Command::Restore { file, force, allow_drift: drift } => {
            command::restore::run(&config, &file, Allowed { force, drift }).await
        }
        Command::Reconcile { fix } => command::reconcile::run(&config, fix).await,
        Command::Openapi => {
            println!("{:#}", api::document());
            Ok(())
        }
    }
}

async fn serve(config: Config) -> anyhow::Result<()> {
    let telemetry = telemetry::start(&config.telemetry, "bodega-api", &state::instance(&config))?;
    let served = run_server(config).await;
    telemetry.finish().await;
    served
}

async fn run_server(config: Config) -> anyhow::Result<()> {
    let listener = api::bind(&config.listen, "LISTEN")?;
    let metrics = match config.metrics_listen.as_str() {
        "" => None,
        address => Some(api::bind(address, "METRICS_LISTEN")?),
    };
    let address = listener.local_addr()?;
    let server = api::serve(State::connect(config).await?, listener, metrics).await?;
    tracing::info!(%address, version = env!("CARGO_PKG_VERSION"), "listening");
    Ok(server.await?)
}

/// Plain HTTP by hand, so that a container needs no other program for it.
async fn healthcheck(listen: &str) -> anyhow::Result<()> {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let address = listen.replace("0.0.0.0", "127.0.0.1").replace("[::]", "[::1]");
    let mut stream = tokio::net::TcpStream::connect(&address).await.with_context(|| format!("nothing at {address}"))?;
    let request = format!("GET /health/ready HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await?;
    let mut answer = [0; 12];
    stream.read_exact(&mut answer).await?;
    anyhow::ensure!(answer.ends_with(b" 200"), "not ready");
    Ok(())
}
