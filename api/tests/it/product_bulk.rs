//! One change to many products.
use crate::{
    app::{App, add, coffee, path, read},
    client::Client,
};
use serde_json::{Value, json};
use shared::{
    Code, Page, Rule,
    audit::AuditEvent,
    product::{NewProduct, Product},
    product_bulk::BulkDone,
};
use uuid::Uuid;

const PATH: &str = "/api/v1/products";

async fn stock(owner: &Client, count: usize) -> Vec<Product> {
    let mut products = Vec::new();
    for n in 0..count {
        products.push(add(owner, &NewProduct { code: format!("C-{n}"), ..coffee() }).await);
    }
    products
}

fn bulk(products: &[Product], set: &Value) -> Value {
    let ids: Vec<_> = products.iter().map(|product| product.id).collect();
    json!({ "ids": ids, "set": set })
}

#[actix_web::test]
async fn every_field_is_set_in_every_product_and_only_that() {
    let app = App::start().await;
    let owner = app.owner().await;
    let products = stock(&owner, 3).await;
    let set = json!({ "price_minor": 1295, "unit": "kg", "min_quantity": 30, "is_public": false });
    let done: BulkDone = owner.patch(PATH, &bulk(&products[..2], &set)).await.ok(200);
    assert_eq!(done.changed, 2);
    for old in &products[..2] {
        let new = read(&owner, old).await;
        assert_eq!((new.price_minor, new.unit.as_str(), new.min_quantity), (1295, "kg", Some(30)));
        assert!(!new.is_public && new.low_since.is_some());
        assert_eq!((new.version, new.seq, new.quantity), (old.version + 1, old.seq, old.quantity));
    }
    assert_eq!(read(&owner, &products[2]).await, products[2]);
    let edits: Page<AuditEvent> =
        owner.get(&format!("/api/v1/audit-events?subject_id={}", products[0].id)).await.ok(200);
    let fields: Vec<_> = edits.items[0].changes.iter().map(|change| change.field.as_str()).collect();
    assert_eq!(fields, ["price_minor", "unit", "min_quantity", "is_public"]);
}

#[actix_web::test]
async fn a_watch_ends_with_null() {
    let app = App::start().await;
    let owner = app.owner().await;
    let product = add(&owner, &NewProduct { min_quantity: Some(30), ..coffee() }).await;
    owner.patch(PATH, &bulk(std::slice::from_ref(&product), &json!({ "min_quantity": null }))).await.value(200);
    let now = read(&owner, &product).await;
    assert_eq!((now.min_quantity, now.low_since), (None, None));
}

#[actix_web::test]
async fn many_are_archived_and_restored_and_may_be_edited_on_the_way_back() {
    let app = App::start().await;
    let owner = app.owner().await;
    let products = stock(&owner, 2).await;
    owner.patch(PATH, &bulk(&products, &json!({ "archived": true, "price_minor": 1 }))).await.value(200);
    let gone = read(&owner, &products[1]).await;
    assert!(gone.archived_at.is_some() && gone.price_minor == 1);
    // Once more is nothing new.
    owner.patch(PATH, &bulk(&products, &json!({ "archived": true }))).await.value(200);
    assert_eq!(read(&owner, &products[1]).await, gone);
    owner.patch(PATH, &bulk(&products, &json!({ "archived": false, "price_minor": 2 }))).await.value(200);
    let back = read(&owner, &products[0]).await;
    assert!(back.archived_at.is_none() && back.price_minor == 2);
}

#[actix_web::test]
async fn one_that_stands_in_the_way_stops_all_and_all_of_those_are_named() {
    let app = App::start().await;
    let (owner, stranger) = (app.owner().await, app.owner().await);
    let products = stock(&owner, 3).await;
    let other = add(&stranger, &coffee()).await;
    owner.archive(&path(&products[1]), "*").await.done();
    let set = json!({ "price_minor": 1 });
    let wrong = owner.patch(PATH, &bulk(&products, &set)).await.refused(Code::Archived).fields;
    assert_eq!((wrong.len(), wrong[0].field.as_str(), wrong[0].rule), (1, "ids[1]", Rule::Archived));
    let ids = json!([products[0].id, products[1].id, other.id, Uuid::now_v7(), products[2].id]);
    let wrong = owner.patch(PATH, &json!({ "ids": ids, "set": set })).await.invalid();
    let named = [("ids[1]", Rule::Archived), ("ids[2]", Rule::NotFound), ("ids[3]", Rule::NotFound)];
    assert_eq!(wrong, named.map(|(field, rule)| (field.to_owned(), rule)));
    assert_eq!(read(&owner, &products[0]).await, products[0]);
    assert_eq!(read(&owner, &products[2]).await, products[2]);
    assert_eq!(read(&stranger, &other).await, other);
}

#[actix_web::test]
async fn a_bulk_keeps_the_rules() {
    let app = App::start().await;
    let owner = app.owner().await;
    let id = stock(&owner, 1).await[0].id;
    let many: Vec<_> = (0..501).map(|_| Uuid::now_v7()).collect();
    let cases = [
        (json!({ "ids": [], "set": { "price_minor": 1 } }), "ids", Rule::Required),
        (json!({ "ids": many, "set": { "price_minor": 1 } }), "ids", Rule::TooBig),
        (json!({ "ids": [id, id], "set": { "price_minor": 1 } }), "ids[1]", Rule::Repeated),
        (json!({ "ids": [id], "set": {} }), "set", Rule::Required),
        (json!({ "ids": [id] }), "set", Rule::Required),
        (json!({ "ids": [id], "set": { "price_minor": -1 } }), "set.price_minor", Rule::TooSmall),
        (json!({ "ids": [id], "set": { "min_quantity": -1 } }), "set.min_quantity", Rule::TooSmall),
        (json!({ "ids": [id], "set": { "unit": " " } }), "set.unit", Rule::Required),
        (json!({ "ids": [id], "set": { "price_minor": null } }), "set.price_minor", Rule::Type),
        (json!({ "ids": [id], "set": { "archived": "yes" } }), "set.archived", Rule::Type),
        (json!({ "ids": ["x"], "set": { "price_minor": 1 } }), "ids[0]", Rule::Type),
        // What makes a product itself is not for many at once.
        (json!({ "ids": [id], "set": { "code": "X" } }), "set.code", Rule::Unknown),
    ];
    for (body, field, rule) in cases {
        assert_eq!(owner.patch(PATH, &body).await.invalid(), [(field.to_owned(), rule)], "{field}");
    }
}

#[actix_web::test]
async fn five_hundred_are_taken() {
    let app = App::start().await;
    let owner = app.owner().await;
    let lines = stock(&owner, 500).await;
    let done: BulkDone = owner.patch(PATH, &bulk(&lines, &json!({ "is_public": false }))).await.ok(200);
    assert_eq!(done.changed, 500);
}
