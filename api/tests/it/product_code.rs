//! Codes suggested for products to be added.
use crate::app::{App, add, coffee, path};
use serde_json::{Value, json};
use shared::{Code, product::NewProduct};

const FREE: &str = "/api/v1/products/free-code";

#[actix_web::test]
async fn a_suggested_code_is_free_in_the_shop_whatever_was_archived() {
    let app = App::start().await;
    let (owner, other) = (app.owner().await, app.owner().await);
    let suggested = async |client: &crate::client::Client| -> String {
        let answer: Value = client.get(&format!("{FREE}?name=Mermelada%20de%20lim%C3%B3n")).await.ok(200);
        answer["code"].as_str().unwrap().to_owned()
    };
    assert_eq!(suggested(&owner).await, "MER-LIM");
    let first = add(&owner, &NewProduct { code: "mer-lim".into(), ..coffee() }).await;
    assert_eq!(suggested(&owner).await, "MER-LIM-2");
    add(&owner, &NewProduct { code: "Mer-Lím-2".into(), ..coffee() }).await;
    owner.archive(&path(&first), "*").await;
    assert_eq!(suggested(&owner).await, "MER-LIM-3");
    assert_eq!(suggested(&other).await, "MER-LIM");
    owner.post("/api/v1/products", &json!({ "code": suggested(&owner).await, "name": "Jam" })).await.ok::<Value>(201);
}

#[actix_web::test]
async fn more_than_a_hundred_of_a_name_are_passed_over() {
    let app = App::start().await;
    let owner = app.owner().await;
    for number in 1..=101 {
        let code = if number == 1 { "COF".into() } else { format!("COF-{number}") };
        add(&owner, &NewProduct { code, ..coffee() }).await;
    }
    assert_eq!(owner.get(&format!("{FREE}?name=Coffee")).await.ok::<Value>(200)["code"], "COF-102");
}

#[actix_web::test]
async fn a_name_that_is_missing_or_too_long_is_refused() {
    let app = App::start().await;
    let owner = app.owner().await;
    owner.get(FREE).await.refused(Code::Malformed);
    owner.get(&format!("{FREE}?name={}", "x".repeat(201))).await.refused(Code::Invalid);
}
