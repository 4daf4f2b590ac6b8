//! Watching movements while they are booked, on whichever replica.
use crate::{
    app::{App, add, book, coffee, member},
    client::Client,
};
use shared::{
    movement::{Kind, Movement},
    user::Role,
};
use std::time::{Duration, Instant};
use uuid::Uuid;

/// How long something may take that happens soon.
const PATIENCE: Duration = Duration::from_secs(10);

/// An answer that goes on, as far as it was read.
struct Watch {
    answer: reqwest::Response,
    text: String,
}

impl Watch {
    async fn of(client: &Client, seconds: u64, last: Option<Uuid>) -> Self {
        let url = format!("{}/api/v1/events?seconds={seconds}", client.url);
        let mut request = client.http.get(url).bearer_auth(&client.token);
        if let Some(last) = last {
            request = request.header("last-event-id", last.to_string());
        }
        let answer = request.send().await.unwrap();
        assert_eq!(answer.status(), 200);
        let mut watch = Self { answer, text: String::new() };
        // The sign of life says that everything from now on is told.
        watch.until(": here").await;
        watch
    }

    /// Reads until this is in it.
    async fn until(&mut self, wanted: &str) {
        let read = async {
            while !self.text.contains(wanted) {
                let chunk = self.answer.chunk().await.unwrap().expect("the answer ended too early");
                self.text += std::str::from_utf8(&chunk).unwrap();
            }
        };
        let read = tokio::time::timeout(PATIENCE, read).await;
        read.unwrap_or_else(|_| panic!("no {wanted} in {}", self.text));
    }

    /// Reads to the end.
    async fn rest(mut self) -> String {
        let read = async {
            while let Ok(Some(chunk)) = self.answer.chunk().await {
                self.text += std::str::from_utf8(&chunk).unwrap();
            }
        };
        tokio::time::timeout(PATIENCE, read).await.expect("the answer does not end");
        self.text
    }

    fn movements(&self) -> Vec<Movement> {
        self.text.lines().filter_map(|line| serde_json::from_str(line.strip_prefix("data: ")?).ok()).collect()
    }
}

#[actix_web::test]
async fn a_movement_booked_on_one_replica_is_told_on_the_other_to_this_shop_only() {
    let one = App::start().await;
    let two = one.beside(|_| {}).await;
    let (owner, stranger) = (one.owner().await, one.owner().await);
    let product = add(&owner, &coffee()).await;
    let there = Client { url: two.url.clone(), ..owner.clone() };
    let mut watch = Watch::of(&there, 30, None).await;
    let mut elsewhere = Watch::of(&Client { url: two.url.clone(), ..stranger.clone() }, 30, None).await;
    let began = Instant::now();
    let movement = book(&owner, &product, Kind::Sale, 2).await;
    watch.until(&format!("id: {}", movement.id)).await;
    println!("told after {:.1?}", began.elapsed());
    assert_eq!(watch.movements(), [movement]);
    // What the other shop books is told there, and nothing else was.
    let other = book(&stranger, &add(&stranger, &coffee()).await, Kind::Receive, 1).await;
    elsewhere.until(&format!("id: {}", other.id)).await;
    assert!(elsewhere.movements().iter().all(|movement| movement.product_id == other.product_id));
}

#[actix_web::test]
async fn who_comes_back_is_told_what_was_missed_and_after_too_long_to_read_anew() {
    let app = App::start().await;
    let owner = app.owner().await;
    let product = add(&owner, &coffee()).await;
    let [first, second] = [book(&owner, &product, Kind::Sale, 1).await, book(&owner, &product, Kind::Sale, 1).await];
    let mut watch = Watch::of(&owner, 30, None).await;
    assert_eq!(watch.movements(), []);
    let mut again = Watch { answer: back(&owner, first.id).await, text: String::new() };
    again.until(&format!("id: {}", second.id)).await;
    assert_eq!(again.movements(), [second]);
    let mut late = Watch { answer: back(&owner, Uuid::nil()).await, text: String::new() };
    late.until("event: reset").await;
    let third = book(&owner, &product, Kind::Sale, 1).await;
    watch.until(&third.id.to_string()).await;
}

async fn back(client: &Client, last: Uuid) -> reqwest::Response {
    let request = client.http.get(format!("{}/api/v1/events", client.url)).bearer_auth(&client.token);
    request.header("last-event-id", last.to_string()).send().await.unwrap()
}

#[actix_web::test]
async fn it_ends_by_itself_with_the_session_and_with_a_change_of_role() {
    let app = App::start().await;
    let owner = app.owner().await;
    assert!(Watch::of(&owner, 1, None).await.rest().await.starts_with("retry: "));

    let clerk = member(&owner, Role::Clerk).await;
    let watch = Watch::of(&clerk, 60, None).await;
    clerk.send("POST", "/api/v1/auth/logout", &[], "").await.done();
    watch.rest().await;

    let clerk = member(&owner, Role::Clerk).await;
    let watch = Watch::of(&clerk, 60, None).await;
    owner.patch(&format!("/api/v1/users/{}", clerk.id), &serde_json::json!({ "role": "viewer" })).await.value(200);
    watch.rest().await;
}

#[actix_web::test]
async fn it_is_counted_and_neither_compressed_nor_kept() {
    let app = App::with(|config| config.metrics_listen = "yes".into()).await;
    let owner = app.owner().await;
    let request = owner.http.get(format!("{}/api/v1/events", owner.url)).bearer_auth(&owner.token);
    let answer = request.header("accept-encoding", "br, gzip").send().await.unwrap();
    let header = |name: &str| answer.headers()[name].to_str().unwrap().to_owned();
    assert_eq!(header("content-type"), "text/event-stream");
    assert_eq!(header("content-encoding"), "identity");
    assert_eq!(header("cache-control"), "no-store");
    assert!(app.figures().await.contains("bodega_watchers 1"), "{}", app.figures().await);
}

#[actix_web::test]
async fn one_person_has_so_many_places_and_no_more_until_one_is_free() {
    const OF_ONE: usize = 100;
    let app = App::start().await;
    let owner = app.owner().await;
    let clerk = member(&owner, Role::Clerk).await;
    let ask = async |seconds: u64| {
        let url = format!("{}/api/v1/events?seconds={seconds}", owner.url);
        owner.http.get(url).bearer_auth(&owner.token).send().await.unwrap()
    };
    let first = Watch::of(&owner, 3, None).await;
    let others = futures::future::join_all((1..OF_ONE).map(|_| ask(60))).await;
    assert!(others.iter().all(|answer| answer.status() == 200));
    let refused = ask(60).await;
    assert_eq!(refused.status(), 503);
    assert!(refused.headers().contains_key("retry-after"));
    Watch::of(&clerk, 60, None).await;
    // Its place is free as soon as it has ended.
    first.rest().await;
    assert_eq!(ask(60).await.status(), 200);
}
