//! The server: what is wrapped around the routes, and how it starts and stops.
use crate::{
    admission, auth, cache, figures, headers, openapi, redis, refusals, routes, state::State, survey, sweep,
    unmatched::Known, webhook,
};
use actix_web::{
    App, HttpRequest, HttpResponse, HttpServer,
    dev::{Server, ServerHandle, ServiceFactory, ServiceRequest, ServiceResponse},
    http::header,
    middleware::{Compress, from_fn},
    web::{self, Data},
};
use anyhow::Context;
use serde_json::Value;
use std::{
    future::ready,
    io::{self, ErrorKind},
    net::TcpListener,
    num::NonZero,
    thread,
    time::Duration,
};
use tokio::{
    signal::unix::{SignalKind, signal},
    task::JoinHandle,
};
use utoipa::{OpenApi as _, openapi::OpenApi};
use utoipa_actix_web::AppExt;
use utoipa_swagger_ui::{Config as Swagger, SwaggerUi};

/// Seconds that requests have to finish once the server stops.
const FINISH: u64 = 20;

/// A port to listen on.
///
/// # Errors
/// In one line: which address, why not, and what to do.
pub fn bind(address: &str, setting: &str) -> anyhow::Result<TcpListener> {
    TcpListener::bind(address).map_err(|error| match error.kind() {
        ErrorKind::AddrInUse => {
            anyhow::anyhow!("{address} is in use; stop what runs there, or choose another address with {setting}")
        }
        _ => anyhow::anyhow!("cannot listen on {address} ({setting}): {error}"),
    })
}

/// Returns a server that is ready to be awaited; once it has ended, so has everything beside it.
///
/// # Errors
/// In one line: what is missing and what to do.
pub async fn serve(
    state: State,
    listener: TcpListener,
    metrics: Option<TcpListener>,
) -> anyhow::Result<impl Future<Output = io::Result<()>>> {
    let state = Data::new(state);
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    let workers = if state.config.workers == 0 { cores } else { state.config.workers };
    let shared = state.clone();
    let app = move || {
        let (app, api) = described();
        let document = openapi::document(&api);
        let known = Known::new(openapi::methods(&document));
        let document = web::Bytes::from(document.to_string());
        app.app_data(shared.clone())
            .app_data(Data::new(known.clone()))
            .route("/api/openapi.json", web::get().to(move || ready(json(document.clone()))))
            .route(
                "/api/docs",
                web::get().to(|| ready(HttpResponse::Found().insert_header((header::LOCATION, "/api/docs/")).finish())),
            )
            .service(
                SwaggerUi::new("/api/docs/{_:.*}")
                    .config(Swagger::from("/api/openapi.json").persist_authorization(true)),
            )
            .default_service(web::to(move |request: HttpRequest| ready(known.refuse(&request))))
            .wrap(from_fn(auth::early))
            .wrap(Compress::default())
            .wrap(from_fn(headers::head))
            .wrap(from_fn(webhook::notice))
            .wrap(from_fn(cache::notice::notice))
            .wrap(shared.metrics.http.clone())
            .wrap(from_fn(headers::method))
            .wrap(from_fn(headers::secure))
            .wrap(from_fn(refusals::count))
            .wrap(from_fn(telemetry::trace))
            .wrap(from_fn(admission::admit))
    };
    let server = HttpServer::new(app)
        .workers(workers)
        .tcp_nodelay(true)
        .backlog(8192)
        .keep_alive(Duration::from_secs(75))
        .shutdown_timeout(FINISH)
        .disable_signals()
        .listen(listener)
        .context("cannot listen")?
        .run();
    let metrics = metrics.map(|listener| figures::serve(state.clone(), listener)).transpose()?;
    let events = tokio::spawn(webhook::run(state.clone()));
    let others = [
        tokio::spawn(sweep::run(state.clone())),
        tokio::spawn(survey::run(state.clone())),
        tokio::spawn(redis::listen::run(state.clone())),
    ];
    watch(state.clone(), server.handle(), metrics);
    Ok(finish(state, server, events, others))
}

fn json(document: web::Bytes) -> HttpResponse {
    HttpResponse::Ok()
        .content_type("application/json")
        .insert_header((header::CACHE_CONTROL, "no-cache"))
        .body(document)
}

/// The routes as an application, and what they say of themselves.
fn described() -> (App<impl Routed>, OpenApi) {
    App::new().into_utoipa_app().openapi(openapi::Base::openapi()).configure(routes::configure).split_for_parts()
}

/// An application's inside, which has no public name.
trait Routed:
    ServiceFactory<ServiceRequest, Config = (), Response = ServiceResponse, Error = actix_web::Error, InitError = ()>
{
}

impl<T> Routed for T where
    T: ServiceFactory<
            ServiceRequest,
            Config = (),
            Response = ServiceResponse,
            Error = actix_web::Error,
            InitError = (),
        >
{
}

/// The OpenAPI document, as `/api/openapi.json` gives it.
pub fn document() -> Value {
    openapi::document(&described().1)
}

/// Waits for the server, and then for the events that are being sent; those that wait stay for the next start, or another
/// replica.
async fn finish(
    state: Data<State>,
    server: Server,
    events: JoinHandle<()>,
    others: [JoinHandle<()>; 3],
) -> io::Result<()> {
    let ended = server.await;
    state.stop();
    state.webhooks.wake();
    others.iter().for_each(JoinHandle::abort);
    if tokio::time::timeout(Duration::from_secs(FINISH), events).await.is_err() {
        tracing::warn!("stopped while events were being sent");
    }
    state.visitors.finish().await;
    if let Err(error) = state.db.close().await {
        tracing::warn!(?error, "database not closed");
    }
    ended
}

/// Stops the server when it is told to: at once by Ctrl-C; by SIGTERM it is not ready any more, keeps serving for the
/// settled delay so that nobody is sent here in vain, and then finishes.
fn watch(state: Data<State>, server: ServerHandle, metrics: Option<ServerHandle>) {
    tokio::spawn(async move {
        let Ok(mut term) = signal(SignalKind::terminate()) else { return };
        tokio::select! {
            _ = tokio::signal::ctrl_c() => state.stop(),
            _ = term.recv() => {
                state.stop();
                tokio::time::sleep(Duration::from_secs(state.config.shutdown_delay)).await;
            }
        }
        tracing::info!("stopping");
        server.stop(true).await;
        if let Some(metrics) = metrics {
            metrics.stop(true).await;
        }
    });
}
