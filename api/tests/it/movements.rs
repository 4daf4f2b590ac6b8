//! Taking and bringing, and the journal of it.
use crate::{
    app::{App, add, book, coffee, journal, movement, path, read},
    client::Client,
};
use serde_json::json;
use shared::{
    Code, FieldError, Page, Rule,
    movement::{Kind, Movement, NewMovement},
    product::{NewProduct, Product},
};

const MOST: i64 = 1_000_000_000_000;

async fn written(client: &Client, product: &Product) -> Vec<Movement> {
    client.get(&format!("{}?limit=100", journal(product))).await.ok::<Page<Movement>>(200).items
}

#[actix_web::test]
async fn every_kind_moves_the_stock_the_way_its_name_says() {
    let app = App::start().await;
    let shop = app.shop().await;
    let product = add(&shop.manager, &coffee()).await;
    let steps = [
        (Kind::Sale, 4, -4, 20),
        (Kind::Issue, 1, -1, 19),
        (Kind::Damage, 2, -2, 17),
        (Kind::Loss, 3, -3, 14),
        (Kind::Receive, 10, 10, 24),
        (Kind::Return, 1, 1, 25),
        (Kind::Adjust, 5, 5, 30),
        (Kind::Adjust, -6, -6, 24),
    ];
    for (seq, (kind, quantity, delta, after)) in (2..).zip(steps) {
        let moved = book(&shop.clerk, &product, kind, quantity).await;
        assert_eq!((moved.kind, moved.delta, moved.balance_after, moved.seq), (kind, delta, after, seq));
        assert_eq!((moved.product_id, moved.actor.id), (product.id, shop.clerk.id));
        let now = read(&shop.viewer, &product).await;
        assert_eq!((now.quantity, now.seq, now.version), (after, seq, product.version));
    }
}

#[actix_web::test]
async fn words_of_a_movement_are_kept() {
    let app = App::start().await;
    let owner = app.owner().await;
    let product = add(&owner, &coffee()).await;
    let (note, reference) = (" Roto al\ncolocar ".into(), " A-1042 ".into());
    let new = NewMovement { note, reference, ..movement(Kind::Damage, 1) };
    let moved: Movement = owner.post(&journal(&product), &new).await.ok(201);
    assert_eq!((moved.note.as_str(), moved.reference.as_str()), ("Roto al\ncolocar", "A-1042"));
    assert_eq!(moved.actor.name.as_deref(), Some("Lola Vidal"));
    assert_eq!(written(&owner, &product).await[0], moved);
}

#[actix_web::test]
async fn a_movement_keeps_the_rules() {
    let app = App::start().await;
    let owner = app.owner().await;
    let product = add(&owner, &coffee()).await;
    let cases = [
        (json!({ "kind": "sale", "quantity": 0 }), "quantity", Rule::TooSmall),
        (json!({ "kind": "sale", "quantity": -1 }), "quantity", Rule::TooSmall),
        (json!({ "kind": "receive", "quantity": -5 }), "quantity", Rule::TooSmall),
        (json!({ "kind": "adjust", "quantity": 0 }), "quantity", Rule::TooSmall),
        (json!({ "kind": "receive", "quantity": MOST + 1 }), "quantity", Rule::TooBig),
        (json!({ "kind": "sale", "quantity": i64::MAX }), "quantity", Rule::TooBig),
        (json!({ "kind": "adjust", "quantity": i64::MIN }), "quantity", Rule::TooBig),
        (json!({ "kind": "sale", "quantity": u64::MAX }), "quantity", Rule::Type),
        (json!({ "kind": "sale", "quantity": 1.5 }), "quantity", Rule::Type),
        (json!({ "kind": "sale", "quantity": "1" }), "quantity", Rule::Type),
        (json!({ "kind": "sale" }), "quantity", Rule::Required),
        (json!({ "quantity": 1 }), "kind", Rule::Required),
        (json!({ "kind": "theft", "quantity": 1 }), "kind", Rule::Type),
        (json!({ "kind": "Sale", "quantity": 1 }), "kind", Rule::Type),
        (json!({ "kind": "opening", "quantity": 1 }), "kind", Rule::Type),
        (json!({ "kind": "count", "quantity": 1 }), "seen_seq", Rule::Required),
        (json!({ "kind": "count", "quantity": -1, "seen_seq": 1 }), "quantity", Rule::TooSmall),
        (json!({ "kind": "sale", "quantity": 1, "seen_seq": 1 }), "seen_seq", Rule::Unknown),
        (json!({ "kind": "reversal", "quantity": 1 }), "kind", Rule::Type),
        (json!({ "kind": "sale", "quantity": 1, "delta": 5 }), "delta", Rule::Unknown),
        (json!({ "kind": "sale", "quantity": 1, "note": "x".repeat(501) }), "note", Rule::TooLong),
        (json!({ "kind": "sale", "quantity": 1, "reference": "x".repeat(101) }), "reference", Rule::TooLong),
        (json!({ "kind": "sale", "quantity": 1, "reference": "a\nb" }), "reference", Rule::Format),
    ];
    for (body, field, rule) in cases {
        assert_eq!(owner.post(&journal(&product), &body).await.invalid(), [(field.to_owned(), rule)], "{body}");
    }
    assert_eq!(read(&owner, &product).await, product);
    assert_eq!(written(&owner, &product).await.len(), 1);
}

#[actix_web::test]
async fn more_than_there_is_cannot_be_taken_and_nothing_is_left_of_the_try() {
    let app = App::start().await;
    let owner = app.owner().await;
    let product = add(&owner, &coffee()).await;
    for (kind, quantity) in [(Kind::Sale, 25), (Kind::Loss, MOST), (Kind::Adjust, -25)] {
        let new = movement(kind, quantity);
        let problem = owner.post(&journal(&product), &new).await.refused(Code::InsufficientStock);
        let wrong = FieldError { field: "quantity".into(), rule: Rule::NotEnough, limit: Some(24) };
        assert_eq!(problem.fields, [wrong]);
        assert_eq!(read(&owner, &product).await, product);
    }
    assert_eq!(written(&owner, &product).await.len(), 1);
    assert_eq!(book(&owner, &product, Kind::Sale, 24).await.balance_after, 0);
    owner.post(&journal(&product), &movement(Kind::Sale, 1)).await.refused(Code::InsufficientStock);
}

#[actix_web::test]
async fn more_than_can_be_counted_cannot_be_brought() {
    let app = App::start().await;
    let owner = app.owner().await;
    let product = add(&owner, &coffee()).await;
    let refused = owner.post(&journal(&product), &movement(Kind::Receive, MOST)).await.invalid();
    assert_eq!(refused, [("quantity".into(), Rule::TooBig)]);
    assert_eq!(read(&owner, &product).await, product);
    assert_eq!(book(&owner, &product, Kind::Receive, MOST - 24).await.balance_after, MOST);
}

#[actix_web::test]
async fn the_journal_is_newest_first_page_by_page_and_every_balance_follows_from_the_one_before() {
    let app = App::start().await;
    let owner = app.owner().await;
    let product = add(&owner, &coffee()).await;
    for n in 1..=9 {
        let kind = if n % 3 == 0 { Kind::Receive } else { Kind::Sale };
        book(&owner, &product, kind, n % 4 + 1).await;
    }
    let (mut all, mut at) = (Vec::new(), format!("{}?limit=4", journal(&product)));
    loop {
        let page: Page<Movement> = owner.get(&at).await.ok(200);
        assert!(page.items.len() <= 4);
        all.extend(page.items);
        let Some(cursor) = page.next_cursor else { break };
        at = format!("{}?limit=4&cursor={cursor}", journal(&product));
    }
    assert_eq!(all.iter().map(|moved| moved.seq).collect::<Vec<_>>(), (1..=10).rev().collect::<Vec<_>>());
    assert_eq!(all, written(&owner, &product).await);
    for pair in all.windows(2) {
        assert_eq!(pair[0].balance_after, pair[1].balance_after + pair[0].delta);
        assert!(pair[0].created_at >= pair[1].created_at);
    }
    let sum: i64 = all.iter().map(|moved| moved.delta).sum();
    assert_eq!((read(&owner, &product).await.quantity, all[0].balance_after), (sum, sum));
}

#[actix_web::test]
async fn a_cursor_of_one_journal_does_not_open_another() {
    let app = App::start().await;
    let owner = app.owner().await;
    let (one, two) = (add(&owner, &coffee()).await, add(&owner, &NewProduct { code: "B".into(), ..coffee() }).await);
    book(&owner, &one, Kind::Sale, 1).await;
    let page: Page<Movement> = owner.get(&format!("{}?limit=1", journal(&one))).await.ok(200);
    let cursor = page.next_cursor.unwrap();
    owner.get(&format!("{}?cursor={cursor}", journal(&two))).await.refused(Code::BadCursor);
}

#[actix_web::test]
async fn low_begins_at_the_minimum_stays_as_it_began_and_ends_above_it() {
    let app = App::start().await;
    let owner = app.owner().await;
    let product = add(&owner, &NewProduct { min_quantity: Some(6), opening_quantity: 8, ..coffee() }).await;
    let since = async || read(&owner, &product).await.low_since;
    assert_eq!(since().await, None);
    book(&owner, &product, Kind::Sale, 1).await;
    assert_eq!(since().await, None);
    let reached = book(&owner, &product, Kind::Sale, 1).await;
    let began = since().await.expect("6 of 6 is low");
    assert!((reached.created_at - began).num_seconds().abs() < 5);
    book(&owner, &product, Kind::Sale, 1).await;
    book(&owner, &product, Kind::Receive, 1).await;
    assert_eq!(since().await, Some(began));
    book(&owner, &product, Kind::Receive, 1).await;
    assert_eq!(since().await, None);
    book(&owner, &product, Kind::Sale, 7).await;
    assert!(since().await.expect("0 of 6 is low") > began);
}

#[actix_web::test]
async fn another_minimum_is_another_watch() {
    let app = App::start().await;
    let owner = app.owner().await;
    let product = add(&owner, &coffee()).await;
    let set = async |min: Option<i64>| -> Product {
        owner.edit(&path(&product), "*", &json!({ "min_quantity": min })).await.ok(200)
    };
    assert_eq!(product.low_since, None);
    assert_eq!(set(Some(23)).await.low_since, None);
    let low = set(Some(24)).await.low_since;
    assert!(low.is_some());
    assert_eq!(set(Some(30)).await.low_since, low);
    assert_eq!(set(Some(10)).await.low_since, None);
    assert!(set(Some(24)).await.low_since.is_some());
    assert_eq!(set(None).await.low_since, None);
}

#[actix_web::test]
async fn a_product_that_starts_at_its_minimum_starts_low() {
    let app = App::start().await;
    let owner = app.owner().await;
    for (code, opening, min, low) in
        [("A", 0, Some(0), true), ("B", 6, Some(6), true), ("C", 7, Some(6), false), ("D", 0, None, false)]
    {
        let new = NewProduct { code: code.into(), opening_quantity: opening, min_quantity: min, ..coffee() };
        assert_eq!(add(&owner, &new).await.low_since.is_some(), low, "{code}");
    }
}
