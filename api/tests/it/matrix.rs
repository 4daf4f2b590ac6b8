//! Who may do what: every route of the OpenAPI document, tried by everybody.
use crate::{
    app::{App, Shop, add, book, coffee, email, member, new_user, registration},
    client::{Client, PASSWORD, Reply},
    pictures,
};
use serde_json::{Value, json};
use shared::{
    Page,
    movement::Kind,
    product::{NewProduct, Product},
    session::Session,
    user::Role,
};
use uuid::Uuid;

/// Route; what nobody, viewer, clerk, manager, owner, and the owner of another shop are answered.
pub type Row = (&'static str, [u16; 6]);

/// `{id}` is always something of the first shop.
pub const ROWS: &[Row] = &[
    ("GET /health", [200; 6]),
    ("GET /health/ready", [200; 6]),
    ("POST /api/v1/auth/register", [201; 6]),
    ("POST /api/v1/auth/login", [200; 6]),
    ("POST /api/v1/auth/logout", [401, 204, 204, 204, 204, 204]),
    ("GET /api/v1/me", [401, 200, 200, 200, 200, 200]),
    ("PATCH /api/v1/me", [401, 200, 200, 200, 200, 200]),
    ("PUT /api/v1/me/password", [401, 204, 204, 204, 204, 204]),
    ("GET /api/v1/me/sessions", [401, 200, 200, 200, 200, 200]),
    // The session is the owner's, and a session is nobody's but one's own.
    ("DELETE /api/v1/me/sessions/{id}", [401, 404, 404, 404, 204, 404]),
    ("GET /api/v1/shop", [401, 200, 200, 200, 200, 200]),
    ("PATCH /api/v1/shop", [401, 403, 403, 403, 200, 200]),
    ("GET /api/v1/summary", [401, 200, 200, 200, 200, 200]),
    // The other shop has one from its `PUT` to its `DELETE`.
    ("GET /api/v1/shop/webhook", [401, 403, 403, 403, 200, 404]),
    ("PUT /api/v1/shop/webhook", [401, 403, 403, 403, 200, 200]),
    ("DELETE /api/v1/shop/webhook", [401, 403, 403, 403, 204, 204]),
    ("POST /api/v1/shop/webhook/test", [401, 403, 403, 403, 202, 404]),
    ("GET /api/v1/shop/webhook/deliveries", [401, 403, 403, 403, 200, 200]),
    ("GET /api/v1/users", [401, 200, 200, 200, 200, 200]),
    ("POST /api/v1/users", [401, 403, 403, 403, 201, 201]),
    ("PATCH /api/v1/users/{id}", [401, 403, 403, 403, 200, 404]),
    ("DELETE /api/v1/users/{id}", [401, 403, 403, 403, 204, 404]),
    ("PUT /api/v1/users/{id}/picture", [401, 403, 403, 403, 200, 404]),
    ("DELETE /api/v1/users/{id}/picture", [401, 403, 403, 403, 204, 404]),
    ("GET /api/v1/products", [401, 200, 200, 200, 200, 200]),
    ("POST /api/v1/products", [401, 403, 403, 201, 201, 201]),
    ("PATCH /api/v1/products", [401, 403, 403, 200, 200, 422]),
    ("POST /api/v1/product-imports", [401, 403, 403, 200, 200, 200]),
    ("GET /api/v1/product-imports/current", [401, 403, 403, 200, 200, 200]),
    ("GET /api/v1/products/free-code", [401, 403, 403, 200, 200, 200]),
    ("GET /api/v1/products/{id}", [401, 200, 200, 200, 200, 404]),
    ("PATCH /api/v1/products/{id}", [401, 403, 403, 200, 200, 404]),
    ("DELETE /api/v1/products/{id}", [401, 403, 403, 204, 204, 404]),
    ("POST /api/v1/products/{id}/restoration", [401, 403, 403, 200, 200, 404]),
    ("PUT /api/v1/products/{id}/image", [401, 403, 403, 200, 200, 404]),
    ("DELETE /api/v1/products/{id}/image", [401, 403, 403, 204, 204, 404]),
    ("GET /api/v1/products/{id}/barcode.svg", [401, 200, 200, 200, 200, 404]),
    ("GET /api/v1/products/{id}/qr.svg", [401, 200, 200, 200, 200, 404]),
    ("GET /api/v1/products/{id}/movements", [401, 200, 200, 200, 200, 404]),
    ("POST /api/v1/products/{id}/movements", [401, 403, 201, 201, 201, 404]),
    ("GET /api/v1/movements", [401, 200, 200, 200, 200, 200]),
    ("POST /api/v1/movements", [401, 403, 201, 201, 201, 422]),
    ("GET /api/v1/events", [401, 200, 200, 200, 200, 200]),
    ("POST /api/v1/movements/{id}/reversal", [401, 403, 201, 201, 201, 404]),
    ("GET /api/v1/audit-events", [401, 403, 403, 403, 200, 200]),
    ("GET /api/v1/catalog/products", [200; 6]),
    ("GET /api/v1/catalog/products/{id}", [200; 6]),
    ("GET /api/v1/catalog/shops", [200; 6]),
    ("GET /api/v1/catalog/shops/{slug}", [200; 6]),
    ("GET /api/v1/catalog/shops/{slug}/addresses", [200; 6]),
    ("GET /api/v1/images/{key}", [200; 6]),
    ("GET /api/v1/status", [401, 200, 200, 200, 200, 200]),
    ("GET /api/v1/visits", [200; 6]),
    ("POST /api/v1/visits", [200; 6]),
];

/// All routes that the API says it has.
fn routes(document: &Value) -> Vec<String> {
    let paths = document["paths"].as_object().unwrap().iter();
    let upper = |path: &String, item: &Value| {
        item.as_object().unwrap().keys().map(|method| format!("{} {path}", method.to_uppercase())).collect::<Vec<_>>()
    };
    paths.flat_map(|(path, item)| upper(path, item)).collect()
}

#[test]
fn every_route_of_the_document_has_its_row_and_every_row_a_route() {
    let mut routes = routes(&api::document());
    let mut rows: Vec<_> = ROWS.iter().map(|row| row.0.to_owned()).collect();
    routes.sort();
    rows.sort();
    assert_eq!(routes, rows);
}

#[actix_web::test]
async fn everybody_may_do_what_the_table_says_and_nothing_else() {
    let app = App::start().await;
    let (shop, stranger) = (app.shop().await, app.owner().await);
    let callers = ["nobody", "viewer", "clerk", "manager", "owner", "owner of another shop"];
    let mut wrong = Vec::new();
    for (route, expected) in ROWS {
        for (caller, expected) in callers.iter().zip(expected) {
            let client = match *caller {
                "nobody" => app.guest(),
                "viewer" => shop.viewer.again().await,
                "clerk" => shop.clerk.again().await,
                "manager" => shop.manager.again().await,
                "owner" => shop.owner.again().await,
                _ => stranger.again().await,
            };
            let got = call(&shop, &client, route).await;
            if got.status != *expected {
                wrong.push(format!("{route} by {caller}: {} instead of {expected}: {}", got.status, got.text()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// One call of a route, with something fresh of the shop to be called on.
async fn call(shop: &Shop, client: &Client, route: &str) -> Reply {
    let (method, pattern) = route.split_once(' ').unwrap();
    let path = target(shop, pattern).await;
    if pattern.ends_with("/image") || pattern.ends_with("/picture") {
        return client.send(method, &path, &[("content-type", "image/png")], pictures::png()).await;
    }
    if pattern.ends_with("/login") {
        return client.log_in(&shop.owner.email, PASSWORD).await;
    }
    if pattern.ends_with("/product-imports") {
        return client.send(method, &path, &[("content-type", "text/csv")], "code,name\nIMP-1,Bolt\n").await;
    }
    let body = body(shop, route).await.map_or(String::new(), |body| body.to_string());
    client.send(method, &path, &[("content-type", "application/json"), ("if-match", "*")], body).await
}

/// The address of something fresh of the shop, as this pattern has it.
pub async fn target(shop: &Shop, pattern: &str) -> String {
    // Some calls end the owner's other sessions.
    let owner = shop.owner.again().await;
    if pattern.contains("/products/{id}") {
        return pattern.replace("{id}", &product(&owner).await.id.to_string());
    }
    if pattern.contains("{slug}") {
        let own: shared::shop::Shop = owner.get("/api/v1/shop").await.ok(200);
        return pattern.replace("{slug}", &own.slug);
    }
    if pattern.contains("/webhook") {
        owner.put("/api/v1/shop/webhook", &json!({ "url": "http://localhost:9/" })).await;
    }
    if pattern.contains("/movements/{id}") {
        let movement = book(&owner, &product(&owner).await, Kind::Sale, 1).await;
        return pattern.replace("{id}", &movement.id.to_string());
    }
    if pattern.contains("/users/{id}") {
        return pattern.replace("{id}", &member(&owner, Role::Clerk).await.id.to_string());
    }
    if pattern.contains("/sessions/{id}") {
        let sessions: Page<Session> = owner.get("/api/v1/me/sessions").await.ok(200);
        return pattern.replace("{id}", &sessions.items[0].id.to_string());
    }
    if pattern.ends_with("/free-code") {
        return format!("{pattern}?name=Bolt");
    }
    // For no longer than it has to be.
    if pattern.ends_with("/events") {
        return format!("{pattern}?seconds=1");
    }
    if pattern.ends_with("/images/{key}") {
        let image = format!("/api/v1/products/{}/image", product(&owner).await.id);
        let product: Product = owner.upload(&image, "image/png", pictures::png()).await.ok(200);
        return product.image.unwrap().url;
    }
    assert!(!pattern.contains('{'), "{pattern} needs something to be called on");
    pattern.into()
}

async fn product(owner: &Client) -> Product {
    add(owner, &NewProduct { code: Uuid::now_v7().to_string(), ..coffee() }).await
}

async fn body(shop: &Shop, route: &str) -> Option<Value> {
    Some(match route {
        "POST /api/v1/movements" => {
            let product = product(&shop.owner.again().await).await.id;
            json!({ "lines": [{ "product_id": product, "kind": "sale", "quantity": 1 }] })
        }
        "POST /api/v1/auth/register" => serde_json::to_value(registration(&email("new"))).unwrap(),
        "PATCH /api/v1/me" => json!({ "name": "Somebody" }),
        "PUT /api/v1/me/password" => json!({ "current_password": PASSWORD, "new_password": PASSWORD }),
        "PUT /api/v1/shop/webhook" => json!({ "url": "http://localhost:9/" }),
        "PATCH /api/v1/shop" => json!({ "shows_quantity": true }),
        "POST /api/v1/users" => serde_json::to_value(new_user(&email("new"), Role::Viewer)).unwrap(),
        "PATCH /api/v1/users/{id}" => json!({ "role": "manager" }),
        "POST /api/v1/products" => json!({ "code": Uuid::now_v7().to_string(), "name": "Bolt" }),
        "PATCH /api/v1/products" => {
            let product = product(&shop.owner.again().await).await.id;
            json!({ "ids": [product], "set": { "is_public": false } })
        }
        "PATCH /api/v1/products/{id}" => json!({ "name": "Nut" }),
        "POST /api/v1/products/{id}/movements" => json!({ "kind": "sale", "quantity": 1 }),
        _ => return None,
    })
}

#[actix_web::test]
async fn what_is_public_is_the_same_for_everybody() {
    let app = App::start().await;
    let (shop, stranger) = (app.shop().await, app.owner().await);
    let product = product(&shop.owner).await;
    let one = format!("/api/v1/catalog/products/{}", product.id);
    for path in ["/api/v1/catalog/products", &one, "/api/v1/visits"] {
        let nobody = app.guest().get(path).await.value(200);
        for client in [&shop.viewer, &shop.clerk, &shop.manager, &shop.owner, &stranger] {
            assert_eq!(client.get(path).await.value(200), nobody, "{path}");
        }
    }
}

#[actix_web::test]
async fn nothing_of_a_refused_call_is_done() {
    let app = App::start().await;
    let (shop, stranger) = (app.shop().await, app.owner().await);
    let product = product(&shop.owner).await;
    let path = format!("/api/v1/products/{}", product.id);
    for client in [&shop.viewer, &shop.clerk, &stranger, &app.guest()] {
        client.edit(&path, "*", &json!({ "name": "Stolen" })).await;
        client.archive(&path, "*").await;
        client.upload(&format!("{path}/image"), "image/png", pictures::png()).await;
    }
    for client in [&shop.viewer, &stranger, &app.guest()] {
        client.post(&format!("{path}/movements"), &json!({ "kind": "sale", "quantity": 1 })).await;
    }
    assert_eq!(shop.viewer.get(&path).await.ok::<Product>(200), product);
}
