//! How the system is doing, for whoever is signed in.
use crate::app::{App, member};
use shared::{
    status::{Dependency, State, Status},
    user::Role,
};

#[actix_web::test]
async fn the_status_names_every_dependency_and_who_answered() {
    let app = App::start().await;
    let viewer = member(&app.owner().await, Role::Viewer).await;
    let status: Status = viewer.get("/api/v1/status").await.ok(200);
    assert!(status.is_ready && status.uptime_seconds < 600);
    assert_eq!((status.instance.as_str(), status.version.as_str()), ("test-0", env!("CARGO_PKG_VERSION")));
    let checks: Vec<_> = status.checks.iter().map(|check| (check.name, check.state, check.engine.as_str())).collect();
    let cache = match app.cache() {
        "none" => (Dependency::Cache, State::NotConfigured, "none"),
        cache => (Dependency::Cache, State::Ok, cache),
    };
    let database = (Dependency::Database, State::Ok, app.database.name().await);
    assert_eq!(checks, [database, cache, (Dependency::Storage, State::Ok, "folder")]);
    let took: Vec<_> = status.checks.iter().map(|check| check.took_ms.map(|ms| ms.0 >= 0.0)).collect();
    assert_eq!(took, [Some(true), (app.cache() == "redis").then_some(true), Some(true)]);
}

#[actix_web::test]
async fn the_status_says_what_is_down() {
    let app = App::start().await;
    let owner = app.owner().await;
    let folder = app.dir.path().join("pictures");
    std::fs::remove_dir_all(&folder).unwrap();
    std::fs::write(&folder, b"in the way").unwrap();
    let status: Status = owner.get("/api/v1/status").await.ok(200);
    assert!(!status.is_ready);
    let down: Vec<_> =
        status.checks.iter().filter(|check| check.state == State::Down).map(|check| check.name).collect();
    assert_eq!(down, [Dependency::Storage]);
}
