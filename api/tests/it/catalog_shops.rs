//! The shops of the catalogue: each has an address of its own.
use crate::{
    app::{App, add, another, coffee, email, path, registration},
    client::Client,
};
use futures::future::join_all;
use serde_json::json;
use shared::{
    Code, Page, Rule,
    catalog::{CatalogAddress, CatalogProduct, CatalogShop},
    product::{NewProduct, Product},
    shop::Shop,
    user::Me,
};

const SHOPS: &str = "/api/v1/catalog/shops";

async fn slug(owner: &Client) -> String {
    owner.get("/api/v1/shop").await.ok::<Shop>(200).slug
}

async fn products(guest: &Client, slug: &str) -> Vec<String> {
    let page: Page<CatalogProduct> = guest.get(&format!("/api/v1/catalog/products?shop={slug}")).await.ok(200);
    assert!(page.items.iter().all(|product| product.shop_slug == slug));
    page.items.into_iter().map(|product| product.code).collect()
}

#[actix_web::test]
async fn a_shop_has_a_page_with_its_own_products() {
    let app = App::start().await;
    let (one, two) = (app.owner().await, app.owner().await);
    add(&one, &NewProduct { code: "A".into(), ..coffee() }).await;
    add(&two, &NewProduct { code: "B".into(), ..coffee() }).await;
    add(&two, &NewProduct { code: "C".into(), is_public: false, ..coffee() }).await;
    let slug = slug(&two).await;
    let shop: CatalogShop = app.guest().get(&format!("{SHOPS}/{slug}")).await.ok(200);
    assert_eq!(shop, CatalogShop { name: "Ultramarinos Lola".into(), slug: slug.clone() });
    assert_eq!(products(&app.guest(), &slug).await, ["B"]);
    let found: Page<CatalogProduct> =
        app.guest().get(&format!("/api/v1/catalog/products?q=cafe&shop={slug}")).await.ok(200);
    assert_eq!(found.items.len(), 1);
    for path in [format!("{SHOPS}/nowhere"), "/api/v1/catalog/products?shop=nowhere".into()] {
        app.guest().get(&path).await.refused(Code::NotFound);
    }
}

#[actix_web::test]
async fn shops_of_one_name_have_different_addresses_even_when_opened_at_once() {
    let app = App::start().await;
    let guest = app.guest();
    let opened =
        join_all(
            (0..8).map(|_| {
                let guest = guest.clone();
                async move {
                    guest.post("/api/v1/auth/register", &registration(&email("lola"))).await.ok::<Me>(201).shop.slug
                }
            }),
        );
    let mut slugs = opened.await;
    slugs.sort();
    assert_eq!(slugs[0], "ultramarinos-lola");
    assert!(slugs[1..].iter().all(|slug| slug.starts_with("ultramarinos-lola-") && slug.len() == 26), "{slugs:?}");
    slugs.dedup();
    assert_eq!(slugs.len(), 8);
}

#[actix_web::test]
async fn an_owner_chooses_the_address_unless_another_shop_has_it() {
    let app = App::start().await;
    let (one, two) = (app.owner().await, app.owner().await);
    let before = slug(&one).await;
    let own = json!({ "slug": "la-de-lola" });
    assert_eq!(one.patch("/api/v1/shop", &own).await.ok::<Shop>(200).slug, "la-de-lola");
    app.guest().get(&format!("{SHOPS}/la-de-lola")).await.ok::<CatalogShop>(200);
    app.guest().get(&format!("{SHOPS}/{before}")).await.refused(Code::NotFound);
    let problem = two.patch("/api/v1/shop", &own).await.refused(Code::SlugTaken);
    assert_eq!(problem.fields[0].rule, Rule::Taken);
    for (wrong, rule) in [
        ("", Rule::Required),
        ("a", Rule::TooShort),
        ("La Tienda", Rule::Format),
        ("-lola", Rule::Format),
        ("lola--", Rule::Format),
        ("café", Rule::Format),
        (&"x".repeat(61), Rule::TooLong),
    ] {
        let refused = one.patch("/api/v1/shop", &json!({ "slug": wrong })).await.invalid();
        assert_eq!(refused, [("slug".to_owned(), rule)], "{wrong}");
    }
}

#[actix_web::test]
async fn only_shops_that_show_something_are_listed_page_by_page() {
    let app = App::start().await;
    let owners = [app.owner().await, app.owner().await, app.owner().await, app.owner().await];
    let mut shown = Vec::new();
    for (number, owner) in owners.iter().enumerate() {
        let product = another(owner, "Z").await;
        if number == 1 {
            owner.edit(&path(&product), "*", &json!({ "is_public": false })).await.ok::<Product>(200);
        } else {
            shown.push(slug(owner).await);
        }
    }
    let (mut slugs, mut more) = (Vec::new(), format!("{SHOPS}?limit=2"));
    loop {
        let page: Page<CatalogShop> = app.guest().get(&more).await.ok(200);
        slugs.extend(page.items.into_iter().map(|shop| shop.slug));
        let Some(cursor) = page.next_cursor else { break };
        more = format!("{SHOPS}?limit=2&cursor={cursor}");
    }
    assert_eq!(slugs, shown);
}

#[actix_web::test]
async fn the_addresses_are_those_of_public_products_the_newest_first() {
    let app = App::start().await;
    let owner = app.owner().await;
    let mut expected = Vec::new();
    for code in ["A", "B", "C"] {
        let product = add(&owner, &NewProduct { code: code.into(), ..coffee() }).await;
        expected.insert(0, CatalogAddress { id: product.id, updated_at: product.updated_at });
    }
    add(&owner, &NewProduct { code: "D".into(), is_public: false, ..coffee() }).await;
    let path = format!("{SHOPS}/{}/addresses", slug(&owner).await);
    assert_eq!(app.guest().get(&path).await.ok::<Vec<CatalogAddress>>(200), expected);
}
