//! Several products in one booking: all of it or nothing.
use crate::app::{App, add, another, at_line, booked, coffee, journal, ledger, line, movement, path, read, unbooked};
use shared::{
    Code, Rule,
    movement::{Kind, Line, Movement, NewMovements},
    product::NewProduct,
};
use uuid::Uuid;

const BOOK: &str = "/api/v1/movements";
const MOST: i64 = 1_000_000_000_000;

#[actix_web::test]
async fn a_booking_of_500_lines_is_taken() {
    let app = App::start().await;
    let shop = app.shop().await;
    let mut products = Vec::new();
    for n in 0..5 {
        let new = NewProduct { code: n.to_string(), opening_quantity: 100, ..coffee() };
        products.push(add(&shop.manager, &new).await);
    }
    let lines = (0..500).map(|n| Line { reference: n.to_string(), ..line(&products[n % 5], Kind::Sale, 1) });
    let items = booked(&shop.clerk, lines.collect()).await;
    assert_eq!(items.len(), 500);
    assert!(items.iter().all(|moved| moved.actor.id == shop.clerk.id && moved.delta == -1));
    for product in &products {
        let now = read(&shop.viewer, product).await;
        assert_eq!((now.quantity, now.seq), (0, 101));
        let balances = items.iter().filter(|moved| moved.product_id == product.id).map(|moved| moved.balance_after);
        assert_eq!(balances.collect::<Vec<_>>(), (0..100).rev().collect::<Vec<_>>());
    }
    let mut rows = ledger(&shop.viewer).await;
    rows.truncate(500);
    rows.reverse();
    assert_eq!(rows, items);
}

#[actix_web::test]
async fn lines_that_differ_in_their_quantity_only_become_one_movement() {
    let app = App::start().await;
    let owner = app.owner().await;
    let (a, b) = (another(&owner, "A").await, another(&owner, "B").await);
    let sale = |quantity, note: &str, reference: &str| Line {
        note: note.into(),
        reference: reference.into(),
        ..line(&a, Kind::Sale, quantity)
    };
    let lines = vec![
        sale(1, "", ""),
        line(&b, Kind::Sale, 1),
        sale(2, " ", ""),
        sale(3, "gift", ""),
        sale(4, "", "A-1"),
        sale(5, " gift ", " "),
        line(&a, Kind::Loss, 6),
    ];
    let items = booked(&owner, lines).await;
    let told = |moved: &Movement| (moved.kind, moved.delta, moved.note.clone(), moved.reference.clone());
    let of_a: Vec<_> = items.iter().filter(|moved| moved.product_id == a.id).map(told).collect();
    let expected =
        [(Kind::Loss, -6, "", ""), (Kind::Sale, -3, "", ""), (Kind::Sale, -4, "", "A-1"), (Kind::Sale, -8, "gift", "")];
    assert_eq!(of_a, expected.map(|(kind, delta, note, reference)| (kind, delta, note.into(), reference.into())));
    assert_eq!((items.len(), read(&owner, &a).await.quantity, read(&owner, &b).await.quantity), (5, 3, 23));
    assert!(items.is_sorted_by_key(|moved| moved.product_id));
}

#[actix_web::test]
async fn what_comes_in_may_go_out_in_the_same_booking() {
    let app = App::start().await;
    let owner = app.owner().await;
    let product = add(&owner, &coffee()).await;
    let lines = vec![
        line(&product, Kind::Sale, 30),
        line(&product, Kind::Adjust, -2),
        line(&product, Kind::Receive, 10),
        line(&product, Kind::Adjust, 1),
    ];
    let items = booked(&owner, lines).await;
    let told: Vec<_> = items.iter().map(|moved| (moved.kind, moved.delta, moved.balance_after, moved.seq)).collect();
    assert_eq!(
        told,
        [(Kind::Adjust, 1, 25, 2), (Kind::Receive, 10, 35, 3), (Kind::Adjust, -2, 33, 4), (Kind::Sale, -30, 3, 5)]
    );
}

#[actix_web::test]
async fn nothing_is_left_of_a_booking_that_is_refused() {
    let app = App::with(|config| config.metrics_listen = "any".into()).await;
    let owner = app.owner().await;
    let a = add(&owner, &NewProduct { min_quantity: Some(20), ..coffee() }).await;
    let b = another(&owner, "B").await;
    let rows = ledger(&owner).await;
    let lines = vec![line(&a, Kind::Sale, 5), line(&b, Kind::Sale, 25), line(&b, Kind::Receive, 0)];
    assert_eq!(
        unbooked(&owner, lines[..2].to_vec(), Code::InsufficientStock).await,
        [at_line(1, "quantity", Rule::NotEnough, Some(24))]
    );
    unbooked(&owner, lines, Code::Invalid).await;
    assert_eq!((read(&owner, &a).await, read(&owner, &b).await), (a.clone(), b.clone()));
    assert_eq!(ledger(&owner).await, rows);
    let figures = app.figures().await;
    assert!(figures.contains("bodega_movements_total{kind=\"sale\"} 0"), "{figures}");
    assert!(figures.contains("bodega_refusals_total{code=\"insufficient_stock\"} 1"), "{figures}");
}

#[actix_web::test]
async fn every_line_that_cannot_be_booked_is_named() {
    let app = App::start().await;
    let (owner, stranger) = (app.owner().await, app.owner().await);
    let (a, foreign) = (another(&owner, "A").await, add(&stranger, &coffee()).await);
    let (b, c, d) = (another(&owner, "B").await, another(&owner, "C").await, another(&owner, "D").await);
    let archived = another(&owner, "E").await;
    owner.archive(&path(&archived), "*").await.done();
    let rows = ledger(&owner).await;
    let count = |product, seen| Line { seen_seq: Some(seen), ..line(product, Kind::Count, 1) };
    let lines = vec![
        line(&a, Kind::Sale, 1),
        Line { product_id: Uuid::now_v7(), ..line(&a, Kind::Sale, 1) },
        line(&foreign, Kind::Sale, 1),
        line(&archived, Kind::Sale, 1),
        line(&b, Kind::Sale, 12),
        line(&c, Kind::Receive, MOST),
        count(&d, 0),
        line(&b, Kind::Sale, 13),
        line(&foreign, Kind::Receive, 1),
    ];
    let expected = [
        at_line(1, "product_id", Rule::NotFound, None),
        at_line(2, "product_id", Rule::NotFound, None),
        at_line(3, "product_id", Rule::Archived, None),
        at_line(4, "quantity", Rule::NotEnough, Some(24)),
        at_line(5, "quantity", Rule::TooBig, Some(MOST)),
        at_line(6, "seen_seq", Rule::Changed, Some(24)),
        at_line(7, "quantity", Rule::NotEnough, Some(24)),
        at_line(8, "product_id", Rule::NotFound, None),
    ];
    assert_eq!(unbooked(&owner, lines, Code::Invalid).await, expected);
    assert_eq!((ledger(&owner).await, read(&stranger, &foreign).await), (rows, foreign));
}

#[actix_web::test]
async fn what_can_never_be_booked_weighs_more_than_what_cannot_be_booked_now() {
    let app = App::start().await;
    let owner = app.owner().await;
    let (a, b) = (another(&owner, "A").await, another(&owner, "B").await);
    let archived = another(&owner, "C").await;
    owner.archive(&path(&archived), "*").await.done();
    let mut lines = Vec::new();
    for (line, code) in [
        (line(&archived, Kind::Sale, 1), Code::Archived),
        (Line { seen_seq: Some(0), ..line(&a, Kind::Count, 1) }, Code::StockChanged),
        (line(&b, Kind::Sale, 25), Code::InsufficientStock),
        (Line { product_id: Uuid::now_v7(), ..line(&b, Kind::Sale, 1) }, Code::Invalid),
    ] {
        lines.push(line);
        assert_eq!(unbooked(&owner, lines.clone(), code).await.len(), lines.len());
    }
}

#[actix_web::test]
async fn a_fault_in_one_line_books_none_of_the_others() {
    let app = App::start().await;
    let owner = app.owner().await;
    let (a, b) = (another(&owner, "A").await, another(&owner, "B").await);
    app.sql(&format!("DELETE FROM stock_levels WHERE product_id = {}", app.database.id(b.id))).await;
    let reply = owner.post(BOOK, &NewMovements { lines: vec![line(&a, Kind::Sale, 1), line(&b, Kind::Sale, 1)] }).await;
    assert!(reply.status >= 400, "{}", reply.text());
    assert_eq!(read(&owner, &a).await, a);
}

#[actix_web::test]
async fn a_level_that_does_not_fit_the_ledger_is_a_fault_and_nobodys_reversal() {
    let app = App::start().await;
    let owner = app.owner().await;
    let product = add(&owner, &coffee()).await;
    app.sql("UPDATE stock_levels SET seq = 0").await;
    owner.post(&journal(&product), &movement(Kind::Sale, 1)).await.refused(Code::Internal);
    app.sql("UPDATE stock_levels SET seq = 1").await;
    assert_eq!(read(&owner, &product).await, product);
}
