//! The shop at a glance.
use crate::app::{App, add, book, coffee, path};
use chrono::{Duration, SecondsFormat};
use serde_json::json;
use shared::{
    movement::{Kind, Movement},
    product::NewProduct,
    summary::Summary,
};
use uuid::Uuid;

const MOST: i64 = 1_000_000_000_000;

fn new(code: &str, price: i64, opening: i64, min: Option<i64>) -> NewProduct {
    let (price_minor, opening_quantity, min_quantity) = (price, opening, min);
    NewProduct { code: code.into(), price_minor, opening_quantity, min_quantity, ..coffee() }
}

#[actix_web::test]
async fn an_empty_shop_has_nothing() {
    let app = App::start().await;
    let now = app.owner().await.get("/api/v1/summary").await.ok::<Summary>(200);
    let nothing = Summary { products: 0, archived: 0, low: 0, out: 0, value_minor: 0, moved_24h: 0, ..now.clone() };
    assert_eq!((now.currency.as_str(), &now), ("EUR", &nothing));
}

#[actix_web::test]
async fn the_summary_counts_what_is_in_use_and_nothing_of_another_shop() {
    let app = App::start().await;
    let (shop, other) = (app.shop().await, app.owner().await);
    add(&other, &new("O", 7, 1, Some(5))).await;
    let began = shop.viewer.get("/api/v1/summary").await.ok::<Summary>(200).moved_since;
    // The hours go on meanwhile.
    let summary = async || Summary { moved_since: began, ..shop.viewer.get("/api/v1/summary").await.ok(200) };
    let a = add(&shop.owner, &new("A", 495, 10, Some(3))).await;
    add(&shop.owner, &new("B", 1_000, 2, Some(2))).await;
    add(&shop.owner, &new("C", 50, 0, None)).await;
    let archived = add(&shop.owner, &new("D", 99, 0, Some(9))).await;
    assert_eq!(shop.owner.archive(&path(&archived), "*").await.status, 204);
    let currency = "EUR".into();
    let value_minor = 6_950;
    let now =
        Summary { products: 3, archived: 1, low: 1, out: 1, value_minor, currency, moved_24h: 2, moved_since: began };
    assert_eq!(summary().await, now);
    book(&shop.clerk, &a, Kind::Sale, 10).await;
    let now = Summary { moved_24h: 3, ..now };
    assert_eq!(summary().await, Summary { low: 2, out: 2, value_minor: 2_000, ..now.clone() });
    shop.owner.edit(&path(&a), "*", &json!({ "min_quantity": null })).await.value(200);
    assert_eq!(summary().await, Summary { low: 1, out: 2, value_minor: 2_000, ..now });
}

#[actix_web::test]
async fn the_value_is_exact_as_far_as_a_number_goes_and_then_the_greatest_number() {
    let app = App::start().await;
    let owner = app.owner().await;
    let value = async || owner.get("/api/v1/summary").await.ok::<Summary>(200).value_minor;
    add(&owner, &new("A", 999_999_999_989, 8_000_003, None)).await;
    assert_eq!(value().await, 999_999_999_989 * 8_000_003);
    add(&owner, &new("B", 1_000_000_007, 1_223_000_000, None)).await;
    let rest = i64::MAX - 999_999_999_989 * 8_000_003 - 1_000_000_007 * 1_223_000_000;
    assert_eq!(value().await, i64::MAX - rest);
    add(&owner, &new("C", 1_000_000, rest / 1_000_000, None)).await;
    assert_eq!(value().await, i64::MAX - rest % 1_000_000);
    add(&owner, &new("D", 1, rest % 1_000_000, None)).await;
    assert_eq!(value().await, i64::MAX);
    add(&owner, &new("E", MOST, MOST, None)).await;
    assert_eq!(value().await, i64::MAX);
}

#[actix_web::test]
async fn what_moved_within_a_day_is_what_the_journal_lists_from_there() {
    let app = App::start().await;
    let shop = app.shop().await;
    let product = add(&shop.owner, &coffee()).await;
    let old = book(&shop.clerk, &product, Kind::Sale, 1).await;
    book(&shop.clerk, &product, Kind::Sale, 2).await;
    let ago = Uuid::from_u128(old.id.as_u128() - ((25 * 3_600_000) << 80));
    app.sql(&app.database.without_trigger("stock_movements", "stock_movements_unchanged")).await;
    let place = &app.database;
    let moved = format!("id = {}, created_at = {}", place.id(ago), place.moment(old.created_at - Duration::hours(25)));
    app.sql(&format!("UPDATE stock_movements SET {moved} WHERE id = {}", place.id(old.id))).await;
    let now: Summary = shop.viewer.get("/api/v1/summary").await.ok(200);
    let from = now.moved_since.to_rfc3339_opts(SecondsFormat::AutoSi, true);
    let listed = shop.viewer.all::<Movement>(&format!("/api/v1/movements?from={from}")).await;
    assert_eq!((now.moved_24h, listed.len()), (2, 2));
}
