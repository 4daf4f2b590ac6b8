//! Events on their way: signed, sent again, given up, and never sent where only we can reach.
use crate::{
    app::App,
    client::Client,
    database::Place,
    program::{Program, api, lola, open_shop},
    receiver::{PATIENCE, Receiver},
};
use futures::future::join_all;
use serde_json::json;
use shared::{
    Code, Page, Rule,
    webhook::{Delivery, DeliveryState, Event, Failure, Webhook, WebhookSecret},
};
use std::{
    collections::HashSet,
    io::{Read, Write},
    net::{TcpListener, TcpStream},
    path::Path,
};

pub const WEBHOOK: &str = "/api/v1/shop/webhook";
pub const TEST: &str = "/api/v1/shop/webhook/test";
pub const DELIVERIES: &str = "/api/v1/shop/webhook/deliveries";

/// Events may go to this machine, where the receivers are.
pub async fn app() -> App {
    App::with(|config| {
        config.webhook_allow_private = true;
        config.metrics_listen = "yes".into();
    })
    .await
}

pub async fn set(owner: &Client, url: &str) -> String {
    owner.put(WEBHOOK, &json!({ "url": url })).await.ok::<WebhookSecret>(200).secret
}

pub async fn ping(owner: &Client) -> Delivery {
    owner.post(TEST, &json!({})).await.ok(202)
}

/// The newest delivery, as soon as it is in this state.
pub async fn newest(owner: &Client, state: DeliveryState) -> Delivery {
    let look = async {
        loop {
            let page: Page<Delivery> = owner.get(DELIVERIES).await.ok(200);
            if let Some(found) = page.items.into_iter().next().filter(|newest| newest.state == state) {
                return found;
            }
        }
    };
    tokio::time::timeout(PATIENCE, look).await.expect("it does not get there")
}

#[actix_web::test]
async fn an_event_arrives_signed_and_its_delivery_is_noted() {
    let app = app().await;
    let (owner, receiver) = (app.owner().await, Receiver::answering(&[]));
    let secret = set(&owner, &receiver.url()).await;
    let queued = ping(&owner).await;
    assert_eq!((queued.event, queued.state, queued.attempts), (Event::Ping, DeliveryState::Waiting, 0));
    let call = receiver.next().await;
    let shop = owner.get("/api/v1/shop").await.value(200);
    let expected = json!({ "type": "ping", "timestamp": queued.created_at, "shop": { "id": shop["id"], "name": shop["name"] }, "data": {} });
    assert_eq!(call.read(&secret), expected);
    assert_eq!((call.path.as_str(), call.id), ("/hook", queued.id.to_string()));
    let sent: i64 = call.timestamp.parse().unwrap();
    assert!((sent - queued.created_at.timestamp()).abs() < 60);
    let done = newest(&owner, DeliveryState::Delivered).await;
    assert_eq!((done.id, done.attempts, done.last_status, done.last_failure), (queued.id, 1, Some(204), None));
    assert!(done.delivered_at.is_some() && done.next_attempt_at.is_none());
    assert_eq!(owner.get(WEBHOOK).await.ok::<Webhook>(200).last_delivery, Some(done));
    let metrics = app.guest().http.get(format!("{}/metrics", app.metrics_url)).send().await.unwrap();
    assert!(metrics.text().await.unwrap().contains("bodega_webhooks_total{result=\"delivered\"} 1"));
}

#[actix_web::test]
async fn what_failed_is_sent_again_with_the_same_id_until_it_is_taken() {
    let app = app().await;
    let (owner, receiver) = (app.owner().await, Receiver::answering(&[500, 302, 404, 200]));
    let secret = set(&owner, &receiver.url()).await;
    ping(&owner).await;
    let first = receiver.next().await;
    for _ in 0..3 {
        let again = receiver.next().await;
        assert_eq!((&again.id, &again.body, &again.path), (&first.id, &first.body, &first.path));
        assert!(again.is_signed_by(&secret));
    }
    let done = newest(&owner, DeliveryState::Delivered).await;
    assert_eq!((done.attempts, done.last_status, done.last_failure), (4, Some(200), None));
    assert!(receiver.early().await.is_none());
}

#[actix_web::test]
async fn gone_ends_it_at_once_and_the_eighth_refusal_ends_it_too() {
    let app = app().await;
    let owner = app.owner().await;
    for (statuses, attempts, status) in [(&[410][..], 1, 410), (&[503; 9], 8, 503), (&[500, 410], 2, 410)] {
        let receiver = Receiver::answering(statuses);
        set(&owner, &receiver.url()).await;
        ping(&owner).await;
        let ended = newest(&owner, DeliveryState::GivenUp).await;
        let (code, why) = (ended.last_status, ended.last_failure);
        assert_eq!((ended.attempts, code, why), (attempts, Some(status), Some(Failure::Refused)));
        assert_eq!((ended.delivered_at, ended.next_attempt_at), (None, None));
    }
    let metrics = app.guest().http.get(format!("{}/metrics", app.metrics_url)).send().await.unwrap();
    let metrics = metrics.text().await.unwrap();
    for line in ["{result=\"given_up\"} 3", "{result=\"failed\"} 8"] {
        assert!(metrics.contains(&format!("bodega_webhooks_total{line}")), "{metrics}");
    }
}

#[actix_web::test]
async fn an_address_that_does_not_answer_holds_nobody_else_up() {
    let app = app().await;
    let (slow, quick) = (app.owner().await, app.owner().await);
    // It takes connections and says nothing.
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    set(&slow, &format!("http://{}/", silent.local_addr().unwrap())).await;
    for _ in 0..40 {
        ping(&slow).await;
    }
    let receiver = Receiver::answering(&[]);
    set(&quick, &receiver.url()).await;
    ping(&quick).await;
    receiver.next().await;
    let waiting: Page<Delivery> = slow.get(&format!("{DELIVERIES}?limit=100")).await.ok(200);
    assert!(waiting.items.iter().all(|event| event.state == DeliveryState::Waiting));
    assert_eq!(waiting.items.iter().filter(|event| event.attempts > 0).count(), 4);
}

#[actix_web::test]
async fn what_waits_goes_to_the_new_address_and_is_given_up_with_the_webhook() {
    let app = App::with(|config| {
        config.webhook_allow_private = true;
        config.webhook_retry_seconds = 3_600;
    })
    .await;
    let (owner, other, broken) = (app.owner().await, app.owner().await, Receiver::answering(&[500; 3]));
    set(&owner, &broken.url()).await;
    ping(&owner).await;
    let first = broken.next().await;
    assert!(newest_failed(&owner).await.next_attempt_at.is_some());
    let receiver = Receiver::answering(&[500]);
    let secret = set(&owner, &receiver.url()).await;
    app.sql("UPDATE outbox SET next_attempt_at = created_at").await;
    ping(&owner).await;
    let calls = [receiver.next().await, receiver.next().await];
    assert!(calls.iter().any(|call| call.id == first.id) && calls.iter().all(|call| call.is_signed_by(&secret)));
    owner.delete(WEBHOOK).await.done();
    let page: Page<Delivery> = owner.get(DELIVERIES).await.ok(200);
    assert!(page.items.iter().all(|event| event.state != DeliveryState::Waiting), "{page:?}");
    assert_eq!(other.get(DELIVERIES).await.ok::<Page<Delivery>>(200).items, []);
}

/// The newest delivery, as soon as it failed once.
async fn newest_failed(owner: &Client) -> Delivery {
    loop {
        let newest = newest(owner, DeliveryState::Waiting).await;
        if newest.last_failure.is_some() {
            return newest;
        }
    }
}

#[actix_web::test]
async fn addresses_of_private_networks_are_refused_however_they_are_written() {
    let app = App::start().await;
    let (owner, receiver) = (app.owner().await, Receiver::answering(&[]));
    let port = receiver.port;
    for host in ["127.0.0.1", "127.1", "0x7f.1", "2130706433", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0", "10.1.2.3"] {
        let refused = owner.put(WEBHOOK, &json!({ "url": format!("http://{host}:{port}/hook") })).await.invalid();
        assert_eq!(refused, [("url".into(), Rule::Private)], "{host}");
    }
    owner.get(WEBHOOK).await.refused(Code::NotFound);
    set(&owner, &format!("http://localhost:{port}/hook")).await;
    ping(&owner).await;
    let ended = newest(&owner, DeliveryState::GivenUp).await;
    assert_eq!((ended.attempts, ended.last_status, ended.last_failure), (8, None, Some(Failure::PrivateAddress)));
    // Set while it was allowed, sent when it is not any more.
    app.sql(&format!("UPDATE webhooks SET url = 'http://127.0.0.1:{port}/hook'")).await;
    ping(&owner).await;
    assert_eq!(newest(&owner, DeliveryState::GivenUp).await.last_failure, Some(Failure::PrivateAddress));
    assert!(receiver.early().await.is_none());
}

#[actix_web::test]
async fn two_replicas_send_each_event_once() {
    let one = app().await;
    let two = one.beside(|config| config.webhook_allow_private = true).await;
    let (owner, receiver) = (one.owner().await, Receiver::answering(&[]));
    let elsewhere = Client { url: two.url.clone(), ..owner.clone() };
    set(&owner, &receiver.url()).await;
    join_all((0..30).map(|number| ping(if number % 2 == 0 { &owner } else { &elsewhere }))).await;
    let mut ids = HashSet::new();
    for _ in 0..30 {
        ids.insert(receiver.next().await.id);
    }
    assert_eq!(ids.len(), 30);
    let delivered = async {
        let page: Page<Delivery> = owner.get(&format!("{DELIVERIES}?limit=100")).await.ok(200);
        page.items.iter().filter(|event| event.state == DeliveryState::Delivered && event.attempts == 1).count()
    };
    newest(&owner, DeliveryState::Delivered).await;
    assert!(delivered.await > 0 && receiver.early().await.is_none());
}

fn start(data: &Path) -> Program {
    Program::start(api(data).env("WEBHOOK_ALLOW_PRIVATE", "true"))
}

/// A program with an owner.
async fn opened(data: &Path) -> (Program, Client) {
    open_shop(api(data));
    let program = start(data);
    let owner = lola(&program.url).await;
    (program, owner)
}

#[actix_web::test]
async fn what_was_not_sent_is_sent_by_the_next_start_and_what_is_old_is_swept_then() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    let (mut program, owner) = opened(&data).await;
    // Nobody is there yet.
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    set(&owner, &format!("http://127.0.0.1:{port}/")).await;
    let (old, waiting) = (ping(&owner).await, ping(&owner).await);
    assert_eq!(newest_failed(&owner).await.last_failure, Some(Failure::Unreachable));
    assert_eq!(program.stop().0, Some(0));

    let receiver = Receiver::answering(&[]);
    let place = Place::of(&data);
    let db = place.open().await;
    let aged = "next_attempt_at = NULL, created_at = '2020-01-01'";
    for statement in [
        format!("UPDATE outbox SET {aged} WHERE id = {}", place.id(old.id)),
        format!("UPDATE outbox SET next_attempt_at = created_at WHERE id = {}", place.id(waiting.id)),
        format!("UPDATE webhooks SET url = '{}'", receiver.url()),
    ] {
        let done = sea_orm::ConnectionTrait::execute_unprepared(&db, &statement).await.unwrap();
        assert_eq!(done.rows_affected(), 1, "{statement}");
    }
    db.close().await.unwrap();
    program = start(&data);
    let owner = Client { url: program.url.clone(), ..owner };
    assert_eq!(receiver.next().await.id, waiting.id.to_string());
    let swept = async { while owner.get(DELIVERIES).await.ok::<Page<Delivery>>(200).items.len() > 1 {} };
    tokio::time::timeout(PATIENCE, swept).await.expect("the old one is still there");
    assert_eq!(newest(&owner, DeliveryState::Delivered).await.id, waiting.id);
}

/// Takes one request and answers it when nobody listens at this address any more.
fn answer_after(listener: &TcpListener, closed: &str, came: &std::sync::mpsc::Sender<()>) {
    let (mut stream, _) = listener.accept().unwrap();
    assert!(stream.read(&mut [0; 4096]).unwrap() > 0);
    came.send(()).unwrap();
    while TcpStream::connect(closed).is_ok() {}
    stream.write_all(b"HTTP/1.1 204 No Content\r\n\r\n").unwrap();
}

#[actix_web::test]
async fn a_server_that_stops_waits_for_what_it_is_sending() {
    let dir = tempfile::tempdir().unwrap();
    let (mut program, owner) = opened(&dir.path().join("data")).await;
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    set(&owner, &format!("http://{}/", listener.local_addr().unwrap())).await;
    let (closed, (sender, came)) = (program.url.replace("http://", ""), std::sync::mpsc::channel());
    let receiver = std::thread::spawn(move || answer_after(&listener, &closed, &sender));
    ping(&owner).await;
    came.recv_timeout(PATIENCE).unwrap();
    let (code, log) = program.stop();
    assert_eq!(code, Some(0));
    receiver.join().unwrap();
    program = start(&dir.path().join("data"));
    let owner = Client { url: program.url.clone(), ..owner };
    let page: Page<Delivery> = owner.get(DELIVERIES).await.ok(200);
    assert_eq!((page.items[0].state, page.items[0].attempts), (DeliveryState::Delivered, 1), "{log}");
}
