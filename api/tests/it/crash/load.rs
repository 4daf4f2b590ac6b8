//! Clients that book in every form, each booking with a key of its own, and send it again until they are answered.
use crate::client::Client;
use serde_json::json;
use shared::{
    Code, Problem,
    movement::{Booked, Kind, Movement},
    product::Product,
};
use std::{
    cell::{Cell, RefCell},
    time::Duration,
};
use tokio::{
    sync::{Notify, watch},
    time::{sleep, timeout},
};
use uuid::Uuid;

/// A number below this one.
pub fn dice(sides: usize) -> usize {
    let bits = usize::try_from(getrandom::u32().expect("randomness")).expect("a usize has 32 bits or more");
    bits % sides
}

/// What the clients were told.
#[derive(Default)]
pub struct Log {
    /// Bookings that were acknowledged: their keys, and what was booked.
    pub booked: Vec<(String, Vec<Movement>)>,
    /// Keys of bookings that were refused.
    pub refused: Vec<String>,
    again: usize,
    replayed: usize,
}

/// What all clients share.
pub struct Load {
    /// Where the server is now.
    pub url: watch::Sender<String>,
    /// Something was booked.
    pub progress: Notify,
    /// All clients have ended.
    pub finished: Notify,
    owner: Client,
    products: Vec<Uuid>,
    log: RefCell<Log>,
    is_over: Cell<bool>,
}

/// A booking to be sent.
struct Ask {
    path: String,
    key: String,
    body: serde_json::Value,
}

/// An answer, read to its end.
struct Answer {
    status: u16,
    is_replayed: bool,
    body: Vec<u8>,
}

impl Load {
    pub fn new(owner: Client, products: Vec<Uuid>) -> Self {
        Self {
            url: watch::channel(owner.url.clone()).0,
            progress: Notify::new(),
            finished: Notify::new(),
            owner,
            products,
            log: RefCell::default(),
            is_over: Cell::new(false),
        }
    }

    pub fn acknowledged(&self) -> usize {
        self.log.borrow().booked.len()
    }

    /// What the clients were told, when all is over.
    pub fn into_log(self) -> Log {
        self.log.into_inner()
    }

    /// No more bookings; those that are under way are sent until they are answered.
    pub fn finish(&self) {
        self.is_over.set(true);
    }

    pub fn figures(&self) -> String {
        let log = self.log.borrow();
        let movements: usize = log.booked.iter().map(|(_, movements)| movements.len()).sum();
        let (booked, refused, again, replayed) = (log.booked.len(), log.refused.len(), log.again, log.replayed);
        format!(
            "{booked} bookings acknowledged ({movements} movements), {refused} refused, {again} times sent again, \
             {replayed} of those answered as before"
        )
    }

    /// One client's day.
    pub async fn work(&self) {
        while !self.is_over.get() {
            let ask = self.ask().await;
            self.send(ask).await;
        }
    }

    async fn ask(&self) -> Ask {
        let (key, product) = (Uuid::now_v7().to_string(), self.products[dice(self.products.len())]);
        let path = format!("/api/v1/products/{product}/movements");
        let quantity = 1 + dice(4);
        let (path, body) = match dice(10) {
            0..3 => (path, json!({ "kind": "sale", "quantity": quantity, "reference": key })),
            3..6 => (path, json!({ "kind": "receive", "quantity": quantity, "reference": key })),
            6..8 => ("/api/v1/movements".into(), self.lines(&key)),
            8 => match (dice(2), self.undoable()) {
                (1, Some(id)) => (format!("/api/v1/movements/{id}/reversal"), json!(null)),
                _ => (path, json!({ "kind": "adjust", "quantity": 1, "reference": key })),
            },
            _ => {
                let seen = self.seq(product).await;
                (path, json!({ "kind": "count", "quantity": 20, "seen_seq": seen, "reference": key }))
            }
        };
        Ask { path, key, body }
    }

    /// Two products, one of them twice.
    fn lines(&self, key: &str) -> serde_json::Value {
        let kinds = [Kind::Sale, Kind::Receive, Kind::Sale];
        let first = dice(self.products.len());
        let lines = kinds.iter().enumerate().map(|(n, kind)| {
            let product = self.products[(first + n % 2) % self.products.len()];
            json!({ "product_id": product, "kind": kind, "quantity": 1 + n, "reference": key })
        });
        json!({ "lines": lines.collect::<Vec<_>>() })
    }

    /// Some movement that was booked; perhaps somebody else undoes it, too.
    fn undoable(&self) -> Option<Uuid> {
        let log = self.log.borrow();
        let count = log.booked.len();
        let (_, movements) = log.booked.get(count.checked_sub(1 + dice(count.clamp(1, 20)))?)?;
        movements.first().map(|movement| movement.id)
    }

    async fn seq(&self, product: Uuid) -> i64 {
        let path = format!("/api/v1/products/{product}");
        let answer = self.answered(|url| self.owner.http.get(format!("{url}{path}"))).await;
        // A number that no movement has is refused, which is an answer, too.
        serde_json::from_slice::<Product>(&answer.body).map_or(0, |product| product.seq)
    }

    /// Sends it until there is an answer that settles it.
    async fn send(&self, ask: Ask) {
        let Ask { path, key, body } = ask;
        loop {
            let post = |url| self.owner.http.post(format!("{url}{path}")).header("idempotency-key", &key).json(&body);
            let answer = self.answered(post).await;
            if answer.status == 201 {
                self.log.borrow_mut().replayed += usize::from(answer.is_replayed);
                self.log.borrow_mut().booked.push((key, booked(&answer.body)));
                return self.progress.notify_one();
            }
            match code(&answer) {
                Code::StillRunning | Code::Unavailable => {
                    self.log.borrow_mut().again += 1;
                    sleep(Duration::from_millis(2)).await;
                }
                Code::InsufficientStock | Code::StockChanged | Code::AlreadyReversed | Code::NotReversible => {
                    return self.log.borrow_mut().refused.push(key);
                }
                code => panic!("{path} was answered with {code}"),
            }
        }
    }

    /// Asks until the connection holds to the end of the answer; now and then it is the client that hangs up.
    async fn answered(&self, request: impl Fn(String) -> reqwest::RequestBuilder) -> Answer {
        let mut url = self.url.subscribe();
        loop {
            let at = url.borrow_and_update().clone();
            let patience = if dice(6) == 0 { dice(20_000) } else { 60_000_000 };
            let patience = Duration::from_micros(u64::try_from(patience).expect("a small number"));
            match timeout(patience, read(request(at).bearer_auth(&self.owner.token))).await {
                Ok(Ok(answer)) => return answer,
                // The next server is waited for; should it have been the connection only, this one is asked again.
                Ok(Err(_)) => _ = timeout(Duration::from_millis(200), url.changed()).await,
                Err(_) => {}
            }
            self.log.borrow_mut().again += 1;
        }
    }
}

async fn read(request: reqwest::RequestBuilder) -> reqwest::Result<Answer> {
    let answer = request.send().await?;
    let is_replayed = answer.headers().contains_key("idempotency-replayed");
    Ok(Answer { status: answer.status().as_u16(), is_replayed, body: answer.bytes().await?.into() })
}

fn booked(body: &[u8]) -> Vec<Movement> {
    let many = serde_json::from_slice::<Booked>(body).map(|booked| booked.items);
    many.unwrap_or_else(|_| vec![serde_json::from_slice(body).expect("a movement")])
}

fn code(answer: &Answer) -> Code {
    let text = String::from_utf8_lossy(&answer.body);
    serde_json::from_str::<Problem>(&text).unwrap_or_else(|e| panic!("{e}: {} {text}", answer.status)).code
}
