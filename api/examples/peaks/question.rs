//! Something to be read, from one of the servers.
use crate::work::{self, Work};
use reqwest::{Client, Response};
use std::sync::Arc;

/// What is asked for.
pub struct Question {
    /// The server.
    pub address: String,
    /// What is asked for there.
    pub path: String,
    /// Who asks; empty for nobody.
    pub token: String,
    /// The processes that work on it.
    pub servers: Vec<u32>,
}

impl Question {
    /// To ask it again and again.
    ///
    /// # Errors
    /// When the address is none.
    pub fn work(&self) -> anyhow::Result<Arc<Work>> {
        Ok(Arc::new(Work::of(&self.address, [work::get(&self.address, &self.path, &self.token)])?))
    }

    /// Asks it once.
    ///
    /// # Errors
    /// When it is not answered.
    pub async fn answer(&self) -> anyhow::Result<Response> {
        let client = Client::builder().no_proxy().build()?;
        let request = client.get(format!("http://{}{}", self.address, self.path));
        let request = if self.token.is_empty() { request } else { request.bearer_auth(&self.token) };
        Ok(request.send().await?.error_for_status()?)
    }
}
