//! How many are let in at the same time.
use crate::app::App;
use futures::future::join_all;
use shared::{Code, visit::Visits};

#[actix_web::test]
async fn who_finds_no_room_is_told_at_once_and_health_is_told_anyway() {
    // Hashing keeps somebody inside for a while.
    let app = App::with(|config| {
        (config.requests_at_once, config.bcrypt_cost) = (1, 10);
        config.metrics_listen = "any".into();
    })
    .await;
    let guest = app.guest();
    let logins = join_all((0..20).map(|_| guest.log_in("nobody@tienda.example", "a password that is wrong")));
    let health = join_all((0..20).map(|_| guest.get("/health/ready")));
    let parent = [("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")];
    let traced = join_all((0..20).map(|_| guest.send("GET", "/api/v1/visits", &parent, "")));
    let (logins, health, traced) = futures::join!(logins, health, traced);
    assert!(health.iter().all(|reply| reply.status == 200), "{health:?}");
    let (full, told): (Vec<_>, Vec<_>) = logins.into_iter().partition(|reply| reply.status == 503);
    assert!(!full.is_empty() && !told.is_empty());
    assert!(
        traced.iter().all(|reply| reply.header("x-request-id") == "4bf92f3577b34da6a3ce929d0e0e4736"),
        "{traced:?}"
    );
    let turned_away = full.len() + traced.iter().filter(|reply| reply.status == 503).count();
    assert!(turned_away > full.len());
    for reply in full {
        assert_eq!(reply.header("retry-after"), "2");
        assert_eq!(reply.header("x-content-type-options"), "nosniff");
        reply.refused(Code::Busy);
    }
    // All have left.
    guest.get("/api/v1/visits").await.ok::<Visits>(200);
    let figures = app.figures().await;
    for figure in [
        r#"bodega_turned_away_requests_total{method="any",route="any",status="503"}"#,
        r#"bodega_refusals_total{code="busy"}"#,
    ] {
        let line = format!("{figure} {turned_away}");
        assert!(figures.lines().any(|found| found == line), "{line} is not in\n{figures}");
    }
}
