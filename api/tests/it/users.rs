//! The team: who is in it, who leaves it, and what stays of them.
use crate::{
    app::{App, add, book, coffee, email, journal, member, new_user},
    client::{Client, PASSWORD},
    pictures,
};
use serde_json::json;
use shared::{
    Code, Page, Rule,
    movement::{Kind, Movement},
    session::Token,
    user::{Me, NewUser, Role, User, Users},
};

const USERS: &str = "/api/v1/users";

fn path(client: &Client) -> String {
    format!("{USERS}/{}", client.id)
}

fn picture(client: &Client) -> String {
    format!("{USERS}/{}/picture", client.id)
}

#[actix_web::test]
async fn a_person_who_was_added_can_sign_in_with_the_given_role() {
    let app = App::start().await;
    let owner = app.owner().await;
    for role in Role::ALL {
        let new = new_user(&email("somebody"), *role);
        let user: User = owner.post(USERS, &new).await.ok(201);
        assert_eq!((user.email, user.name, user.role, user.is_active), (new.email.clone(), new.name, *role, true));
        app.guest().log_in(&new.email, PASSWORD).await.ok::<Token>(200);
    }
}

#[actix_web::test]
async fn an_email_is_taken_in_every_shop_and_in_any_case() {
    let app = App::start().await;
    let (owner, other) = (app.owner().await, app.owner().await);
    for taken in [owner.email.to_uppercase(), other.email.to_uppercase(), format!(" {} ", other.email)] {
        let problem = owner.post(USERS, &new_user(&taken, Role::Clerk)).await.refused(Code::EmailTaken);
        assert_eq!((problem.fields[0].field.as_str(), problem.fields[0].rule), ("email", Rule::Taken));
    }
    let clerk = member(&owner, Role::Clerk).await;
    owner.patch(&path(&clerk), &json!({ "email": other.email })).await.refused(Code::EmailTaken);
}

#[actix_web::test]
async fn a_new_person_keeps_the_rules() {
    let app = App::start().await;
    let owner = app.owner().await;
    let address = email("clerk");
    let with = |change: fn(&mut NewUser)| {
        let mut new = new_user(&address, Role::Clerk);
        change(&mut new);
        new
    };
    let cases = [
        (with(|new| new.email = "nobody".into()), "email", Rule::Format),
        (with(|new| new.email = format!("{}@b.co", "x".repeat(250))), "email", Rule::TooLong),
        (with(|new| new.name = "  ".into()), "name", Rule::Required),
        (with(|new| new.name = "a\nb".into()), "name", Rule::Format),
        (with(|new| new.password = "qwertyqwerty".into()), "password", Rule::Weak),
        (with(|new| new.password.clone_from(&new.email)), "password", Rule::Weak),
    ];
    for (new, field, rule) in cases {
        assert_eq!(owner.post(USERS, &new).await.invalid(), [(field.to_owned(), rule)], "{new:?}");
    }
    let role = json!({ "email": address, "name": "A", "password": PASSWORD, "role": "king" });
    assert_eq!(owner.post(USERS, &role).await.invalid(), [("role".into(), Rule::Type)]);
}

#[actix_web::test]
async fn a_change_of_role_or_password_or_of_being_active_signs_the_person_out() {
    let app = App::start().await;
    let owner = app.owner().await;
    for change in
        [json!({ "role": "manager" }), json!({ "is_active": false }), json!({ "password": "nueve barcos de papel" })]
    {
        let clerk = member(&owner, Role::Clerk).await;
        clerk.get("/api/v1/me").await.ok::<Me>(200);
        owner.patch(&path(&clerk), &change).await.ok::<User>(200);
        clerk.get("/api/v1/me").await.refused(Code::Unauthenticated);
    }
    let clerk = member(&owner, Role::Clerk).await;
    owner.patch(&path(&clerk), &json!({ "name": "Renamed", "role": "clerk" })).await.ok::<User>(200);
    assert_eq!(clerk.get("/api/v1/me").await.ok::<Me>(200).user.name, "Renamed");
}

#[actix_web::test]
async fn whoever_is_not_active_cannot_sign_in_until_they_are_again() {
    let app = App::start().await;
    let owner = app.owner().await;
    let clerk = member(&owner, Role::Clerk).await;
    owner.patch(&path(&clerk), &json!({ "is_active": false })).await.ok::<User>(200);
    clerk.log_in(&clerk.email, PASSWORD).await.refused(Code::BadCredentials);
    owner.patch(&path(&clerk), &json!({ "is_active": true })).await.ok::<User>(200);
    clerk.again().await.get("/api/v1/me").await.ok::<Me>(200);
    clerk.get("/api/v1/me").await.refused(Code::Unauthenticated);
}

#[actix_web::test]
async fn a_password_that_the_owner_sets_keeps_the_rules() {
    let app = App::start().await;
    let owner = app.owner().await;
    let clerk = member(&owner, Role::Clerk).await;
    for weak in ["1234567890", clerk.email.as_str()] {
        let refused = owner.patch(&path(&clerk), &json!({ "password": weak })).await.invalid();
        assert_eq!(refused, [("password".into(), Rule::Weak)], "{weak}");
    }
    let new = "nueve barcos de papel";
    owner.patch(&path(&clerk), &json!({ "password": new })).await.ok::<User>(200);
    clerk.log_in(&clerk.email, PASSWORD).await.refused(Code::BadCredentials);
    clerk.log_in(&clerk.email, new).await.ok::<Token>(200);
}

#[actix_web::test]
async fn a_shop_keeps_one_active_owner() {
    let app = App::start().await;
    let owner = app.owner().await;
    for change in [json!({ "role": "manager" }), json!({ "is_active": false })] {
        owner.patch(&path(&owner), &change).await.refused(Code::LastOwner);
    }
    owner.delete(&path(&owner)).await.refused(Code::LastOwner);
    owner.patch(&path(&owner), &json!({ "name": "Still here" })).await.ok::<User>(200);
    let second = member(&owner, Role::Owner).await;
    owner.patch(&path(&second), &json!({ "is_active": false })).await.ok::<User>(200);
    // One that is not active cannot run the shop.
    owner.delete(&path(&owner)).await.refused(Code::LastOwner);
    owner.patch(&path(&second), &json!({ "is_active": true })).await.ok::<User>(200);
    owner.patch(&path(&owner), &json!({ "role": "clerk" })).await.ok::<User>(200);
    let second = second.again().await;
    second.patch(&path(&owner), &json!({ "role": "owner" })).await.ok::<User>(200);
    second.delete(&path(&second)).await.done();
}

#[actix_web::test]
async fn two_owners_who_remove_each_other_at_the_same_time_do_not_both_succeed() {
    let app = App::with(|config| config.workers = 2).await;
    for _ in 0..5 {
        let one = app.owner().await;
        let two = member(&one, Role::Owner).await;
        let (paths, clients) = ((path(&one), path(&two)), (one.clone(), two.clone()));
        let (a, b) = futures::join!(clients.0.delete(&paths.1), clients.1.delete(&paths.0));
        let statuses = [a.status, b.status];
        assert_eq!(statuses.iter().filter(|status| **status == 204).count(), 1, "{statuses:?}");
    }
}

#[actix_web::test]
async fn who_is_removed_is_erased_and_the_journal_keeps_a_former_member() {
    let app = App::start().await;
    let owner = app.owner().await;
    let clerk = member(&owner, Role::Clerk).await;
    let user: User = clerk.upload(&picture(&clerk), "image/png", pictures::png()).await.ok(200);
    let face = user.picture.unwrap();
    let product = add(&owner, &coffee()).await;
    book(&clerk, &product, Kind::Sale, 1).await;
    owner.delete(&path(&clerk)).await.done();

    clerk.get("/api/v1/me").await.refused(Code::Unauthenticated);
    clerk.log_in(&clerk.email, PASSWORD).await.refused(Code::BadCredentials);
    for url in [face.url, face.thumbnail_url] {
        owner.get(&url).await.refused(Code::NotFound);
    }
    owner.delete(&path(&clerk)).await.refused(Code::NotFound);
    owner.patch(&path(&clerk), &json!({ "is_active": true })).await.refused(Code::NotFound);
    let team: Users = owner.get(USERS).await.ok(200);
    assert_eq!(team.items.iter().map(|user| user.id).collect::<Vec<_>>(), [owner.id]);
    let page: Page<Movement> = owner.get(&journal(&product)).await.ok(200);
    assert_eq!((page.items[0].actor.id, &page.items[0].actor.name), (clerk.id, &None));
    assert_eq!(page.items[1].actor.name.as_deref(), Some("Lola Vidal"));
    // Nothing personal is left in the file, and the e-mail is free again.
    app.database.is_without(&[clerk.email.as_bytes(), b"A clerk"]).await;
    owner.post(USERS, &new_user(&clerk.email, Role::Clerk)).await.ok::<User>(201);
}

#[actix_web::test]
async fn the_team_comes_from_the_cache_until_somebody_changes() {
    let app = App::start().await;
    let owner = app.owner().await;
    let cached = async || owner.get(USERS).await.ok::<Users>(200).meta.from_cache;
    assert!(!cached().await);
    assert!(cached().await);
    member(&owner, Role::Clerk).await;
    let team: Users = owner.get(USERS).await.ok(200);
    assert_eq!((team.meta.from_cache, team.items.len()), (false, 2));
    assert!(cached().await);
    assert_eq!(team.meta.instance, "test-0");
    assert!(team.meta.took_ms.0 > 0.0);
}

#[actix_web::test]
async fn every_change_of_the_team_empties_its_cache() {
    let app = App::start().await;
    let owner = app.owner().await;
    let clerk = member(&owner, Role::Clerk).await;
    let steps = ["name", "me", "picture", "no picture", "remove"];
    for step in steps {
        owner.get(USERS).await.ok::<Users>(200);
        assert!(owner.get(USERS).await.ok::<Users>(200).meta.from_cache, "before {step}");
        match step {
            "name" => owner.patch(&path(&clerk), &json!({ "name": "Renamed" })).await,
            "me" => clerk.patch("/api/v1/me", &json!({ "name": "Again" })).await,
            "picture" => clerk.upload(&picture(&clerk), "image/png", pictures::png()).await,
            "no picture" => clerk.delete(&picture(&clerk)).await,
            _ => owner.delete(&path(&clerk)).await,
        };
        assert!(!owner.get(USERS).await.ok::<Users>(200).meta.from_cache, "after {step}");
    }
}

#[actix_web::test]
async fn the_team_is_listed_page_by_page_in_the_order_of_joining() {
    let app = App::start().await;
    let (owner, other) = (app.owner().await, app.owner().await);
    let mut joined = vec![owner.id];
    for _ in 0..4 {
        joined.push(member(&owner, Role::Viewer).await.id);
    }
    let (mut seen, mut at) = (Vec::new(), format!("{USERS}?limit=2"));
    loop {
        let page: Users = owner.get(&at).await.ok(200);
        assert!(page.items.len() <= 2);
        seen.extend(page.items.iter().map(|user| user.id));
        let Some(cursor) = page.next_cursor else { break };
        other.get(&format!("{USERS}?cursor={cursor}")).await.refused(Code::BadCursor);
        at = format!("{USERS}?limit=2&cursor={cursor}");
    }
    assert_eq!(seen, joined);
}

#[actix_web::test]
async fn a_picture_is_set_by_oneself_or_by_the_owner() {
    let app = App::start().await;
    let shop = app.shop().await;
    for by in [&shop.clerk, &shop.owner] {
        let user: User = by.upload(&picture(&shop.clerk), "image/png", pictures::png()).await.ok(200);
        assert!(user.picture.is_some());
        assert_eq!(shop.clerk.get("/api/v1/me").await.ok::<Me>(200).user, user);
        by.delete(&picture(&shop.clerk)).await.done();
        assert_eq!(shop.clerk.get("/api/v1/me").await.ok::<Me>(200).user.picture, None);
    }
    for by in [&shop.viewer, &shop.manager] {
        by.upload(&picture(&shop.clerk), "image/png", pictures::png()).await.refused(Code::Forbidden);
        by.delete(&picture(&shop.clerk)).await.refused(Code::Forbidden);
    }
    shop.viewer.upload(&picture(&shop.viewer), "image/png", pictures::png()).await.ok::<User>(200);
}
