//! The matrix once more with warm caches: what is kept for one is never told to another. Two replicas share a database, and
//! Redis where there is one; else each has a memory of its own.
use crate::{
    app::{App, Shop, add, coffee, settings},
    client::{Client, Reply},
    matrix::{ROWS, target},
    redis::{at, figure, was_always_there},
};
use serde_json::Value;
use shared::product::{NewProduct, Product};

/// Who asks, and of which of the two shops they are.
struct Caller {
    name: String,
    shop: Option<usize>,
    client: Client,
}

/// An address that may be read, whose it is, and what its owner is answered.
struct Place {
    path: String,
    shop: usize,
    status: u16,
}

/// What there is to say about an answer whoever gives it, and whenever.
#[derive(Debug, PartialEq)]
struct Said {
    status: u16,
    headers: Vec<String>,
    body: Result<Value, Vec<u8>>,
}

#[actix_web::test]
async fn nobody_sees_anything_of_another_shop_however_warm_the_caches_are() {
    let one = App::with(|config| config.metrics_listen = "any".into()).await;
    let two = one.beside(|_| {}).await;
    let shops = [one.shop().await, one.shop().await];
    let private = [private(&shops[0], "LOLA").await, private(&shops[1], "GRACE").await];
    let secrets = [secrets(&shops[0], &private[0]), secrets(&shops[1], &private[1])];
    let (places, callers) = (places(&shops, &private).await, callers(&one, &shops));
    let truth = truth(&one, &callers, &places).await;
    is_worth_asking(&callers, &places, &truth, &secrets);
    // Whoever comes first warms what the next one asks, on this replica and on the other one.
    for round in ["first", "second"] {
        for replica in [&one, &two] {
            for (caller, expected) in callers.iter().zip(&truth) {
                for (place, expected) in places.iter().zip(expected) {
                    let reply = at(&caller.client, replica).get(&place.path).await;
                    let what = format!("{} by {}, {round} time at {}", place.path, caller.name, replica.url);
                    holds_nothing_of_others(&reply, caller, &secrets, &what);
                    assert_eq!(said(&reply), *expected, "{what}");
                }
            }
        }
    }
    for replica in [&one, &two] {
        is_warm(replica).await;
    }
}

/// What nobody outside the shop may see.
async fn private(shop: &Shop, code: &str) -> Product {
    add(&shop.owner, &NewProduct { code: code.into(), is_public: false, ..coffee() }).await
}

/// Words that stand in answers to the shop's own people only.
fn secrets(shop: &Shop, private: &Product) -> Vec<String> {
    let people = [&shop.owner, &shop.manager, &shop.clerk, &shop.viewer];
    let people = people.into_iter().flat_map(|client| [client.email.clone(), client.id.to_string()]);
    people.chain([private.id.to_string(), private.code.clone()]).collect()
}

/// Every route of the matrix that reads, once for each shop, and the private products, which the public may not read.
async fn places(shops: &[Shop; 2], private: &[Product; 2]) -> Vec<Place> {
    let mut places = Vec::new();
    for (shop, (people, private)) in shops.iter().zip(private).enumerate() {
        for (route, answers) in ROWS {
            // What goes on while it is read is never twice the same; `events` sees to it.
            if let Some(pattern) = route.strip_prefix("GET ").filter(|pattern| !pattern.ends_with("/events")) {
                places.push(Place { path: target(people, pattern).await, shop, status: answers[4] });
            }
        }
        let hidden = [("/api/v1/products", 200), ("/api/v1/catalog/products", 404)];
        let hidden = hidden.map(|(list, status)| Place { path: format!("{list}/{}", private.id), shop, status });
        places.extend(hidden);
    }
    places
}

/// Nobody, and everybody of both shops.
fn callers(app: &App, shops: &[Shop; 2]) -> Vec<Caller> {
    let mut callers = vec![Caller { name: "nobody".into(), shop: None, client: app.guest() }];
    for (shop, Shop { owner, manager, clerk, viewer }) in shops.iter().enumerate() {
        for (role, client) in [("owner", owner), ("manager", manager), ("clerk", clerk), ("viewer", viewer)] {
            callers.push(Caller { name: format!("{role} {shop}"), shop: Some(shop), client: client.clone() });
        }
    }
    callers
}

/// What each of them is answered where nothing is kept: by a replica without Redis that nobody of another shop ever asked.
async fn truth(app: &App, callers: &[Caller], places: &[Place]) -> Vec<Vec<Said>> {
    let mut truth = Vec::new();
    for of in [None, Some(0), Some(1)] {
        let cold = app.beside(|config| config.redis = settings(&[])).await;
        for caller in callers.iter().filter(|caller| caller.shop == of) {
            let mut answers = Vec::new();
            for place in places {
                answers.push(said(&at(&caller.client, &cold).get(&place.path).await));
            }
            truth.push(answers);
        }
    }
    truth
}

/// The owners are answered as the matrix has it, and every secret is told to its own shop: else there was nothing to leak.
fn is_worth_asking(callers: &[Caller], places: &[Place], truth: &[Vec<Said>], secrets: &[Vec<String>; 2]) {
    for (shop, secrets) in secrets.iter().enumerate() {
        let owner = callers.iter().position(|caller| caller.name == format!("owner {shop}")).unwrap();
        for (place, said) in places.iter().zip(&truth[owner]).filter(|(place, _)| place.shop == shop) {
            assert_eq!(said.status, place.status, "{} by owner {shop}", place.path);
        }
        let all = format!("{:?}", truth[owner]);
        for secret in secrets {
            assert!(all.contains(secret.as_str()), "{secret} is told to nobody");
        }
    }
}

#[track_caller]
fn holds_nothing_of_others(reply: &Reply, caller: &Caller, secrets: &[Vec<String>; 2], what: &str) {
    let text = reply.text();
    for (shop, secrets) in secrets.iter().enumerate().filter(|(shop, _)| caller.shop != Some(*shop)) {
        for secret in secrets {
            assert!(!text.contains(secret.as_str()), "{what} tells {secret} of shop {shop}: {text}");
        }
    }
}

fn said(reply: &Reply) -> Said {
    let headers = ["content-type", "cache-control", "vary", "etag"].map(|name| reply.header(name).to_owned());
    let body = serde_json::from_slice(&reply.body).map(lasting).map_err(|_| reply.body.clone());
    Said { status: reply.status, headers: headers.into(), body }
}

/// Without what tells of one answer and of one replica.
fn lasting(mut body: Value) -> Value {
    if let Value::Object(fields) = &mut body {
        let passing = ["meta", "moved_since", "request_id", "instance", "uptime_seconds", "checks"];
        fields.retain(|name, _| !passing.contains(&name.as_str()));
    }
    body
}

/// It answered out of its cache, where it has one that is there.
async fn is_warm(app: &App) {
    let hits = figure(app, "bodega_cache_total{result=\"hit\"}").await;
    println!("{hits} answers came from the cache ({})", app.cache());
    assert!(hits > 0 || app.cache() == "none" || !was_always_there(app).await);
}
