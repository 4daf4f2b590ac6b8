//! Undoing: the opposite is booked, once.
use crate::app::{App, add, another, book, coffee, counted, journal, ledger, movement, path, read, reversal, undo};
use serde_json::json;
use shared::{
    Code, Rule,
    movement::{Kind, Movement, NewMovement},
    product::Product,
};

const MOST: i64 = 1_000_000_000_000;

#[actix_web::test]
async fn a_movement_is_undone_by_its_opposite_and_the_journal_shows_both() {
    let app = App::start().await;
    let shop = app.shop().await;
    let product = add(&shop.manager, &coffee()).await;
    let new = NewMovement { note: "Two cups".into(), reference: "A-7".into(), ..movement(Kind::Sale, 4) };
    let sale: Movement = shop.clerk.post(&journal(&product), &new).await.ok(201);
    assert!(sale.is_reversible());
    let undone = undo(&shop.manager, &sale).await;
    assert_eq!((undone.kind, undone.delta, undone.balance_after, undone.seq), (Kind::Reversal, 4, 24, 3));
    assert_eq!((undone.reverses_id, undone.reversed_by), (Some(sale.id), None));
    assert_eq!((undone.note.as_str(), undone.reference.as_str()), ("", "A-7"));
    assert_eq!((undone.actor.id, undone.product_id), (shop.manager.id, product.id));
    let rows = ledger(&shop.viewer).await;
    assert_eq!(rows[0], undone);
    assert_eq!(rows[1], Movement { reversed_by: Some(undone.id), ..sale });
    assert!(!rows[0].is_reversible() && !rows[1].is_reversible() && rows[2].is_reversible());
    assert_eq!(shop.viewer.all::<Movement>(&journal(&product)).await, rows);
}

#[actix_web::test]
async fn a_movement_is_undone_once() {
    let app = App::start().await;
    let owner = app.owner().await;
    let product = add(&owner, &coffee()).await;
    let brought = book(&owner, &product, Kind::Receive, 10).await;
    undo(&owner, &brought).await;
    owner.send("POST", &reversal(&brought), &[], "").await.refused(Code::AlreadyReversed);
    // Even when there is too little to do it again.
    book(&owner, &product, Kind::Sale, 24).await;
    owner.send("POST", &reversal(&brought), &[], "").await.refused(Code::AlreadyReversed);
    assert_eq!((read(&owner, &product).await.quantity, ledger(&owner).await.len()), (0, 4));
}

#[actix_web::test]
async fn movements_of_every_kind_can_be_undone() {
    let app = App::start().await;
    let owner = app.owner().await;
    let product = add(&owner, &coffee()).await;
    for (kind, quantity) in [
        (Kind::Receive, 3),
        (Kind::Return, 3),
        (Kind::Sale, 3),
        (Kind::Issue, 3),
        (Kind::Damage, 3),
        (Kind::Loss, 24),
        (Kind::Adjust, 3),
        (Kind::Adjust, -3),
    ] {
        let moved = book(&owner, &product, kind, quantity).await;
        let undone = undo(&owner, &moved).await;
        assert_eq!((undone.delta, undone.balance_after), (-moved.delta, 24), "{kind:?}");
    }
    for quantity in [20, 30, 0] {
        let seen = read(&owner, &product).await.seq;
        let moved: Movement = owner.post(&journal(&product), &counted(quantity, seen)).await.ok(201);
        assert_eq!(undo(&owner, &moved).await.balance_after, 24);
    }
    let opening = ledger(&owner).await.pop().unwrap();
    let undone = undo(&owner, &opening).await;
    assert_eq!((opening.kind, undone.delta, undone.balance_after), (Kind::Opening, -24, 0));
}

#[actix_web::test]
async fn a_reversal_and_what_changed_nothing_cannot_be_undone() {
    let app = App::start().await;
    let owner = app.owner().await;
    let product = add(&owner, &coffee()).await;
    let undone = undo(&owner, &book(&owner, &product, Kind::Sale, 1).await).await;
    let nothing: Movement = owner.post(&journal(&product), &counted(24, 3)).await.ok(201);
    for moved in [undone, nothing] {
        let problem = owner.send("POST", &reversal(&moved), &[], "").await.refused(Code::NotReversible);
        assert_eq!(problem.fields, []);
    }
    assert_eq!(ledger(&owner).await.len(), 4);
}

#[actix_web::test]
async fn what_is_gone_cannot_be_given_back() {
    let app = App::start().await;
    let owner = app.owner().await;
    let product = add(&owner, &coffee()).await;
    let brought = book(&owner, &product, Kind::Receive, 10).await;
    book(&owner, &product, Kind::Sale, 30).await;
    let fields = owner.send("POST", &reversal(&brought), &[], "").await.fields(Code::InsufficientStock);
    assert_eq!(fields, [("quantity".into(), Rule::NotEnough, Some(4))]);
    assert_eq!((read(&owner, &product).await.quantity, ledger(&owner).await.len()), (4, 3));
    assert_eq!(ledger(&owner).await[1].reversed_by, None);
    book(&owner, &product, Kind::Receive, 6).await;
    assert_eq!(undo(&owner, &brought).await.balance_after, 0);
}

#[actix_web::test]
async fn undoing_never_makes_more_than_can_be_counted() {
    let app = App::start().await;
    let owner = app.owner().await;
    let product = add(&owner, &coffee()).await;
    let sale = book(&owner, &product, Kind::Sale, 10).await;
    book(&owner, &product, Kind::Receive, MOST - 14).await;
    let fields = owner.send("POST", &reversal(&sale), &[], "").await.fields(Code::Invalid);
    assert_eq!(fields, [("quantity".into(), Rule::TooBig, Some(MOST))]);
    assert_eq!(read(&owner, &product).await.quantity, MOST);
}

#[actix_web::test]
async fn others_movements_in_between_stay_as_they_are() {
    let app = App::start().await;
    let owner = app.owner().await;
    let (product, other) = (add(&owner, &coffee()).await, another(&owner, "B").await);
    let wrong = book(&owner, &product, Kind::Sale, 5).await;
    book(&owner, &product, Kind::Receive, 7).await;
    book(&owner, &other, Kind::Sale, 1).await;
    book(&owner, &product, Kind::Loss, 2).await;
    undo(&owner, &wrong).await;
    let rows: Vec<Movement> = owner.all(&journal(&product)).await;
    assert_eq!(rows.iter().map(|row| row.balance_after).collect::<Vec<_>>(), [29, 24, 26, 19, 24]);
    assert_eq!(rows.iter().map(|row| row.seq).collect::<Vec<_>>(), [5, 4, 3, 2, 1]);
    assert_eq!((read(&owner, &product).await.quantity, read(&owner, &other).await.quantity), (29, 23));
}

#[actix_web::test]
async fn a_movement_that_is_not_there_cannot_be_undone() {
    let app = App::start().await;
    let (owner, stranger) = (app.owner().await, app.owner().await);
    let product = add(&owner, &coffee()).await;
    let sale = book(&owner, &product, Kind::Sale, 1).await;
    stranger.send("POST", &reversal(&sale), &[], "").await.refused(Code::NotFound);
    let nothing = Movement { id: uuid::Uuid::now_v7(), ..sale.clone() };
    owner.send("POST", &reversal(&nothing), &[], "").await.refused(Code::NotFound);
    owner.send("POST", "/api/v1/movements/x/reversal", &[], "").await.refused(Code::Malformed);
    assert_eq!(ledger(&owner).await[0], sale);
}

#[actix_web::test]
async fn a_viewer_undoes_nothing() {
    let app = App::start().await;
    let shop = app.shop().await;
    let product = add(&shop.owner, &coffee()).await;
    let sale = book(&shop.clerk, &product, Kind::Sale, 1).await;
    shop.viewer.send("POST", &reversal(&sale), &[], "").await.refused(Code::Forbidden);
    assert_eq!(ledger(&shop.viewer).await[0], sale);
    undo(&shop.clerk, &sale).await;
}

#[actix_web::test]
async fn what_moved_of_an_archived_product_is_undone_once_it_is_restored() {
    let app = App::start().await;
    let owner = app.owner().await;
    let product = add(&owner, &coffee()).await;
    let sale = book(&owner, &product, Kind::Sale, 1).await;
    owner.archive(&path(&product), "*").await.done();
    owner.send("POST", &reversal(&sale), &[], "").await.refused(Code::Archived);
    assert_eq!(ledger(&owner).await[0], sale);
    owner.post(&format!("{}/restoration", path(&product)), &json!(null)).await.ok::<Product>(200);
    undo(&owner, &sale).await;
}
