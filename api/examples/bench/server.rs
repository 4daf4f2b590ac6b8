//! The API, in a process of its own, and the owner of its shop.
use crate::program::Program;
use anyhow::Context;
use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};
use shared::{product::Product, session::Token};
use std::{
    io::Write,
    path::Path,
    process::{Command, Stdio},
};

/// The owner of the shop.
pub const EMAIL: &str = "lola@tienda.example";
/// What the owner signs in with.
pub const PASSWORD: &str = "tres gatos y un tejado";

/// A running server, and somebody signed in.
pub struct Server {
    /// The process.
    pub program: Program,
    /// Whoever asks.
    pub token: String,
    http: reqwest::Client,
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

    /// Starts the server as people run it; anybody may register.
    pub async fn start(program: &Path, data: &Path) -> anyhow::Result<Self> {
        let program = Program::start(Command::new(program).env("DATA_DIR", data).env("REGISTRATION", "open"))?;
        // The first of them stays; a server that is started again finds it there.
        _ = rustls::crypto::ring::default_provider().install_default();
        let http = reqwest::Client::builder().no_proxy().build()?;
        let mut server = Self { program, token: String::new(), http };
        let login = server.http.post(server.url("/api/v1/auth/login")).body(credentials());
        let login = login.header("content-type", "application/x-www-form-urlencoded");
        server.token = serde_json::from_slice::<Token>(&sent(login).await?)?.access_token;
        Ok(server)
    }

    /// Adds this product.
    pub async fn add(&self, product: &Value) -> anyhow::Result<Product> {
        Ok(serde_json::from_slice(&sent(self.post("/api/v1/products", product)).await?)?)
    }

    /// Adds a product with more on hand than anybody takes.
    pub async fn add_many_of(&self, number: usize) -> anyhow::Result<Product> {
        let (code, name) = (format!("B-{number}"), format!("Bench {number}"));
        self.add(&json!({ "code": code, "name": name, "opening_quantity": 1_000_000, "is_public": false })).await
    }

    /// A question, signed.
    pub fn get(&self, path: &str) -> RequestBuilder {
        self.call(Method::GET, path)
    }

    /// A request, signed.
    pub fn post(&self, path: &str, body: &Value) -> RequestBuilder {
        self.call(Method::POST, path).json(body)
    }

    /// Any other, signed.
    pub fn call(&self, method: Method, path: &str) -> RequestBuilder {
        self.http.request(method, self.url(path)).bearer_auth(&self.token)
    }

    fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.program.address)
    }
}

/// The form that the owner signs in with.
pub fn credentials() -> String {
    format!("username={}&password={}", EMAIL.replace('@', "%40"), PASSWORD.replace(' ', "+"))
}

/// Sends it; anything but success ends the measurement.
pub async fn sent(request: RequestBuilder) -> anyhow::Result<Vec<u8>> {
    let answer = request.send().await?;
    let (status, body) = (answer.status(), answer.bytes().await?);
    anyhow::ensure!(status.is_success(), "{status}: {}", String::from_utf8_lossy(&body));
    Ok(body.into())
}
