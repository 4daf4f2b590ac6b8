//! The database server is gone, slow, silent, or breaks off: nothing falls over, no number is wrong, everybody gets an answer,
//! and all is well again when it is back. Files have no wire to break.
use crate::{
    app::{App, add, coffee, journal, movement, path, read, settings},
    client::{Client, Reply},
    program::number,
    reconcile::agrees,
    wire::{Fault, Wire},
};
use sea_orm::{ConnectionTrait, TransactionTrait};
use shared::{
    Code,
    movement::{Kind, Movement},
    product::{NewProduct, Product},
    status::{Dependency, State, Status},
};
use std::time::{Duration, Instant};
use tokio::time::{sleep, timeout};

/// Longer than anything may take here, however busy the machine is.
const GENEROUS: Duration = Duration::from_secs(20);

/// A shop whose database is at the other end of a wire; none when the database is a file.
struct Stage {
    app: App,
    /// The same without the wire; the files are its.
    _plain: App,
    wire: Wire,
    owner: Client,
    product: Product,
}

async fn stage() -> Option<Stage> {
    let plain = App::start().await;
    if plain.database.is_embedded() {
        println!("left out: there is no wire to a file");
        return None;
    }
    let (wire, url) = Wire::into(&plain.database.url);
    let app = plain
        .beside(|config| {
            config.database = settings(&[&format!("--database-url={url}"), "--db-statement-seconds=2"]);
        })
        .await;
    let owner = app.owner().await;
    let product = add(&owner, &NewProduct { opening_quantity: 1000, ..coffee() }).await;
    Some(Stage { app, _plain: plain, wire, owner, product })
}

/// An answer, and how long it took.
async fn timed(answer: impl Future<Output = Reply>) -> (Reply, Duration) {
    let began = Instant::now();
    let reply = timeout(GENEROUS, answer).await.expect("there is no answer at all");
    (reply, began.elapsed())
}

impl Stage {
    /// What everybody is told while it lasts.
    async fn is_honest(&self, fault: Fault) {
        let (product, journal) = (path(&self.product), journal(&self.product));
        let (mut reads, mut writes) = (Duration::ZERO, Duration::ZERO);
        for _ in 0..3 {
            let (reply, took) = timed(self.owner.get(&product)).await;
            reads = reads.max(took);
            assert_eq!(reply.header("retry-after"), "2");
            reply.refused(Code::Unavailable);
            let (reply, took) = timed(self.owner.post(&journal, &movement(Kind::Sale, 1))).await;
            writes = writes.max(took);
            reply.refused(Code::Unavailable);
        }
        assert_eq!(self.app.guest().get("/health").await.status, 200);
        let (reply, readiness) = timed(self.app.guest().get("/health/ready")).await;
        let status: Status = reply.ok(503);
        let down = status.checks.iter().filter(|check| check.state == State::Down).map(|check| check.name);
        assert_eq!(down.collect::<Vec<_>>(), [Dependency::Database]);
        println!("{fault:?}: refused within {reads:?} (reads), {writes:?} (writes), {readiness:?} (readiness)");
    }

    /// Waits until it is as it was, and tells how long that took.
    async fn is_well_again(&mut self, quantity: i64) {
        self.wire.set(Fault::None).await;
        let began = Instant::now();
        let ready = async { while self.app.guest().get("/health/ready").await.status != 200 {} };
        timeout(GENEROUS, ready).await.expect("it does not get ready again");
        let (reply, _) = timed(self.owner.get(&path(&self.product))).await;
        assert_eq!(reply.ok::<Product>(200).quantity, quantity);
        let sold: Movement = self.owner.post(&journal(&self.product), &movement(Kind::Sale, 1)).await.ok(201);
        assert_eq!(sold.balance_after, quantity - 1);
        println!("well again within {:?}", began.elapsed());
        agrees(&self.app);
    }
}

async fn lasts(fault: Fault) {
    let Some(mut stage) = stage().await else { return };
    stage.wire.set(fault).await;
    // The first ones wait until it is known; from then on nobody does.
    let first = timed(stage.owner.get(&path(&stage.product))).await.1;
    println!("{fault:?}: the first answer after {first:?}");
    let long = Duration::from_secs(number("FAULT_SECONDS", 1).into());
    let began = Instant::now();
    while began.elapsed() < long {
        stage.is_honest(fault).await;
    }
    stage.is_well_again(1000).await;
}

#[actix_web::test]
async fn while_the_database_is_gone_everybody_is_told_so_at_once() {
    lasts(Fault::Gone).await;
}

#[actix_web::test]
async fn while_the_database_is_slow_by_two_seconds_nobody_waits_for_it() {
    lasts(Fault::Slow(Duration::from_secs(2))).await;
}

#[actix_web::test]
async fn while_the_database_says_nothing_nobody_waits_for_it() {
    lasts(Fault::Silent).await;
}

#[actix_web::test]
async fn connections_that_were_reset_are_made_anew_without_anybody_noticing() {
    let Some(mut stage) = stage().await else { return };
    for _ in 0..3 {
        // All that stand end at once.
        stage.wire.set(Fault::Gone).await;
        stage.wire.set(Fault::None).await;
        let reads = futures::future::join_all((0..20).map(|_| read(&stage.owner, &stage.product))).await;
        assert!(reads.iter().all(|product| product.quantity == reads[0].quantity));
        let sold: Movement = stage.owner.post(&journal(&stage.product), &movement(Kind::Sale, 1)).await.ok(201);
        assert_eq!(sold.balance_after, reads[0].quantity - 1);
    }
    agrees(&stage.app);
}

#[actix_web::test]
async fn who_books_on_a_broken_wire_books_once_for_each_key() {
    let Some(mut stage) = stage().await else { return };
    let (owner, journal) = (stage.owner.clone(), journal(&stage.product));
    let faults = [Fault::Gone, Fault::Reset, Fault::Slow(Duration::from_secs(2)), Fault::Cut(3000), Fault::Garbage];
    let breaking = async {
        for fault in faults {
            stage.wire.set(fault).await;
            sleep(Duration::from_millis(700)).await;
            stage.wire.set(Fault::None).await;
            sleep(Duration::from_millis(700)).await;
        }
    };
    let booking = async |who: usize| {
        let mut refused = 0;
        for number in 0..30 {
            let key = format!("{who}-{number}");
            while owner.once(&key, &journal, &movement(Kind::Sale, 1)).await.status != 201 {
                refused += 1;
                sleep(Duration::from_millis(20)).await;
            }
        }
        refused
    };
    let all = futures::future::join_all((0..8).map(booking));
    let ((), refused) = futures::join!(breaking, async { timeout(GENEROUS * 6, all).await.expect("it goes on") });
    println!("240 booked, {} sent again", refused.iter().sum::<usize>());
    stage.is_well_again(1000 - 240).await;
}

#[actix_web::test]
async fn who_waits_for_a_lock_keeps_nobody_from_reading() {
    let Some(stage) = stage().await else { return };
    let other = stage.app.database.open().await;
    let held = other.begin().await.unwrap();
    held.execute_unprepared("UPDATE stock_levels SET updated_at = updated_at").await.unwrap();
    let (journal, take) = (journal(&stage.product), movement(Kind::Sale, 1));
    let takes = futures::future::join_all((0..30).map(|_| stage.owner.post(&journal, &take)));
    let reads = async {
        let mut longest = Duration::ZERO;
        for _ in 0..30 {
            let (reply, took) = timed(stage.owner.get(&path(&stage.product))).await;
            assert_eq!(reply.ok::<Product>(200).quantity, 1000);
            longest = longest.max(took);
        }
        println!("read within {longest:?} beside 30 who wait");
        sleep(Duration::from_millis(500)).await;
        held.commit().await.unwrap();
    };
    let (takes, ()) = futures::join!(takes, reads);
    let (done, refused): (Vec<_>, Vec<_>) = takes.into_iter().partition(|reply| reply.status == 201);
    assert!(!done.is_empty());
    assert!(refused.iter().all(|reply| reply.status == 503), "{refused:?}");
    assert_eq!(read(&stage.owner, &stage.product).await.quantity, 1000 - i64::try_from(done.len()).unwrap());
    agrees(&stage.app);
}
