//! The places one is signed in at.
use crate::{
    app::{App, email},
    client::{Client, PASSWORD},
};
use futures::future::join_all;
use shared::{
    Code, Page,
    session::{Session, Token},
    user::Me,
};

const SESSIONS: &str = "/api/v1/me/sessions";

#[actix_web::test]
async fn i_see_where_i_am_signed_in_and_nobody_elses_sessions() {
    let app = App::start().await;
    let (owner, _other) = (app.owner().await, app.owner().await);
    let form = serde_urlencoded::to_string([("username", &*owner.email), ("password", PASSWORD)]).unwrap();
    let headers = [("content-type", "application/x-www-form-urlencoded"), ("user-agent", "Telephone/1.0")];
    app.guest().send("POST", "/api/v1/auth/login", &headers, form).await.value(200);
    let sessions: Page<Session> = owner.get(SESSIONS).await.ok(200);
    assert_eq!(sessions.items.len(), 2);
    assert_eq!(sessions.next_cursor, None);
    let agents: Vec<_> = sessions.items.iter().map(|session| session.user_agent.as_str()).collect();
    assert_eq!(agents, ["Telephone/1.0", ""]);
    assert_eq!(sessions.items.iter().map(|session| session.is_current).collect::<Vec<_>>(), [false, true]);
    let days = (sessions.items[0].expires_at - sessions.items[0].created_at).num_days();
    assert_eq!(days, 14);
}

#[actix_web::test]
async fn a_session_that_i_end_is_over_at_once() {
    let app = App::start().await;
    let here = app.owner().await;
    let there = here.again().await;
    there.get("/api/v1/me").await.ok::<Me>(200);
    let sessions: Page<Session> = here.get(SESSIONS).await.ok(200);
    let other = sessions.items.iter().find(|session| !session.is_current).unwrap();
    here.delete(&format!("{SESSIONS}/{}", other.id)).await.done();
    there.get("/api/v1/me").await.refused(Code::Unauthenticated);
    here.get("/api/v1/me").await.ok::<Me>(200);
    here.delete(&format!("{SESSIONS}/{}", other.id)).await.refused(Code::NotFound);
}

#[actix_web::test]
async fn a_program_that_calls_itself_much_is_cut_short() {
    let app = App::start().await;
    let owner = app.owner().await;
    let form = serde_urlencoded::to_string([("username", &*owner.email), ("password", PASSWORD)]).unwrap();
    let agent = "x".repeat(5_000);
    let headers = [("content-type", "application/x-www-form-urlencoded"), ("user-agent", agent.as_str())];
    app.guest().send("POST", "/api/v1/auth/login", &headers, form).await.value(200);
    let sessions: Page<Session> = owner.get(SESSIONS).await.ok(200);
    assert_eq!(sessions.items[0].user_agent, "x".repeat(200));
}

#[actix_web::test]
async fn of_many_who_sign_in_at_once_everybody_is_who_they_say() {
    let app = App::start().await;
    let (lola, other) = (app.owner().await, app.owner().await);
    let nobody = email("nobody");
    let who =
        [(&*lola.email, PASSWORD), (&nobody, PASSWORD), (&other.email, PASSWORD), (&lola.email, "not the password")];
    let guest = app.guest();
    let sign_in = async |(email, password)| (email, password, guest.log_in(email, password).await);
    for (email, password, reply) in join_all(who.repeat(4).into_iter().map(sign_in)).await {
        if email == nobody || password != PASSWORD {
            reply.refused(Code::BadCredentials);
            continue;
        }
        let token = reply.ok::<Token>(200).access_token;
        let me = Client { token, ..guest.clone() }.get("/api/v1/me").await.ok::<Me>(200);
        assert_eq!(me.user.email, email);
    }
}
