//! However a page is found, it is the one that a look at all products would find.
use super::{WORDS, stage, warehouse::Stored};
use api::db::{self, Db};
use shared::product::{ProductQuery, Sort};
use uuid::Uuid;

/// More than there may be few of.
const PRODUCTS: u32 = 6_300;

#[actix_web::test]
async fn every_page_of_a_search_is_the_one_that_a_look_at_all_products_would_find() {
    let (_dir, _, warehouse, db) = stage(PRODUCTS).await;
    for word in WORDS {
        for sort in [Sort::Name, Sort::CodeDown, Sort::Price] {
            let found = all(&db, warehouse.shop, word, sort).await;
            let expected = expected(word, sort);
            let first = found.iter().zip(&expected).position(|(found, expected)| found != expected);
            assert_eq!((found.len(), first), (expected.len(), None), "{word} by {sort:?}");
        }
    }
}

/// The codes of all pages.
async fn all(db: &Db, shop: Uuid, word: &str, sort: Sort) -> Vec<String> {
    let mut codes = Vec::new();
    let all = ProductQuery { q: Some(word.into()), sort: Some(sort), limit: Some(100), ..ProductQuery::default() };
    let counted = ProductQuery { include_total: true, ..all.clone() };
    let mut page = db::products::list(db, shop, &counted).await.unwrap();
    let total = page.total.unwrap();
    loop {
        codes.extend(page.items.into_iter().map(|product| product.code));
        let Some(cursor) = page.next_cursor else { break };
        page = db::products::list(db, shop, &ProductQuery { cursor: Some(cursor), ..all.clone() }).await.unwrap();
    }
    assert_eq!(codes.len() as u64, total, "{word}");
    codes
}

/// The same by looking at every product.
fn expected(word: &str, sort: Sort) -> Vec<String> {
    let stored = (0..PRODUCTS).map(|number| (number, Stored::of(number))).filter(|(_, stored)| !stored.is_archived);
    let has = |stored: &Stored, word: &str| {
        [&stored.code, &stored.name, &stored.barcode].iter().any(|text| text.contains(word))
    };
    let mut hits: Vec<_> = stored.filter(|(_, stored)| word.split(' ').all(|word| has(stored, word))).collect();
    // Ids are in the order of the numbers.
    hits.sort_by(|(n, a), (m, b)| match sort {
        Sort::CodeDown => b.code.cmp(&a.code),
        Sort::Price => (a.price, n).cmp(&(b.price, m)),
        _ => (&a.name, n).cmp(&(&b.name, m)),
    });
    hits.sort_by_key(|(_, stored)| rank(stored, word));
    hits.into_iter().map(|(_, stored)| stored.code).collect()
}

fn rank(stored: &Stored, word: &str) -> u8 {
    if stored.code == word || stored.barcode == word {
        0
    } else if stored.code.starts_with(word) {
        1
    } else if stored.name.starts_with(word) {
        2
    } else {
        3
    }
}
