//! The server that is measured, in a process of its own, and the owner of its shop.
use crate::load::sent;
use anyhow::Context;
use serde_json::{Value, json};
use shared::{Page, product::Product, session::Token};
use std::{
    fs,
    io::Write,
    net::TcpListener,
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};
use uuid::Uuid;

/// The owner of the shop.
pub const EMAIL: &str = "lola@tienda.example";
const PASSWORD: &str = "tres gatos y un tejado";

/// A running server, and somebody signed in.
pub struct Server {
    /// Keeps connections.
    pub http: reqwest::Client,
    /// Where it is.
    pub url: String,
    /// Whoever asks.
    pub token: String,
    child: Child,
}

impl Server {
    /// Opens a shop and starts the server.
    pub async fn open(program: &Path, data: &Path) -> anyhow::Result<Self> {
        let create = ["user", "create", "--email", EMAIL, "--name", "Lola Vidal", "--shop", "Ultramarinos Lola"];
        let mut command = Command::new(program);
        let mut child =
            command.args(create).env("DATA_DIR", data).stdin(Stdio::piped()).stdout(Stdio::null()).spawn()?;
        child.stdin.take().context("no input")?.write_all(format!("{PASSWORD}\n").as_bytes())?;
        anyhow::ensure!(child.wait()?.success(), "the shop was not opened");
        Self::start(program, data).await
    }

    /// Starts the server as people run it; its log goes nowhere, but is written.
    pub async fn start(program: &Path, data: &Path) -> anyhow::Result<Self> {
        let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?.to_string();
        let mut command = Command::new(program);
        command.env("DATA_DIR", data).env("LISTEN", &address).env("METRICS_LISTEN", "").env("LOG_FORMAT", "json");
        let child = command.stdout(Stdio::null()).spawn()?;
        // The first of them stays; a server that is started again finds it there.
        _ = rustls::crypto::ring::default_provider().install_default();
        let http = reqwest::Client::builder().no_proxy().build()?;
        let mut server = Self { http, url: format!("http://{address}"), token: String::new(), child };
        let give_up = Instant::now() + Duration::from_secs(30);
        while !server.has("/health/ready").await.unwrap_or_default() {
            anyhow::ensure!(Instant::now() < give_up, "the server did not get ready");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        let form = format!("username={}&password={}", EMAIL.replace('@', "%40"), PASSWORD.replace(' ', "+"));
        let login = server.http.post(format!("{}/api/v1/auth/login", server.url)).body(form);
        let login = login.header("content-type", "application/x-www-form-urlencoded");
        server.token = serde_json::from_slice::<Token>(&sent(login).await?)?.access_token;
        Ok(server)
    }

    /// Is there anything at this path?
    pub async fn has(&self, path: &str) -> anyhow::Result<bool> {
        let request = self.http.get(format!("{}{path}", self.url)).bearer_auth(&self.token);
        Ok(request.send().await?.status().is_success())
    }

    /// Adds products with more on hand than anybody takes.
    pub async fn products(&self, count: usize) -> anyhow::Result<Vec<Uuid>> {
        let mut ids = Vec::with_capacity(count);
        for n in 0..count {
            let new = json!({ "code": format!("B-{n}"), "name": format!("Bench {n}"), "opening_quantity": 1_000_000 });
            let added = sent(self.post("/api/v1/products", &new)).await?;
            ids.push(serde_json::from_slice::<Product>(&added)?.id);
        }
        Ok(ids)
    }

    /// Some product.
    pub async fn first(&self) -> anyhow::Result<Uuid> {
        let page = sent(self.get("/api/v1/products?q=P-050000")).await?;
        let page: Page<Product> = serde_json::from_slice(&page)?;
        Ok(page.items.first().context("no product")?.id)
    }

    /// A question, signed.
    pub fn get(&self, path: &str) -> reqwest::RequestBuilder {
        self.http.get(format!("{}{path}", self.url)).bearer_auth(&self.token)
    }

    /// A request, signed.
    pub fn post(&self, path: &str, body: &Value) -> reqwest::RequestBuilder {
        self.http.post(format!("{}{path}", self.url)).bearer_auth(&self.token).json(body)
    }

    /// The most memory that it has had, in KB; 0 where the system does not tell.
    pub fn peak(&self) -> anyhow::Result<u64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        Ok(line.map_or(Ok(0), |line| line.trim().trim_end_matches(" kB").parse())?)
    }

    /// Ends it.
    pub fn stop(mut self) -> anyhow::Result<()> {
        Command::new("kill").arg(self.child.id().to_string()).status()?;
        self.child.wait()?;
        Ok(())
    }
}

impl Drop for Server {
    /// Whatever happens, it does not outlive the measuring.
    fn drop(&mut self) {
        _ = self.child.kill();
    }
}
