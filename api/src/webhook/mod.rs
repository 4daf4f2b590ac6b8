//! Telling shops of events (Standard Webhooks): `db::outbox` holds them, `worker` sends them, `address` says where to.
pub mod address;
mod worker;

pub use worker::run;

use crate::{config::Config, db::outbox::Letter, state::State};
use actix_web::{
    Error,
    body::MessageBody,
    dev::{ServiceRequest, ServiceResponse},
    middleware::Next,
    web::Data,
};
use address::{Addresses, Private};
use anyhow::Context;
use base64::{Engine, prelude::BASE64_STANDARD};
use hmac::{Hmac, Mac};
use reqwest::{
    Client, Url,
    header::{CONTENT_TYPE, USER_AGENT},
    redirect::Policy,
};
use rustls::{ClientConfig, RootCertStore, crypto::ring};
use sha2::Sha256;
use shared::{Rule, Time, webhook::Failure};
use std::{error::Error as _, sync::Arc, time::Duration};
use tokio::sync::Notify;
use uuid::Uuid;

/// How long a receiver may take, from the look-up of its name to its answer.
const PATIENCE: Duration = Duration::from_secs(10);

/// Signs events and sends them.
pub struct Webhooks {
    key: Hmac<Sha256>,
    client: Client,
    addresses: Addresses,
    news: Notify,
}

impl Webhooks {
    /// `key` is secret, the same on every replica, and kept as long as the database: all secrets are made from it.
    ///
    /// # Errors
    /// When there is no TLS to be had.
    pub fn new(key: &[u8], config: &Config) -> anyhow::Result<Self> {
        let addresses = Addresses { private: config.webhook_allow_private };
        let client = Client::builder()
            // A proxy would look the name up itself, and reach what we must not.
            .no_proxy()
            .redirect(Policy::none())
            .dns_resolver(addresses)
            .tls_backend_preconfigured(tls()?)
            .timeout(PATIENCE)
            // Events are rare; the next one looks the name up and checks it again.
            .pool_max_idle_per_host(0);
        let client = client.build().context("cannot speak TLS")?;
        let key = Hmac::new_from_slice(key).expect("HMAC takes keys of any length");
        Ok(Self { key, client, addresses, news: Notify::new() })
    }

    /// The address in its settled form, if events may be sent there.
    ///
    /// # Errors
    /// The rule that it breaks.
    pub fn check(&self, url: &str) -> Result<Url, Rule> {
        self.addresses.check(url)
    }

    /// The secret of the webhook with this id, as the receiver keeps it. It is made from the id, so that no table holds
    /// it.
    pub fn secret(&self, webhook: Uuid) -> String {
        format!("whsec_{}", BASE64_STANDARD.encode(self.bytes(webhook)))
    }

    fn bytes(&self, webhook: Uuid) -> Vec<u8> {
        self.key.clone().chain_update(webhook).finalize().into_bytes().to_vec()
    }

    /// Sends an event once; the status of the answer, whatever it is.
    async fn send(&self, letter: &Letter, at: Time) -> Result<u16, Failure> {
        let (to, row) = (letter.to.as_ref().ok_or(Failure::Removed)?, &letter.row);
        // The setting may have changed since the address was set.
        let url = self.check(&to.url).map_err(|_| Failure::PrivateAddress)?;
        let (id, timestamp) = (row.id.to_string(), at.timestamp());
        let signature = signature(&self.bytes(to.id), &id, timestamp, &row.body);
        let request = self
            .client
            .post(url)
            .header(CONTENT_TYPE, "application/json")
            .header(USER_AGENT, concat!("Bodega/", env!("CARGO_PKG_VERSION")))
            .header("webhook-id", id)
            .header("webhook-timestamp", timestamp)
            .header("webhook-signature", signature)
            .body(row.body.clone());
        // Whatever else the answer holds is not read: it may be as long as it likes.
        request.send().await.map(|answer| answer.status().as_u16()).map_err(|error| failure(&error))
    }

    /// There may be something to send.
    pub fn wake(&self) {
        self.news.notify_one();
    }
}

fn signature(key: &[u8], id: &str, timestamp: i64, body: &str) -> String {
    let mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes keys of any length");
    let mac = mac.chain_update(format!("{id}.{timestamp}.{body}"));
    format!("v1,{}", BASE64_STANDARD.encode(mac.finalize().into_bytes()))
}

/// What is told of a failure. The rest could tell strangers about the network here.
fn failure(error: &reqwest::Error) -> Failure {
    let mut causes = std::iter::successors(error.source(), |cause| (*cause).source());
    if causes.any(<dyn std::error::Error>::is::<Private>) {
        Failure::PrivateAddress
    } else if error.is_timeout() {
        Failure::Timeout
    } else {
        Failure::Unreachable
    }
}

/// Trusts Mozilla's authorities, which are built in because an image may have none, and those of the system, to which a
/// network of one's own may have added its own.
fn tls() -> anyhow::Result<ClientConfig> {
    let mut roots = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()));
    Ok(config.with_safe_default_protocol_versions()?.with_root_certificates(roots).with_no_client_auth())
}

/// Wakes the worker after whatever changed something: whoever books need not know that somebody wants to be told.
pub async fn notice(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let is_change = !request.method().is_safe();
    let response = next.call(request).await?;
    if is_change && response.status().is_success() {
        let state = response.request().app_data::<Data<State>>().expect("serve() sets the state before any route");
        state.webhooks.wake();
    }
    Ok(response)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// From the specification's own libraries: secret, id, time, body and what comes out.
    #[test]
    fn a_signature_is_what_the_specification_says() {
        let key = BASE64_STANDARD.decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").unwrap();
        let signed = signature(&key, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, r#"{"test": 2432232314}"#);
        assert_eq!(signed, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }
}
