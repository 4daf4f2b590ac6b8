//! Redis in trouble: everything goes on, right and quickly, and is fast again afterwards.
use crate::{
    app::{App, add, book, coffee, member},
    client::Client,
    redis::{Space, cached, figure, is_cache, ready, team, until},
    wire::{Fault, Wire},
};
use deadpool_redis::redis::{Client as Driver, cmd};
use futures::future::join_all;
use shared::{
    Page,
    catalog::{Availability, CatalogProduct},
    movement::Kind,
    product::NewProduct,
    status::{Dependency, State},
    user::Role,
    visit::Visits,
};
use std::{
    net::TcpListener,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

const CATALOG: &str = "/api/v1/catalog/products?limit=100";

/// Times what is done, and remembers the slowest.
struct Clock(Duration);

impl Clock {
    async fn time<T>(&mut self, what: impl Future<Output = T>) -> T {
        let start = Instant::now();
        let done = what.await;
        self.0 = self.0.max(start.elapsed());
        done
    }
}

async fn visit(guest: &Client) -> i64 {
    guest.send("POST", "/api/v1/visits", &[], "").await.ok::<Visits>(200).total
}

/// A day in a shop: everybody sees what was just done, and every visit has the next number. Tells the slowest answer.
async fn day(app: &App, visits: &mut i64, name: &str) -> Duration {
    let (mut clock, guest, owner) = (Clock(Duration::ZERO), app.guest(), &app.owner().await);
    let before = clock.time(team(owner)).await.items.len();
    for n in 1..=4 {
        clock.time(team(owner)).await;
        let clerk = member(owner, Role::Clerk).await;
        assert_eq!(clock.time(team(owner)).await.items.len(), before + n, "{name}");
        let product = clock.time(add(owner, &NewProduct { code: format!("{name} {n}"), ..coffee() })).await;
        let shown = async || {
            let page: Page<CatalogProduct> = guest.get(CATALOG).await.ok(200);
            page.items.into_iter().find(|item| item.id == product.id).unwrap().availability
        };
        assert_eq!(clock.time(shown()).await, Availability::InStock, "{name}");
        clock.time(book(&clerk, &product, Kind::Sale, 24)).await;
        assert_eq!(clock.time(shown()).await, Availability::Out, "{name}");
        for _ in 0..3 {
            *visits += 1;
            assert_eq!(clock.time(visit(&guest)).await, *visits, "{name}");
        }
        clock.time(clerk.send("POST", "/api/v1/auth/logout", &[], "")).await.done();
        assert_eq!(clerk.get("/api/v1/me").await.status, 401, "{name}");
    }
    clock.0
}

#[actix_web::test]
async fn everything_goes_on_right_and_quickly_whatever_is_wrong_with_redis() {
    let Some(space) = Space::new() else { return };
    let (mut wire, url) = Wire::into(&space.url);
    let app = space.app(&url).await;
    let (owner, mut visits) = (app.owner().await, 0);
    ready(&app).await;
    println!("in order: slowest {:?}", day(&app, &mut visits, "in order").await);
    let faults =
        [Fault::Gone, Fault::Slow(Duration::from_secs(2)), Fault::Silent, Fault::Garbage, Fault::Reset, Fault::Cut(20)];
    for fault in faults {
        cached(&owner).await;
        wire.set(fault).await;
        let mut crowd = Clock(Duration::ZERO);
        crowd.time(join_all((0..100).map(|_| team(&owner)))).await;
        let slowest = day(&app, &mut visits, &format!("{fault:?}")).await;
        // A connection that is cut now and then does answer.
        if !matches!(fault, Fault::Cut(_)) {
            assert!(app.says(Dependency::Cache, State::Warning).await.is_ready, "{fault:?}");
        }
        wire.set(Fault::None).await;
        let start = Instant::now();
        cached(&owner).await;
        println!(
            "{fault:?}: a hundred at once {:?}, slowest {slowest:?}; cached again after {:?}",
            crowd.0,
            start.elapsed()
        );
        assert!(slowest.max(crowd.0) < Duration::from_secs(3), "{fault:?}: {slowest:?}");
        day(&app, &mut visits, &format!("after {fault:?}")).await;
        app.says(Dependency::Cache, State::Ok).await;
    }
    let of = async |result| figure(&app, &format!("bodega_redis_calls_total{{result=\"{result}\"}}")).await;
    assert!(of("answered").await > 0 && of("failed").await > 0 && of("skipped").await > 0);
}

#[actix_web::test]
async fn an_api_starts_without_its_redis_and_finds_it_later() {
    let Some(space) = Space::new() else { return };
    let (mut wire, url) = Wire::into(&space.url);
    wire.set(Fault::Gone).await;
    let app = space.app(&url).await;
    let (owner, mut visits) = (app.owner().await, 0);
    day(&app, &mut visits, "absent").await;
    wire.set(Fault::None).await;
    cached(&owner).await;
    day(&app, &mut visits, "there").await;
}

#[actix_web::test]
async fn a_redis_that_speaks_no_tls_is_a_redis_that_is_away() {
    let Some(space) = Space::new() else { return };
    let app = space.app(&space.url.replace("redis://", "rediss://")).await;
    let mut visits = 0;
    day(&app, &mut visits, "tls").await;
    app.says(Dependency::Cache, State::Warning).await;
}

/// A Redis of one's own, stopped at the end.
struct Own {
    child: Child,
    _dir: tempfile::TempDir,
}

impl Own {
    /// On a free port, with little room.
    fn start() -> Option<(Self, String)> {
        let dir = tempfile::tempdir().unwrap();
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let mut command = Command::new("redis-server");
        command.args(["--port", &port.to_string(), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]);
        command.args(["--maxmemory", "64mb", "--maxmemory-policy", "noeviction"]).current_dir(dir.path());
        let child = command.stdout(Stdio::null()).spawn().ok()?;
        Some((Self { child, _dir: dir }, format!("redis://127.0.0.1:{port}")))
    }
}

impl Drop for Own {
    fn drop(&mut self) {
        _ = self.child.kill();
        _ = self.child.wait();
    }
}

#[actix_web::test]
async fn a_redis_that_is_full_costs_nothing_but_speed() {
    let Some((_own, url)) = Own::start() else {
        println!("left out: there is no redis-server");
        return;
    };
    let space = Space::at(&url);
    let app = space.app(&url).await;
    let (owner, mut visits) = (app.owner().await, 0);
    until("it has started", async || is_cache(&app, State::Ok).await).await;
    cached(&owner).await;
    day(&app, &mut visits, "room").await;
    let room = async |size| space.run::<()>(cmd("CONFIG").arg("SET").arg("maxmemory").arg(size)).await;
    // Less than it takes by itself.
    room("500kb").await;
    let driver = Driver::open(url.as_str()).unwrap();
    let mut connection = driver.get_multiplexed_async_connection().await.unwrap();
    let full = cmd("SET").arg("junk").arg(1).query_async::<()>(&mut connection).await.unwrap_err();
    assert!(full.to_string().contains("OOM"), "{full}");
    let slowest = day(&app, &mut visits, "full").await;
    assert!(figure(&app, "bodega_redis_calls_total{result=\"refused\"}").await > 0);
    println!("full: slowest {slowest:?}");
    assert!(slowest < Duration::from_secs(3));
    room("64mb").await;
    cached(&owner).await;
    day(&app, &mut visits, "room again").await;
}
