//! The OpenAPI document: committed, complete, and true.
use crate::{
    app::{App, add, book, coffee, journal, path, undo},
    imports::send,
    pictures,
};
use serde_json::{Value, json};
use shared::{Code, movement::Kind};

fn operations(document: &Value) -> Vec<(String, &Value)> {
    let paths = document["paths"].as_object().unwrap().iter();
    let of = |(path, item)| {
        let methods = Value::as_object(item).unwrap().iter();
        methods.map(move |(method, operation)| (format!("{method} {path}"), operation)).collect::<Vec<_>>()
    };
    paths.flat_map(of).collect()
}

#[test]
fn the_committed_document_is_what_the_api_says() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/openapi.json");
    let committed = std::fs::read_to_string(file).unwrap_or_default();
    let now = format!("{:#}\n", api::document());
    assert!(
        committed == now,
        "api/openapi.json is not what the API says of itself. If the change is meant, run\n\n    \
         cargo run -p api -- openapi > api/openapi.json\n\nand commit the file: its diff is what callers have to know."
    );
}

#[test]
fn every_operation_says_what_it_does_what_it_answers_and_how_it_refuses() {
    let document = api::document();
    for (name, operation) in operations(&document) {
        let text = |field: &str| operation[field].as_str().unwrap_or_default().trim().len();
        assert!(text("summary") > 0 && text("operationId") > 0, "{name} has no summary or id");
        let tags = operation["tags"].as_array().unwrap();
        let known = document["tags"].as_array().unwrap().iter().any(|tag| tag["name"] == tags[0]);
        assert!(tags.len() == 1 && known, "{name}: {tags:?}");
        let responses = operation["responses"].as_object().unwrap();
        let good = responses.iter().filter(|(status, _)| status.starts_with('2'));
        let answers = good.filter(|(status, answer)| *status == "204" || answer["content"].is_object()).count();
        assert!(answers >= 1, "{name} has no answer");
        for parameter in operation["parameters"].as_array().into_iter().flatten() {
            assert!(parameter["description"].as_str().is_some_and(|text| !text.is_empty()), "{name}: {parameter}");
        }
        if name.contains("/api/v1/") {
            let problems = responses.iter().filter(|(status, _)| status.starts_with(['4', '5']));
            let codes: Vec<_> = problems.flat_map(|(_, answer)| examples(answer)).collect();
            assert!(codes.contains(&"internal".to_owned()) && codes.len() >= 2, "{name}: {codes:?}");
            assert_eq!(operation["security"].is_array(), codes.contains(&"unauthenticated".into()), "{name}");
        }
        assert_eq!(operation.get("x-problems"), None, "{name}");
    }
}

/// The problem codes that a response lists.
fn examples(answer: &Value) -> Vec<String> {
    let examples = answer["content"]["application/problem+json"]["examples"].as_object();
    examples.into_iter().flatten().map(|(code, _)| code.clone()).collect()
}

#[test]
fn every_code_that_the_api_gives_is_listed_somewhere() {
    let document = api::document();
    let listed: Vec<_> = operations(&document)
        .into_iter()
        .flat_map(|(_, operation)| {
            operation["responses"].as_object().unwrap().values().flat_map(examples).collect::<Vec<_>>()
        })
        .collect();
    // Given before there is an operation, or by the pages only.
    let elsewhere = [Code::MethodNotAllowed, Code::BadGateway];
    for code in Code::ALL.iter().filter(|code| !elsewhere.contains(code)) {
        assert!(listed.contains(&code.to_string()), "{code} is listed nowhere");
    }
}

#[test]
fn swagger_can_sign_in_with_email_and_password() {
    let scheme = &api::document()["components"]["securitySchemes"]["password"];
    assert_eq!(scheme["type"], "oauth2");
    assert_eq!(scheme["flows"]["password"]["tokenUrl"], "/api/v1/auth/login");
}

#[actix_web::test]
async fn real_answers_have_the_form_that_the_document_says() {
    let app = App::start().await;
    let owner = app.owner().await;
    let product = add(&owner, &coffee()).await;
    let image = format!("{}/image", path(&product));
    owner.upload(&image, "image/png", pictures::png()).await.value(200);
    undo(&owner, &book(&owner, &product, Kind::Sale, 2).await).await;
    owner.put("/api/v1/shop/webhook", &json!({ "url": "http://localhost:9/" })).await.value(200);
    owner.post("/api/v1/shop/webhook/test", &json!({})).await.value(202);
    let document = api::document();
    let shown = format!("/api/v1/catalog/products/{}", product.id);
    for (route, path) in [
        ("/api/v1/me", "/api/v1/me"),
        ("/api/v1/me/sessions", "/api/v1/me/sessions"),
        ("/api/v1/shop", "/api/v1/shop"),
        ("/api/v1/shop/webhook", "/api/v1/shop/webhook"),
        ("/api/v1/shop/webhook/deliveries", "/api/v1/shop/webhook/deliveries"),
        ("/api/v1/summary", "/api/v1/summary"),
        ("/api/v1/users", "/api/v1/users"),
        ("/api/v1/products", "/api/v1/products?include_total=true"),
        ("/api/v1/products/{id}", &self::path(&product)),
        ("/api/v1/products/{id}/movements", &journal(&product)),
        ("/api/v1/movements", "/api/v1/movements"),
        ("/api/v1/audit-events", "/api/v1/audit-events"),
        ("/api/v1/catalog/products", "/api/v1/catalog/products"),
        ("/api/v1/catalog/products/{id}", &shown),
        ("/api/v1/status", "/api/v1/status"),
        ("/api/v1/visits", "/api/v1/visits"),
        ("/health/ready", "/health/ready"),
    ] {
        let schema = &document["paths"][route]["get"]["responses"]["200"]["content"]["application/json"]["schema"];
        matches(&document, schema, &owner.get(path).await.value(200), route);
    }
    let report =
        &document["paths"]["/api/v1/product-imports"]["post"]["responses"]["200"]["content"]["application/json"];
    let sheet = "code,name,price\nCAF-250,Café,5\nN-1,New,x\n";
    matches(&document, &report["schema"], &send(&owner, "dry_run=true", sheet).await.value(200), "report");
    let problem: Value = serde_json::from_slice(&owner.get("/api/v1/products?limit=x").await.body).unwrap();
    matches(&document, &document["components"]["schemas"]["Problem"], &problem, "Problem");
}

/// Every key that was sent is described, and every one that is required was sent, all the way down.
fn matches(document: &Value, schema: &Value, value: &Value, at: &str) {
    if let Some(name) = schema["$ref"].as_str() {
        let schema = document.pointer(name.trim_start_matches('#')).unwrap_or_else(|| panic!("{at}: no {name}"));
        return matches(document, schema, value, at);
    }
    for key in ["oneOf", "anyOf"] {
        // `null` or something that is described elsewhere.
        let choices = schema[key].as_array().filter(|_| !value.is_null()).into_iter().flatten();
        if let Some(choice) = choices.clone().find(|choice| choice["$ref"].is_string()) {
            return matches(document, choice, value, at);
        }
    }
    match value {
        Value::Object(fields) => {
            let known = schema["properties"].as_object().unwrap_or_else(|| panic!("{at} is not described: {schema}"));
            for (name, value) in fields {
                let schema = known.get(name).unwrap_or_else(|| panic!("{at}.{name} is not described"));
                matches(document, schema, value, &format!("{at}.{name}"));
            }
            for name in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
                assert!(fields.contains_key(name), "{at}.{name} is required and was not sent");
            }
        }
        Value::Array(items) => {
            for item in items {
                matches(document, &schema["items"], item, &format!("{at}[]"));
            }
        }
        _ => assert!(fits(schema, value), "{at}: {value} is not {schema}"),
    }
}

/// A plain value is of one of the types that its schema has.
fn fits(schema: &Value, value: &Value) -> bool {
    let name = match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::String(_) => "string",
        Value::Number(number) if number.is_f64() => "number",
        _ => "integer",
    };
    let is = |kind: &Value| kind == name || (kind == "number" && name == "integer");
    let choices = schema["oneOf"].as_array().into_iter().flatten();
    is(&schema["type"]) || schema["type"].as_array().is_some_and(|kinds| kinds.iter().any(is)) || {
        let mut kinds = choices.map(|choice| &choice["type"]);
        kinds.any(is) || schema["enum"].is_array()
    }
}
