//! The lines of a booking: how many, how long, and each within its bounds.
use crate::app::{App, add, at_line, book, booked, coffee, journal, line, movement, read, unbooked};
use serde_json::{Value, json};
use shared::{
    Code, Rule,
    movement::{Booked, Kind, Line, NewMovements},
};

const BOOK: &str = "/api/v1/movements";
const MOST: i64 = 1_000_000_000_000;

#[actix_web::test]
async fn no_line_and_more_than_500_are_refused() {
    let app = App::start().await;
    let owner = app.owner().await;
    let product = add(&owner, &coffee()).await;
    let lines = |count: usize| vec![line(&product, Kind::Receive, 1); count];
    assert_eq!(unbooked(&owner, lines(0), Code::Invalid).await, [("lines".into(), Rule::Required, None)]);
    assert_eq!(unbooked(&owner, lines(501), Code::Invalid).await, [("lines".into(), Rule::TooBig, Some(500))]);
    // What is far too long is not answered at the same length.
    let many = vec![line(&product, Kind::Sale, 0); 5000];
    assert_eq!(unbooked(&owner, many, Code::Invalid).await.len(), 501);
    assert_eq!(read(&owner, &product).await, product);
    assert_eq!(booked(&owner, lines(500)).await[0].delta, 500);
}

#[actix_web::test]
async fn lines_keep_the_rules_of_a_movement_each_for_itself() {
    let app = App::start().await;
    let owner = app.owner().await;
    let product = add(&owner, &coffee()).await;
    let id = product.id;
    let lines = json!([
        { "product_id": id, "kind": "sale", "quantity": 0 },
        { "product_id": id, "kind": "sale", "quantity": 1 },
        { "product_id": id, "kind": "receive", "quantity": MOST + 1, "note": "x".repeat(501) },
        { "product_id": id, "kind": "opening", "quantity": 1, "reference": "a\nb" },
        { "product_id": id, "kind": "count", "quantity": 1 },
        { "product_id": id, "kind": "sale", "quantity": 1, "seen_seq": 1 },
        { "product_id": id, "kind": "count", "quantity": -1, "seen_seq": -1 },
    ]);
    let expected = [
        at_line(0, "quantity", Rule::TooSmall, Some(1)),
        at_line(2, "quantity", Rule::TooBig, Some(MOST)),
        at_line(2, "note", Rule::TooLong, Some(500)),
        at_line(3, "kind", Rule::Type, None),
        at_line(3, "reference", Rule::Format, None),
        at_line(4, "seen_seq", Rule::Required, None),
        at_line(5, "seen_seq", Rule::Unknown, None),
        at_line(6, "quantity", Rule::TooSmall, Some(0)),
        at_line(6, "seen_seq", Rule::TooSmall, Some(0)),
    ];
    assert_eq!(owner.post(BOOK, &json!({ "lines": lines })).await.fields(Code::Invalid), expected);
    assert_eq!(read(&owner, &product).await, product);
}

#[actix_web::test]
async fn a_wrong_field_of_a_line_is_named_by_its_place() {
    let app = App::start().await;
    let owner = app.owner().await;
    let product = add(&owner, &coffee()).await;
    let good = json!({ "product_id": product.id, "kind": "sale", "quantity": 1 });
    let with = |wrong: Value| {
        let mut line = good.clone();
        line.as_object_mut().unwrap().extend(wrong.as_object().unwrap().clone());
        json!({ "lines": [good, line] })
    };
    let list = json!([product.id, "sale", 1, null, "", ""]);
    let cases = [
        (with(json!({ "quantity": "1" })), "lines[1].quantity", Rule::Type),
        (with(json!({ "quantity": 1.5 })), "lines[1].quantity", Rule::Type),
        (with(json!({ "quantity": u64::MAX })), "lines[1].quantity", Rule::Type),
        (with(json!({ "kind": "theft" })), "lines[1].kind", Rule::Type),
        (with(json!({ "product_id": "x" })), "lines[1].product_id", Rule::Type),
        (with(json!({ "note": null })), "lines[1].note", Rule::Type),
        (with(json!({ "colour": "red" })), "lines[1].colour", Rule::Unknown),
        (json!({ "lines": [good, { "kind": "sale", "quantity": 1 }] }), "lines[1].product_id", Rule::Required),
        (json!({ "lines": [{}] }), "lines[0].product_id", Rule::Required),
        (json!({ "lines": [good, 7] }), "lines[1]", Rule::Type),
        (json!({ "lines": [list] }), "lines[0]", Rule::Type),
        (json!({ "lines": good }), "lines", Rule::Type),
        (json!({ "lines": null }), "lines", Rule::Type),
        (json!({ "lines": [good], "note": "" }), "note", Rule::Unknown),
        (json!({}), "lines", Rule::Required),
    ];
    for (body, field, rule) in cases {
        assert_eq!(owner.post(BOOK, &body).await.invalid(), [(field.to_owned(), rule)], "{body}");
    }
    owner.post(BOOK, &json!([good])).await.refused(Code::Malformed);
    assert_eq!(read(&owner, &product).await, product);
}

#[actix_web::test]
async fn sums_of_lines_stay_within_the_bounds_too() {
    let app = App::start().await;
    let owner = app.owner().await;
    let product = add(&owner, &coffee()).await;
    let lines = |kind, quantity, count| vec![line(&product, kind, quantity); count];
    let all = |rule, limit| -> Vec<_> { (0..500).map(|at| at_line(at, "quantity", rule, Some(limit))).collect() };
    let fields = unbooked(&owner, lines(Kind::Receive, MOST, 500), Code::Invalid).await;
    assert_eq!(fields, all(Rule::TooBig, MOST));
    let fields = unbooked(&owner, lines(Kind::Sale, MOST, 500), Code::InsufficientStock).await;
    assert_eq!(fields, all(Rule::NotEnough, 24));
    let fields = unbooked(&owner, lines(Kind::Adjust, -MOST, 500), Code::InsufficientStock).await;
    assert_eq!(fields, all(Rule::NotEnough, 24));
    assert_eq!(read(&owner, &product).await, product);
    let both = vec![line(&product, Kind::Receive, MOST / 2), line(&product, Kind::Receive, MOST / 2 - 24)];
    assert_eq!(booked(&owner, both).await[0].balance_after, MOST);
}

#[actix_web::test]
async fn a_booking_may_be_2_mb_long_and_no_longer() {
    let app = App::start().await;
    let owner = app.owner().await;
    let product = add(&owner, &coffee()).await;
    let json = [("content-type", "application/json")];
    let body = serde_json::to_string(&NewMovements { lines: vec![line(&product, Kind::Sale, 1)] }).unwrap();
    let padded = |length: usize| format!("{body}{}", " ".repeat(length - body.len()));
    let most = 2 * 1024 * 1024;
    owner.send("POST", BOOK, &json, padded(most)).await.ok::<Booked>(201);
    owner.send("POST", BOOK, &json, padded(most + 1)).await.refused(Code::TooLarge);
    let body = padded(most + 1).into_bytes();
    let chunks: Vec<std::io::Result<Vec<u8>>> = body.chunks(64 * 1024).map(|chunk| Ok(chunk.to_vec())).collect();
    let body = reqwest::Body::wrap_stream(futures::stream::iter(chunks));
    owner.send("POST", BOOK, &json, body).await.refused(Code::TooLarge);
    // The longest words fit.
    let long = |n: usize| Line {
        note: "\u{1}".repeat(500),
        reference: format!("{n}{}", "ñ".repeat(97)),
        ..line(&product, Kind::Receive, 1)
    };
    assert_eq!(booked(&owner, (0..500).map(long).collect()).await.len(), 500);
    assert_eq!(read(&owner, &product).await.quantity, 523);
}

#[actix_web::test]
async fn one_movement_has_the_usual_bounds_of_a_body() {
    let app = App::start().await;
    let owner = app.owner().await;
    let product = add(&owner, &coffee()).await;
    let body = format!("{}{}", serde_json::to_string(&movement(Kind::Sale, 1)).unwrap(), " ".repeat(64 * 1024));
    owner.send("POST", &journal(&product), &[("content-type", "application/json")], body).await.refused(Code::TooLarge);
    assert_eq!(book(&owner, &product, Kind::Sale, 1).await.balance_after, 23);
}
