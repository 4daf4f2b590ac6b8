//! Oneself: name, e-mail, password.
use crate::{
    app::{App, member},
    client::PASSWORD,
};
use serde_json::json;
use shared::{
    Code, Rule,
    session::Token,
    user::{Me, Role, Users},
};

const ME: &str = "/api/v1/me";
const MY_PASSWORD: &str = "/api/v1/me/password";
const OTHER: &str = "nueve barcos de papel";

#[actix_web::test]
async fn i_am_told_who_i_am_and_where_i_work() {
    let app = App::start().await;
    let shop = app.shop().await;
    let (clerk, owner): (Me, Me) = (shop.clerk.get(ME).await.ok(200), shop.owner.get(ME).await.ok(200));
    assert_eq!((clerk.user.id, clerk.user.role), (shop.clerk.id, Role::Clerk));
    assert_eq!(clerk.shop, owner.shop);
}

#[actix_web::test]
async fn i_may_change_my_name_and_my_email_and_stay_signed_in() {
    let app = App::start().await;
    let owner = app.owner().await;
    let clerk = member(&owner, Role::Clerk).await;
    let before: Users = owner.get("/api/v1/users").await.ok(200);
    let me: Me = clerk.patch(ME, &json!({ "name": " Núria ", "email": "nuria@tienda.example" })).await.ok(200);
    assert_eq!((me.user.name.as_str(), me.user.email.as_str()), ("Núria", "nuria@tienda.example"));
    assert_eq!(clerk.get(ME).await.ok::<Me>(200), me);
    clerk.log_in("nuria@tienda.example", PASSWORD).await.ok::<Token>(200);
    clerk.log_in(&clerk.email, PASSWORD).await.refused(Code::BadCredentials);
    let after: Users = owner.get("/api/v1/users").await.ok(200);
    assert_eq!((before.items[1].name.as_str(), after.items[1].name.as_str()), ("A clerk", "Núria"));
}

#[actix_web::test]
async fn i_may_not_give_myself_another_role_or_another_ones_email() {
    let app = App::start().await;
    let owner = app.owner().await;
    let clerk = member(&owner, Role::Clerk).await;
    for (field, value) in [("role", json!("owner")), ("is_active", json!(true)), ("password", json!(OTHER))] {
        assert_eq!(clerk.patch(ME, &json!({ field: value })).await.invalid(), [(field.to_owned(), Rule::Unknown)]);
    }
    clerk.patch(ME, &json!({ "email": owner.email.to_uppercase() })).await.refused(Code::EmailTaken);
    assert_eq!(clerk.patch(ME, &json!({ "name": null })).await.invalid(), [("name".into(), Rule::Type)]);
    assert_eq!(clerk.patch(ME, &json!({ "name": "" })).await.invalid(), [("name".into(), Rule::Required)]);
    clerk.patch(ME, &json!({ "email": clerk.email.to_uppercase() })).await.ok::<Me>(200);
}

#[actix_web::test]
async fn a_new_password_ends_every_other_session_and_keeps_this_one() {
    let app = App::start().await;
    let here = app.owner().await;
    let (there, elsewhere) = (here.again().await, here.again().await);
    there.get(ME).await.ok::<Me>(200);
    here.put(MY_PASSWORD, &json!({ "current_password": PASSWORD, "new_password": OTHER })).await.done();
    here.get(ME).await.ok::<Me>(200);
    there.get(ME).await.refused(Code::Unauthenticated);
    elsewhere.get(ME).await.refused(Code::Unauthenticated);
    here.log_in(&here.email, PASSWORD).await.refused(Code::BadCredentials);
    here.log_in(&here.email, OTHER).await.ok::<Token>(200);
}

#[actix_web::test]
async fn the_present_password_must_be_known_and_may_not_be_guessed_at() {
    let app = App::start().await;
    let owner = app.owner().await;
    let wrong = json!({ "current_password": "not the password", "new_password": OTHER });
    for _ in 0..10 {
        assert_eq!(owner.put(MY_PASSWORD, &wrong).await.invalid(), [("current_password".into(), Rule::Wrong)]);
    }
    owner.put(MY_PASSWORD, &wrong).await.refused(Code::TooManyAttempts);
    let right = json!({ "current_password": PASSWORD, "new_password": OTHER });
    owner.put(MY_PASSWORD, &right).await.refused(Code::TooManyAttempts);
}

#[actix_web::test]
async fn a_new_password_keeps_the_rules() {
    let app = App::start().await;
    let owner = app.owner().await;
    for (new, rule) in [
        ("", Rule::Required),
        ("short", Rule::TooShort),
        ("password12", Rule::Weak),
        (owner.email.as_str(), Rule::Weak),
        (&"x".repeat(257), Rule::TooLong),
    ] {
        let change = json!({ "current_password": PASSWORD, "new_password": new });
        assert_eq!(owner.put(MY_PASSWORD, &change).await.invalid(), [("new_password".into(), rule)], "{new}");
    }
    let change = json!({ "current_password": "", "new_password": OTHER });
    assert_eq!(owner.put(MY_PASSWORD, &change).await.invalid(), [("current_password".into(), Rule::Required)]);
    owner.log_in(&owner.email, PASSWORD).await.ok::<Token>(200);
}
