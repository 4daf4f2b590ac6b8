//! Requests that are sent again: one key, one booking, one answer.
use crate::{
    app::{App, add, another, book, coffee, counted, journal, ledger, line, movement, path, read, reversal},
    client::{Client, Reply},
    program::{Program, api},
};
use serde_json::{Value, json};
use shared::{
    Code, Rule,
    movement::{Kind, Movement},
    product::{NewProduct, Product},
    user::{Me, User},
};

const BOOK: &str = "/api/v1/movements";
const PRODUCTS: &str = "/api/v1/products";

/// It is the first answer once more, byte for byte.
#[track_caller]
fn repeats(again: &Reply, first: &Reply) {
    assert_eq!((first.header("idempotency-replayed"), again.header("idempotency-replayed")), ("", "true"));
    assert_eq!((again.status, again.text()), (first.status, first.text()));
    for name in ["content-type", "location", "etag", "cache-control"] {
        assert_eq!(again.header(name), first.header(name), "{name}");
    }
    assert_ne!(again.header("x-request-id"), first.header("x-request-id"));
}

/// Something of each route that books, with a body that it takes.
async fn bookings(owner: &Client) -> Vec<(String, Value)> {
    let product = add(owner, &coffee()).await;
    let sale = book(owner, &product, Kind::Sale, 1).await;
    vec![
        (PRODUCTS.into(), json!({ "code": "NEW-1", "name": "New", "opening_quantity": 3 })),
        (journal(&product), json!(movement(Kind::Sale, 2))),
        (BOOK.into(), json!({ "lines": [line(&product, Kind::Sale, 3)] })),
        (reversal(&sale), json!(null)),
        (journal(&product), json!(counted(7, 5))),
    ]
}

#[actix_web::test]
async fn a_request_that_is_sent_again_gets_its_first_answer_and_books_nothing() {
    let app = App::start().await;
    let owner = app.owner().await;
    for (n, (path, body)) in bookings(&owner).await.into_iter().enumerate() {
        let key = format!("key-{n}");
        let first = owner.once(&key, &path, &body).await;
        assert_eq!(first.status, 201, "{path}: {}", first.text());
        let rows = ledger(&owner).await;
        for _ in 0..3 {
            repeats(&owner.once(&key, &path, &body).await, &first);
        }
        assert_eq!(ledger(&owner).await, rows, "{path}");
        assert_eq!(first.header("location").is_empty(), path != PRODUCTS);
        assert_eq!(first.header("etag").is_empty(), path != PRODUCTS);
    }
    assert_eq!(owner.all::<Product>(PRODUCTS).await.len(), 2);
    assert_eq!(owner.all::<Value>("/api/v1/audit-events").await.len(), 2);
}

#[actix_web::test]
async fn without_a_key_every_request_books() {
    let app = App::start().await;
    let owner = app.owner().await;
    let product = add(&owner, &coffee()).await;
    for left in [22, 20, 18] {
        assert_eq!(book(&owner, &product, Kind::Sale, 2).await.balance_after, left);
    }
}

#[actix_web::test]
async fn a_key_stands_for_one_request_only() {
    let app = App::start().await;
    let owner = app.owner().await;
    let (a, b) = (another(&owner, "A").await, another(&owner, "B").await);
    let sale = movement(Kind::Sale, 2);
    let moved: Movement = owner.once("k", &journal(&a), &sale).await.ok(201);
    let rows = ledger(&owner).await;
    let others = [
        (journal(&a), json!(movement(Kind::Sale, 3))),
        (journal(&a), json!({ "kind": "sale", "quantity": 2, "note": "x" })),
        (journal(&b), json!(sale)),
        (BOOK.into(), json!({ "lines": [line(&a, Kind::Sale, 2)] })),
        (PRODUCTS.into(), json!({ "code": "C", "name": "C" })),
        (reversal(&moved), json!(null)),
    ];
    for (path, body) in others {
        let problem = owner.once("k", &path, &body).await.refused(Code::KeyReused);
        assert_eq!(problem.fields, [], "{path}");
    }
    assert_eq!((ledger(&owner).await, owner.all::<Product>(PRODUCTS).await.len()), (rows, 2));
    // Written in another way it is the same request.
    for same in [r#"{ "quantity": 2, "kind": "sale" }"#, r#"{"note":"","kind":"sale","quantity":2,"seen_seq":null}"#] {
        let headers = [("content-type", "application/json"), ("idempotency-key", "k")];
        let again = owner.send("POST", &journal(&a), &headers, same).await;
        assert_eq!(again.ok::<Movement>(201), moved);
    }
}

#[actix_web::test]
async fn what_a_person_calls_a_request_is_that_persons_business() {
    let app = App::start().await;
    let (shop, stranger) = (app.shop().await, app.owner().await);
    let (ours, theirs) = (add(&shop.owner, &coffee()).await, add(&stranger, &coffee()).await);
    let sale = movement(Kind::Sale, 2);
    for (person, product, left) in [(&shop.clerk, &ours, 22), (&shop.manager, &ours, 20), (&stranger, &theirs, 22)] {
        let first = person.once("k", &journal(product), &sale).await;
        repeats(&person.again().await.once("k", &journal(product), &sale).await, &first);
        let moved: Movement = first.ok(201);
        assert_eq!((moved.balance_after, moved.actor.id), (left, person.id));
    }
}

#[actix_web::test]
async fn a_key_may_be_quoted_and_case_matters() {
    let app = App::start().await;
    let owner = app.owner().await;
    let (path, sale) = (journal(&add(&owner, &coffee()).await), movement(Kind::Sale, 2));
    let first = owner.once("\"8e03-x\"", &path, &sale).await;
    repeats(&owner.once("8e03-x", &path, &sale).await, &first);
    repeats(&owner.once("  \"8e03-x\" ", &path, &sale).await, &first);
    for other in ["8e03-X", "8e03-x.", &"x".repeat(255)] {
        let reply = owner.once(other, &path, &sale).await;
        assert_eq!((reply.status, reply.header("idempotency-replayed")), (201, ""), "{other}");
    }
}

#[actix_web::test]
async fn what_is_no_key_is_malformed_and_books_nothing() {
    let app = App::start().await;
    let owner = app.owner().await;
    let product = add(&owner, &coffee()).await;
    let sale = json!(movement(Kind::Sale, 1));
    for key in ["", " ", "\"\"", "\"", "a b", "a\tb", "\"a", "a\"b", "a\\b", "ñ", &"x".repeat(256)] {
        let problem = owner.once(key, &journal(&product), &sale).await.refused(Code::Malformed);
        assert!(problem.detail.unwrap().contains("Idempotency-Key"), "{key}");
    }
    for path in [PRODUCTS, BOOK, "/api/v1/movements/01a1fc60-f133-7732-a11f-7db415171118/reversal"] {
        owner.once("a b", path, &json!({})).await.refused(Code::Malformed);
    }
    assert_eq!(read(&owner, &product).await, product);
}

#[actix_web::test]
async fn a_refused_request_keeps_nothing_and_its_key_may_be_used_again() {
    let app = App::start().await;
    let owner = app.owner().await;
    let product = add(&owner, &coffee()).await;
    let path = journal(&product);
    owner.once("k", &path, &movement(Kind::Sale, 25)).await.refused(Code::InsufficientStock);
    owner.once("k", &path, &movement(Kind::Sale, 0)).await.refused(Code::Invalid);
    owner.once("k", &path, &counted(1, 0)).await.refused(Code::StockChanged);
    let first = owner.once("k", &path, &movement(Kind::Sale, 4)).await;
    repeats(&owner.once("k", &path, &movement(Kind::Sale, 4)).await, &first);
    assert_eq!(read(&owner, &product).await.quantity, 20);

    let taken = json!({ "code": product.code, "name": "Tea" });
    let fields = owner.once("p", PRODUCTS, &taken).await.fields(Code::CodeTaken);
    assert_eq!(fields, [("code".into(), Rule::Taken, None)]);
    owner.once("p", PRODUCTS, &json!({ "code": "TEA", "name": "Tea" })).await.ok::<Product>(201);
}

#[actix_web::test]
async fn a_key_is_free_again_after_a_day() {
    let app = App::start().await;
    let owner = app.owner().await;
    let (path, sale) = (journal(&add(&owner, &coffee()).await), movement(Kind::Sale, 2));
    let first = owner.once("k", &path, &sale).await;
    let aged = async |hours: i64| {
        let then = chrono::Utc::now() - chrono::Duration::hours(hours);
        app.sql(&format!("UPDATE idempotency_keys SET created_at = {}", app.database.moment(then))).await;
    };
    aged(23).await;
    repeats(&owner.once("k", &path, &sale).await, &first);
    aged(25).await;
    let second = owner.once("k", &path, &sale).await;
    assert_eq!(second.header("idempotency-replayed"), "");
    repeats(&owner.once("k", &path, &sale).await, &second);
    assert_eq!(second.ok::<Movement>(201).balance_after, 20);
    aged(25).await;
    assert_eq!(owner.once("k", &path, &movement(Kind::Sale, 5)).await.ok::<Movement>(201).balance_after, 15);
}

#[actix_web::test]
async fn the_first_answer_does_not_depend_on_what_happened_since() {
    let app = App::start().await;
    let owner = app.owner().await;
    let new = json!({ "code": "A", "name": "First", "opening_quantity": 10 });
    let added = owner.once("p", PRODUCTS, &new).await;
    let product: Product = owner.all(PRODUCTS).await.pop().unwrap();
    let moved = owner.once("m", &journal(&product), &movement(Kind::Sale, 4)).await;
    book(&owner, &product, Kind::Sale, 6).await;
    owner.edit(&path(&product), "*", &json!({ "name": "Second" })).await.value(200);
    owner.patch("/api/v1/me", &json!({ "name": "Somebody else" })).await.value(200);
    owner.archive(&path(&product), "*").await.done();
    repeats(&owner.once("m", &journal(&product), &movement(Kind::Sale, 4)).await, &moved);
    repeats(&owner.once("p", PRODUCTS, &new).await, &added);
}

#[actix_web::test]
async fn whoever_may_not_book_any_more_gets_no_answer_either() {
    let app = App::start().await;
    let shop = app.shop().await;
    let (path, sale) = (journal(&add(&shop.owner, &coffee()).await), movement(Kind::Sale, 2));
    shop.clerk.once("k", &path, &sale).await.ok::<Movement>(201);
    let member = format!("/api/v1/users/{}", shop.clerk.id);
    shop.owner.patch(&member, &json!({ "role": "viewer" })).await.ok::<User>(200);
    shop.clerk.again().await.once("k", &path, &sale).await.refused(Code::Forbidden);
}

#[actix_web::test]
async fn answers_are_kept_across_a_restart() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    let start = || Program::start(api(&data).env("REGISTRATION", "open"));
    let program = start();
    let new = crate::app::registration("lola@tienda.example");
    Client::guest(&program.url).post("/api/v1/auth/register", &new).await.ok::<Me>(201);
    let lola = Client { email: new.email, ..Client::guest(&program.url) }.again().await;
    let (path, sale) = (journal(&add(&lola, &coffee()).await), movement(Kind::Sale, 5));
    let first = lola.once("k", &path, &sale).await;
    // Killed without a word.
    drop(program);
    let program = start();
    let lola = Client { url: program.url.clone(), ..lola };
    repeats(&lola.once("k", &path, &sale).await, &first);
    lola.once("k", &path, &movement(Kind::Sale, 6)).await.refused(Code::KeyReused);
    assert_eq!(ledger(&lola).await.len(), 2);
}

#[actix_web::test]
async fn the_figures_tell_repeated_requests_from_bookings() {
    let app = App::with(|config| config.metrics_listen = "any".into()).await;
    let owner = app.owner().await;
    let new = NewProduct { code: "B".into(), ..coffee() };
    let path = journal(&add(&owner, &coffee()).await);
    for _ in 0..3 {
        owner.once("s", &path, &movement(Kind::Sale, 2)).await.value(201);
        owner.once("p", PRODUCTS, &new).await.value(201);
    }
    let figures = app.figures().await;
    for line in [
        "bodega_replays_total 4",
        "bodega_movements_total{kind=\"opening\"} 2",
        "bodega_movements_total{kind=\"sale\"} 1",
    ] {
        assert!(figures.lines().any(|found| found == line), "{line} is not in\n{figures}");
    }
}
