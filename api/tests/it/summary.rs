//! The shop at a glance.
use crate::app::{App, add, book, coffee, path};
use serde_json::json;
use shared::{movement::Kind, product::NewProduct, summary::Summary};

const MOST: i64 = 1_000_000_000_000;

fn new(code: &str, price: i64, opening: i64, min: Option<i64>) -> NewProduct {
    let (price_minor, opening_quantity, min_quantity) = (price, opening, min);
    NewProduct { code: code.into(), price_minor, opening_quantity, min_quantity, ..coffee() }
}

#[actix_web::test]
async fn an_empty_shop_has_nothing() {
    let app = App::start().await;
    let nothing = Summary { products: 0, archived: 0, low: 0, out: 0, value_minor: 0, currency: "EUR".into() };
    assert_eq!(app.owner().await.get("/api/v1/summary").await.ok::<Summary>(200), nothing);
}

#[actix_web::test]
async fn the_summary_counts_what_is_in_use_and_nothing_of_another_shop() {
    let app = App::start().await;
    let (shop, other) = (app.shop().await, app.owner().await);
    add(&other, &new("O", 7, 1, Some(5))).await;
    let summary = async || shop.viewer.get("/api/v1/summary").await.ok::<Summary>(200);
    let a = add(&shop.owner, &new("A", 495, 10, Some(3))).await;
    add(&shop.owner, &new("B", 1_000, 2, Some(2))).await;
    add(&shop.owner, &new("C", 50, 0, None)).await;
    let archived = add(&shop.owner, &new("D", 99, 0, Some(9))).await;
    assert_eq!(shop.owner.archive(&path(&archived), "*").await.status, 204);
    let now = Summary { products: 3, archived: 1, low: 1, out: 1, value_minor: 6_950, currency: "EUR".into() };
    assert_eq!(summary().await, now);
    book(&shop.clerk, &a, Kind::Sale, 10).await;
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
