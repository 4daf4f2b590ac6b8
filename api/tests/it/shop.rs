//! The settings of the shop.
use crate::app::App;
use serde_json::json;
use shared::{Rule, shop::Shop};

#[actix_web::test]
async fn the_owner_changes_the_shop_and_everybody_in_it_sees_that() {
    let app = App::start().await;
    let (shop, other) = (app.shop().await, app.owner().await);
    let before: Shop = shop.viewer.get("/api/v1/shop").await.ok(200);
    let after: Shop =
        shop.owner.patch("/api/v1/shop", &json!({ "name": " Casa Lola ", "shows_quantity": true })).await.ok(200);
    assert_eq!(after, Shop { name: "Casa Lola".into(), shows_quantity: true, ..before.clone() });
    assert_eq!(shop.viewer.get("/api/v1/shop").await.ok::<Shop>(200), after);
    assert_eq!(other.get("/api/v1/shop").await.ok::<Shop>(200).name, before.name);
    let empty: Shop = shop.owner.patch("/api/v1/shop", &json!({})).await.ok(200);
    assert_eq!(empty, after);
}

#[actix_web::test]
async fn a_shop_keeps_a_name_and_its_currency() {
    let app = App::start().await;
    let owner = app.owner().await;
    for (patch, field, rule) in [
        (json!({ "name": "" }), "name", Rule::Required),
        (json!({ "name": null }), "name", Rule::Type),
        (json!({ "name": "x".repeat(101) }), "name", Rule::TooLong),
        (json!({ "shows_quantity": "yes" }), "shows_quantity", Rule::Type),
        (json!({ "currency": "USD" }), "currency", Rule::Unknown),
    ] {
        assert_eq!(owner.patch("/api/v1/shop", &patch).await.invalid(), [(field.to_owned(), rule)], "{patch}");
    }
}
