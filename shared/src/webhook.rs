//! The shop's webhook: where it is told that something runs short, and how that went.
use crate::{
    FieldError, time,
    validate::{Checks, Validate},
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Where the shop is told of events.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Webhook {
    /// The address that gets a `POST` for each event.
    #[cfg_attr(feature = "openapi", schema(example = "https://example.com/hooks/bodega"))]
    pub url: String,
    /// When it was set.
    #[serde(deserialize_with = "time::read")]
    pub created_at: DateTime<Utc>,
    /// How the newest event fared; `null` when there was none yet.
    pub last_delivery: Option<Delivery>,
}

/// An address to be told of events.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewWebhook {
    /// `https` or `http`, without user and password, at most 2,000 characters; an address on the internet.
    #[cfg_attr(
        feature = "openapi",
        schema(example = "https://example.com/hooks/bodega", min_length = 1, max_length = 2000)
    )]
    pub url: String,
}

impl Validate for NewWebhook {
    fn validate(&self) -> Result<(), Vec<FieldError>> {
        let mut checks = Checks::default();
        checks.line("url", &self.url, 1, 2000);
        checks.finish()
    }
}

/// The webhook that was set, with its secret: this is the only time that it is told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WebhookSecret {
    /// The address that gets a `POST` for each event.
    #[cfg_attr(feature = "openapi", schema(example = "https://example.com/hooks/bodega"))]
    pub url: String,
    /// When it was set.
    #[serde(deserialize_with = "time::read")]
    pub created_at: DateTime<Utc>,
    /// What signs the events (Standard Webhooks): `whsec_` and 32 bytes in base64. Another one each time that the webhook is set.
    #[cfg_attr(feature = "openapi", schema(example = "whsec_UjP0hdzFmSKwh7DQDJkTKFEDqnGVwN2qwq3mcyVV5ao="))]
    pub secret: String,
}

/// One event and how its delivery went.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Delivery {
    /// The header `webhook-id`: the same in every attempt, so that the receiver can tell a repeated one.
    pub id: Uuid,
    /// What it tells of.
    pub event: Event,
    /// What has become of it.
    pub state: DeliveryState,
    /// How often it was sent.
    #[cfg_attr(feature = "openapi", schema(example = 1))]
    pub attempts: i32,
    /// The status of the last answer; `null` when none came.
    #[cfg_attr(feature = "openapi", schema(example = 204))]
    pub last_status: Option<i16>,
    /// Why the last attempt failed; `null` when it did not.
    #[cfg_attr(feature = "openapi", schema(example = json!(null)))]
    pub last_failure: Option<Failure>,
    /// When it happened.
    #[serde(deserialize_with = "time::read")]
    pub created_at: DateTime<Utc>,
    /// When it was taken, that is answered with 2xx.
    #[serde(deserialize_with = "time::read_or_null")]
    pub delivered_at: Option<DateTime<Utc>>,
    /// When it is tried next; `null` once it was delivered or given up.
    #[serde(deserialize_with = "time::read_or_null")]
    pub next_attempt_at: Option<DateTime<Utc>>,
}

named! {
    /// What an event tells of.
    Event {
        /// A product has come down to its minimum, or its minimum was raised to what there is. Once until there is more again.
        LowStock = "low_stock",
        /// Nothing: it tries the webhook out.
        Ping = "ping",
    }
}

named! {
    /// What has become of an event.
    DeliveryState {
        /// It waits to be sent, for the first time or once more.
        Waiting = "waiting",
        /// It was taken.
        Delivered = "delivered",
        /// It is not tried any more.
        GivenUp = "given_up",
    }
}

named! {
    /// Why an attempt failed. More is not told, so that nobody explores our network with it.
    Failure {
        /// Another answer than 2xx; redirects are not followed. 410 ends the attempts at once.
        Refused = "refused",
        /// No answer in time.
        Timeout = "timeout",
        /// No connection: no such name, nobody there, no valid certificate.
        Unreachable = "unreachable",
        /// The address is not one on the internet.
        PrivateAddress = "private_address",
        /// The webhook was removed before.
        Removed = "removed",
    }
}

/// Which deliveries to list, newest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams), into_params(parameter_in = Query))]
pub struct DeliveryQuery {
    /// `next_cursor` of the page before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
    /// Items of a page: 1 to 100, 25 when left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<u64>,
}
