//! Bookings of every form at the same time, on the same products: the sums hold, nobody is told of a lock, and what may be
//! done once is done once.
use crate::{
    app::{App, add, book, coffee, journal, movement, path, read},
    client::{Client, Reply},
    program::{api, run},
    reconcile::agrees,
};
use actix_web::rt::task::spawn_blocking;
use futures::future::join_all;
use serde_json::json;
use shared::{
    Code, Page, Problem,
    movement::{Booked, Kind, Line, Movement, NewMovement, NewMovements},
    product::{NewProduct, Product},
};

async fn busy() -> App {
    App::with(|config| config.workers = 4).await
}

/// How many were done; all others were refused with one of these codes.
#[track_caller]
fn done(replies: &[Reply], refusals: &[Code]) -> usize {
    let (done, refused): (Vec<_>, Vec<_>) = replies.iter().partition(|reply| reply.status == 201);
    for reply in refused {
        let problem: Problem = serde_json::from_slice(&reply.body).unwrap_or_else(|e| panic!("{e}: {reply:?}"));
        assert!(refusals.contains(&problem.code), "{}", reply.text());
    }
    done.len()
}

async fn keyed(client: &Client, path: &str, key: &str, body: &impl serde::Serialize) -> Reply {
    let headers = [("content-type", "application/json"), ("idempotency-key", key)];
    client.send("POST", path, &headers, serde_json::to_string(body).unwrap()).await
}

/// What the journals of these products add up to is what there is of them.
async fn sums_hold(client: &Client, products: &[Product]) -> usize {
    let mut rows = 0;
    for product in products {
        let page: Page<Movement> = client.get(&format!("{}?limit=100", journal(product))).await.ok(200);
        assert_eq!(page.next_cursor, None, "a page does not hold it all");
        assert_eq!(page.items.iter().map(|moved| moved.delta).sum::<i64>(), read(client, product).await.quantity);
        assert!(page.items.windows(2).all(|pair| pair[0].balance_after == pair[1].balance_after + pair[0].delta));
        rows += page.items.len();
    }
    rows
}

fn line(product: &Product, kind: Kind, quantity: i64) -> Line {
    movement(kind, quantity).of(product.id)
}

async fn shelves(owner: &Client, count: usize, opening: i64) -> Vec<Product> {
    let new = |n| NewProduct { code: format!("P-{n}"), opening_quantity: opening, min_quantity: Some(5), ..coffee() };
    let mut products = Vec::new();
    for n in 0..count {
        products.push(add(owner, &new(n)).await);
    }
    products
}

#[actix_web::test]
async fn bookings_in_opposite_orders_with_takes_counts_and_reversals_leave_true_sums() {
    let app = busy().await;
    let shop = app.shop().await;
    let products = shelves(&shop.owner, 4, 12).await;
    let mut undoable = Vec::new();
    for product in &products {
        undoable.push(book(&shop.clerk, product, Kind::Receive, 2).await);
    }
    let there: Vec<_> = products.iter().map(|p| line(p, Kind::Sale, 2)).collect();
    let back: Vec<_> = products.iter().rev().flat_map(|p| [line(p, Kind::Sale, 1), line(p, Kind::Return, 2)]).collect();
    let people = [&shop.clerk, &shop.manager, &shop.owner];
    let replies = join_all((0..120).map(|n| {
        let (who, product, there, back) = (people[n % 3], &products[n % 4], there.clone(), back.clone());
        let undo = format!("/api/v1/movements/{}/reversal", undoable[n / 5 % 4].id);
        async move {
            match n % 5 {
                0 => who.post("/api/v1/movements", &NewMovements { lines: there }).await,
                1 => who.post("/api/v1/movements", &NewMovements { lines: back }).await,
                2 => who.post(&journal(product), &movement(Kind::Sale, 3)).await,
                3 => {
                    let seen_seq = Some(read(who, product).await.seq);
                    who.post(&journal(product), &NewMovement { seen_seq, ..movement(Kind::Count, 10) }).await
                }
                _ => who.post(&undo, &json!(null)).await,
            }
        }
    }))
    .await;
    done(&replies, &[Code::InsufficientStock, Code::StockChanged, Code::AlreadyReversed]);
    let undone = replies.iter().skip(4).step_by(5).filter(|reply| reply.status == 201).count();
    assert!(undone <= 4, "each of 4 movements can be undone once, not {undone} times");
    let many = replies.iter().enumerate().filter(|(n, reply)| n % 5 < 2 && reply.status == 201);
    let rows: usize = many.map(|(_, reply)| serde_json::from_slice::<Booked>(&reply.body).unwrap().items.len()).sum();
    let single = replies.iter().enumerate().filter(|(n, reply)| n % 5 >= 2 && reply.status == 201).count();
    assert_eq!(sums_hold(&shop.owner, &products).await, 8 + rows + single);
    agrees(&app);
}

#[actix_web::test]
async fn of_many_who_undo_one_movement_one_does() {
    let app = busy().await;
    let shop = app.shop().await;
    let product = add(&shop.owner, &coffee()).await;
    let wrong = book(&shop.clerk, &product, Kind::Sale, 4).await;
    let (people, undo) =
        ([&shop.clerk, &shop.manager, &shop.owner], format!("/api/v1/movements/{}/reversal", wrong.id));
    // Half of them with keys of their own: a key does not make a second reversal.
    let keys: Vec<_> = (0..40).map(|n| format!("undo-{n}")).collect();
    let headers: Vec<_> = keys.iter().map(|key| [("idempotency-key", key.as_str())]).collect();
    let some = |n: usize| if n.is_multiple_of(2) { &headers[n][..] } else { &[] };
    let replies = join_all((0..40).map(|n| people[n % 3].send("POST", &undo, some(n), ""))).await;
    assert_eq!(done(&replies, &[Code::AlreadyReversed]), 1);
    let now = read(&shop.viewer, &product).await;
    assert_eq!((now.quantity, now.seq), (24, 3));
    agrees(&app);
}

#[actix_web::test]
async fn of_many_who_counted_after_the_same_movement_one_sets_the_stock() {
    let app = busy().await;
    let owner = app.owner().await;
    let product = add(&owner, &coffee()).await;
    let counts: Vec<_> = (0..40).map(|n| NewMovement { seen_seq: Some(1), ..movement(Kind::Count, 10 + n) }).collect();
    let path = journal(&product);
    let replies = join_all(counts.iter().map(|count| owner.post(&path, count))).await;
    assert_eq!(done(&replies, &[Code::StockChanged]), 1);
    let at = replies.iter().position(|reply| reply.status == 201).unwrap();
    let now = read(&owner, &product).await;
    assert_eq!((now.quantity, now.seq), (counts[at].quantity, 2));
    agrees(&app);
}

#[actix_web::test]
async fn a_key_sent_50_times_at_once_books_once_and_says_the_same_to_all() {
    let app = busy().await;
    let owner = app.owner().await;
    let products = shelves(&owner, 3, 50).await;
    let lines = products.iter().map(|product| line(product, Kind::Sale, 1)).collect();
    let one = serde_json::to_value(movement(Kind::Sale, 1)).unwrap();
    let many = serde_json::to_value(NewMovements { lines }).unwrap();
    let wrong = book(&owner, &products[0], Kind::Receive, 1).await;
    let undo = format!("/api/v1/movements/{}/reversal", wrong.id);
    let asked = [(journal(&products[0]), one), ("/api/v1/movements".into(), many), (undo, json!(null))];
    for (n, (path, body)) in asked.iter().enumerate() {
        let key = format!("key-{n}");
        let replies = join_all((0..50).map(|_| keyed(&owner, path, &key, body))).await;
        assert!(done(&replies, &[Code::StillRunning]) >= 1);
        let told: Vec<_> = replies.into_iter().filter(|reply| reply.status == 201).collect();
        assert!(told.iter().all(|reply| reply.body == told[0].body), "{path}");
        assert_eq!(told.iter().filter(|reply| reply.header("idempotency-replayed").is_empty()).count(), 1, "{path}");
        assert_eq!(keyed(&owner, path, &key, body).await.body, told[0].body);
    }
    // Three openings, one receipt, one sale, three sales together, one reversal.
    assert_eq!(sums_hold(&owner, &products).await, 9);
    let left: Vec<_> = join_all(products.iter().map(|product| read(&owner, product))).await;
    assert_eq!(left.iter().map(|product| product.quantity).collect::<Vec<_>>(), [48, 49, 49]);
    agrees(&app);
}

#[actix_web::test]
async fn stock_and_facts_of_a_product_change_at_the_same_time() {
    let app = busy().await;
    let owner = app.owner().await;
    let product = add(&owner, &NewProduct { opening_quantity: 60, min_quantity: Some(5), ..coffee() }).await;
    let (journal, take) = (journal(&product), movement(Kind::Sale, 1));
    let takes = join_all((0..60).map(|_| owner.post(&journal, &take)));
    // The books are checked meanwhile: what is half booked must not show.
    let folder = app.dir.path().to_owned();
    let check = spawn_blocking(move || (0..3).map(|_| run(api(&folder).arg("reconcile"), "").code).collect::<Vec<_>>());
    let path = path(&product);
    let edits = join_all((0..20).map(|n| {
        let (owner, path, product) = (&owner, &path, &product);
        async move {
            let tag = read(owner, product).await.etag();
            owner.edit(path, &tag, &json!({ "min_quantity": n })).await
        }
    }));
    let (takes, edits, checked) = futures::join!(takes, edits, check);
    assert_eq!(checked.unwrap(), [Some(0); 3]);
    assert_eq!(done(&takes, &[]), 60);
    assert!(edits.iter().all(|reply| [200, 412].contains(&reply.status)), "{edits:?}");
    let now = read(&owner, &product).await;
    assert_eq!((now.quantity, now.low_since.is_some()), (0, true));
    agrees(&app);
}
