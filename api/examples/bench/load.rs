//! Requests, and how long they took.
use crate::{
    BOUND, CONNECTIONS,
    server::{Server, sent},
};
use serde_json::json;
use std::{
    sync::atomic::{AtomicUsize, Ordering},
    time::{Duration, Instant},
};
use uuid::Uuid;

/// The most questions of one kind.
const QUESTIONS: usize = 300;

/// What is told of many requests of one kind; times in milliseconds.
pub struct Figures {
    /// How many a second.
    pub rate: f64,
    /// Half of them took less.
    pub p50: f64,
    /// All but a twentieth took less.
    pub p95: f64,
}

impl Figures {
    fn of(mut times: Vec<Duration>, took: Duration) -> Self {
        times.sort_unstable();
        let at = |share: usize| times.get(times.len() * share / 100).copied().unwrap_or_default().as_secs_f64() * 1e3;
        let count = u32::try_from(times.len()).unwrap_or(u32::MAX);
        Self { rate: f64::from(count) / took.as_secs_f64(), p50: at(50), p95: at(95) }
    }
}

/// Takes one of these products at a time, over all connections.
pub async fn takes(server: &Server, products: &[Uuid], is_keyed: bool) -> anyhow::Result<Figures> {
    let (began, next) = (Instant::now(), AtomicUsize::new(0));
    let one = async || -> anyhow::Result<Vec<Duration>> {
        let mut times = Vec::new();
        while began.elapsed() < BOUND {
            // A step that meets every product, far from the one before.
            let product = products[next.fetch_add(1, Ordering::Relaxed) * 617 % products.len()];
            let path = format!("/api/v1/products/{product}/movements");
            let mut post = server.post(&path, &json!({ "kind": "sale", "quantity": 1 }));
            if is_keyed {
                post = post.header("idempotency-key", Uuid::now_v7().to_string());
            }
            let sending = Instant::now();
            sent(post).await?;
            times.push(sending.elapsed());
        }
        Ok(times)
    };
    let all = futures::future::try_join_all((0..CONNECTIONS).map(|_| one())).await?;
    Ok(Figures::of(all.concat(), began.elapsed()))
}

/// Asks the same again and again, over one connection.
pub async fn ask(server: &Server, path: &str) -> anyhow::Result<Figures> {
    let (began, mut times) = (Instant::now(), Vec::new());
    sent(server.get(path)).await?;
    while times.len() < QUESTIONS && (began.elapsed() < BOUND || times.is_empty()) {
        let sending = Instant::now();
        sent(server.get(path)).await?;
        times.push(sending.elapsed());
    }
    Ok(Figures::of(times, began.elapsed()))
}
