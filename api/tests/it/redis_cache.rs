//! What several replicas know together through Redis: the team, and the catalogue.
use crate::{
    app::{App, add, book, coffee, journal, line, member, movement, path, undo},
    client::Client,
    database::Place,
    imports, pictures,
    redis::{Space, USERS, at, cached, figure, team, until, was_always_there},
    wire::{Fault, Wire},
};
use futures::future::join_all;
use serde_json::json;
use shared::{
    Code, Page,
    catalog::{Availability, CatalogProduct},
    movement::Kind,
    product::{NewProduct, Product},
    user::{Me, Role, User},
};
use std::sync::atomic::{AtomicBool, Ordering};

const CATALOG: &str = "/api/v1/catalog/products";

#[actix_web::test]
async fn the_team_is_cached_for_all_replicas_until_somebody_changes_it_on_any_of_them() {
    let Some(space) = Space::new() else { return };
    let (one, two) = space.two().await;
    let owner = one.owner().await;
    let (clerk, there) = (member(&owner, Role::Clerk).await, at(&owner, &two));
    let person = format!("{USERS}/{}", clerk.id);
    let picture = format!("{person}/picture");
    for step in ["name", "me", "picture", "no picture", "role", "add", "remove"] {
        cached(&owner).await;
        let seen = cached(&there).await;
        assert_eq!((seen.meta.instance.as_str(), seen.items.len()), ("test-1", 2), "{step}");
        match step {
            "name" => _ = owner.patch(&person, &json!({ "name": "Renamed" })).await.ok::<User>(200),
            "me" => _ = clerk.patch("/api/v1/me", &json!({ "name": "Again" })).await.ok::<Me>(200),
            "picture" => _ = clerk.upload(&picture, "image/png", pictures::png()).await.ok::<User>(200),
            "no picture" => _ = clerk.delete(&picture).await.done(),
            "role" => _ = owner.patch(&person, &json!({ "role": "viewer" })).await.ok::<User>(200),
            "add" => {
                let new = member(&owner, Role::Clerk).await;
                cached(&there).await;
                owner.delete(&format!("{USERS}/{}", new.id)).await.done();
            }
            _ => _ = owner.delete(&person).await.done(),
        }
        let (now, truth) = (team(&there).await, team(&owner).await);
        assert!(!now.meta.from_cache || !was_always_there(&one).await, "{step}");
        until("both say the same", async || team(&there).await.items == team(&owner).await.items).await;
        assert_eq!(truth.items.len(), if step == "remove" { 1 } else { 2 }, "{step}");
    }
}

#[actix_web::test]
async fn no_reader_brings_an_old_team_back_over_a_change() {
    let Some(space) = Space::new() else { return };
    let (one, two) = space.two().await;
    let owner = one.owner().await;
    let readers = [owner.clone(), at(&owner, &two)];
    let (me, is_over) = (format!("{USERS}/{}", owner.id), AtomicBool::new(false));
    let read = readers.iter().chain(&readers).chain(&readers).map(async |reader| {
        while !is_over.load(Ordering::Relaxed) {
            team(reader).await;
        }
    });
    let write = async {
        let mut old = 0;
        for n in 0..120 {
            let name = format!("Lola {n}");
            readers[n % 2].patch(&me, &json!({ "name": name })).await.ok::<User>(200);
            let seen = team(&readers[(n + 1) % 2]).await.items[0].name.clone();
            old += usize::from(seen != name);
        }
        is_over.store(true, Ordering::Relaxed);
        old
    };
    let (_, old) = futures::join!(join_all(read), write);
    let calm = was_always_there(&one).await && was_always_there(&two).await;
    println!("{old} of 120 answers were old; Redis always answered in time: {calm}");
    assert!(old == 0 || !calm);
    until("both say the same", async || team(&readers[0]).await.items == team(&readers[1]).await.items).await;
    assert_eq!(team(&owner).await.items[0].name, "Lola 119");
    assert!(figure(&one, "bodega_cache_total{result=\"hit\"}").await > 0);
}

#[actix_web::test]
async fn a_change_that_redis_did_not_hear_of_is_made_up_for() {
    let Some(space) = Space::new() else { return };
    let (mut wire, url) = Wire::into(&space.url);
    let one = space.app(&url).await;
    let two = space.replica(&one, &space.url).await;
    let owner = one.owner().await;
    let there = at(&owner, &two);
    cached(&there).await;
    wire.set(Fault::Gone).await;
    member(&owner, Role::Clerk).await;
    assert_eq!(team(&owner).await.items.len(), 2);
    wire.set(Fault::None).await;
    assert_eq!(team(&owner).await.items.len(), 2);
    let took = until("the other replica sees it", async || team(&there).await.items.len() == 2).await;
    println!("made up for after {took:?}");
    assert_eq!(cached(&owner).await.items.len(), 2);
}

#[actix_web::test]
async fn garbage_in_redis_or_another_form_is_a_miss() {
    let Some(space) = Space::new() else { return };
    let app = space.app(&space.url).await;
    let owner = app.owner().await;
    cached(&owner).await;
    let pattern = format!("{}:v1:answer:team:*", space.prefix);
    let keys: Vec<String> = space.run(deadpool_redis::redis::cmd("KEYS").arg(&pattern)).await;
    for garbage in [&b"\xff\x00"[..], b"{}", b"null", b"{\"state\":[\"a\",\"b\"],\"value\":7}"] {
        space.run::<()>(deadpool_redis::redis::cmd("SET").arg(&keys[0]).arg(garbage)).await;
        let team = team(&owner).await;
        assert_eq!((team.items.len(), team.meta.from_cache), (1, false));
        cached(&owner).await;
    }
}

async fn seen(guest: &Client) -> Vec<CatalogProduct> {
    guest.get(&format!("{CATALOG}?limit=100")).await.ok::<Page<CatalogProduct>>(200).items
}

#[actix_web::test]
async fn whoever_changes_the_catalogue_sees_it_at_once_on_every_replica() {
    let Some(space) = Space::new() else { return };
    let (one, two) = space.two().await;
    let (owner, guest) = (one.owner().await, two.guest());
    let product = add(&owner, &coffee()).await;
    let (path, tag) = (path(&product), "*");
    let mut before = seen(&guest).await;
    let mut booked = None;
    let steps = "edit sale undo lines bulk image no_image archive restore add import private shop".split(' ');
    for step in steps {
        seen(&guest).await;
        match step {
            "edit" => _ = owner.edit(&path, tag, &json!({ "price_minor": 1 })).await.ok::<Product>(200),
            "sale" => booked = Some(book(&owner, &product, Kind::Sale, 24).await),
            "undo" => _ = undo(&owner, booked.as_ref().unwrap()).await,
            "lines" => _ = crate::app::booked(&owner, vec![line(&product, Kind::Sale, 23)]).await,
            "bulk" => {
                let bulk = json!({ "ids": [product.id], "set": { "unit": "kg" } });
                owner.patch("/api/v1/products", &bulk).await.value(200);
            }
            "image" => _ = owner.upload(&format!("{path}/image"), "image/png", pictures::png()).await.value(200),
            "no_image" => _ = owner.delete(&format!("{path}/image")).await.done(),
            "archive" => _ = owner.archive(&path, tag).await.done(),
            "restore" => _ = owner.send("POST", &format!("{path}/restoration"), &[], "").await.value(200),
            "add" => _ = add(&owner, &NewProduct { code: "B".into(), ..coffee() }).await,
            "import" => _ = imports::import(&owner, "", "code,name\nC,Cacao\n").await,
            "private" => _ = owner.edit(&path, tag, &json!({ "is_public": false })).await.ok::<Product>(200),
            _ => _ = owner.patch("/api/v1/shop", &json!({ "name": "Otra", "shows_quantity": true })).await.value(200),
        }
        let after = seen(&guest).await;
        assert!(after != before || !was_always_there(&one).await, "{step}: {after:?}");
        before = after;
    }
    until("all is seen", async || seen(&guest).await.iter().all(|product| product.shop == "Otra")).await;
    let hits = figure(&two, "bodega_cache_total{result=\"hit\"}").await;
    assert!(hits > 0, "nothing came from the cache");
}

#[actix_web::test]
async fn a_cached_answer_of_the_catalogue_is_like_the_first_and_lives_for_a_second() {
    let Some(space) = Space::new() else { return };
    let app = space.app(&space.url).await;
    let (owner, guest) = (app.owner().await, app.guest());
    add(&owner, &NewProduct { is_public: false, code: "PRIVATE".into(), ..coffee() }).await;
    let product = add(&owner, &coffee()).await;
    for url in [CATALOG.to_owned(), format!("{CATALOG}/{}", product.id), format!("{CATALOG}?q=%20caf&limit=1000")] {
        let (first, second) = (guest.get(&url).await, guest.get(&url).await);
        assert_eq!((first.status, &first.body), (second.status, &second.body));
        for header in ["cache-control", "content-type", "vary"] {
            assert_eq!(first.headers.get(header), second.headers.get(header), "{header}");
        }
        assert!(!second.text().contains("PRIVATE"));
    }
    assert!(figure(&app, "bodega_cache_total{result=\"hit\"}").await > 0 || !was_always_there(&app).await);
    seen(&guest).await;
    app.sql("UPDATE products SET name = 'Behind the back'").await;
    let took = until("it is seen", async || seen(&guest).await[0].name == "Behind the back").await;
    println!("a change that nobody told was seen after {took:?}");
    assert!(took.as_secs_f64() < 3.0);
    let missing = format!("{CATALOG}/{}", uuid::Uuid::nil());
    guest.get(&missing).await.refused(Code::NotFound);
    guest.get(&missing).await.refused(Code::NotFound);
}

#[actix_web::test]
async fn while_the_database_is_away_the_catalogue_says_what_it_knew_last() {
    if Place::of(std::path::Path::new("any")).is_embedded() {
        println!("left out: TEST_DATABASE names no database server that could be away");
        return;
    }
    let mut wire = None;
    let app = App::with(|config| {
        let (through, url) = Wire::into(&config.database().unwrap().url);
        wire = Some(through);
        config.database = crate::app::settings(&[&format!("--database-url={url}"), "--db-acquire-ms=300"]);
    })
    .await;
    let (mut wire, owner, guest) = (wire.unwrap(), app.owner().await, app.guest());
    let (stays, hides) =
        (add(&owner, &coffee()).await, add(&owner, &NewProduct { code: "H".into(), ..coffee() }).await);
    let url = |product: &Product| format!("{CATALOG}/{}", product.id);
    guest.get(&url(&hides)).await.ok::<CatalogProduct>(200);
    owner.edit(&path(&hides), "*", &json!({ "is_public": false })).await.ok::<Product>(200);
    let mut known = guest.get(&url(&stays)).await;
    owner.post(&journal(&stays), &movement(Kind::Sale, 1)).await.value(201);
    wire.set(Fault::Gone).await;

    let mut old = guest.get(&url(&stays)).await;
    // A replica forgets what it knew when it hears of the edit from Redis, its own included, and when it has to connect to Redis
    // anew. On a busy machine that may come between the two questions.
    for _ in 0..10 {
        if old.status != 503 {
            break;
        }
        wire.set(Fault::None).await;
        until("the database is back", async || {
            known = guest.get(&url(&stays)).await;
            known.status == 200
        })
        .await;
        wire.set(Fault::Gone).await;
        old = guest.get(&url(&stays)).await;
    }
    assert_eq!((old.status, old.header("cache-control"), &old.body), (200, "no-store", &known.body));
    assert!(old.header("bodega-stale").parse::<u64>().unwrap() <= 600);
    assert_eq!(old.ok::<CatalogProduct>(200).availability, Availability::InStock);
    // What nobody asked for is not known, nor what is private since.
    guest.get(CATALOG).await.refused(Code::Unavailable);
    guest.get(&url(&hides)).await.refused(Code::Unavailable);

    wire.set(Fault::None).await;
    until("the database is back", async || guest.get(&url(&stays)).await.headers.get("bodega-stale").is_none()).await;
    assert_eq!(guest.get(&url(&stays)).await.header("cache-control"), "public, max-age=5");
}
