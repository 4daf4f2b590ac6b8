//! The shop's webhook: its rules, its secret, who is told of it, and its deliveries.
use crate::{
    app::{App, add, book, coffee},
    deliveries::{DELIVERIES, TEST, WEBHOOK, app, newest, ping, set},
    receiver::Receiver,
};
use serde_json::json;
use shared::{
    Code, Page, Rule,
    audit::{Action, AuditEvent, Subject},
    movement::Kind,
    product::NewProduct,
    webhook::{Delivery, DeliveryState, Event},
};
use std::collections::HashSet;

#[actix_web::test]
async fn a_webhook_keeps_the_rules() {
    let app = App::start().await;
    let owner = app.owner().await;
    let long = format!("https://example.com/{}", "x".repeat(2_000));
    for (url, rule) in [
        ("", Rule::Required),
        ("example.com/hook", Rule::Format),
        ("ftp://example.com", Rule::Format),
        ("https://lola:secret@example.com/", Rule::Format),
        (&long, Rule::TooLong),
    ] {
        assert_eq!(owner.put(WEBHOOK, &json!({ "url": url })).await.invalid(), [("url".into(), rule)], "{url}");
    }
    for wanting in [owner.get(WEBHOOK).await, owner.delete(WEBHOOK).await, owner.post(TEST, &json!({})).await] {
        wanting.refused(Code::NotFound);
    }
}

#[actix_web::test]
async fn the_secret_is_told_once_and_is_another_one_each_time() {
    let app = app().await;
    let (owner, other, receiver) = (app.owner().await, app.owner().await, Receiver::answering(&[]));
    let first = set(&owner, &receiver.url()).await;
    let second = set(&owner, &receiver.url()).await;
    let theirs = set(&other, &receiver.url()).await;
    assert_eq!(HashSet::from([&first, &second, &theirs]).len(), 3);
    ping(&owner).await;
    let call = receiver.next().await;
    assert!(call.is_signed_by(&second) && !call.is_signed_by(&first) && !call.is_signed_by(&theirs));
    newest(&owner, DeliveryState::Delivered).await;
    for path in [WEBHOOK, DELIVERIES, "/api/v1/audit-events", "/api/v1/shop"] {
        let text = owner.get(path).await.text();
        assert!(!text.contains("whsec_") && !text.contains(second.trim_start_matches("whsec_")), "{text}");
    }
    app.database.is_without(&[second.as_bytes()]).await;
}

#[actix_web::test]
async fn setting_and_removing_a_webhook_is_in_the_audit_trail() {
    let app = app().await;
    let owner = app.owner().await;
    set(&owner, "http://one.example").await;
    set(&owner, "http://two.example/x").await;
    owner.delete(WEBHOOK).await.done();
    let trail: Page<AuditEvent> = owner.get("/api/v1/audit-events?subject=webhook").await.ok(200);
    let told: Vec<_> =
        trail.items.into_iter().rev().map(|event| (event.action, event.subject, event.changes)).collect();
    let change = |field: &str, old: Option<&str>, new: Option<&str>| json!({ "field": field, "old": old, "new": new });
    let (one, two, secret) = (Some("http://one.example/"), Some("http://two.example/x"), change("secret", None, None));
    let expected = [
        (Action::Create, Subject::Webhook, json!([change("url", None, one), secret])),
        (Action::Update, Subject::Webhook, json!([change("url", one, two), secret])),
        (Action::Remove, Subject::Webhook, json!([change("url", two, None)])),
    ];
    for (told, expected) in told.iter().zip(&expected) {
        assert_eq!((told.0, told.1, json!(told.2)), *expected);
    }
    assert_eq!(told.len(), 3);
}

#[actix_web::test]
async fn deliveries_come_page_by_page_and_those_of_another_shop_never() {
    let app = app().await;
    let (owner, other) = (app.owner().await, app.owner().await);
    let receiver = Receiver::answering(&[]);
    set(&owner, &receiver.url()).await;
    set(&other, &receiver.url()).await;
    ping(&other).await;
    let product = add(&owner, &NewProduct { min_quantity: Some(20), ..coffee() }).await;
    book(&owner, &product, Kind::Sale, 5).await;
    for _ in 0..4 {
        ping(&owner).await;
    }
    let (mut events, mut at, mut ids) = (Vec::new(), format!("{DELIVERIES}?limit=2"), HashSet::new());
    loop {
        let page: Page<Delivery> = owner.get(&at).await.ok(200);
        events.extend(page.items.iter().map(|delivery| delivery.event));
        ids.extend(page.items.iter().map(|delivery| delivery.id));
        let Some(cursor) = page.next_cursor else { break };
        other.get(&format!("{DELIVERIES}?cursor={cursor}")).await.refused(Code::BadCursor);
        at = format!("{DELIVERIES}?limit=2&cursor={cursor}");
    }
    assert_eq!((events, ids.len()), (vec![Event::Ping, Event::Ping, Event::Ping, Event::Ping, Event::LowStock], 5));
}
