//! Lists of products narrowed down: by what is public, by price, and to chosen ones.
use crate::{
    app::{App, add, coffee},
    client::Client,
};
use shared::{
    Code, Page,
    product::{NewProduct, Product},
};
use uuid::Uuid;

/// Eight products; those with an even number are public, and each costs a hundred times its number.
async fn eight(owner: &Client) -> Vec<Product> {
    let mut all = Vec::new();
    for number in 1..=8 {
        let (code, name) = (format!("F-{number}"), format!("Bolt {number}"));
        let new = NewProduct { code, name, price_minor: number * 100, is_public: number % 2 == 0, ..coffee() };
        all.push(add(owner, &NewProduct { barcode: None, ..new }).await);
    }
    all
}

async fn codes(owner: &Client, query: &str) -> Vec<String> {
    let all: Vec<Product> = owner.all(&format!("/api/v1/products?limit=2&{query}")).await;
    all.into_iter().map(|product| product.code).collect()
}

#[actix_web::test]
async fn filters_hold_together_on_every_page_in_every_order_and_with_a_search() {
    let app = App::start().await;
    let owner = app.owner().await;
    eight(&owner).await;
    assert_eq!(codes(&owner, "public=false&sort=code").await, ["F-1", "F-3", "F-5", "F-7"]);
    assert_eq!(codes(&owner, "public=true&sort=-price").await, ["F-8", "F-6", "F-4", "F-2"]);
    assert_eq!(codes(&owner, "price_min=300&price_max=600&sort=price").await, ["F-3", "F-4", "F-5", "F-6"]);
    assert_eq!(codes(&owner, "price_min=300&price_max=600&public=true&q=bolt").await, ["F-4", "F-6"]);
    assert_eq!(codes(&owner, "price_min=600&price_max=300").await, [""; 0]);
    let page: Page<Product> = owner.get("/api/v1/products?price_min=700&include_total=true").await.ok(200);
    assert_eq!((page.items.len(), page.total), (2, Some(2)));
}

#[actix_web::test]
async fn a_cursor_of_one_filter_does_not_open_another_list() {
    let app = App::start().await;
    let owner = app.owner().await;
    eight(&owner).await;
    let page: Page<Product> = owner.get("/api/v1/products?limit=1&public=true").await.ok(200);
    let cursor = page.next_cursor.unwrap();
    owner.get(&format!("/api/v1/products?limit=1&public=false&cursor={cursor}")).await.refused(Code::BadCursor);
    owner.get(&format!("/api/v1/products?limit=1&public=true&cursor={cursor}")).await.ok::<Page<Product>>(200);
}

#[actix_web::test]
async fn chosen_ones_are_listed_and_exported_and_those_of_others_are_not() {
    let app = App::start().await;
    let (owner, stranger) = (app.owner().await, app.owner().await);
    let (mine, theirs) = (eight(&owner).await, eight(&stranger).await);
    let ids = format!("{},{},{}", mine[2].id, theirs[3].id, mine[0].id);
    assert_eq!(codes(&owner, &format!("sort=code&ids={ids}")).await, ["F-1", "F-3"]);
    let path = format!("/api/v1/products?ids={ids}");
    let sheet = owner.send("GET", &path, &[("accept", "text/csv")], "").await.text();
    assert_eq!(sheet.lines().count(), 3, "{sheet}");
    assert!(sheet.contains("F-1") && sheet.contains("F-3") && !sheet.contains("F-4"), "{sheet}");
    for bad in ["", "1", &vec![Uuid::nil().to_string(); 201].join(",")] {
        owner.get(&format!("/api/v1/products?ids={bad}")).await.refused(Code::Malformed);
    }
}
