//! The catalogue, as everybody sees it.
use crate::{
    app::{App, add, book, coffee, path},
    client::Client,
};
use serde_json::{Value, json};
use shared::{
    Code, Page,
    catalog::{Availability, CatalogProduct},
    movement::Kind,
    product::{NewProduct, Product},
};

const CATALOG: &str = "/api/v1/catalog/products";

fn shown(product: &Product) -> String {
    format!("{CATALOG}/{}", product.id)
}

async fn codes(guest: &Client, query: &str) -> Vec<String> {
    let page: Page<CatalogProduct> = guest.get(&format!("{CATALOG}{query}")).await.ok(200);
    page.items.into_iter().map(|product| product.code).collect()
}

#[actix_web::test]
async fn the_catalogue_has_the_public_products_of_all_shops() {
    let app = App::start().await;
    let (one, two) = (app.owner().await, app.owner().await);
    add(&one, &NewProduct { code: "A".into(), name: "Manzana".into(), ..coffee() }).await;
    add(&two, &NewProduct { code: "B".into(), name: "Ábaco".into(), ..coffee() }).await;
    add(&two, &NewProduct { code: "A".into(), name: "Zapato".into(), ..coffee() }).await;
    assert_eq!(codes(&app.guest(), "").await, ["B", "A", "A"]);
    assert_eq!(codes(&app.guest(), "?q=abaco").await, ["B"]);
    assert_eq!(codes(&app.guest(), "?q=a&limit=2").await, ["A", "A"]);
}

#[actix_web::test]
async fn what_is_private_or_archived_is_not_there() {
    let app = App::start().await;
    let owner = app.owner().await;
    let private = add(&owner, &NewProduct { code: "P".into(), is_public: false, ..coffee() }).await;
    let archived = add(&owner, &NewProduct { code: "X".into(), ..coffee() }).await;
    app.guest().get(&shown(&archived)).await.ok::<CatalogProduct>(200);
    owner.archive(&path(&archived), "*").await.done();
    for hidden in [&private, &archived] {
        for client in [&app.guest(), &owner] {
            client.get(&shown(hidden)).await.refused(Code::NotFound);
        }
    }
    assert!(codes(&app.guest(), "").await.is_empty());
    owner.edit(&path(&private), "*", &json!({ "is_public": true })).await.ok::<Product>(200);
    assert_eq!(codes(&app.guest(), "").await, ["P"]);
}

#[actix_web::test]
async fn nothing_that_is_the_shops_own_business_is_shown() {
    let app = App::start().await;
    let owner = app.owner().await;
    let barcode = Some("8412345678905".into());
    let product = add(&owner, &NewProduct { min_quantity: Some(7), barcode, ..coffee() }).await;
    let one = app.guest().get(&shown(&product)).await.value(200);
    let list = app.guest().get(CATALOG).await.value(200);
    assert_eq!(list["items"][0], one);
    let mut keys: Vec<_> = one.as_object().unwrap().keys().map(String::as_str).collect();
    keys.sort_unstable();
    let expected = "availability code currency description id image name price_minor quantity shop shop_slug unit";
    assert_eq!(keys.join(" "), expected);
    assert_eq!(
        (&one["shop"], &one["currency"], &one["quantity"]),
        (&json!("Ultramarinos Lola"), &json!("EUR"), &Value::Null)
    );
}

#[actix_web::test]
async fn the_exact_quantity_is_shown_only_if_the_shop_says_so() {
    let app = App::start().await;
    let (open, discreet) = (app.owner().await, app.owner().await);
    open.patch("/api/v1/shop", &json!({ "shows_quantity": true })).await.value(200);
    let (seen, unseen) = (add(&open, &coffee()).await, add(&discreet, &coffee()).await);
    let quantity = async |product| app.guest().get(&shown(product)).await.ok::<CatalogProduct>(200).quantity;
    assert_eq!((quantity(&seen).await, quantity(&unseen).await), (Some(24), None));
    book(&open, &seen, Kind::Sale, 24).await;
    assert_eq!(quantity(&seen).await, Some(0));
}

#[actix_web::test]
async fn the_public_is_told_in_stock_few_or_out() {
    use Availability::{Few, InStock, Out};
    let app = App::start().await;
    let owner = app.owner().await;
    let cases = [
        (0, None, Out),
        (1, None, Few),
        (3, None, Few),
        (4, None, InStock),
        (0, Some(5), Out),
        (5, Some(5), Few),
        (6, Some(5), InStock),
        (1, Some(0), InStock),
        (0, Some(0), Out),
    ];
    for (n, (opening_quantity, min_quantity, expected)) in cases.into_iter().enumerate() {
        let new = NewProduct { code: n.to_string(), opening_quantity, min_quantity, ..coffee() };
        let product = add(&owner, &new).await;
        let seen: CatalogProduct = app.guest().get(&shown(&product)).await.ok(200);
        assert_eq!(seen.availability, expected, "{opening_quantity} of {min_quantity:?}");
    }
}

#[actix_web::test]
async fn the_catalogue_may_be_kept_for_seconds_and_the_shops_own_view_not_at_all() {
    let app = App::start().await;
    let owner = app.owner().await;
    let product = add(&owner, &coffee()).await;
    for path in [CATALOG, &shown(&product)] {
        assert_eq!(app.guest().get(path).await.header("cache-control"), "public, max-age=5");
    }
    for path in ["/api/v1/products", &path(&product), "/api/v1/me", "/api/v1/users"] {
        assert_eq!(owner.get(path).await.header("cache-control"), "no-store");
    }
    assert_eq!(app.guest().get(&format!("{CATALOG}/x")).await.header("cache-control"), "no-store");
}
