//! For those who watch over the process: liveness, readiness, figures.
use crate::{
    app::{App, add, book, coffee, journal, movement},
    client::Client,
    pictures,
};
use shared::{
    Code,
    movement::Kind,
    status::{Dependency, State, Status},
};
use std::fs;

#[actix_web::test]
async fn it_is_alive_and_ready_without_signing_in() {
    let app = App::start().await;
    let live = app.guest().get("/health").await;
    assert_eq!((live.status, live.text().as_str()), (200, "ok"));
    let ready = app.guest().get("/health/ready").await;
    assert_eq!(ready.header("cache-control"), "no-store");
    assert!(ready.ok::<Status>(200).is_ready);
}

#[actix_web::test]
async fn many_who_ask_at_once_all_hear_that_it_is_ready() {
    let app = App::start().await;
    let asked = futures::future::join_all((0..50).map(|_| async { app.guest().get("/health/ready").await.status }));
    assert_eq!(asked.await, [200; 50]);
}

#[actix_web::test]
async fn without_its_picture_store_it_is_alive_but_not_ready_until_that_is_back() {
    let app = App::start().await;
    let owner = app.owner().await;
    let product = add(&owner, &coffee()).await;
    let folder = app.dir.path().join("pictures");
    fs::remove_dir_all(&folder).unwrap();
    fs::write(&folder, b"in the way").unwrap();
    let status = app.says(Dependency::Storage, State::Down).await;
    let down: Vec<_> =
        status.checks.iter().filter(|check| check.state == State::Down).map(|check| check.name).collect();
    assert_eq!((status.is_ready, down), (false, vec![Dependency::Storage]));
    assert_eq!(app.guest().get("/health").await.status, 200);
    // Pictures wait, sales do not.
    let reply = owner.upload(&format!("{}/image", crate::app::path(&product)), "image/png", pictures::png()).await;
    assert_eq!(reply.header("retry-after"), "2");
    let text = reply.text();
    assert!(!text.contains("pictures") && !text.contains("os error"), "{text}");
    reply.refused(Code::Unavailable);
    book(&owner, &product, Kind::Sale, 1).await;

    fs::remove_file(&folder).unwrap();
    fs::create_dir(&folder).unwrap();
    assert!(app.says(Dependency::Storage, State::Ok).await.is_ready);
    app.guest().get("/health/ready").await.ok::<Status>(200);
}

#[actix_web::test]
async fn the_figures_are_on_a_port_of_their_own_and_count_the_business() {
    let app = App::with(|config| config.metrics_listen = "any".into()).await;
    let owner = app.owner().await;
    let product = add(&owner, &coffee()).await;
    book(&owner, &product, Kind::Sale, 2).await;
    book(&owner, &product, Kind::Sale, 3).await;
    owner.post(&journal(&product), &movement(Kind::Sale, 1000)).await.refused(Code::InsufficientStock);
    owner.get("/api/v1/users").await.value(200);
    owner.get("/api/v1/users").await.value(200);
    app.guest().send("POST", "/api/v1/visits", &[], "").await.value(200);
    app.guest().get("/nowhere/at/all").await.refused(Code::NotFound);
    app.guest().send("BREW", "/api/v1/visits", &[], "").await.refused(Code::MethodNotAllowed);
    app.guest().get("/metrics").await.refused(Code::NotFound);

    let text = Client::guest(&app.metrics_url).get("/metrics").await.text();
    for line in [
        "bodega_movements_total{kind=\"opening\"} 1",
        "bodega_movements_total{kind=\"sale\"} 2",
        "bodega_refusals_total{code=\"insufficient_stock\"} 1",
        "bodega_refusals_total{code=\"not_found\"} 2",
        "bodega_cache_total{result=\"hit\"} 1",
        "bodega_cache_total{result=\"miss\"} 1",
        "bodega_visits_total 1",
    ] {
        assert!(text.lines().any(|found| found == line), "{line} is not in\n{text}");
    }
    let pattern = "route=\"/api/v1/products/{id}/movements\"";
    assert!(text.contains("bodega_http_requests_duration_seconds"), "{text}");
    assert!(text.lines().any(|line| line.contains(pattern) && line.contains("status=\"201\"")), "{text}");
    assert!(!text.contains(&product.id.to_string()) && !text.contains("/nowhere") && !text.contains("BREW"), "{text}");
}
