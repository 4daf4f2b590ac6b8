//! Pages of lists, and the cursors between them.
use crate::{
    app::{App, add, coffee},
    client::Client,
};
use serde_json::Value;
use shared::{
    Code, Page,
    product::{NewProduct, Product},
};
use std::collections::HashSet;

const PRODUCTS: &str = "/api/v1/products";
const CATALOG: &str = "/api/v1/catalog/products";
const SORTS: [&str; 7] = ["name", "-name", "code", "-code", "price", "-price", "-created"];

/// Products of which many share name and price.
async fn many(app: &App, count: usize) -> Client {
    let owner = app.owner().await;
    for n in 0..count {
        let name = ["Té", "té", "TE", "Té verde", "Agua"][n % 5].to_owned();
        let price_minor = i64::try_from(n % 3).unwrap();
        add(&owner, &NewProduct { code: format!("T{n}"), name, price_minor, opening_quantity: 0, ..coffee() }).await;
    }
    owner
}

/// The ids of all pages in their order.
async fn walk(client: &Client, path: &str, query: &str) -> Vec<String> {
    let (mut ids, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = client.get(&format!("{path}?{query}{cursor}")).await.value(200);
        ids.extend(page["items"].as_array().unwrap().iter().map(|item| item["id"].as_str().unwrap().to_owned()));
        let Some(next) = page["next_cursor"].as_str() else { return ids };
        cursor = format!("&cursor={next}");
    }
}

#[actix_web::test]
async fn pages_give_every_product_once_and_in_order_whatever_the_sort_and_search() {
    let app = App::start().await;
    let owner = many(&app, 23).await;
    for path in [PRODUCTS, CATALOG] {
        for sort in SORTS {
            for q in ["", "&q=te", "&q=t1", "&q=T1%20te"] {
                let at_once = walk(&owner, path, &format!("sort={sort}&limit=100{q}")).await;
                for limit in [1, 4] {
                    let by_pages = walk(&owner, path, &format!("sort={sort}&limit={limit}{q}")).await;
                    assert_eq!(by_pages, at_once, "{path} {sort} {q} by {limit}");
                }
                assert_eq!(at_once.iter().collect::<HashSet<_>>().len(), at_once.len());
                assert!(!at_once.is_empty() && (!q.is_empty() || at_once.len() == 23), "{path} {sort} {q}");
            }
        }
    }
}

#[actix_web::test]
async fn what_is_added_or_edited_meanwhile_does_not_shift_the_next_page() {
    let app = App::start().await;
    let owner = many(&app, 0).await;
    for code in ["B", "D", "F", "H"] {
        add(&owner, &NewProduct { code: code.into(), ..coffee() }).await;
    }
    let first: Page<Product> = owner.get(&format!("{PRODUCTS}?sort=code&limit=2")).await.ok(200);
    add(&owner, &NewProduct { code: "A".into(), ..coffee() }).await;
    owner.archive(&crate::app::path(&first.items[1]), "*").await.done();
    let cursor = first.next_cursor.unwrap();
    let next: Page<Product> = owner.get(&format!("{PRODUCTS}?sort=code&limit=2&cursor={cursor}")).await.ok(200);
    let codes: Vec<_> = next.items.iter().map(|product| product.code.as_str()).collect();
    assert_eq!((codes, next.next_cursor), (vec!["F", "H"], None));
}

#[actix_web::test]
async fn a_limit_is_clamped_and_left_out_it_is_25() {
    let app = App::start().await;
    let owner = many(&app, 101).await;
    for (query, items) in [("", 25), ("?limit=0", 1), ("?limit=1", 1), ("?limit=100", 100), ("?limit=99999", 100)] {
        let page: Page<Product> = owner.get(&format!("{PRODUCTS}{query}")).await.ok(200);
        assert_eq!((page.items.len(), page.next_cursor.is_some()), (items, true), "{query}");
    }
    for limit in ["-1", "ten", "", "1.5", "99999999999999999999"] {
        owner.get(&format!("{PRODUCTS}?limit={limit}")).await.refused(Code::Malformed);
    }
}

#[actix_web::test]
async fn the_total_is_told_only_when_asked_for() {
    let app = App::start().await;
    let owner = many(&app, 7).await;
    let page = owner.get(&format!("{PRODUCTS}?limit=2")).await.value(200);
    assert_eq!(page.get("total"), None);
    for (query, total) in [("", 7), ("&q=agua", 1), ("&archived=true", 0)] {
        let page: Page<Product> = owner.get(&format!("{PRODUCTS}?limit=2&include_total=true{query}")).await.ok(200);
        assert_eq!(page.total, Some(total), "{query}");
    }
}

#[actix_web::test]
async fn a_cursor_is_good_for_its_own_list_only() {
    let app = App::start().await;
    let (owner, other) = (many(&app, 3).await, app.owner().await);
    let of = async |path: &str, query: &str| -> String {
        let page: Value = owner.get(&format!("{path}?limit=1{query}")).await.value(200);
        page["next_cursor"].as_str().unwrap().to_owned()
    };
    let (plain, sought) = (of(PRODUCTS, "").await, of(PRODUCTS, "&q=te").await);
    let elsewhere = [
        (&owner, format!("{PRODUCTS}?sort=price&cursor={plain}")),
        (&owner, format!("{PRODUCTS}?q=te&cursor={plain}")),
        (&owner, format!("{PRODUCTS}?q=agua&cursor={sought}")),
        (&owner, format!("{PRODUCTS}?archived=true&cursor={plain}")),
        (&owner, format!("{CATALOG}?cursor={plain}")),
        (&owner, format!("/api/v1/users?cursor={plain}")),
        (&other, format!("{PRODUCTS}?cursor={plain}")),
        (&owner, format!("{PRODUCTS}?cursor={}", of(CATALOG, "").await)),
    ];
    for (client, path) in elsewhere {
        client.get(&path).await.refused(Code::BadCursor);
    }
    // The same search in another spelling is the same list.
    owner.get(&format!("{PRODUCTS}?q=%20T%C3%89&cursor={sought}")).await.value(200);
}

#[actix_web::test]
async fn a_forged_cursor_is_refused() {
    let app = App::start().await;
    let owner = many(&app, 2).await;
    let page: Page<Product> = owner.get(&format!("{PRODUCTS}?limit=1")).await.ok(200);
    let cursor = page.next_cursor.unwrap();
    let flipped = format!("{}{}", if cursor.starts_with('A') { 'B' } else { 'A' }, &cursor[1..]);
    let short = &cursor[..cursor.len() - 2];
    for forged in [&flipped, short, &format!("{cursor}AA"), "", "x", "AAAA", "%00", &"A".repeat(5000), "%F0%9F%90%88"] {
        for path in [PRODUCTS, CATALOG, "/api/v1/users"] {
            owner.get(&format!("{path}?cursor={forged}")).await.refused(Code::BadCursor);
        }
        let journal = format!("{PRODUCTS}/{}/movements?cursor={forged}", page.items[0].id);
        owner.get(&journal).await.refused(Code::BadCursor);
    }
}

#[actix_web::test]
async fn a_cursor_of_another_server_is_refused() {
    let app = App::start().await;
    let foreign = App::with(|config| config.jwt_secret = Some("another secret of another server, 42".into())).await;
    many(&app, 2).await;
    let elsewhere = many(&foreign, 2).await;
    let page = elsewhere.get(&format!("{CATALOG}?limit=1")).await.value(200);
    let cursor = page["next_cursor"].as_str().unwrap();
    app.guest().get(&format!("{CATALOG}?limit=1&cursor={cursor}")).await.refused(Code::BadCursor);
    foreign.guest().get(&format!("{CATALOG}?limit=1&cursor={cursor}")).await.value(200);
}
