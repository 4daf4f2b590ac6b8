//! Bad input: each refusal names what is wrong, and nothing is half stored.
use crate::{
    app::{App, add, coffee, path},
    client::{Client, Reply},
};
use serde_json::{Value, json};
use shared::{Code, Page, Rule, product::Product};

const PRODUCTS: &str = "/api/v1/products";
const JSON: (&str, &str) = ("content-type", "application/json");

async fn raw(client: &Client, body: impl Into<reqwest::Body>) -> Reply {
    client.send("POST", PRODUCTS, &[JSON], body).await
}

/// Nothing was stored.
async fn untouched(client: &Client) {
    let page: Page<Product> = client.get(&format!("{PRODUCTS}?include_total=true")).await.ok(200);
    assert_eq!(page.total, Some(0));
}

#[actix_web::test]
async fn what_is_no_json_object_is_malformed() {
    let app = App::start().await;
    let owner = app.owner().await;
    let deep = format!("{}1{}", "[".repeat(5000), "]".repeat(5000));
    let bodies = [
        "",
        " ",
        "{",
        "nonsense",
        "\"text\"",
        "42",
        "null",
        "[]",
        r#"[{"code":"A","name":"B"}]"#,
        r#"{"code":"A","name":"B"} x"#,
        r#"{"code":"A","name":"B",}"#,
        "{'code':'A','name':'B'}",
        r#"{"code":"\ud800","name":"B"}"#,
        "<product/>",
        "\u{0}",
        &deep,
    ];
    for body in bodies {
        let short: String = body.chars().take(40).collect();
        let problem = raw(&owner, body.to_owned()).await.refused(Code::Malformed);
        assert!(problem.fields.is_empty(), "{short}");
    }
    let deep = format!("{{\"code\":{deep},\"name\":\"B\"}}");
    assert_eq!(raw(&owner, deep).await.invalid(), [("code".into(), Rule::Type)]);
    for bytes in [vec![0xFF, 0xFE], b"{\"code\":\"\xFF\",\"name\":\"B\"}".to_vec()] {
        raw(&owner, bytes).await.refused(Code::Malformed);
    }
    untouched(&owner).await;
}

#[actix_web::test]
async fn a_list_in_place_of_an_object_is_not_taken_field_by_field() {
    let app = App::start().await;
    let owner = app.owner().await;
    let list = json!(["A-1", "Name", null, "", 0, "ud", null, true, 0]);
    raw(&owner, list.to_string()).await.refused(Code::Malformed);
    untouched(&owner).await;
}

#[actix_web::test]
async fn a_field_given_twice_is_refused() {
    let app = App::start().await;
    let owner = app.owner().await;
    let reply = raw(&owner, r#"{"code":"A","name":"B","code":"C"}"#).await;
    assert!([400, 422].contains(&reply.status), "{}", reply.text());
    untouched(&owner).await;
}

#[actix_web::test]
async fn a_wrong_field_is_named_with_its_rule() {
    let app = App::start().await;
    let owner = app.owner().await;
    let long = |length: usize| "x".repeat(length);
    let cases: Vec<(Value, &str, Rule)> = vec![
        (json!({ "colour": "red" }), "colour", Rule::Unknown),
        (json!({ "id": "x" }), "id", Rule::Unknown),
        (json!({ "code": 7 }), "code", Rule::Type),
        (json!({ "code": null }), "code", Rule::Type),
        (json!({ "code": {} }), "code", Rule::Type),
        (json!({ "name": ["a"] }), "name", Rule::Type),
        (json!({ "price_minor": "4.95" }), "price_minor", Rule::Type),
        (json!({ "price_minor": 4.95 }), "price_minor", Rule::Type),
        (json!({ "price_minor": null }), "price_minor", Rule::Type),
        (json!({ "is_public": 1 }), "is_public", Rule::Type),
        (json!({ "opening_quantity": true }), "opening_quantity", Rule::Type),
        (json!({ "code": "" }), "code", Rule::Required),
        (json!({ "name": " \u{a0} " }), "name", Rule::Required),
        (json!({ "name": long(10_000) }), "name", Rule::TooLong),
        (json!({ "name": "é".repeat(201) }), "name", Rule::TooLong),
        (json!({ "code": long(65) }), "code", Rule::TooLong),
        (json!({ "description": long(4001) }), "description", Rule::TooLong),
        (json!({ "barcode": long(65) }), "barcode", Rule::TooLong),
        (json!({ "unit": "" }), "unit", Rule::Required),
        (json!({ "name": "a\u{0}b" }), "name", Rule::Format),
        (json!({ "code": "a\nb" }), "code", Rule::Format),
        (json!({ "description": "a\u{0}b" }), "description", Rule::Format),
        (json!({ "price_minor": -1 }), "price_minor", Rule::TooSmall),
        (json!({ "opening_quantity": -1 }), "opening_quantity", Rule::TooSmall),
        (json!({ "min_quantity": -1 }), "min_quantity", Rule::TooSmall),
        (json!({ "price_minor": 1_000_000_000_001_i64 }), "price_minor", Rule::TooBig),
        (json!({ "opening_quantity": i64::MAX }), "opening_quantity", Rule::TooBig),
        (json!({ "opening_quantity": u64::MAX }), "opening_quantity", Rule::Type),
        (json!({ "min_quantity": 1e30 }), "min_quantity", Rule::Type),
    ];
    for (wrong, field, rule) in cases {
        let mut body = json!({ "code": "A-1", "name": "Bolt" });
        body.as_object_mut().unwrap().extend(wrong.as_object().unwrap().clone());
        let refused = owner.post(PRODUCTS, &body).await.invalid();
        assert!(refused.contains(&(field.to_owned(), rule)), "{field} {rule:?}: {refused:?}");
        assert!(refused.iter().all(|(name, _)| name == field), "{refused:?}");
    }
    assert_eq!(owner.post(PRODUCTS, &json!({ "code": "A-1" })).await.invalid(), [("name".into(), Rule::Required)]);
    assert_eq!(owner.post(PRODUCTS, &json!({ "code": "", "name": "" })).await.invalid().len(), 2);
    untouched(&owner).await;
}

#[actix_web::test]
async fn the_bounds_themselves_are_taken() {
    let app = App::start().await;
    let owner = app.owner().await;
    let body = json!({ "code": "x".repeat(64), "name": "é".repeat(200), "description": "d".repeat(4000),
        "barcode": "9".repeat(64), "unit": "u".repeat(16), "price_minor": 1_000_000_000_000_i64,
        "opening_quantity": 1_000_000_000_000_i64, "min_quantity": 0 });
    let product: Product = owner.post(PRODUCTS, &body).await.ok(201);
    assert_eq!((product.quantity, product.name.chars().count()), (1_000_000_000_000, 200));
    assert_eq!(owner.get(&path(&product)).await.ok::<Product>(200), product);
}

#[actix_web::test]
async fn text_of_any_script_comes_back_as_it_went_in() {
    let app = App::start().await;
    let owner = app.owner().await;
    for (code, name) in
        [("Ñ", "日本茶 🍵"), ("ع", "شاي"), ("<b>", "<script>alert(1)</script>"), ("'", "\"'; DROP TABLE products; --")]
    {
        let product: Product = owner.post(PRODUCTS, &json!({ "code": code, "name": name })).await.ok(201);
        assert_eq!((product.code.as_str(), product.name.as_str()), (code, name));
    }
}

#[actix_web::test]
async fn a_body_that_is_too_large_is_refused() {
    let app = App::start().await;
    let owner = app.owner().await;
    let body = json!({ "code": "A", "name": "B", "description": "x".repeat(65 * 1024) }).to_string();
    raw(&owner, body.clone()).await.refused(Code::TooLarge);
    let chunks: Vec<std::io::Result<Vec<u8>>> =
        body.into_bytes().chunks(9_000).map(|chunk| Ok(chunk.to_vec())).collect();
    raw(&owner, reqwest::Body::wrap_stream(futures::stream::iter(chunks))).await.refused(Code::TooLarge);
    untouched(&owner).await;
}

#[actix_web::test]
async fn only_json_is_taken_as_json() {
    let app = App::start().await;
    let owner = app.owner().await;
    let body = json!({ "code": "A", "name": "B" }).to_string();
    for kind in ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "", "json", "text/json"] {
        owner.send("POST", PRODUCTS, &[("content-type", kind)], body.clone()).await.refused(Code::UnsupportedMedia);
    }
    owner.send("POST", PRODUCTS, &[], body.clone()).await.refused(Code::UnsupportedMedia);
    untouched(&owner).await;
    let kind = ("content-type", "Application/JSON; charset=utf-8");
    let product: Product = owner.send("POST", PRODUCTS, &[kind], body).await.ok(201);
    let kind = [("content-type", "application/merge-patch+json"), ("if-match", "*")];
    owner.send("PATCH", &path(&product), &kind, "{}").await.ok::<Product>(200);
}

#[actix_web::test]
async fn an_unknown_or_unreadable_parameter_is_refused() {
    let app = App::start().await;
    let owner = app.owner().await;
    let product = add(&owner, &coffee()).await;
    let movements = format!("{}/movements", path(&product));
    for path in [PRODUCTS, "/api/v1/catalog/products", "/api/v1/users", &movements] {
        for query in ["colour=red", "limit=x", "Limit=1", "limit=1&limit=2"] {
            let problem = owner.get(&format!("{path}?{query}")).await.refused(Code::Malformed);
            assert!(problem.detail.is_some(), "{path}?{query}");
        }
    }
    for query in ["archived=maybe", "include_total=1"] {
        owner.get(&format!("{PRODUCTS}?{query}")).await.refused(Code::Malformed);
    }
    owner.get("/api/v1/catalog/products?include_total=true").await.refused(Code::Malformed);
}

#[actix_web::test]
async fn an_id_that_is_none_is_malformed_and_one_that_nothing_has_is_not_found() {
    let app = App::start().await;
    let owner = app.owner().await;
    for id in ["x", "123", "%00", "..%2f..", "'%20OR%201=1", &"a".repeat(3000), "%F0%9F%90%88"] {
        for path in ["products", "users", "catalog/products", "me/sessions"] {
            let method = if path.ends_with("products") { "GET" } else { "DELETE" };
            owner.send(method, &format!("/api/v1/{path}/{id}"), &[], "").await.refused(Code::Malformed);
        }
    }
    let nothing = uuid::Uuid::now_v7();
    owner.get(&format!("{PRODUCTS}/{nothing}")).await.refused(Code::NotFound);
    owner.get(&format!("{PRODUCTS}/{nothing}/movements")).await.refused(Code::NotFound);
    owner.get(&format!("/api/v1/catalog/products/{nothing}")).await.refused(Code::NotFound);
    owner.delete(&format!("/api/v1/users/{nothing}")).await.refused(Code::NotFound);
}
