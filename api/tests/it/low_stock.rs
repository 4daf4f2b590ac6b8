//! What runs short: in lists, and told to whoever wants to know, once each time.
use crate::{
    app::{App, add, book, coffee, journal, movement, path, read},
    client::Client,
    receiver::Receiver,
};
use serde_json::{Value, json};
use shared::{
    Code, Page, Rule,
    movement::{Kind, Movement},
    product::{NewProduct, Product},
    webhook::{Delivery, WebhookSecret},
};

const WEBHOOK: &str = "/api/v1/shop/webhook";

fn new(code: &str, opening: i64, min: Option<i64>) -> NewProduct {
    NewProduct { code: code.into(), opening_quantity: opening, min_quantity: min, ..coffee() }
}

/// With nothing in its name that another code has.
fn named(code: &str, opening: i64, min: Option<i64>) -> NewProduct {
    NewProduct { name: code.into(), ..new(code, opening, min) }
}

async fn listed(client: &Client, query: &str) -> Vec<String> {
    let page: Page<Product> = client.get(&format!("/api/v1/products?{query}")).await.ok(200);
    page.items.into_iter().map(|product| product.code).collect()
}

#[actix_web::test]
async fn lists_are_cut_down_to_what_runs_short() {
    let app = App::start().await;
    let (shop, other) = (app.shop().await, app.owner().await);
    for (code, opening, min) in
        [("A", 3, Some(3)), ("B", 9, Some(3)), ("C", 0, None), ("D", 0, Some(0)), ("E", 1, None), ("F", 1, Some(2))]
    {
        add(&shop.manager, &named(code, opening, min)).await;
        add(&other, &named(&format!("O{code}"), opening, min)).await;
    }
    let archived = add(&shop.manager, &named("G", 0, Some(1))).await;
    shop.manager.archive(&path(&archived), "*").await.done();
    for (query, expected) in [
        ("sort=code&stock=low", &["A", "D", "F"][..]),
        ("sort=-code&stock=low", &["F", "D", "A"]),
        ("sort=code&stock=out", &["C", "D"]),
        ("stock=low&q=f", &["F"]),
        ("stock=low&q=b", &[]),
        ("stock=out&q=d", &["D"]),
        ("stock=low&archived=true", &["G"]),
        ("stock=out&archived=true", &["G"]),
    ] {
        assert_eq!(listed(&shop.viewer, query).await, expected, "{query}");
    }
    shop.viewer.get("/api/v1/products?stock=plenty").await.refused(Code::Malformed);
}

#[actix_web::test]
async fn pages_of_what_runs_short_go_on_and_their_cursors_open_no_other_list() {
    let app = App::start().await;
    let owner = app.owner().await;
    for number in 0..7 {
        add(&owner, &new(&format!("L{number}"), 0, Some(1))).await;
        add(&owner, &new(&format!("P{number}"), 5, Some(1))).await;
    }
    let (mut codes, mut at) =
        (Vec::new(), "/api/v1/products?stock=low&sort=code&limit=3&include_total=true".to_owned());
    let mut cursors = Vec::new();
    loop {
        let page: Page<Product> = owner.get(&at).await.ok(200);
        assert_eq!(page.total, Some(7));
        codes.extend(page.items.into_iter().map(|product| product.code));
        let Some(cursor) = page.next_cursor else { break };
        at = format!("/api/v1/products?stock=low&sort=code&limit=3&include_total=true&cursor={cursor}");
        cursors.push(cursor);
    }
    assert_eq!(codes, (0..7).map(|number| format!("L{number}")).collect::<Vec<_>>());
    for other in ["", "&stock=out", "&stock=low&archived=true"] {
        let at = format!("/api/v1/products?sort=code{other}&cursor={}", cursors[0]);
        owner.get(&at).await.refused(Code::BadCursor);
    }
}

/// A shop that is told, of a product with 8 of which 6 are the minimum.
struct Told {
    app: App,
    owner: Client,
    receiver: Receiver,
    secret: String,
    product: Product,
}

impl Told {
    async fn start() -> Self {
        let app = App::with(|config| config.webhook_allow_private = true).await;
        let (owner, receiver) = (app.owner().await, Receiver::answering(&[]));
        let set: WebhookSecret = owner.put(WEBHOOK, &json!({ "url": receiver.url() })).await.ok(200);
        let product = add(&owner, &new("CAF-250", 8, Some(6))).await;
        Self { app, owner, receiver, secret: set.secret, product }
    }

    /// The next event, which is of this quantity and by this movement.
    async fn hears(&self, quantity: i64, movement: Option<&Movement>) -> Value {
        let event = self.receiver.next().await.read(&self.secret);
        assert_eq!(event["type"], "low_stock");
        assert_eq!(event["data"]["quantity"], quantity);
        assert_eq!(event["data"]["movement_id"], json!(movement.map(|movement| movement.id)));
        event
    }

    /// So many events were written in all.
    async fn count(&self) -> usize {
        self.owner.get("/api/v1/shop/webhook/deliveries").await.ok::<Page<Delivery>>(200).items.len()
    }

    async fn edit(&self, patch: Value) -> Product {
        self.owner.edit(&path(&self.product), "*", &patch).await.ok(200)
    }
}

#[actix_web::test]
async fn taking_the_stock_down_to_its_minimum_is_told_once_until_there_is_more_again() {
    let told = Told::start().await;
    book(&told.owner, &told.product, Kind::Sale, 1).await;
    let reached = book(&told.owner, &told.product, Kind::Sale, 1).await;
    let event = told.hears(6, Some(&reached)).await;
    let shop = told.owner.get("/api/v1/shop").await.value(200);
    let product = read(&told.owner, &told.product).await;
    assert_eq!(event["shop"], json!({ "id": shop["id"], "name": "Ultramarinos Lola" }));
    let said = json!({ "id": product.id, "code": "CAF-250", "name": "Café molido 250 g", "unit": "ud" });
    assert_eq!((&event["data"]["product"], &event["data"]["min_quantity"]), (&said, &json!(6)));
    assert_eq!(event["data"]["low_since"], json!(product.low_since));
    book(&told.owner, &told.product, Kind::Sale, 1).await;
    book(&told.owner, &told.product, Kind::Receive, 1).await;
    assert_eq!(told.count().await, 1);
    book(&told.owner, &told.product, Kind::Receive, 1).await;
    let again = book(&told.owner, &told.product, Kind::Loss, 7).await;
    told.hears(0, Some(&again)).await;
    assert_eq!(told.count().await, 2);
}

#[actix_web::test]
async fn every_way_to_have_less_is_told() {
    let told = Told::start().await;
    let count = json!({ "kind": "count", "quantity": 5, "seen_seq": 1 });
    let counted: Movement = told.owner.post(&journal(&told.product), &count).await.ok(201);
    told.hears(5, Some(&counted)).await;

    let brought = book(&told.owner, &told.product, Kind::Receive, 4).await;
    let undo = format!("/api/v1/movements/{}/reversal", brought.id);
    let undone: Movement = told.owner.post(&undo, &json!({})).await.ok(201);
    told.hears(5, Some(&undone)).await;

    book(&told.owner, &told.product, Kind::Adjust, 3).await;
    let tea = add(&told.owner, &new("TE-1", 3, None)).await;
    let line = |product: &Product, quantity| json!({ "product_id": product.id, "kind": "sale", "quantity": quantity });
    let lines = json!({ "lines": [line(&told.product, 1), line(&tea, 3), line(&told.product, 2)] });
    let booked = told.owner.post("/api/v1/movements", &lines).await.value(201);
    let event = told.receiver.next().await.read(&told.secret);
    let ours = booked["items"].as_array().unwrap().iter().find(|moved| moved["product_code"] == "CAF-250").unwrap();
    assert_eq!((&event["data"]["movement_id"], &event["data"]["quantity"]), (&ours["id"], &json!(5)));

    book(&told.owner, &told.product, Kind::Adjust, 4).await;
    let edited = told.edit(json!({ "min_quantity": 9, "name": "Café" })).await;
    let event = told.hears(9, None).await;
    assert_eq!((&event["data"]["min_quantity"], &event["data"]["product"]["name"]), (&json!(9), &json!("Café")));
    assert_eq!(event["data"]["low_since"], json!(edited.low_since));
    told.edit(json!({ "min_quantity": 20 })).await;
    assert_eq!(told.count().await, 4);
}

#[actix_web::test]
async fn what_is_refused_or_not_watched_or_low_from_the_start_is_not_told() {
    let told = Told::start().await;
    told.owner.post(&journal(&told.product), &movement(Kind::Sale, 9)).await.refused(Code::InsufficientStock);
    let missing = json!({ "product_id": told.app.owner().await.id, "kind": "sale", "quantity": 1 });
    let lines = json!({ "lines": [{ "product_id": told.product.id, "kind": "sale", "quantity": 8 }, missing] });
    let refused = told.owner.post("/api/v1/movements", &lines).await.invalid();
    assert_eq!(refused, [("lines[1].product_id".into(), Rule::NotFound)]);
    for (code, opening, min) in [("A", 0, Some(0)), ("B", 5, Some(5)), ("C", 0, Some(5))] {
        let product = add(&told.owner, &new(code, opening, min)).await;
        assert!(product.low_since.is_some());
    }
    let unwatched = add(&told.owner, &new("D", 5, None)).await;
    book(&told.owner, &unwatched, Kind::Sale, 5).await;
    told.edit(json!({ "min_quantity": 7, "price_minor": 1 })).await;
    told.edit(json!({ "min_quantity": null })).await;
    assert_eq!(told.count().await, 0);
}

#[actix_web::test]
async fn nothing_is_kept_for_a_shop_that_does_not_want_to_know() {
    let told = Told::start().await;
    told.owner.delete(WEBHOOK).await.done();
    book(&told.owner, &told.product, Kind::Sale, 8).await;
    assert_eq!(told.count().await, 0);
    let other = told.app.owner().await;
    let theirs = add(&other, &new("X", 3, Some(1))).await;
    book(&other, &theirs, Kind::Sale, 3).await;
    let page: Page<Delivery> = other.get("/api/v1/shop/webhook/deliveries").await.ok(200);
    assert_eq!(page.items, []);
}
