//! What the metrics say of the whole: stock, books, what answers, which version this is.
use crate::{
    app::{App, add, book, coffee},
    reconcile::agrees,
};
use shared::{
    movement::Kind,
    product::NewProduct,
    status::{Dependency, State, Status},
};
use std::fs;

async fn measured() -> App {
    App::with(|config| {
        config.metrics_listen = "yes".into();
        config.telemetry.deployment_version = "v2".into();
        config.ledger_check_seconds = 1;
    })
    .await
}

/// Waits until a line of the metrics is this one: some are looked up only now and then, the first time at the start.
async fn says(app: &App, line: &str) {
    let said = async { while !app.figures().await.lines().any(|found| found == line) {} };
    let said = tokio::time::timeout(std::time::Duration::from_secs(30), said).await;
    assert!(said.is_ok(), "{line} is not in\n{}", app.figures().await);
}

#[actix_web::test]
async fn the_stock_of_all_shops_is_counted_by_how_much_there_is_and_valued_by_currency() {
    let app = measured().await;
    for _ in 0..2 {
        let owner = app.owner().await;
        add(&owner, &NewProduct { min_quantity: Some(6), ..coffee() }).await;
        let low = add(&owner, &NewProduct { code: "LOW".into(), min_quantity: Some(24), ..coffee() }).await;
        let out = add(&owner, &NewProduct { code: "OUT".into(), ..coffee() }).await;
        book(&owner, &out, Kind::Sale, 24).await;
        let gone = add(&owner, &NewProduct { code: "GONE".into(), ..coffee() }).await;
        let path = format!("/api/v1/products/{}", gone.id);
        assert_eq!(owner.send("DELETE", &path, &[("if-match", "*")], "").await.status, 204);
        assert_eq!(low.quantity, 24);
    }
    let late = app.beside(|_| {}).await;
    for line in [
        "bodega_products{state=\"enough\"} 2",
        "bodega_products{state=\"low\"} 2",
        "bodega_products{state=\"out\"} 2",
        "bodega_products{state=\"archived\"} 2",
        "bodega_stock_value{currency=\"EUR\"} 475.2",
        "bodega_ledger_drift 0",
    ] {
        says(&late, line).await;
    }
}

#[actix_web::test]
async fn books_that_do_not_add_up_are_told() {
    let app = measured().await;
    let owner = app.owner().await;
    add(&owner, &coffee()).await;
    agrees(&app);
    app.sql("UPDATE stock_levels SET quantity = 20, seq = 7").await;
    says(&app.beside(|_| {}).await, "bodega_ledger_drift 1").await;
}

#[actix_web::test]
async fn what_it_depends_on_is_told_and_what_nobody_set_up_is_not() {
    let app = measured().await;
    says(&app, "bodega_dependency_up{dependency=\"database\"} 1").await;
    says(&app, "bodega_dependency_up{dependency=\"storage\"} 1").await;
    assert_eq!(app.figures().await.contains("dependency=\"cache\""), app.cache() != "none");
    let folder = app.dir.path().join("pictures");
    fs::remove_dir_all(&folder).unwrap();
    fs::write(&folder, b"in the way").unwrap();
    app.says(Dependency::Storage, State::Down).await;
    says(&app, "bodega_dependency_up{dependency=\"storage\"} 0").await;
}

#[actix_web::test]
async fn the_version_and_the_name_of_its_deployment_are_told_by_metrics_and_status() {
    let app = measured().await;
    let version = env!("CARGO_PKG_VERSION");
    says(&app, &format!("bodega_build_info{{deployment=\"v2\",version=\"{version}\"}} 1")).await;
    let status: Status = app.owner().await.get("/api/v1/status").await.ok(200);
    assert_eq!((status.version.as_str(), status.deployment.as_str()), (version, "v2"));
}

#[actix_web::test]
async fn queues_connections_and_the_process_have_figures() {
    let app = measured().await;
    app.owner().await;
    let figures = app.figures().await;
    for name in [
        "bodega_database_connections{pool=\"read\",state=\"idle\"}",
        "bodega_database_connections{pool=\"write\",state=\"used\"}",
        "bodega_password_queue_length 0",
        "bodega_password_queue_capacity ",
        "bodega_webhook_events_waiting 0",
        "bodega_webhook_overdue_seconds 0",
        "process_resident_memory_bytes ",
        "process_open_fds ",
    ] {
        assert!(figures.lines().any(|line| line.starts_with(name)), "{name} is not in\n{figures}");
    }
}

#[actix_web::test]
async fn a_request_that_belongs_to_a_trace_goes_by_its_id() {
    let app = App::start().await;
    let parent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    let headers = [("traceparent", parent), ("x-request-id", "mine")];
    let reply = app.guest().send("GET", "/api/v1/me", &headers, "").await;
    assert_eq!(reply.header("x-request-id"), "4bf92f3577b34da6a3ce929d0e0e4736");
    let problem: serde_json::Value = serde_json::from_slice(&reply.body).unwrap();
    assert_eq!(problem["request_id"], "4bf92f3577b34da6a3ce929d0e0e4736");
    let headers = [("traceparent", "00-0-0-01"), ("x-request-id", "mine")];
    assert_eq!(app.guest().send("GET", "/health", &headers, "").await.header("x-request-id"), "mine");
}
