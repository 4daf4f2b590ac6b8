//! Stock-takes: what was counted is believed, if nothing moved meanwhile.
use crate::app::{
    App, add, another, at_line, book, booked, coffee, counted, journal, ledger, line, path, read, unbooked,
};
use serde_json::json;
use shared::{
    Code, Rule,
    movement::{Kind, Line, Movement},
    product::NewProduct,
};

const MOST: i64 = 1_000_000_000_000;

#[actix_web::test]
async fn a_count_makes_the_stock_what_was_counted() {
    let app = App::start().await;
    let shop = app.shop().await;
    let product = add(&shop.manager, &coffee()).await;
    for (seen, quantity, delta) in [(1, 20, -4), (2, 31, 11), (3, 0, -31), (4, MOST, MOST), (5, 24, 24 - MOST)] {
        let moved: Movement = shop.clerk.post(&journal(&product), &counted(quantity, seen)).await.ok(201);
        assert_eq!((moved.kind, moved.delta, moved.balance_after, moved.seq), (Kind::Count, delta, quantity, seen + 1));
        let now = read(&shop.viewer, &product).await;
        assert_eq!((now.quantity, now.seq, now.version), (quantity, seen + 1, product.version));
    }
}

#[actix_web::test]
async fn a_count_that_finds_what_the_book_says_is_recorded_all_the_same() {
    let app = App::start().await;
    let owner = app.owner().await;
    let product = add(&owner, &coffee()).await;
    let moved: Movement = owner.post(&journal(&product), &counted(24, 1)).await.ok(201);
    assert_eq!((moved.delta, moved.balance_after, moved.seq), (0, 24, 2));
    assert!(!moved.is_reversible());
    let now = read(&owner, &product).await;
    assert_eq!((now.quantity, now.seq), (24, 2));
    assert_ne!(now.etag(), product.etag());
    assert_eq!(ledger(&owner).await[0], moved);
}

#[actix_web::test]
async fn a_count_of_what_moved_meanwhile_is_refused_with_what_there_is_now() {
    let app = App::start().await;
    let owner = app.owner().await;
    let product = add(&owner, &coffee()).await;
    book(&owner, &product, Kind::Sale, 3).await;
    let (before, rows) = (read(&owner, &product).await, ledger(&owner).await);
    // Too old, never there yet, and the same quantity by chance.
    for (quantity, seen) in [(24, 1), (21, 1), (21, 3), (0, 0), (5, i64::MAX)] {
        let fields = owner.post(&journal(&product), &counted(quantity, seen)).await.fields(Code::StockChanged);
        assert_eq!(fields, [("seen_seq".into(), Rule::Changed, Some(21))], "{quantity} of {seen}");
    }
    assert_eq!((read(&owner, &product).await, ledger(&owner).await), (before, rows));
    owner.post(&journal(&product), &counted(20, 2)).await.ok::<Movement>(201);
    owner.post(&journal(&product), &counted(20, 2)).await.refused(Code::StockChanged);
}

#[actix_web::test]
async fn there_and_back_again_is_a_change_too() {
    let app = App::start().await;
    let owner = app.owner().await;
    let product = add(&owner, &coffee()).await;
    book(&owner, &product, Kind::Sale, 1).await;
    book(&owner, &product, Kind::Return, 1).await;
    let fields = owner.post(&journal(&product), &counted(24, 1)).await.fields(Code::StockChanged);
    assert_eq!(fields, [("seen_seq".into(), Rule::Changed, Some(24))]);
}

#[actix_web::test]
async fn an_edit_of_the_product_does_not_disturb_a_count() {
    let app = App::start().await;
    let owner = app.owner().await;
    let product = add(&owner, &coffee()).await;
    owner.edit(&path(&product), "*", &json!({ "name": "Tea", "min_quantity": 30 })).await.value(200);
    owner.post(&journal(&product), &counted(20, 1)).await.ok::<Movement>(201);
}

#[actix_web::test]
async fn what_never_moved_can_be_counted() {
    let app = App::start().await;
    let owner = app.owner().await;
    for (code, quantity) in [("A", 7), ("B", 0)] {
        let product = add(&owner, &NewProduct { code: code.into(), opening_quantity: 0, ..coffee() }).await;
        assert_eq!(product.seq, 0);
        owner.post(&journal(&product), &counted(quantity, 1)).await.refused(Code::StockChanged);
        let moved: Movement = owner.post(&journal(&product), &counted(quantity, 0)).await.ok(201);
        assert_eq!((moved.delta, moved.balance_after, moved.seq), (quantity, quantity, 1));
    }
}

#[actix_web::test]
async fn a_count_keeps_the_rules() {
    let app = App::start().await;
    let owner = app.owner().await;
    let product = add(&owner, &coffee()).await;
    let cases = [
        (counted(MOST + 1, 1), "quantity", Rule::TooBig, Some(MOST)),
        (counted(-1, 1), "quantity", Rule::TooSmall, Some(0)),
        (counted(1, -1), "seen_seq", Rule::TooSmall, Some(0)),
        (counted(1, i64::MIN), "seen_seq", Rule::TooSmall, Some(0)),
    ];
    for (count, field, rule, limit) in cases {
        let fields = owner.post(&journal(&product), &count).await.fields(Code::Invalid);
        assert_eq!(fields, [(field.to_owned(), rule, limit)], "{count:?}");
    }
    for seen in [json!(null), json!("1"), json!(1.5)] {
        let count = json!({ "kind": "count", "quantity": 1, "seen_seq": seen });
        let rule = if seen.is_null() { Rule::Required } else { Rule::Type };
        assert_eq!(owner.post(&journal(&product), &count).await.invalid(), [("seen_seq".into(), rule)]);
    }
    assert_eq!(read(&owner, &product).await, product);
}

#[actix_web::test]
async fn low_begins_and_ends_by_counting_too() {
    let app = App::start().await;
    let owner = app.owner().await;
    let product = add(&owner, &NewProduct { min_quantity: Some(6), ..coffee() }).await;
    for (seen, quantity, low) in [(1, 6, true), (2, 6, true), (3, 7, false), (4, 0, true)] {
        owner.post(&journal(&product), &counted(quantity, seen)).await.ok::<Movement>(201);
        assert_eq!(read(&owner, &product).await.low_since.is_some(), low, "{quantity}");
    }
}

#[actix_web::test]
async fn a_whole_stock_take_is_booked_together_or_not_at_all() {
    let app = App::start().await;
    let owner = app.owner().await;
    let (a, b, c) = (another(&owner, "A").await, another(&owner, "B").await, another(&owner, "C").await);
    let count = |product, quantity, seen| Line { seen_seq: Some(seen), ..line(product, Kind::Count, quantity) };
    let lines = vec![count(&a, 20, 1), count(&b, 24, 1), line(&c, Kind::Sale, 4)];
    let items = booked(&owner, lines).await;
    let deltas: Vec<_> = items.iter().map(|moved| (moved.product_id, moved.delta, moved.seq)).collect();
    assert_eq!(deltas, [(a.id, -4, 2), (b.id, 0, 2), (c.id, -4, 2)]);

    book(&owner, &b, Kind::Sale, 1).await;
    let rows = ledger(&owner).await;
    let lines = vec![count(&c, 1, 2), count(&b, 24, 2), count(&a, 1, 1)];
    let fields = unbooked(&owner, lines, Code::StockChanged).await;
    let changed = |at, now| at_line(at, "seen_seq", Rule::Changed, Some(now));
    assert_eq!(fields, [changed(1, 23), changed(2, 20)]);
    assert_eq!(ledger(&owner).await, rows);
}

#[actix_web::test]
async fn a_counted_product_stands_alone_in_its_booking() {
    let app = App::start().await;
    let owner = app.owner().await;
    let (a, b) = (another(&owner, "A").await, another(&owner, "B").await);
    let count = |quantity, note: &str| Line { seen_seq: Some(1), note: note.into(), ..line(&a, Kind::Count, quantity) };
    let repeated =
        |at: &[usize]| -> Vec<_> { at.iter().map(|at| at_line(*at, "product_id", Rule::Repeated, None)).collect() };
    let (same, other) = (count(24, ""), count(20, "again"));
    for (lines, named) in [
        (vec![same.clone(), line(&b, Kind::Sale, 1), same.clone()], repeated(&[0, 2])),
        (vec![same.clone(), other], repeated(&[0, 1])),
        (vec![line(&a, Kind::Receive, 1), same.clone()], repeated(&[1])),
        (vec![same, line(&a, Kind::Sale, 1)], repeated(&[0])),
    ] {
        assert_eq!(unbooked(&owner, lines, Code::Invalid).await, named);
    }
    assert_eq!(read(&owner, &a).await, a);
}
