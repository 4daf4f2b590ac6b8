//! The audit trail: who changed what, when, from what to what.
use crate::{
    app::{App, Filter, add, another, book, coffee, email, journal, member, movement, new_user, path, undo},
    client::{Client, PASSWORD, Reply},
    pictures,
};
use serde_json::{Value, json};
use shared::{
    Code, Page,
    audit::{Action, AuditEvent, Change, Subject},
    movement::Kind,
    product::{NewProduct, Product},
    user::{Role, User},
};

const AUDIT: &str = "/api/v1/audit-events";

async fn trail(owner: &Client) -> Vec<AuditEvent> {
    owner.all(AUDIT).await
}

/// The newest event, which is the one that this request left.
async fn left(owner: &Client, reply: Reply) -> AuditEvent {
    assert!(reply.status < 300, "{}", reply.text());
    let event = trail(owner).await.remove(0);
    assert_eq!(event.request_id.as_deref(), Some(reply.header("x-request-id")));
    event
}

fn change(field: &str, old: Option<&str>, new: Option<&str>) -> Change {
    Change { field: field.into(), old: old.map(Into::into), new: new.map(Into::into) }
}

fn user(client: &Client) -> String {
    format!("/api/v1/users/{}", client.id)
}

#[actix_web::test]
async fn a_new_product_leaves_all_that_was_filled_in() {
    let app = App::start().await;
    let shop = app.shop().await;
    let before = chrono::Utc::now();
    let event = left(&shop.owner, shop.manager.post("/api/v1/products", &coffee()).await).await;
    let filled = [("code", "CAF-250"), ("name", "Café molido 250 g"), ("price_minor", "495"), ("unit", "ud")];
    let mut expected: Vec<_> = filled.iter().map(|(field, new)| change(field, None, Some(new))).collect();
    expected.push(change("is_public", None, Some("true")));
    assert_eq!(event.changes, expected);
    assert_eq!((event.action, event.subject), (Action::Create, Subject::Product));
    assert_eq!(event.subject_name, "Café molido 250 g");
    assert_eq!((event.actor.id, event.actor.name.as_deref()), (shop.manager.id, Some("A manager")));
    assert!(before <= event.created_at && event.created_at <= chrono::Utc::now());
    let new = NewProduct { min_quantity: Some(0), barcode: Some("84".into()), ..coffee() };
    let new = NewProduct { code: "B".into(), description: "Dark".into(), ..new };
    let event = left(&shop.owner, shop.manager.post("/api/v1/products", &new).await).await;
    for wanted in [("barcode", "84"), ("description", "Dark"), ("min_quantity", "0")] {
        assert!(event.changes.contains(&change(wanted.0, None, Some(wanted.1))), "{wanted:?}");
    }
}

#[actix_web::test]
async fn every_field_of_a_product_is_told_from_what_to_what() {
    let app = App::start().await;
    let shop = app.shop().await;
    let product = add(&shop.manager, &coffee()).await;
    let steps: Vec<(Value, Vec<Change>)> = vec![
        (json!({ "code": "T-1" }), vec![change("code", Some("CAF-250"), Some("T-1"))]),
        (json!({ "code": "t-1" }), vec![change("code", Some("T-1"), Some("t-1"))]),
        (json!({ "name": " Tea " }), vec![change("name", Some("Café molido 250 g"), Some("Tea"))]),
        (json!({ "barcode": "84" }), vec![change("barcode", None, Some("84"))]),
        (json!({ "barcode": null }), vec![change("barcode", Some("84"), None)]),
        (json!({ "description": "a\nb" }), vec![change("description", Some(""), Some("a\nb"))]),
        (json!({ "price_minor": 595 }), vec![change("price_minor", Some("495"), Some("595"))]),
        (json!({ "unit": "kg" }), vec![change("unit", Some("ud"), Some("kg"))]),
        (json!({ "min_quantity": 6 }), vec![change("min_quantity", None, Some("6"))]),
        (json!({ "min_quantity": null }), vec![change("min_quantity", Some("6"), None)]),
        (json!({ "is_public": false }), vec![change("is_public", Some("true"), Some("false"))]),
        (
            json!({ "price_minor": 1, "name": "Tee", "unit": "kg" }),
            vec![change("name", Some("Tea"), Some("Tee")), change("price_minor", Some("595"), Some("1"))],
        ),
    ];
    for (patch, changes) in steps {
        let event = left(&shop.owner, shop.manager.edit(&path(&product), "*", &patch).await).await;
        assert_eq!(event.changes, changes, "{patch}");
        assert_eq!((event.action, event.subject, event.subject_id), (Action::Update, Subject::Product, product.id));
        assert_eq!(event.actor.id, shop.manager.id);
    }
}

#[actix_web::test]
async fn archiving_restoring_and_the_picture_of_a_product_are_told() {
    let app = App::start().await;
    let owner = app.owner().await;
    let product = add(&owner, &coffee()).await;
    let (path, image) = (path(&product), format!("{}/image", path(&product)));
    let set = left(&owner, owner.upload(&image, "image/png", pictures::png()).await).await;
    let unset = left(&owner, owner.delete(&image).await).await;
    assert_eq!((set.changes.len(), unset.changes.len()), (1, 1));
    assert_eq!((set.changes[0].field.as_str(), &set.changes[0].old), ("image", &None));
    assert_eq!(unset.changes, [change("image", set.changes[0].new.as_deref(), None)]);
    let archived = left(&owner, owner.archive(&path, "*").await).await;
    let restored = left(&owner, owner.post(&format!("{path}/restoration"), &json!(null)).await).await;
    for (event, action) in [(archived, Action::Archive), (restored, Action::Restore)] {
        assert_eq!((event.action, event.subject_id, event.changes), (action, product.id, vec![]));
    }
}

#[actix_web::test]
async fn every_change_of_the_team_is_told_and_no_password_is() {
    let app = App::start().await;
    let owner = app.owner().await;
    let address = email("clerk");
    let reply = owner.post("/api/v1/users", &new_user(&address, Role::Clerk)).await;
    let person: User = serde_json::from_slice(&reply.body).unwrap();
    let event = left(&owner, reply).await;
    let filled = [("email", address.as_str()), ("name", "A clerk"), ("role", "clerk"), ("is_active", "true")];
    assert_eq!(event.changes, filled.map(|(field, new)| change(field, None, Some(new))));
    assert_eq!((event.action, event.subject, event.subject_id), (Action::Create, Subject::User, person.id));
    let (at, next) = (format!("/api/v1/users/{}", person.id), email("next"));
    let hidden = "nueve barcos de papel";
    for (patch, changes) in [
        (json!({ "role": "manager" }), vec![change("role", Some("clerk"), Some("manager"))]),
        (json!({ "is_active": false }), vec![change("is_active", Some("true"), Some("false"))]),
        (json!({ "is_active": true }), vec![change("is_active", Some("false"), Some("true"))]),
        (json!({ "name": "Clara" }), vec![change("name", Some("A clerk"), Some("Clara"))]),
        (json!({ "email": next }), vec![change("email", Some(&address), Some(&next))]),
        (json!({ "password": hidden }), vec![change("password", None, None)]),
        (
            json!({ "password": PASSWORD, "role": "clerk" }),
            vec![change("role", Some("manager"), Some("clerk")), change("password", None, None)],
        ),
    ] {
        let event = left(&owner, owner.patch(&at, &patch).await).await;
        assert_eq!((event.changes, event.action), (changes, Action::Update), "{patch}");
    }
    let text = owner.get(AUDIT).await.text();
    assert!(!text.contains(hidden) && !text.contains(PASSWORD) && !text.contains("$2"), "{text}");
}

#[actix_web::test]
async fn what_people_change_of_themselves_is_told_too() {
    let app = App::start().await;
    let shop = app.shop().await;
    let event = left(&shop.owner, shop.viewer.patch("/api/v1/me", &json!({ "name": "Vera" })).await).await;
    assert_eq!(event.changes, [change("name", Some("A viewer"), Some("Vera"))]);
    assert_eq!((event.subject_id, event.actor.id), (shop.viewer.id, shop.viewer.id));
    assert_eq!((event.subject_name.as_str(), event.actor.name.as_deref()), ("Vera", Some("Vera")));
    let new = json!({ "current_password": PASSWORD, "new_password": "nueve barcos de papel" });
    let event = left(&shop.owner, shop.clerk.put("/api/v1/me/password", &new).await).await;
    assert_eq!((event.changes, event.actor.id), (vec![change("password", None, None)], shop.clerk.id));
    let picture = format!("{}/picture", user(&shop.viewer));
    let set = left(&shop.owner, shop.viewer.upload(&picture, "image/png", pictures::png()).await).await;
    let unset = left(&shop.owner, shop.owner.delete(&picture).await).await;
    assert_eq!((set.actor.id, unset.actor.id), (shop.viewer.id, shop.owner.id));
    assert_eq!(unset.changes, [change("picture", set.changes[0].new.as_deref(), None)]);
}

#[actix_web::test]
async fn the_settings_of_the_shop_are_told() {
    let app = App::start().await;
    let owner = app.owner().await;
    let patch = json!({ "name": " Casa Lola ", "shows_quantity": true });
    let event = left(&owner, owner.patch("/api/v1/shop", &patch).await).await;
    let name = change("name", Some("Ultramarinos Lola"), Some("Casa Lola"));
    assert_eq!(event.changes, [name, change("shows_quantity", Some("false"), Some("true"))]);
    assert_eq!((event.subject, event.subject_name.as_str()), (Subject::Shop, "Casa Lola"));
}

#[actix_web::test]
async fn an_event_names_the_request_by_the_id_that_the_caller_chose() {
    let app = App::start().await;
    let owner = app.owner().await;
    let headers = [("content-type", "application/json"), ("x-request-id", "nightly-17")];
    let reply = owner.send("PATCH", "/api/v1/shop", &headers, r#"{"shows_quantity":true}"#).await;
    assert_eq!(reply.header("x-request-id"), "nightly-17");
    assert_eq!(left(&owner, reply).await.request_id.as_deref(), Some("nightly-17"));
}

#[actix_web::test]
async fn what_changes_nothing_and_what_is_refused_leave_no_event() {
    let app = App::start().await;
    let (shop, stranger) = (app.shop().await, app.owner().await);
    let owner = &shop.owner;
    let (a, b) = (another(owner, "A").await, another(owner, "B").await);
    let before = trail(owner).await;
    let same = json!({ "code": " A ", "name": a.name, "barcode": " ", "price_minor": 495, "min_quantity": null });
    owner.edit(&path(&a), "*", &same).await.value(200);
    owner.edit(&path(&a), "*", &json!({})).await.value(200);
    owner.post(&format!("{}/restoration", path(&a)), &json!(null)).await.value(200);
    owner.delete(&format!("{}/image", path(&a))).await.done();
    owner.delete(&format!("{}/picture", user(owner))).await.done();
    owner.patch("/api/v1/shop", &json!({ "name": "Ultramarinos Lola ", "shows_quantity": false })).await.value(200);
    owner.patch(&user(&shop.clerk), &json!({ "role": "clerk", "is_active": true })).await.value(200);
    owner.patch("/api/v1/me", &json!({})).await.value(200);

    owner.edit(&path(&a), "*", &json!({ "code": "B" })).await.refused(Code::CodeTaken);
    owner.edit(&path(&a), "\"99-1\"", &json!({ "name": "x" })).await.refused(Code::Stale);
    owner.edit(&path(&a), "*", &json!({ "name": "" })).await.refused(Code::Invalid);
    owner.post("/api/v1/products", &json!({ "code": "B", "name": "B" })).await.refused(Code::CodeTaken);
    owner.upload(&format!("{}/image", path(&a)), "image/png", vec![1]).await.refused(Code::UnsupportedMedia);
    shop.clerk.edit(&path(&a), "*", &json!({ "name": "x" })).await.refused(Code::Forbidden);
    stranger.archive(&path(&a), "*").await.refused(Code::NotFound);
    owner.patch(&user(&shop.clerk), &json!({ "email": owner.email, "role": "owner" })).await.refused(Code::EmailTaken);
    owner.delete(&user(owner)).await.refused(Code::LastOwner);
    shop.manager.patch("/api/v1/shop", &json!({ "name": "x" })).await.refused(Code::Forbidden);

    // What moves is in the journal.
    undo(owner, &book(owner, &b, Kind::Sale, 1).await).await;
    owner.post(&journal(&b), &movement(Kind::Sale, 99)).await.refused(Code::InsufficientStock);
    assert_eq!(trail(owner).await, before);
}

#[actix_web::test]
async fn the_trail_is_filtered_and_read_page_by_page_newest_first() {
    let app = App::start().await;
    let shop = app.shop().await;
    let (a, b) = (another(&shop.manager, "A").await, another(&shop.owner, "B").await);
    for n in 0..3 {
        shop.manager.edit(&path(&a), "*", &json!({ "price_minor": n })).await.value(200);
        shop.owner.edit(&path(&b), "*", &json!({ "price_minor": n })).await.value(200);
    }
    shop.owner.patch("/api/v1/shop", &json!({ "shows_quantity": true })).await.value(200);
    let all = trail(&shop.owner).await;
    assert_eq!(all.len(), 12);
    assert!(all.windows(2).all(|pair| pair[0].id > pair[1].id && pair[0].created_at >= pair[1].created_at));
    let (manager, owner) = (shop.manager.id, shop.owner.id);
    let filters: [Filter<AuditEvent>; 7] = [
        ("subject=product".into(), Box::new(|event| event.subject == Subject::Product)),
        ("subject=shop".into(), Box::new(|event| event.subject == Subject::Shop)),
        ("subject=webhook".into(), Box::new(|_| false)),
        (format!("subject_id={}", a.id), Box::new(move |event| event.subject_id == a.id)),
        (format!("actor_id={manager}"), Box::new(move |event| event.actor.id == manager)),
        (format!("subject=user&actor_id={owner}"), Box::new(|event| event.subject == Subject::User)),
        (format!("subject_id={}&actor_id={manager}", b.id), Box::new(|_| false)),
    ];
    for (query, has) in filters {
        let expected: Vec<_> = all.iter().filter(|event| has(event)).cloned().collect();
        for limit in [1, 2, 100] {
            let found: Vec<AuditEvent> = shop.owner.all(&format!("{AUDIT}?{query}&limit={limit}")).await;
            assert_eq!(found, expected, "{query} by {limit}");
        }
    }
    let page: Page<AuditEvent> = shop.owner.get(&format!("{AUDIT}?limit=1")).await.ok(200);
    let cursor = page.next_cursor.unwrap();
    for query in [format!("subject=user&cursor={cursor}"), format!("cursor={cursor}A"), "cursor=".into()] {
        shop.owner.get(&format!("{AUDIT}?{query}")).await.refused(Code::BadCursor);
    }
    for query in ["subject=cat", "subject_id=x", "actor_id=", "limit=x", "action=create", "from=2026-01-01T00:00:00Z"] {
        shop.owner.get(&format!("{AUDIT}?{query}")).await.refused(Code::Malformed);
    }
}

#[actix_web::test]
async fn the_trail_is_the_owners_and_of_one_shop() {
    let app = App::start().await;
    let (shop, stranger) = (app.shop().await, app.owner().await);
    let product = add(&shop.owner, &coffee()).await;
    for person in [&shop.viewer, &shop.clerk, &shop.manager] {
        person.get(AUDIT).await.refused(Code::Forbidden);
    }
    app.guest().get(AUDIT).await.refused(Code::Unauthenticated);
    for query in [String::new(), format!("?subject_id={}", product.id), format!("?actor_id={}", shop.owner.id)] {
        assert!(stranger.all::<AuditEvent>(&format!("{AUDIT}{query}")).await.is_empty(), "{query}");
    }
    let theirs: Page<AuditEvent> = shop.owner.get(&format!("{AUDIT}?limit=1")).await.ok(200);
    stranger.get(&format!("{AUDIT}?cursor={}", theirs.next_cursor.unwrap())).await.refused(Code::BadCursor);
}

#[actix_web::test]
async fn who_is_removed_is_erased_from_the_trail_and_from_the_kept_answers() {
    let app = App::start().await;
    let owner = app.owner().await;
    let clerk = member(&owner, Role::Manager).await;
    let product: Product = add(&clerk, &coffee()).await;
    clerk.patch("/api/v1/me", &json!({ "name": "Clara Clerk" })).await.value(200);
    clerk.once("k", &journal(&product), &movement(Kind::Sale, 1)).await.value(201);
    let event = left(&owner, owner.delete(&user(&clerk)).await).await;
    assert_eq!((event.action, event.subject, event.subject_id), (Action::Remove, Subject::User, clerk.id));
    let events = trail(&owner).await;
    assert_eq!(events.len(), 4);
    for event in events {
        if event.subject_id == clerk.id {
            assert_eq!((event.subject_name.as_str(), event.changes), ("", vec![]));
        } else {
            assert_eq!((event.actor.id, event.actor.name), (clerk.id, None));
            assert_eq!(event.subject_name, product.name);
        }
    }
    app.database.is_without(&[clerk.email.as_bytes(), b"A manager", b"Clara Clerk"]).await;
}
