//! The figures for Prometheus, on a port of their own.
use crate::state::State;
use actix_web::{
    App, HttpResponse, HttpServer,
    dev::ServerHandle,
    web::{self, Data},
};
use anyhow::Context;
use std::net::TcpListener;

/// Serves them.
pub fn serve(state: Data<State>, listener: TcpListener) -> anyhow::Result<ServerHandle> {
    let server = HttpServer::new(move || App::new().app_data(state.clone()).route("/metrics", web::get().to(all)));
    let server = server.workers(1).disable_signals().listen(listener).context("cannot listen for metrics")?.run();
    let handle = server.handle();
    tokio::spawn(server);
    Ok(handle)
}

/// What was counted, and what is read off in the moment it is asked for.
async fn all(state: Data<State>) -> HttpResponse {
    let gauges = &state.metrics.gauges;
    gauges.watching(state.live.watchers());
    gauges.hashing(state.passwords.queue());
    for (pool, connections) in state.db.connections() {
        gauges.connected(pool, connections);
    }
    gauges.depends_on(&state.checks.now(&state).await);
    HttpResponse::Ok().content_type(prometheus::TEXT_FORMAT).body(state.metrics.text())
}
