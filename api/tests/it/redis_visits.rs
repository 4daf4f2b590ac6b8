//! The count of visits, shared through Redis.
use crate::{
    app::App,
    client::Client,
    database::Place,
    program::{Program, on},
    redis::{Space, at, until, was_always_there},
    wire::{Fault, Wire},
};
use deadpool_redis::redis::cmd;
use futures::future::join_all;
use sea_orm::{ConnectionTrait, Statement};
use shared::visit::Visits;
use std::collections::BTreeSet;

const VISITS: &str = "/api/v1/visits";

async fn visit(guest: &Client) -> i64 {
    guest.send("POST", VISITS, &[], "").await.ok::<Visits>(200).total
}

async fn total(guest: &Client) -> i64 {
    guest.get(VISITS).await.ok::<Visits>(200).total
}

/// What the database says.
async fn written(database: &Place) -> i64 {
    let db = database.open().await;
    let ask = "SELECT value FROM counters WHERE name = 'visits'";
    let row = db.query_one_raw(Statement::from_string(db.get_database_backend(), ask)).await.unwrap().unwrap();
    let value = row.try_get_by_index(0).unwrap();
    db.close().await.unwrap();
    value
}

/// Waits until everybody says the same.
async fn agreed(space: &Space, apps: [&App; 2], expected: i64) {
    until(&format!("everybody says {expected}"), async || {
        let here = (total(&apps[0].guest()).await, total(&apps[1].guest()).await);
        let there = space.run::<Option<i64>>(cmd("GET").arg(space.key("visits"))).await;
        (here, there, written(&apps[0].database).await) == ((expected, expected), Some(expected), expected)
    })
    .await;
}

#[actix_web::test]
async fn every_visit_gets_its_own_number_over_two_replicas() {
    let Some(space) = Space::new() else { return };
    let (one, two) = space.two().await;
    let guests = [one.guest(), two.guest()];
    let numbers = join_all((0..300).map(|n| visit(&guests[n % 2]))).await;
    let different: BTreeSet<_> = numbers.iter().copied().collect();
    let calm = was_always_there(&one).await && was_always_there(&two).await;
    println!("{} different numbers of 300; Redis always answered in time: {calm}", different.len());
    assert!(different == (1..=300).collect() || !calm, "{different:?}");
    agreed(&space, [&one, &two], 300).await;
}

#[actix_web::test]
async fn the_count_goes_on_from_what_the_database_says_whatever_redis_says() {
    let Some(space) = Space::new() else { return };
    let app = space.app(&space.url).await;
    let (guest, key) = (app.guest(), space.key("visits"));
    assert_eq!(visit(&guest).await, 1);
    until("it is written", async || written(&app.database).await == 1).await;
    let mut last = 1;
    for value in ["", "-5", "garbage", "1.5", "nan"] {
        space.run::<()>(cmd("SET").arg(&key).arg(value)).await;
        let number = visit(&guest).await;
        assert_eq!(number, last + 1, "after {value:?}");
        last = number;
    }
    // Another installation's old Redis.
    until("it is written", async || written(&app.database).await == last).await;
    app.sql("UPDATE counters SET value = 1000 WHERE name = 'visits'").await;
    space.run::<i64>(cmd("DEL").arg(&key)).await;
    assert_eq!(visit(&guest).await, 1001);
    until("it is written", async || written(&app.database).await == 1001).await;
}

#[actix_web::test]
async fn visits_go_on_when_redis_loses_its_memory() {
    let Some(space) = Space::new() else { return };
    let (one, two) = space.two().await;
    let guests = [one.guest(), two.guest()];
    let mut numbers = Vec::new();
    for round in 0..3 {
        numbers.extend(join_all((0..40).map(|n| visit(&guests[n % 2]))).await);
        agreed(&space, [&one, &two], 40 * (round + 1)).await;
        space.lose_everything().await;
    }
    numbers.sort_unstable();
    let calm = was_always_there(&one).await && was_always_there(&two).await;
    assert!(numbers == (1..=120).collect::<Vec<_>>() || !calm, "{numbers:?}");
    // One replica knows what it counted, also when nothing of it is written yet.
    for expected in 121..=150 {
        space.run::<i64>(cmd("DEL").arg(space.key("visits"))).await;
        assert!(visit(&guests[0]).await == expected || !was_always_there(&one).await);
    }
    agreed(&space, [&one, &two], 150).await;
}

#[actix_web::test]
async fn visits_go_on_while_redis_is_away_and_after_it() {
    let Some(space) = Space::new() else { return };
    let (mut wire, url) = Wire::into(&space.url);
    let one = space.app(&url).await;
    let two = space.replica(&one, &url).await;
    let guests = [one.guest(), at(&one.guest(), &two)];
    let mut count = 0;
    for fault in [Fault::None, Fault::Gone, Fault::None, Fault::Silent, Fault::None, Fault::Garbage, Fault::None] {
        wire.set(fault).await;
        let numbers = join_all((0..30).map(|n| visit(&guests[n % 2]))).await;
        count += 30;
        // On one replica no number comes twice, whatever happens.
        for mine in [0, 1] {
            let mine: Vec<_> = numbers.iter().skip(mine).step_by(2).collect();
            assert_eq!(mine.iter().collect::<BTreeSet<_>>().len(), mine.len(), "{fault:?}: {numbers:?}");
        }
        if fault == Fault::None {
            agreed(&space, [&one, &two], count).await;
        } else {
            until("the database has all", async || written(&one.database).await == count).await;
            assert_eq!((total(&guests[0]).await, total(&guests[1]).await), (count, count), "{fault:?}");
        }
    }
}

#[actix_web::test]
async fn no_visit_is_lost_or_counted_twice_when_redis_goes_in_the_middle() {
    let Some(space) = Space::new() else { return };
    let (mut wire, url) = Wire::into(&space.url);
    let one = space.app(&url).await;
    let two = space.replica(&one, &url).await;
    let guests = [one.guest(), two.guest()];
    for (round, fault) in (1..).zip([Fault::Gone, Fault::Reset, Fault::Garbage, Fault::Silent, Fault::Cut(50)]) {
        let visits = join_all((0..200).map(|n| visit(&guests[n % 2])));
        let trouble = async {
            until("it has begun", async || total(&guests[0]).await > 200 * (round - 1)).await;
            wire.set(fault).await;
        };
        futures::join!(visits, trouble);
        wire.set(Fault::None).await;
        agreed(&space, [&one, &two], 200 * round).await;
    }
}

#[actix_web::test]
async fn one_replica_counts_without_a_gap_when_redis_goes_and_comes() {
    let Some(space) = Space::new() else { return };
    let (mut wire, url) = Wire::into(&space.url);
    let app = space.app(&url).await;
    let (guest, mut expected) = (app.guest(), 0);
    for fault in [Fault::None, Fault::Gone, Fault::None, Fault::Reset, Fault::None, Fault::Silent, Fault::None] {
        wire.set(fault).await;
        for _ in 0..20 {
            expected += 1;
            assert_eq!(visit(&guest).await, expected, "{fault:?}");
        }
    }
}

#[actix_web::test]
async fn the_end_of_a_server_leaves_no_visit_to_redis_alone() {
    let Some(space) = Space::new() else { return };
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    let place = Place::of(dir.path());
    let mut command = on(&place, &data);
    command.env("REDIS_URL", &space.url).env("REDIS_PREFIX", &space.prefix);
    let program = Program::start(&mut command);
    let guest = Client::guest(&program.url);
    for _ in 0..25 {
        visit(&guest).await;
    }
    assert_eq!(program.stop().0, Some(0));
    assert_eq!(written(&place).await, 25);
}
