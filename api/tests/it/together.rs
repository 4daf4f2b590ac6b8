//! What many people do at the same moment is written together: each hears of their own, and nobody pays for another one's
//! mistake.
use crate::{
    app::{App, add, coffee, journal, movement},
    client::Reply,
    reconcile::agrees,
};
use futures::future::join_all;
use shared::{
    Code, Page, Rule,
    audit::AuditEvent,
    movement::{Kind, Movement},
    product::{NewProduct, Product},
};
use std::collections::BTreeSet;

const PRODUCTS: &str = "/api/v1/products";

fn coded(code: &str) -> NewProduct {
    NewProduct { code: code.into(), name: format!("Product {code}"), opening_quantity: 3, ..coffee() }
}

#[actix_web::test]
async fn a_code_that_is_taken_is_no_ones_trouble_but_its_own() {
    let app = App::with(|config| config.workers = 4).await;
    let (owner, other) = (app.owner().await, app.owner().await);
    for n in 0..5 {
        add(&owner, &coded(&format!("taken-{n}"))).await;
    }
    let new: Vec<_> = (0..100)
        .map(|n| if n % 9 == 0 { coded(&format!("TAKEN-{}", n / 9 % 5)) } else { coded(&format!("new-{n}")) })
        .collect();
    // The same codes are free in the other shop.
    let asked = new.iter().flat_map(|new| [owner.post(PRODUCTS, new), other.post(PRODUCTS, new)]);
    let replies = join_all(asked).await;
    let mut codes = BTreeSet::new();
    for (at, reply) in replies.into_iter().enumerate() {
        let (asked, is_owner) = (&new[at / 2], at % 2 == 0);
        // Of the other shop's twelve that share five codes, the first of each is added.
        if asked.code.starts_with("TAKEN") && (is_owner || reply.status != 201) {
            assert_eq!(reply.invalid_code(), [("code".to_owned(), Rule::Taken)]);
        } else {
            let added: Product = reply.ok(201);
            assert_eq!((&added.code, added.quantity, added.seq), (&asked.code, 3, 1));
            codes.insert((is_owner, added.code));
        }
    }
    assert_eq!(codes.len(), 88 + 88 + 5);
    let page: Page<Product> = owner.get(&format!("{PRODUCTS}?include_total=true")).await.ok(200);
    assert_eq!(page.total, Some(93));
    agrees(&app);
}

impl Reply {
    #[track_caller]
    fn invalid_code(self) -> Vec<(String, Rule)> {
        self.refused(Code::CodeTaken).fields.into_iter().map(|error| (error.field, error.rule)).collect()
    }
}

#[actix_web::test]
async fn what_is_added_together_has_its_own_first_movement_and_its_own_trace() {
    let app = App::start().await;
    let shop = app.shop().await;
    let people = [&shop.owner, &shop.manager];
    let new: Vec<_> = (0..40).map(|n| coded(&format!("c-{n}"))).collect();
    let replies = join_all(new.iter().enumerate().map(|(n, new)| people[n % 2].post(PRODUCTS, new))).await;
    for (n, reply) in replies.into_iter().enumerate() {
        let request = reply.header("x-request-id").to_owned();
        let product: Product = reply.ok(201);
        let read: Product = shop.viewer.get(&format!("{PRODUCTS}/{}", product.id)).await.ok(200);
        assert_eq!(read, product);
        let moved: Page<Movement> = shop.viewer.get(&journal(&product)).await.ok(200);
        assert_eq!(moved.items.iter().map(|moved| (moved.kind, moved.delta)).collect::<Vec<_>>(), [(Kind::Opening, 3)]);
        assert_eq!(moved.items[0].actor.id, people[n % 2].id);
        let edits: Page<AuditEvent> =
            shop.owner.get(&format!("/api/v1/audit-events?subject_id={}", product.id)).await.ok(200);
        assert_eq!(edits.items[0].actor.id, people[n % 2].id);
        assert_eq!(edits.items[0].request_id.as_deref(), Some(&*request));
    }
}

#[actix_web::test]
async fn takes_of_many_shops_and_products_are_each_answered_for_themselves() {
    let app = App::with(|config| config.workers = 4).await;
    let (one, two) = (app.owner().await, app.owner().await);
    let rich = add(&one, &NewProduct { opening_quantity: 100, ..coded("rich") }).await;
    let poor = add(&one, &NewProduct { opening_quantity: 1, ..coded("poor") }).await;
    let old = add(&one, &coded("old")).await;
    one.archive(&format!("{PRODUCTS}/{}", old.id), &old.etag()).await.done();
    let theirs = add(&two, &NewProduct { opening_quantity: 100, ..coded("theirs") }).await;
    let take = &movement(Kind::Sale, 1);
    let asks = (0..100).map(|n| {
        let (who, what) = match n % 5 {
            0 => (&one, &rich),
            1 => (&one, &poor),
            2 => (&one, &old),
            3 => (&two, &theirs),
            // Somebody else's.
            _ => (&two, &rich),
        };
        async move { who.post(&journal(what), take).await }
    });
    let mut sold = [0; 5];
    for (n, reply) in join_all(asks).await.into_iter().enumerate() {
        match (n % 5, reply.status) {
            (0 | 1 | 3, 201) => sold[n % 5] += 1,
            (1, _) => _ = reply.refused(Code::InsufficientStock),
            (2, _) => _ = reply.refused(Code::Archived),
            _ => _ = reply.refused(Code::NotFound),
        }
    }
    assert_eq!(sold, [20, 1, 0, 20, 0]);
    agrees(&app);
}
