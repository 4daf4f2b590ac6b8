//! What every answer has in common, the refusals above all.
use crate::app::{App, add, coffee, path, settings};
use serde_json::json;
use shared::{Code, product::Product, visit::Visits};

#[actix_web::test]
async fn an_unknown_path_is_refused_like_everything_else() {
    let app = App::start().await;
    for path in
        ["/", "/nowhere", "/api", "/api/v1", "/api/v2/products", "/api/v1/products/", "/api/v1//products", "/metrics"]
    {
        app.guest().get(path).await.refused(Code::NotFound);
    }
    app.guest().post("/api/v1/nowhere", &json!({})).await.refused(Code::NotFound);
}

#[actix_web::test]
async fn a_wrong_method_is_refused_with_those_there_are() {
    let app = App::start().await;
    let id = uuid::Uuid::now_v7();
    let one = format!("/api/v1/products/{id}");
    for (method, path, allowed) in [
        ("DELETE", "/api/v1/products", "GET, HEAD, PATCH, POST"),
        ("PUT", &one, "DELETE, GET, HEAD, PATCH"),
        ("GET", "/api/v1/auth/login", "POST"),
        ("POST", "/health", "GET, HEAD"),
        ("OPTIONS", "/api/v1/visits", "GET, HEAD, POST"),
        ("BREW", "/api/v1/visits", "GET, HEAD, POST"),
    ] {
        let reply = app.guest().send(method, path, &[], "").await;
        let mut got: Vec<_> = reply.header("allow").split(", ").collect();
        got.sort_unstable();
        assert_eq!(got.join(", "), allowed, "{method} {path}");
        reply.refused(Code::MethodNotAllowed);
    }
}

#[actix_web::test]
async fn head_is_answered_like_get_without_the_body() {
    let app = App::start().await;
    let owner = app.owner().await;
    let product = add(&owner, &coffee()).await;
    for path in ["/health", "/api/v1/catalog/products", &path(&product), "/api/openapi.json"] {
        let (get, head) = (owner.get(path).await, owner.send("HEAD", path, &[], "").await);
        assert_eq!((head.status, head.body.len()), (200, 0), "{path}");
        for name in ["content-type", "etag", "cache-control"] {
            assert_eq!(head.header(name), get.header(name), "{path} {name}");
        }
    }
    let head = app.guest().send("HEAD", "/api/v1/me", &[], "").await;
    assert_eq!((head.status, head.body.len()), (401, 0));
}

#[actix_web::test]
async fn a_request_id_is_taken_when_it_is_sane_and_made_otherwise() {
    let app = App::start().await;
    let guest = app.guest();
    for sane in ["a", "req-1_2.3", &"x".repeat(64)] {
        let reply = guest.send("GET", "/api/v1/me", &[("x-request-id", sane)], "").await;
        assert_eq!(reply.refused(Code::Unauthenticated).request_id.as_deref(), Some(sane));
    }
    let mut made = std::collections::HashSet::new();
    for insane in ["", "a b", "a\tb", "{\"a\":1}", "a;b", "ñ", &"x".repeat(65)] {
        let reply = guest.send("GET", "/api/v1/visits", &[("x-request-id", insane)], "").await;
        let id = reply.header("x-request-id").to_owned();
        assert_eq!(uuid::Uuid::parse_str(&id).unwrap().get_version_num(), 7, "{insane}");
        assert!(made.insert(id));
    }
}

#[actix_web::test]
async fn a_fault_tells_nothing_of_itself_but_its_number() {
    let app = App::with(|config| config.redis = settings(&[])).await;
    let guest = app.guest();
    guest.send("POST", "/api/v1/visits", &[], "").await.ok::<Visits>(200);
    app.sql("DROP TABLE counters").await;
    let reply = guest.get("/api/v1/visits").await;
    let text = reply.text().to_lowercase();
    for word in ["counters", "table", "sql", "select"] {
        assert!(!text.contains(word), "{text}");
    }
    let problem = reply.refused(Code::Internal);
    assert_eq!((problem.detail, problem.fields), (None, vec![]));
}

#[actix_web::test]
async fn a_fault_in_the_middle_leaves_nothing_half_done() {
    let app = App::start().await;
    let owner = app.owner().await;
    let product = add(&owner, &coffee()).await;
    // The level is changed first, then the journal cannot be written.
    app.sql("ALTER TABLE stock_movements RENAME TO hidden").await;
    let journal = crate::app::journal(&product);
    owner.post(&journal, &json!({ "kind": "sale", "quantity": 3 })).await.refused(Code::Internal);
    owner
        .post("/api/v1/products", &json!({ "code": "B", "name": "B", "opening_quantity": 1 }))
        .await
        .refused(Code::Internal);
    app.sql("ALTER TABLE hidden RENAME TO stock_movements").await;
    assert_eq!(owner.get(&path(&product)).await.ok::<Product>(200), product);
    owner
        .post("/api/v1/products", &json!({ "code": "B", "name": "B", "opening_quantity": 1 }))
        .await
        .ok::<Product>(201);
}

#[actix_web::test]
async fn the_usual_headers_are_on_every_answer() {
    let app = App::start().await;
    let owner = app.owner().await;
    app.sql("DROP TABLE counters").await;
    let replies = [
        owner.get("/health").await,
        owner.get("/api/v1/products").await,
        owner.get("/api/v1/products?limit=x").await,
        owner.get("/nowhere").await,
        owner.delete("/api/v1/products").await,
        app.guest().get("/api/v1/me").await,
        owner.get("/api/v1/visits").await,
        owner.get("/api/openapi.json").await,
        owner.get("/api/docs/").await,
    ];
    let statuses: Vec<_> = replies.iter().map(|reply| reply.status).collect();
    assert_eq!(statuses, [200, 200, 400, 404, 405, 401, 500, 200, 200]);
    for reply in replies {
        assert_eq!(reply.header("x-content-type-options"), "nosniff");
        assert_eq!(reply.header("x-frame-options"), "DENY");
        assert_eq!(reply.header("referrer-policy"), "no-referrer");
        assert_eq!(reply.header("cross-origin-resource-policy"), "same-origin");
        assert!(!reply.header("x-request-id").is_empty() && !reply.header("cache-control").is_empty());
        let policy = reply.header("content-security-policy");
        assert!(policy.starts_with("default-src 'none'") && policy.contains("frame-ancestors 'none'"), "{policy}");
        assert!(!policy.contains("unsafe"), "{policy}");
        assert_eq!(reply.header("server"), "");
    }
}

#[actix_web::test]
async fn the_documentation_can_be_looked_at() {
    let app = App::start().await;
    let guest = app.guest();
    let reply = guest.get("/api/docs").await;
    assert_eq!((reply.status, reply.header("location")), (302, "/api/docs/"));
    let page = guest.get("/api/docs/").await;
    assert!(page.header("content-type").starts_with("text/html"));
    assert!(!page.text().contains("<script>") && !page.text().contains("<style>"), "inline code would be blocked");
    for file in ["swagger-ui-bundle.js", "swagger-ui.css", "swagger-initializer.js"] {
        assert_eq!(guest.get(&format!("/api/docs/{file}")).await.status, 200, "{file}");
    }
    let start = guest.get("/api/docs/swagger-initializer.js").await.text();
    assert!(start.contains("/api/openapi.json"), "{start}");
    assert_eq!(guest.get("/api/openapi.json").await.value(200), api::document());
}
