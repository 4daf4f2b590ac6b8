//! Many at the same time: each piece, code, version and number goes to exactly one.
use crate::{
    app::{App, add, coffee, journal, movement, path, read},
    client::Reply,
};
use futures::future::join_all;
use serde_json::json;
use shared::{
    Code, Page,
    movement::{Kind, Movement},
    product::{NewProduct, Product},
    visit::Visits,
};
use std::collections::HashSet;

async fn busy() -> App {
    App::with(|config| config.workers = 4).await
}

/// How many were done with this status; all others must have been refused with this code.
#[track_caller]
fn done(replies: Vec<Reply>, status: u16, refusal: Code) -> usize {
    let (done, refused): (Vec<_>, Vec<_>) = replies.into_iter().partition(|reply| reply.status == status);
    for reply in refused {
        reply.refused(refusal);
    }
    done.len()
}

#[actix_web::test]
async fn of_200_who_take_the_last_50_exactly_50_get_one() {
    let app = busy().await;
    let shop = app.shop().await;
    let product = add(&shop.manager, &NewProduct { opening_quantity: 50, ..coffee() }).await;
    let (path, take) = (journal(&product), movement(Kind::Sale, 1));
    let takers = [&shop.clerk, &shop.manager, &shop.owner];
    let replies = join_all((0..200).map(|n| takers[n % 3].post(&path, &take))).await;
    assert_eq!(done(replies, 201, Code::InsufficientStock), 50);
    let left = read(&shop.viewer, &product).await;
    assert_eq!((left.quantity, left.seq), (0, 51));
    let page: Page<Movement> = shop.viewer.get(&format!("{path}?limit=100")).await.ok(200);
    assert_eq!(page.items.iter().map(|moved| moved.delta).sum::<i64>(), 0);
    let balances: Vec<_> = page.items.iter().map(|moved| moved.balance_after).collect();
    assert_eq!(balances, (0..=50).collect::<Vec<_>>());
}

#[actix_web::test]
async fn takers_and_bringers_at_the_same_time_leave_the_sum_of_their_journal() {
    let app = busy().await;
    let owner = app.owner().await;
    let product = add(&owner, &NewProduct { opening_quantity: 5, ..coffee() }).await;
    let (path, moves) = (journal(&product), [movement(Kind::Sale, 3), movement(Kind::Receive, 2)]);
    let replies = join_all((0..90).map(|n| owner.post(&path, &moves[n % 2]))).await;
    let booked = done(replies, 201, Code::InsufficientStock);
    let page: Page<Movement> = owner.get(&format!("{path}?limit=100")).await.ok(200);
    assert_eq!(page.items.len(), booked + 1);
    let sum: i64 = page.items.iter().map(|moved| moved.delta).sum();
    assert_eq!(read(&owner, &product).await.quantity, sum);
    assert!(page.items.iter().all(|moved| moved.balance_after >= 0));
    assert!(page.items.windows(2).all(|pair| pair[0].balance_after == pair[1].balance_after + pair[0].delta));
}

#[actix_web::test]
async fn of_many_who_add_one_code_one_does() {
    let app = busy().await;
    let owner = app.owner().await;
    let spellings = ["Café-1", "CAFE-1", "café-1"].map(|code| NewProduct { code: code.into(), ..coffee() });
    let replies = join_all((0..30).map(|n| owner.post("/api/v1/products", &spellings[n % 3]))).await;
    assert_eq!(done(replies, 201, Code::CodeTaken), 1);
    let page: Page<Product> = owner.get("/api/v1/products?include_total=true").await.ok(200);
    assert_eq!(page.total, Some(1));
}

#[actix_web::test]
async fn of_many_who_edit_what_they_read_one_does() {
    let app = busy().await;
    let owner = app.owner().await;
    let product = add(&owner, &coffee()).await;
    let (path, tag) = (path(&product), product.etag());
    let patches: Vec<_> = (0..30).map(|n| json!({ "name": format!("Name {n}") })).collect();
    let replies = join_all(patches.iter().map(|patch| owner.edit(&path, &tag, patch))).await;
    assert_eq!(done(replies, 200, Code::Stale), 1);
    assert_eq!(read(&owner, &product).await.version, 2);
}

#[actix_web::test]
async fn of_many_who_register_one_email_one_does() {
    let app = busy().await;
    let (guest, new) = (app.guest(), crate::app::registration("lola@tienda.example"));
    let replies = join_all((0..20).map(|_| guest.post("/api/v1/auth/register", &new))).await;
    assert_eq!(done(replies, 201, Code::EmailTaken), 1);
}

#[actix_web::test]
async fn every_visit_gets_its_own_number() {
    let app = busy().await;
    let guest = app.guest();
    let replies = join_all((0..300).map(|_| guest.send("POST", "/api/v1/visits", &[], ""))).await;
    let numbers: HashSet<_> = replies.into_iter().map(|reply| reply.ok::<Visits>(200).total).collect();
    assert_eq!(numbers, (1..=300).collect::<HashSet<_>>());
    assert_eq!(guest.get("/api/v1/visits").await.ok::<Visits>(200).total, 300);
}

#[actix_web::test]
async fn readers_are_answered_while_others_write() {
    let app = busy().await;
    let owner = app.owner().await;
    let product = add(&owner, &coffee()).await;
    let (journal, bring) = (journal(&product), movement(Kind::Receive, 1));
    let writes = join_all((0..60).map(|_| owner.post(&journal, &bring)));
    let reads = join_all((0..120).map(|_| read(&owner, &product)));
    let (writes, reads) = futures::join!(writes, reads);
    assert!(writes.into_iter().all(|reply| reply.status == 201));
    // Level and number always belong together: nobody sees half a movement.
    assert!(reads.iter().all(|seen| seen.quantity == 23 + seen.seq), "{reads:?}");
    assert_eq!(read(&owner, &product).await.quantity, 84);
}
