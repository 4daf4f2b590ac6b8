//! Sessions that end on one replica and are over on the other.
use crate::{
    app::{App, member},
    client::Client,
    redis::{Space, USERS, at, ready, until},
    wire::{Fault, Wire},
};
use serde_json::json;
use shared::{
    Page,
    session::Session,
    user::{Me, Role, User},
};
use std::time::Duration;

/// How long a session still counts on the other replica after this.
async fn outlived(owner: &Client, other: &App, how: &str) -> Duration {
    let clerk = member(owner, Role::Clerk).await;
    let (there, path) = (at(&clerk, other), format!("{USERS}/{}", clerk.id));
    there.get("/api/v1/me").await.ok::<Me>(200);
    match how {
        "logout" => _ = clerk.send("POST", "/api/v1/auth/logout", &[], "").await.done(),
        "end" => {
            let here = clerk.again().await;
            let sessions: Page<Session> = here.get("/api/v1/me/sessions").await.ok(200);
            let other = sessions.items.iter().find(|session| !session.is_current).unwrap();
            here.delete(&format!("/api/v1/me/sessions/{}", other.id)).await.done();
        }
        "password" => {
            let (old, new) = (crate::client::PASSWORD, "nueve barcos de papel");
            let change = json!({ "current_password": old, "new_password": new });
            clerk.again().await.put("/api/v1/me/password", &change).await.done();
        }
        "remove" => _ = owner.delete(&path).await.done(),
        change => {
            let change: serde_json::Value = serde_json::from_str(change).unwrap();
            owner.patch(&path, &change).await.ok::<User>(200);
        }
    }
    until(how, async || there.get("/api/v1/me").await.status == 401).await
}

const WAYS: [&str; 7] = [
    "logout",
    "end",
    "password",
    "remove",
    r#"{ "role": "viewer" }"#,
    r#"{ "is_active": false }"#,
    r#"{ "password": "nueve barcos de papel" }"#,
];

#[actix_web::test]
async fn a_session_that_ends_on_one_replica_is_over_on_the_other_at_once() {
    let Some(space) = Space::new() else { return };
    let (one, two) = space.two().await;
    let owner = one.owner().await;
    let mut times = Vec::new();
    for how in WAYS {
        let took = outlived(&owner, &two, how).await;
        println!("{how}: over on the other replica after {took:?}");
        assert!(took < Duration::from_secs(5), "{how}: {took:?}");
        times.push(took);
    }
    times.sort_unstable();
    assert!(times[times.len() / 2] < Duration::from_secs(1), "{times:?}");
}

#[actix_web::test]
async fn without_redis_it_is_over_within_seconds_and_at_once_when_redis_is_back() {
    let Some(space) = Space::new() else { return };
    let (mut wire, url) = Wire::into(&space.url);
    let one = space.app(&url).await;
    let two = space.replica(&one, &url).await;
    let owner = one.owner().await;
    for fault in [Fault::Gone, Fault::Silent, Fault::Reset] {
        wire.set(fault).await;
        let took = outlived(&owner, &two, "logout").await;
        println!("{fault:?}: over on the other replica after {took:?}");
        assert!(took < Duration::from_secs(5), "{fault:?}: {took:?}");
        wire.set(Fault::None).await;
        ready(&one).await;
        until("announcements are heard again", async || {
            outlived(&owner, &two, "logout").await < Duration::from_secs(1)
        })
        .await;
    }
}
