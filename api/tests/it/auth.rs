//! Registering, signing in and out.
use crate::{
    app::{App, email, member, registration},
    client::PASSWORD,
};
use api::config;
use serde_json::{Value, json};
use shared::{
    Code, Rule,
    session::{Registration, Token},
    user::{Me, Role},
};

const REGISTER: &str = "/api/v1/auth/register";
const LOGIN: &str = "/api/v1/auth/login";
const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");

#[actix_web::test]
async fn registering_opens_a_shop_with_its_owner_and_does_not_sign_in() {
    let app = App::start().await;
    let new = Registration { currency: Some("MXN".into()), ..registration(" Lola@Tienda.example ") };
    let reply = app.guest().post(REGISTER, &new).await;
    assert_eq!(reply.header("set-cookie"), "");
    let me: Me = reply.ok(201);
    assert_eq!((me.user.email.as_str(), me.user.role, me.user.is_active), ("Lola@Tienda.example", Role::Owner, true));
    assert_eq!((me.shop.name.as_str(), me.shop.currency.as_str()), ("Ultramarinos Lola", "MXN"));
    assert!(!me.shop.shows_quantity);
    app.guest().log_in("lola@tienda.example", PASSWORD).await.ok::<Token>(200);
}

#[actix_web::test]
async fn a_shop_without_a_name_gets_its_owners_name_and_euros() {
    let new = Registration { shop_name: None, ..registration(&email("lola")) };
    let me: Me = App::start().await.guest().post(REGISTER, &new).await.ok(201);
    assert_eq!((me.shop.name.as_str(), me.shop.currency.as_str()), ("Lola Vidal", "EUR"));
}

#[actix_web::test]
async fn closed_registration_is_for_holders_of_the_key() {
    let app = App::with(|config| {
        config.registration = config::Registration::Closed;
        config.registration_key = Some("a key for those who may register 123".into());
    })
    .await;
    let body = serde_json::to_string(&registration(&email("lola"))).unwrap();
    let json = ("content-type", "application/json");
    for key in ["", "a key for those who may register 124", "a key for those who may register 1234", "a key"] {
        let headers = [json, ("x-registration-key", key)];
        app.guest().send("POST", REGISTER, &headers, body.clone()).await.refused(Code::RegistrationClosed);
    }
    app.guest().send("POST", REGISTER, &[json], body.clone()).await.refused(Code::RegistrationClosed);
    let key = ("x-registration-key", "a key for those who may register 123");
    app.guest().send("POST", REGISTER, &[json, key], body).await.ok::<Me>(201);
}

#[actix_web::test]
async fn without_a_key_closed_registration_is_closed_to_everybody() {
    let app = App::with(|config| config.registration = config::Registration::Closed).await;
    let body = serde_json::to_string(&registration(&email("lola"))).unwrap();
    let headers = [("content-type", "application/json"), ("x-registration-key", "")];
    app.guest().send("POST", REGISTER, &headers, body).await.refused(Code::RegistrationClosed);
}

#[actix_web::test]
async fn an_email_is_taken_by_whoever_came_first_in_any_case() {
    let app = App::start().await;
    let me: Me = app.guest().post(REGISTER, &registration("lola@tienda.example")).await.ok(201);
    let problem = app.guest().post(REGISTER, &registration("LOLA@tienda.EXAMPLE")).await.refused(Code::EmailTaken);
    assert_eq!((problem.fields[0].field.as_str(), problem.fields[0].rule), ("email", Rule::Taken));
    // The second shop is not half there: the first one's owner is still the only one to sign in.
    let token: Token = app.guest().log_in("lola@tienda.example", PASSWORD).await.ok(200);
    let lola = crate::client::Client { token: token.access_token, ..app.guest() };
    assert_eq!(lola.get("/api/v1/me").await.ok::<Me>(200), me);
}

#[actix_web::test]
async fn what_is_wrong_with_a_registration_is_said_field_by_field() {
    let app = App::start().await;
    let wrong =
        json!({ "email": "lola", "password": "short", "name": " ", "shop_name": "x".repeat(101), "currency": "XXX" });
    let mut fields = app.guest().post(REGISTER, &wrong).await.invalid();
    fields.sort_by(|a, b| a.0.cmp(&b.0));
    let expected = [
        ("currency", Rule::Type),
        ("email", Rule::Format),
        ("name", Rule::Required),
        ("password", Rule::TooShort),
        ("shop_name", Rule::TooLong),
    ];
    assert_eq!(fields, expected.map(|(field, rule)| (field.to_owned(), rule)));
}

#[actix_web::test]
async fn passwords_that_are_guessed_first_are_refused() {
    let app = App::start().await;
    let address = email("lola");
    for weak in ["password12", "1234567890", "aaaaaaaaaaaa", "Contraseña1", "abcdefghijkl", &address] {
        let new = Registration { password: weak.into(), ..registration(&address) };
        assert_eq!(app.guest().post(REGISTER, &new).await.invalid(), [("password".into(), Rule::Weak)], "{weak}");
    }
    let long = Registration { password: "tres gatos ".repeat(24), ..registration(&address) };
    assert_eq!(app.guest().post(REGISTER, &long).await.invalid(), [("password".into(), Rule::TooLong)]);
}

#[actix_web::test]
async fn every_character_of_a_password_counts() {
    let app = App::start().await;
    let long = "tres gatos y un tejado ".repeat(4);
    let pairs = [
        // 64 characters, 256 bytes.
        ("🐈🐕🐎🐖".repeat(16), format!("{}🐈", "🐈🐕🐎🐖".repeat(15) + "🐈🐕🐎")),
        // Different after the 72nd byte, where bcrypt by itself stops.
        (format!("{long}uno"), format!("{long}dos")),
        // Different after a byte of nought, where C ends a text.
        ("tres gatos\0uno".into(), "tres gatos\0dos".into()),
        ("ÁRBOL de la vida".into(), "ARBOL de la vida".into()),
    ];
    for (password, other) in pairs {
        let address = email("lola");
        let new = Registration { password: password.clone(), ..registration(&address) };
        app.guest().post(REGISTER, &new).await.ok::<Me>(201);
        app.guest().log_in(&address, &other).await.refused(Code::BadCredentials);
        app.guest().log_in(&address, &password).await.ok::<Token>(200);
    }
}

#[actix_web::test]
async fn signing_in_takes_the_form_of_oauth_with_all_it_may_bring() {
    let app = App::start().await;
    let owner = app.owner().await;
    let form = [
        ("grant_type", "password"),
        ("username", &owner.email.to_uppercase()),
        ("password", PASSWORD),
        ("scope", "owner clerk"),
        ("client_id", ""),
        ("client_secret", "x"),
    ];
    let form = serde_urlencoded::to_string(form).unwrap();
    let reply = app.guest().send("POST", LOGIN, &[FORM], form).await;
    assert_eq!(reply.header("cache-control"), "no-store");
    let token: Token = reply.ok(200);
    assert_eq!((token.token_type.as_str(), token.expires_in), ("bearer", 14 * 24 * 3600));
}

#[actix_web::test]
async fn a_form_that_is_none_is_refused() {
    let app = App::start().await;
    let guest = app.guest();
    let send = |form: &str| guest.send("POST", LOGIN, &[FORM], form.to_owned());
    assert_eq!(send("username=a%40b.co&password=").await.invalid(), [("password".into(), Rule::Required)]);
    assert_eq!(send("username=&password=x").await.invalid(), [("username".into(), Rule::Required)]);
    let other = "grant_type=client_credentials&username=a&password=b";
    assert_eq!(send(other).await.invalid(), [("grant_type".into(), Rule::Type)]);
    let long = format!("username=a&password={}", "x".repeat(257));
    assert_eq!(send(&long).await.invalid(), [("password".into(), Rule::TooLong)]);
    send("username=a").await.refused(Code::Malformed);
    send("").await.refused(Code::Malformed);
    guest.post(LOGIN, &json!({ "username": "a", "password": "b" })).await.refused(Code::UnsupportedMedia);
}

#[actix_web::test]
async fn whoever_is_not_let_in_learns_nothing_from_the_answer() {
    let app = App::start().await;
    let owner = app.owner().await;
    let sleeping = member(&owner, Role::Clerk).await;
    owner.patch(&format!("/api/v1/users/{}", sleeping.id), &json!({ "is_active": false })).await.value(200);
    let mut answers = Vec::new();
    for (address, password) in
        [(&owner.email, "not the password"), (&email("nobody"), PASSWORD), (&sleeping.email, PASSWORD)]
    {
        let reply = app.guest().log_in(address, password).await;
        assert_eq!(reply.header("set-cookie"), "");
        let mut body: Value = serde_json::from_slice(&reply.body).unwrap();
        reply.refused(Code::BadCredentials);
        body.as_object_mut().unwrap().remove("request_id");
        answers.push(body);
    }
    assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:?}");
}

#[actix_web::test]
async fn after_ten_wrong_passwords_an_account_has_to_wait_and_others_do_not() {
    let app = App::start().await;
    let (lola, other) = (app.owner().await, app.owner().await);
    for _ in 0..10 {
        app.guest().log_in(&lola.email, "not the password").await.refused(Code::BadCredentials);
    }
    let reply = app.guest().log_in(&lola.email.to_uppercase(), PASSWORD).await;
    assert_eq!(reply.header("retry-after"), "300");
    reply.refused(Code::TooManyAttempts);
    app.guest().log_in(&other.email, PASSWORD).await.ok::<Token>(200);
    // Whoever is signed in stays so.
    lola.get("/api/v1/me").await.ok::<Me>(200);
}

#[actix_web::test]
async fn of_many_guesses_at_once_ten_are_answered_and_the_rest_are_told_to_wait() {
    let app = App::start().await;
    let lola = app.owner().await;
    let guesses = futures::future::join_all(
        (0..40).map(|_| async { app.guest().log_in(&lola.email, "not the password").await.status }),
    );
    let answered = guesses.await.into_iter().filter(|status| *status == 401).count();
    assert!((10..=10 + std::thread::available_parallelism().unwrap().get()).contains(&answered), "{answered}");
}

#[actix_web::test]
async fn a_right_password_forgives_the_wrong_ones_before_it() {
    let app = App::start().await;
    let lola = app.owner().await;
    for _ in 0..3 {
        for _ in 0..9 {
            app.guest().log_in(&lola.email, "not the password").await.refused(Code::BadCredentials);
        }
        app.guest().log_in(&lola.email, PASSWORD).await.ok::<Token>(200);
    }
}

#[actix_web::test]
async fn an_email_that_nobody_has_is_limited_like_any_other() {
    let app = App::start().await;
    let nobody = email("nobody");
    for _ in 0..10 {
        app.guest().log_in(&nobody, PASSWORD).await.refused(Code::BadCredentials);
    }
    app.guest().log_in(&nobody, PASSWORD).await.refused(Code::TooManyAttempts);
}

#[actix_web::test]
async fn signing_out_ends_the_session_at_once_and_only_that_one() {
    let app = App::start().await;
    let here = app.owner().await;
    let there = here.again().await;
    here.get("/api/v1/me").await.ok::<Me>(200);
    let reply = here.send("POST", "/api/v1/auth/logout", &[], "").await.done();
    assert!(reply.header("set-cookie").starts_with("session=; "), "{}", reply.header("set-cookie"));
    assert!(reply.header("set-cookie").contains("Max-Age=0"));
    here.get("/api/v1/me").await.refused(Code::Unauthenticated);
    there.get("/api/v1/me").await.ok::<Me>(200);
}
