//! The shop's webhook.
use crate::{auth::Owner, body::Body, db::webhooks, error::Result, state::State};
use actix_web::{
    HttpResponse, delete, get, post, put,
    web::{Data, Json, Query},
};
use shared::{
    FieldError, Page,
    webhook::{Delivery, DeliveryQuery, NewWebhook, Webhook, WebhookSecret},
};

/// Your webhook
///
/// Where your shop is told of events, and how the newest one fared. The secret is not told again: set the webhook anew to get
/// another one.
#[utoipa::path(
    tag = "webhook",
    responses((status = 200, description = "The webhook.", body = Webhook)),
    security(("password" = ["owner"])),
    extensions(("x-problems" = json!(["not_found"])))
)]
#[get("/shop/webhook")]
pub async fn get(state: Data<State>, who: Owner) -> Result<Json<Webhook>> {
    Ok(Json(webhooks::get(&state.db, who.shop).await?))
}

/// Set your webhook
///
/// From now on this address gets a `POST` for each event, as [Standard Webhooks](https://www.standardwebhooks.com) has it: the
/// headers `webhook-id`, `webhook-timestamp` (seconds since 1970) and `webhook-signature`, which is `v1,` and the base64 of the
/// HMAC-SHA256 of `id.timestamp.body`, made with the secret. The answer tells that secret, once: each time that the webhook is
/// set, even to the same address, it gets a new secret, and the old one is worth nothing from then on.
///
/// The body of an event is `{"type": "low_stock", "timestamp", "shop": {"id", "name"}, "data": {"product": {"id", "code", "name",
/// "unit"}, "quantity", "min_quantity", "low_since", "movement_id"}}`. It comes once each time that a product comes down to its
/// minimum; `movement_id` is `null` when the minimum came up instead. A product that is low when it is added is no event.
///
/// Answer with 2xx within 10 seconds. Otherwise it is sent again after about 5 seconds, 30 seconds, 2 minutes, 10 minutes, an
/// hour, 6 hours and 24 hours, and then given up; 410 ends it at once. Redirects are not followed. An event may come twice, then
/// with the same `webhook-id`, and events may come in another order. Events that still waited for the address before are sent to
/// this one.
#[utoipa::path(
    tag = "webhook",
    request_body = NewWebhook,
    responses((status = 200, description = "The webhook with its secret.", body = WebhookSecret)),
    security(("password" = ["owner"]))
)]
#[put("/shop/webhook")]
pub async fn set(state: Data<State>, who: Owner, new: Body<NewWebhook>) -> Result<Json<WebhookSecret>> {
    let url = state.webhooks.check(&new.0.url);
    let url = url.map_err(|rule| vec![FieldError { field: "url".into(), rule, limit: None }])?;
    let row = webhooks::set(&state.db, &who.by(), url.into()).await?;
    let secret = state.webhooks.secret(row.id);
    Ok(Json(WebhookSecret { url: row.url, created_at: row.created_at, secret }))
}

/// Remove your webhook
///
/// Nobody is told any more. Events that still waited are given up.
#[utoipa::path(
    tag = "webhook",
    responses((status = 204, description = "Removed.")),
    security(("password" = ["owner"])),
    extensions(("x-problems" = json!(["not_found"])))
)]
#[delete("/shop/webhook")]
pub async fn remove(state: Data<State>, who: Owner) -> Result<HttpResponse> {
    webhooks::remove(&state.db, &who.by()).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Try your webhook
///
/// Sends it an event of type `ping` with empty `data`, signed and sent again like any other. How it fares is among the
/// deliveries.
#[utoipa::path(
    tag = "webhook",
    responses((status = 202, description = "The event, about to be sent.", body = Delivery)),
    security(("password" = ["owner"])),
    extensions(("x-problems" = json!(["not_found"])))
)]
#[post("/shop/webhook/test")]
pub async fn test(state: Data<State>, who: Owner) -> Result<HttpResponse> {
    Ok(HttpResponse::Accepted().json(webhooks::test(&state.db, who.shop).await?))
}

/// Deliveries
///
/// The events of your shop, newest first, and how their deliveries went. They are kept for 30 days, also when the webhook is
/// removed.
#[utoipa::path(
    tag = "webhook",
    params(DeliveryQuery),
    responses((status = 200, description = "A page of deliveries.", body = Page<Delivery>)),
    security(("password" = ["owner"])),
    extensions(("x-problems" = json!(["bad_cursor"])))
)]
#[get("/shop/webhook/deliveries")]
pub async fn deliveries(state: Data<State>, who: Owner, query: Query<DeliveryQuery>) -> Result<Json<Page<Delivery>>> {
    Ok(Json(webhooks::deliveries(&state.db, who.shop, &query).await?))
}
