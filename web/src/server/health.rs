//! Whether the process lives, and whether it can serve.
use super::{Site, refusal::refuse};
use actix_web::{HttpRequest, HttpResponse, web::Data};
use anyhow::Context;
use shared::{Code, Problem};
use std::{
    io::{Read, Write},
    net::TcpStream,
    sync::atomic::Ordering,
    time::Duration,
};

/// The API must answer within this time to count as there.
const PATIENCE: Duration = Duration::from_secs(2);

/// The process lives.
pub async fn live() -> HttpResponse {
    HttpResponse::Ok().insert_header(("cache-control", "no-store")).json(serde_json::json!({"status": "ok"}))
}

/// Requests may be sent here: the server is not stopping, and the API is ready.
pub async fn ready(request: HttpRequest, site: Data<Site>) -> HttpResponse {
    let refused = |detail| refuse(&request, Problem::from(Code::Unavailable).detail(detail));
    if site.is_stopping.load(Ordering::Relaxed) {
        return refused("the server is stopping");
    }
    let answer = site.http.get(&site.api_ready).timeout(PATIENCE).send().await;
    if answer.is_ok_and(|answer| answer.status().is_success()) { live().await } else { refused("the API is not ready") }
}

/// Asks the server that listens there whether it is ready: plain HTTP by hand, so that a container needs no other program for it.
pub fn check(listen: &str) -> anyhow::Result<()> {
    let address = listen.replace("0.0.0.0", "127.0.0.1").replace("[::]", "[::1]");
    let mut stream = TcpStream::connect(&address).with_context(|| format!("nothing at {address}"))?;
    // The server itself gives the API less.
    stream.set_read_timeout(Some(PATIENCE + Duration::from_secs(1)))?;
    write!(stream, "GET /health/ready HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n")?;
    let mut answer = [0; 12];
    stream.read_exact(&mut answer)?;
    anyhow::ensure!(answer.ends_with(b" 200"), "not ready");
    Ok(())
}
