//! The web server: pages, assets, and the way to the API. Only in the binary, so nothing here needs `cfg`.
mod assets;
mod choice;
mod config;
mod figures;
mod headers;
mod health;
mod kept;
mod login;
mod pages;
mod proxy;
mod refusal;
mod sitemap;
mod visits;

pub use config::{Command, Config, misspelt};
pub use health::check;

use actix_web::{
    App, FromRequest, Handler, HttpServer, Resource, Responder,
    dev::{Server, ServerHandle},
    middleware::from_fn,
    web::{self, Data, ServiceConfig},
};
use actix_web_prom::{PrometheusMetrics, PrometheusMetricsBuilder};
use anyhow::Context;
use std::{
    io::ErrorKind,
    net::SocketAddr,
    sync::atomic::{AtomicBool, Ordering},
    time::Duration,
};
use tokio::signal::unix::{SignalKind, signal};
use ui::{api::transport::Upstream, app};

/// An idle connection to the API is given up before the API closes it, so that no request meets a closing one.
const IDLE: Duration = Duration::from_secs(4);
/// How long a page waits for the API.
const PAGE_PATIENCE: Duration = Duration::from_secs(15);

/// What every request may need.
pub struct Site {
    assets: app::Assets,
    upstream: Upstream,
    registration: app::Registration,
    /// For requests that are passed on; only a connection has a time limit, an answer may take as long as it comes.
    http: reqwest::Client,
    api_ready: String,
    body_limit: u64,
    public_url: Option<String>,
    is_https: bool,
    is_stopping: AtomicBool,
    kept: kept::Kept,
    visits: visits::Visits,
}

impl Site {
    fn new(config: &Config) -> anyhow::Result<Self> {
        // Only plain HTTP is spoken to the API, but a client does not begin without somebody who could encrypt.
        _ = rustls::crypto::ring::default_provider().install_default();
        let client = || {
            let client = reqwest::Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none());
            // Without any to trust: those of the system would be looked for, and an image may have none.
            let client = client.tls_certs_only([]);
            client.connect_timeout(Duration::from_secs(2)).pool_idle_timeout(IDLE).tcp_nodelay(true)
        };
        let url = reqwest::Url::parse(&config.api_url).context("API_URL")?;
        let upstream = Upstream { url: config.api_url.as_str().into(), http: client().timeout(PAGE_PATIENCE).build()? };
        Ok(Self {
            assets: assets::read(&config.site)?,
            kept: kept::Kept::for_time(Duration::from_millis(config.page_cache_ms)),
            visits: visits::Visits::start(&upstream),
            upstream,
            registration: app::Registration(config.registration == config::Registration::Open),
            http: client().build()?,
            api_ready: url.join("/health/ready").context("API_URL")?.into(),
            body_limit: config.body_limit(),
            public_url: config.public_url.clone(),
            is_https: config.is_https(),
            is_stopping: AtomicBool::new(false),
        })
    }
}

/// Serves until it is told to stop.
pub async fn run(config: Config) -> anyhow::Result<()> {
    let site = Data::new(Site::new(&config)?);
    let counted = PrometheusMetricsBuilder::new("bodega_web").metrics_configuration(telemetry::http_labels());
    let counted = counted.mask_unmatched_patterns("unmatched").build();
    let counted = counted.map_err(|error| anyhow::anyhow!("{error}"))?;
    telemetry::build_info(&counted.registry, "bodega_web", &config.telemetry.deployment_version)?;
    let (metrics, metrics_addresses) = serve_metrics(&config, &counted)?;
    let (pages, addresses) = serve(&config, &site, counted)?;
    announce("metrics", &metrics_addresses);
    announce("listening", &addresses);
    actix_web::rt::spawn(stop_on_signal(pages.handle(), site.clone(), config.shutdown_delay));
    let metrics_handle = metrics.handle();
    let metrics = actix_web::rt::spawn(metrics);
    pages.await?;
    site.visits.finish().await;
    metrics_handle.stop(false).await;
    _ = metrics.await;
    tracing::info!("stopped");
    Ok(())
}

fn serve(config: &Config, site: &Data<Site>, counted: PrometheusMetrics) -> anyhow::Result<(Server, Vec<SocketAddr>)> {
    let (paths, site, folder) = (pages::paths(), site.clone(), config.site.clone());
    let server = HttpServer::new(move || {
        App::new()
            .app_data(site.clone())
            .configure(|config| routes(config, &site, &paths, &folder))
            .wrap(counted.clone())
            .wrap(from_fn(refusal::unknown_method))
            .wrap(from_fn(headers::secure))
            .wrap(from_fn(telemetry::trace))
    });
    let workers = config.workers.map_or_else(num_cpus, usize::from);
    let server = server
        .workers(workers)
        .tcp_nodelay(true)
        // Many who come in the same moment wait for their turn; by default the 1,025th is turned away.
        .backlog(8192)
        .keep_alive(Duration::from_secs(75))
        // Also how long a refused upload is read to its end, so that the refusal arrives.
        .client_disconnect_timeout(Duration::from_secs(10))
        .shutdown_timeout(20)
        .disable_signals()
        .bind(&config.listen)
        .map_err(|error| explain(&error, &config.listen, "LISTEN"))?;
    let addresses = server.addrs();
    Ok((server.run(), addresses))
}

fn routes(config: &mut ServiceConfig, site: &Data<Site>, paths: &pages::Paths, folder: &std::path::Path) {
    let only_get = || refusal::wrong_method("GET, HEAD");
    let get = |path: &str| web::resource(path).default_service(only_get());
    config
        // What is asked most comes first: whoever asks is compared with one path after the other.
        .configure(|config| pages::public(config, paths, site))
        .service(readable("/health", health::live))
        .service(readable("/health/ready", health::ready))
        .service(readable("/robots.txt", sitemap::robots))
        .service(readable("/sitemap.xml", sitemap::index))
        .service(readable("/shops/{slug}/sitemap.xml", sitemap::shop))
        .service(get("/language/{lang}").route(web::get().to(choice::language)))
        .service(get("/theme/{theme}").route(web::get().to(choice::theme)))
        .service(
            web::resource("/logout")
                .route(web::post().to(login::sign_out))
                .default_service(refusal::wrong_method("POST")),
        )
        // Under a route of its own: it is answered as long as somebody watches, and would spoil the times of all others.
        .service(web::resource("/api/v1/events").route(web::route().to(proxy::forward)))
        .service(web::resource("/api/{path:.*}").route(web::route().to(proxy::forward)))
        .configure(|config| assets::routes(config, folder, &site.assets))
        .configure(|config| pages::others(config, paths, site));
}

/// What is there to be read: HEAD is GET without the body.
fn readable<F, Args>(path: &str, answer: F) -> Resource
where
    F: Handler<Args>,
    F::Output: Responder + 'static,
    Args: FromRequest + 'static,
{
    web::resource(path)
        .route(web::get().to(answer.clone()))
        .route(web::head().to(answer))
        .default_service(refusal::wrong_method("GET, HEAD"))
}

fn serve_metrics(config: &Config, counted: &PrometheusMetrics) -> anyhow::Result<(Server, Vec<SocketAddr>)> {
    let registry = Data::new(counted.registry.clone());
    let server =
        HttpServer::new(move || App::new().app_data(registry.clone()).route("/metrics", web::get().to(figures::all)));
    let server = server
        .workers(1)
        .disable_signals()
        .bind(&config.metrics_listen)
        .map_err(|error| explain(&error, &config.metrics_listen, "METRICS_LISTEN"))?;
    let addresses = server.addrs();
    Ok((server.run(), addresses))
}

fn num_cpus() -> usize {
    std::thread::available_parallelism().map_or(2, std::num::NonZero::get)
}

/// Says where it listens, for people, scripts and tests.
fn announce(what: &str, addresses: &[SocketAddr]) {
    for address in addresses {
        tracing::info!(%address, "{what}");
    }
}

/// What is wrong with the address, and what to do about it.
fn explain(error: &std::io::Error, address: &str, setting: &str) -> anyhow::Error {
    let advice = match error.kind() {
        ErrorKind::AddrInUse => "is in use by another program; stop that one, or choose another address with",
        ErrorKind::PermissionDenied => "may not be used by this user; choose a port above 1023 with",
        _ => return anyhow::anyhow!("cannot listen on {address} ({error}); choose another address with {setting}"),
    };
    anyhow::anyhow!("{address} {advice} {setting}")
}

/// SIGTERM: not ready from now on, but serving until load balancers have noticed, then a clean end. Ctrl-C: the end.
async fn stop_on_signal(server: ServerHandle, site: Data<Site>, delay: Duration) -> anyhow::Result<()> {
    let mut term = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    let is_polite = tokio::select! { _ = term.recv() => true, _ = interrupt.recv() => false };
    site.is_stopping.store(true, Ordering::Relaxed);
    if is_polite {
        tracing::info!(seconds = delay.as_secs(), "stopping");
        tokio::select! { () = tokio::time::sleep(delay) => (), _ = interrupt.recv() => () }
    }
    server.stop(is_polite).await;
    Ok(())
}
