//! How fast it is: takes a second, and the time of searches and journals with many products and movements. `scripts/bench`
//! builds the server as people run it and starts this; each line is bounded in time.
mod fill;
mod load;
mod program;
mod server;

use anyhow::Context;
use fill::{MOVEMENTS_EACH, PRODUCTS};
use load::{Figures, ask, takes};
use server::{EMAIL, Server, sent};
use shared::{Page, product::Product};
use std::{
    path::Path,
    process::Command,
    time::{Duration, Instant},
};
use uuid::Uuid;

/// People or programs at the same time.
const CONNECTIONS: usize = 32;
/// How long each line may take.
const BOUND: Duration = Duration::from_secs(6);

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let program = std::env::args().nth(1).unwrap_or_else(|| "target/release/api".into());
    // Beside the program, not in a folder that may be memory only: what is measured includes the disk.
    let dir = tempfile::tempdir_in(Path::new(&program).parent().unwrap_or(Path::new(".")))?;
    let data = dir.path().join("data");
    let server = Server::open(program.as_ref(), &data).await?;
    let (began, some) = (Instant::now(), 1_000);
    let mut products = Vec::with_capacity(some);
    for number in 0..some {
        products.push(server.add_many_of(number).await?.id);
    }
    println!("{some} products added one after the other: {:.0} a second", 1e3 / began.elapsed().as_secs_f64());
    println!("{:<52} {:>9} {:>9} {:>9}", "takes, 32 connections", "a second", "p50 ms", "p95 ms");
    bookings(&server, &products).await?;
    server.program.stop()?;
    let began = Instant::now();
    if std::env::var_os("DATABASE_URL").is_some() {
        fill::import(program.as_ref(), &data, EMAIL)?;
        println!("\n{PRODUCTS} products, imported in {:.0?}", began.elapsed());
    } else {
        fill::fill(&data).await?;
        println!("\n{PRODUCTS} products, {} movements (filled in {:.0?})", PRODUCTS * MOVEMENTS_EACH, began.elapsed());
    }
    let server = Server::start(program.as_ref(), &data).await?;
    questions(&server).await?;
    println!("{:<52} {:>7} MB", "memory of the server at its most", server.program.memory("VmHWM")? / 1024);
    server.program.stop()?;
    reconcile(program.as_ref(), &data)
}

async fn bookings(server: &Server, products: &[Uuid]) -> anyhow::Result<()> {
    for (name, products) in [("one product", &products[..1]), ("1,000 products", products)] {
        for (how, is_keyed) in [("", false), (", with keys", true)] {
            let figures = takes(server, products, is_keyed).await?;
            line(&format!("{name}{how}"), &figures);
        }
    }
    Ok(())
}

async fn questions(server: &Server) -> anyhow::Result<()> {
    println!("{:<52} {:>9} {:>9} {:>9}", "questions, one after the other", "a second", "p50 ms", "p95 ms");
    let searches = [
        ("product by exact code", "q=P-050000"),
        ("product by beginning of a code", "q=P-0500"),
        ("product by beginning of a name", "q=tomate%20frito"),
        ("product by a word within", "q=natural"),
        ("product by two words within", "q=grande%20leche"),
        ("product that is not there", "q=zzzz"),
        ("first page of products", ""),
        ("first page of products, with the total", "include_total=true"),
    ];
    for (name, query) in searches {
        line(name, &ask(server, &format!("/api/v1/products?{query}")).await?);
    }
    line("catalogue, a word within", &ask(server, "/api/v1/catalog/products?q=natural").await?);
    let product = first(server).await?;
    line("journal of the shop", &ask(server, "/api/v1/movements").await?);
    line("journal of the shop, by a kind that is rare", &ask(server, "/api/v1/movements?kind=damage").await?);
    line("journal of one product", &ask(server, &format!("/api/v1/products/{product}/movements")).await?);
    let days = "/api/v1/movements?from=2020-01-01T00:00:00Z&to=2020-02-01T00:00:00Z";
    line("journal of a month without movements", &ask(server, days).await?);
    if server.get("/api/v1/summary").send().await?.status().is_success() {
        line("summary", &ask(server, "/api/v1/summary").await?);
    }
    Ok(())
}

/// Some product.
async fn first(server: &Server) -> anyhow::Result<Uuid> {
    let page = sent(server.get("/api/v1/products?q=P-050000")).await?;
    let page: Page<Product> = serde_json::from_slice(&page)?;
    Ok(page.items.first().context("no product")?.id)
}

fn line(name: &str, figures: &Figures) {
    let Figures { rate, p50, p95 } = figures;
    println!("{name:<52} {rate:>9.0} {p50:>9.1} {p95:>9.1}");
}

fn reconcile(program: &Path, data: &Path) -> anyhow::Result<()> {
    let began = Instant::now();
    let output = Command::new(program).arg("reconcile").env("DATA_DIR", data).output()?;
    println!("{:<52} {:>8.1} s", "api reconcile", began.elapsed().as_secs_f64());
    print!("{}", String::from_utf8_lossy(&output.stdout));
    anyhow::ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Ok(())
}
