//! Finding and ordering products.
use crate::{
    app::{App, add, coffee},
    client::Client,
};
use shared::{
    Code, Page, Rule,
    product::{NewProduct, Product},
};

/// Codes of what is found, in its order.
async fn found(client: &Client, query: &[(&str, &str)]) -> Vec<String> {
    let query = serde_urlencoded::to_string(query).unwrap();
    let page: Page<Product> = client.get(&format!("/api/v1/products?{query}")).await.ok(200);
    page.items.into_iter().map(|product| product.code).collect()
}

async fn stock(client: &Client, all: &[(&str, &str, i64)]) {
    for (code, name, price_minor) in all {
        let new = NewProduct { code: (*code).into(), name: (*name).into(), price_minor: *price_minor, ..coffee() };
        add(client, &new).await;
    }
}

#[actix_web::test]
async fn each_order_is_what_its_name_says() {
    let app = App::start().await;
    let owner = app.owner().await;
    stock(&owner, &[("b", "Ábaco", 300), ("C", "zumo", 100), ("a", "azúcar", 200), ("D", "Ñora", 100)]).await;
    let orders = [
        ("name", ["b", "a", "D", "C"]),
        ("-name", ["C", "D", "a", "b"]),
        ("code", ["a", "b", "C", "D"]),
        ("-code", ["D", "C", "b", "a"]),
        ("price", ["C", "D", "a", "b"]),
        ("-price", ["b", "a", "D", "C"]),
        ("-created", ["D", "a", "C", "b"]),
    ];
    for (sort, expected) in orders {
        assert_eq!(found(&owner, &[("sort", sort)]).await, expected, "{sort}");
    }
    assert_eq!(found(&owner, &[]).await, ["b", "a", "D", "C"]);
    owner.get("/api/v1/products?sort=created").await.refused(Code::Malformed);
}

#[actix_web::test]
async fn the_best_matches_come_first_whatever_the_order() {
    let app = App::start().await;
    let owner = app.owner().await;
    stock(
        &owner,
        &[
            ("Z-1", "Tornillo para sierra 30", 1),
            ("Z-2", "Sierra de mano", 2),
            ("SIERRA-9", "Hoja ancha", 3),
            ("sierra", "Arco", 4),
            ("Z-3", "Nada de eso", 5),
        ],
    )
    .await;
    add(&owner, &NewProduct { code: "A-1".into(), name: "Azada".into(), barcode: Some("Sierra".into()), ..coffee() })
        .await;
    let exact_then = ["SIERRA-9", "Z-2", "Z-1"];
    for sort in ["name", "price", "-created", "code"] {
        let mut codes = found(&owner, &[("q", " Sierra "), ("sort", sort)]).await;
        let rest = codes.split_off(2);
        codes.sort();
        assert_eq!(
            (codes, rest),
            (vec!["A-1".to_owned(), "sierra".into()], exact_then.map(String::from).into()),
            "{sort}"
        );
    }
}

#[actix_web::test]
async fn all_words_must_be_there_in_any_order_whatever_the_case_and_accents() {
    let app = App::start().await;
    let owner = app.owner().await;
    stock(&owner, &[("C-1", "Café molido 250 g", 1), ("C-2", "Café en grano", 1), ("N-1", "Ñandú", 1)]).await;
    for (q, expected) in [
        ("cafe", &["C-2", "C-1"][..]),
        ("MOLIDO café", &["C-1"]),
        ("250 caf", &["C-1"]),
        ("cafe te", &[]),
        ("nandu", &["N-1"]),
        ("ÑANDÚ", &["N-1"]),
        ("cafe\u{301}", &["C-2", "C-1"]),
        ("c-", &["C-2", "C-1"]),
        ("", &["C-2", "C-1", "N-1"]),
        ("   ", &["C-2", "C-1", "N-1"]),
    ] {
        assert_eq!(found(&owner, &[("q", q)]).await, expected, "{q}");
    }
}

#[actix_web::test]
async fn percent_underscore_and_backslash_stand_for_themselves() {
    let app = App::start().await;
    let owner = app.owner().await;
    stock(
        &owner,
        &[("100%", "Algodón", 1), ("A_B", "Tela", 1), ("AxB", "Tela", 1), (r"C\D", "Tela", 1), ("1001", "Lana", 1)],
    )
    .await;
    for (q, expected) in [
        ("%", &["100%"][..]),
        ("100%", &["100%"]),
        ("_", &["A_B"]),
        ("a_b", &["A_B"]),
        (r"\", &[r"C\D"]),
        (r"c\d", &[r"C\D"]),
        ("'", &[]),
        ("' OR 1=1 --", &[]),
        ("*", &[]),
    ] {
        assert_eq!(found(&owner, &[("q", q)]).await, expected, "{q}");
    }
}

#[actix_web::test]
async fn a_search_is_a_short_line() {
    let app = App::start().await;
    let owner = app.owner().await;
    for path in ["/api/v1/products", "/api/v1/catalog/products"] {
        let long = owner.get(&format!("{path}?q={}", "x".repeat(201))).await.invalid();
        assert_eq!(long, [("q".into(), Rule::TooLong)]);
        assert_eq!(owner.get(&format!("{path}?q=a%00b")).await.invalid()[0], ("q".into(), Rule::Format));
        owner.get(&format!("{path}?q={}", "%C3%B1".repeat(200))).await.value(200);
    }
}

#[actix_web::test]
async fn a_product_is_found_by_what_it_is_called_now() {
    let app = App::start().await;
    let owner = app.owner().await;
    let product = add(&owner, &coffee()).await;
    let patch = serde_json::json!({ "name": "Té", "code": "TE-1", "barcode": "777" });
    owner.edit(&crate::app::path(&product), "*", &patch).await.ok::<Product>(200);
    for (q, hits) in [("cafe", 0), ("CAF-250", 0), ("te", 1), ("TE-1", 1), ("777", 1)] {
        assert_eq!(found(&owner, &[("q", q)]).await.len(), hits, "{q}");
    }
}
