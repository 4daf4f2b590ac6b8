//! The journal of the shop: everything that moved, and any part of it.
use crate::{
    app::{App, Filter, Shop, add, another, book, coffee, counted, journal, ledger, path, undo},
    client::Client,
};
use chrono::{DateTime, Duration, SecondsFormat, Utc};
use serde_json::json;
use shared::{
    Code, Page,
    movement::{Kind, Movement},
    product::Product,
};
use uuid::Uuid;

const JOURNAL: &str = "/api/v1/movements";

fn text(time: DateTime<Utc>) -> String {
    time.to_rfc3339_opts(SecondsFormat::Micros, true)
}

/// Two products moved by two people in several ways, and a shop that must not matter.
async fn stage() -> (App, Shop, Product, Product) {
    let app = App::start().await;
    let (shop, stranger) = (app.shop().await, app.owner().await);
    book(&stranger, &add(&stranger, &coffee()).await, Kind::Sale, 1).await;
    let (a, b) = (another(&shop.owner, "A").await, another(&shop.owner, "B").await);
    for n in 0..3 {
        let sale = book(&shop.clerk, &a, Kind::Sale, 1).await;
        book(&shop.owner, &b, Kind::Sale, 1).await;
        book(&shop.clerk, &b, Kind::Receive, 2).await;
        book(&shop.owner, &a, Kind::Loss, 1).await;
        if n == 1 {
            undo(&shop.owner, &sale).await;
        }
    }
    shop.clerk.post(&journal(&a), &counted(18, 8)).await.ok::<Movement>(201);
    (app, shop, a, b)
}

#[actix_web::test]
async fn the_journal_is_newest_first_with_the_names_of_product_and_person() {
    let (_app, shop, a, b) = stage().await;
    let rows = ledger(&shop.viewer).await;
    assert_eq!(rows.len(), 16);
    assert!(rows.windows(2).all(|pair| pair[0].id > pair[1].id && pair[0].created_at >= pair[1].created_at));
    for product in [&a, &b] {
        let own: Vec<_> = rows.iter().filter(|row| row.product_id == product.id).cloned().collect();
        assert_eq!(shop.viewer.all::<Movement>(&journal(product)).await, own);
        assert!(own.iter().all(|row| row.product_code == product.code && row.product_name == product.name));
    }
    let named = |row: &Movement| match row.actor.name.as_deref() {
        Some("Lola Vidal") => row.actor.id == shop.owner.id,
        name => name == Some("A clerk") && row.actor.id == shop.clerk.id,
    };
    assert!(rows.iter().all(named), "{rows:?}");
}

#[actix_web::test]
async fn every_filter_and_every_two_of_them_give_what_they_say_page_by_page() {
    let (_app, shop, a, b) = stage().await;
    let rows = ledger(&shop.viewer).await;
    let (early, late) = (rows[11].created_at, rows[4].created_at);
    let filters: Vec<Filter<Movement>> = vec![
        (format!("product_id={}", a.id), Box::new(move |row| row.product_id == a.id)),
        (format!("product_id={}", b.id), Box::new(move |row| row.product_id == b.id)),
        ("kind=sale".into(), Box::new(|row| row.kind == Kind::Sale)),
        ("kind=reversal".into(), Box::new(|row| row.kind == Kind::Reversal)),
        ("kind=damage".into(), Box::new(|_| false)),
        (format!("actor_id={}", shop.clerk.id), Box::new(move |row| row.actor.id == shop.clerk.id)),
        (format!("from={}", text(early)), Box::new(move |row| row.created_at >= early)),
        (format!("to={}", text(late)), Box::new(move |row| row.created_at < late)),
    ];
    for (n, (one, has_one)) in filters.iter().enumerate() {
        for (two, has_two) in &filters[n..] {
            let name = |filter: &str| filter.split('=').next().unwrap().to_owned();
            if name(one) == name(two) && one != two {
                continue;
            }
            let query = if one == two { one.clone() } else { format!("{one}&{two}") };
            let expected: Vec<_> = rows.iter().filter(|row| has_one(row) && has_two(row)).cloned().collect();
            for limit in [1, 3, 100] {
                let found: Vec<Movement> = shop.viewer.all(&format!("{JOURNAL}?{query}&limit={limit}")).await;
                assert_eq!(found, expected, "{query} by {limit}");
            }
        }
    }
}

#[actix_web::test]
async fn a_span_of_time_begins_with_its_first_moment_and_ends_before_its_last() {
    let (_app, shop, ..) = stage().await;
    let rows = ledger(&shop.viewer).await;
    let (row, moment) = (&rows[7], Duration::microseconds(1));
    let at = row.created_at;
    for (query, is_in) in [
        (format!("from={}", text(at)), true),
        (format!("from={}", text(at + moment)), false),
        (format!("from={}", text(at - moment)), true),
        (format!("to={}", text(at)), false),
        (format!("to={}", text(at + moment)), true),
        (format!("from={}&to={}", text(at), text(at + moment)), true),
        (format!("from={}&to={}", text(at), text(at)), false),
        (format!("from={}&to={}", text(at + moment), text(at - moment)), false),
        ("from=0000-01-01T00:00:00Z&to=9999-12-31T23:59:59.999999Z".into(), true),
        ("from=9999-12-31T23:59:59Z".into(), false),
        ("to=0000-01-01T00:00:00Z".into(), false),
    ] {
        let found: Vec<Movement> = shop.viewer.all(&format!("{JOURNAL}?{query}")).await;
        assert_eq!(found.contains(row), is_in, "{query}");
        let product: Vec<Movement> = shop.viewer.all(&format!("{JOURNAL}?{query}&product_id={}", row.product_id)).await;
        assert_eq!(product.contains(row), is_in, "{query} of its product");
    }
}

/// Databases write a moment without the noughts at its end; that must not change which one is earlier.
#[actix_web::test]
async fn whole_seconds_and_parts_of_them_are_told_apart() {
    let app = App::start().await;
    let owner = app.owner().await;
    add(&owner, &coffee()).await;
    let start: DateTime<Utc> = "2025-03-01T12:00:00Z".parse().unwrap();
    let micros = [0, 1, 1_000, 100_000, 500_000, 500_001, 999_999, 1_000_000];
    for (n, micros) in (1_u128..).zip(micros) {
        let at = start + Duration::microseconds(micros);
        let id = (u128::try_from(at.timestamp_millis()).unwrap() << 80) + n;
        app.sql(&format!(
            "INSERT INTO stock_movements (id, product_id, seq, kind, delta, balance_after, note, reference, actor_id, \
             created_at, shop_id) SELECT {}, product_id, seq + {n}, 'count', 0, 24, '', '', actor_id, {}, \
             shop_id FROM stock_movements WHERE kind = 'opening'",
            app.database.id(Uuid::from_u128(id)),
            app.database.moment(at)
        ))
        .await;
    }
    for (n, micros) in micros.iter().enumerate() {
        let at = text(start + Duration::microseconds(*micros));
        let from: Vec<Movement> = owner.all(&format!("{JOURNAL}?from={at}&kind=count")).await;
        let to: Vec<Movement> = owner.all(&format!("{JOURNAL}?to={at}&kind=count")).await;
        assert_eq!((from.len(), to.len()), (8 - n, n), "{at}");
    }
}

#[actix_web::test]
async fn a_cursor_opens_the_list_it_was_made_for_only() {
    let (app, shop, a, b) = stage().await;
    let cursor = async |client: &Client, path: &str| {
        let sign = if path.contains('?') { '&' } else { '?' };
        client.get(&format!("{path}{sign}limit=1")).await.ok::<Page<Movement>>(200).next_cursor.unwrap()
    };
    let own = cursor(&shop.viewer, JOURNAL).await;
    let of_a = cursor(&shop.viewer, &format!("{JOURNAL}?product_id={}", a.id)).await;
    let sales = cursor(&shop.viewer, &format!("{JOURNAL}?kind=sale")).await;
    let stranger = app.owner().await;
    book(&stranger, &add(&stranger, &coffee()).await, Kind::Sale, 1).await;
    let theirs = cursor(&stranger, JOURNAL).await;
    for (query, cursor) in [
        ("kind=sale".to_owned(), &own),
        (format!("product_id={}", a.id), &own),
        (format!("actor_id={}", shop.clerk.id), &own),
        ("from=2020-01-01T00:00:00Z".into(), &own),
        ("to=2999-01-01T00:00:00Z".into(), &own),
        (format!("product_id={}", b.id), &of_a),
        ("limit=5".into(), &of_a),
        ("kind=loss".into(), &sales),
        ("limit=5".into(), &theirs),
    ] {
        shop.viewer.get(&format!("{JOURNAL}?{query}&cursor={cursor}")).await.refused(Code::BadCursor);
    }
    for forged in ["", "x", "AAAA", &format!("{own}A"), &own[..own.len() - 2], &own.to_lowercase()] {
        shop.viewer.get(&format!("{JOURNAL}?cursor={forged}")).await.refused(Code::BadCursor);
    }
    // How long the pages are is nobody's secret.
    let page: Page<Movement> = shop.viewer.get(&format!("{JOURNAL}?cursor={own}&limit=2")).await.ok(200);
    assert_eq!(page.items, ledger(&shop.viewer).await[1..3]);
}

#[actix_web::test]
async fn what_cannot_be_read_is_malformed() {
    let app = App::start().await;
    let owner = app.owner().await;
    for query in [
        "from=yesterday",
        "from=",
        "from=2026-11-21",
        "to=2026-13-01T00:00:00Z",
        "to=2026-11-21T04:32:55%2B01:00",
        "to=2026-11-21%2004:32:55Z",
        "to=1795235575",
        "kind=theft",
        "kind=Sale",
        "kind=",
        "product_id=7",
        "actor_id=lola",
        "limit=-1",
        "limit=x",
        "colour=red",
        "kind=sale&kind=loss",
    ] {
        let problem = owner.get(&format!("{JOURNAL}?{query}")).await.refused(Code::Malformed);
        assert!(problem.detail.is_some(), "{query}");
    }
}

#[actix_web::test]
async fn a_page_has_1_to_100_movements_25_when_nothing_is_said() {
    let app = App::start().await;
    let owner = app.owner().await;
    let product = add(&owner, &coffee()).await;
    let lines: Vec<_> = (0..120)
        .map(|n| json!({ "product_id": product.id, "kind": "receive", "quantity": 1, "reference": n.to_string() }))
        .collect();
    owner.post(JOURNAL, &json!({ "lines": lines })).await.value(201);
    for (query, length) in [("", 25), ("?limit=0", 1), ("?limit=100", 100), ("?limit=101", 100), ("?limit=7", 7)] {
        let page: Page<Movement> = owner.get(&format!("{JOURNAL}{query}")).await.ok(200);
        assert_eq!((page.items.len(), page.next_cursor.is_some(), page.total), (length, true, None), "{query}");
    }
    assert_eq!(ledger(&owner).await.len(), 121);
}

#[actix_web::test]
async fn products_and_people_are_called_what_they_are_called_now() {
    let (_app, shop, a, _) = stage().await;
    shop.owner.edit(&path(&a), "*", &json!({ "name": "Tea", "code": "T-1" })).await.value(200);
    let rename = json!({ "name": "Clara Clerk" });
    shop.clerk.patch("/api/v1/me", &rename).await.value(200);
    let moved = book(&shop.clerk, &a, Kind::Sale, 1).await;
    assert_eq!((moved.product_name.as_str(), moved.actor.name.as_deref()), ("Tea", Some("Clara Clerk")));
    let by_clerk = format!("{JOURNAL}?product_id={}&actor_id={}", a.id, shop.clerk.id);
    let rows: Vec<Movement> = shop.viewer.all(&by_clerk).await;
    let named = |row: &Movement| (row.product_code.clone(), row.product_name.clone(), row.actor.name.clone());
    assert!(rows.iter().all(|row| named(row) == ("T-1".into(), "Tea".into(), Some("Clara Clerk".into()))));

    shop.owner.archive(&path(&a), "*").await.done();
    shop.owner.delete(&format!("/api/v1/users/{}", shop.clerk.id)).await.done();
    let after: Vec<Movement> = shop.viewer.all(&by_clerk).await;
    assert_eq!(after.len(), rows.len());
    assert!(after.iter().all(|row| row.actor.id == shop.clerk.id && row.actor.name.is_none()));
}

#[actix_web::test]
async fn another_shops_products_and_people_are_found_in_no_journal() {
    let (app, shop, a, _) = stage().await;
    let stranger = app.owner().await;
    for query in [String::new(), format!("?product_id={}", a.id), format!("?actor_id={}", shop.clerk.id)] {
        let page: Page<Movement> = stranger.get(&format!("{JOURNAL}{query}")).await.ok(200);
        assert_eq!((page.items, page.next_cursor), (vec![], None), "{query}");
    }
}

#[actix_web::test]
async fn no_row_of_the_ledger_can_be_changed_or_taken_out_not_even_by_the_database() {
    let (app, shop, ..) = stage().await;
    let rows = ledger(&shop.viewer).await;
    for statement in [
        "UPDATE stock_movements SET delta = delta + 1",
        "UPDATE stock_movements SET note = 'x' WHERE seq = 1",
        "UPDATE stock_movements SET created_at = created_at WHERE seq = 1",
        "DELETE FROM stock_movements",
        "DELETE FROM stock_movements WHERE kind = 'sale'",
    ] {
        let error = app.try_sql(statement).await.unwrap_err().to_string();
        assert!(error.contains("append-only"), "{statement}: {error}");
    }
    for statement in [
        "INSERT INTO stock_movements SELECT * FROM stock_movements WHERE seq = 1",
        "UPDATE stock_levels SET quantity = -1",
    ] {
        app.try_sql(statement).await.unwrap_err();
    }
    assert_eq!(ledger(&shop.viewer).await, rows);
}
