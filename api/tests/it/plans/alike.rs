//! However a page is found, it is the one that a look at all products would find.
use super::{WORDS, stage, warehouse::Stored};
use api::db::{self, Db};
use sea_orm::ConnectionTrait;
use shared::product::{ProductQuery, Shortage, Sort};
use uuid::Uuid;

/// More than there may be few of, and more than so many that may be out of stock.
const PRODUCTS: u32 = 10_500;

#[actix_web::test]
async fn every_page_of_a_search_is_the_one_that_a_look_at_all_products_would_find() {
    let (_dir, place, warehouse, db) = stage(PRODUCTS).await;
    for word in WORDS {
        for sort in [Sort::Name, Sort::CodeDown, Sort::Price] {
            alike(&db, warehouse.shop, word, sort, None, |_| true).await;
            alike(&db, warehouse.shop, word, sort, Some(Shortage::Out), |number| number.is_multiple_of(100)).await;
        }
    }
    for sort in [Sort::Name, Sort::PriceDown] {
        alike(&db, warehouse.shop, "", sort, Some(Shortage::Low), |number| number.is_multiple_of(300)).await;
    }
    let admin = place.open().await;
    for (quantity, is_low) in [(0, "NULL"), (7, "NOT NULL")] {
        let sold = format!("UPDATE stock_levels SET quantity = {quantity} WHERE low_since IS {is_low}");
        admin.execute_unprepared(&sold).await.unwrap();
    }
    for word in ["", "azul", "cafe", "s", "sal", "azul cafe"] {
        let is_out = |number: u32| !number.is_multiple_of(300);
        alike(&db, warehouse.shop, word, Sort::Price, Some(Shortage::Out), is_out).await;
    }
}

/// All pages have what they should have; `is_there` knows which numbers have such a stock.
async fn alike(db: &Db, shop: Uuid, word: &str, sort: Sort, stock: Option<Shortage>, is_there: impl Fn(u32) -> bool) {
    let query = ProductQuery { q: Some(word.into()), sort: Some(sort), stock, ..ProductQuery::default() };
    let (found, expected) = (all(db, shop, query).await, expected(word, sort, is_there));
    let first = found.iter().zip(&expected).position(|(found, expected)| found != expected);
    assert_eq!((found.len(), first), (expected.len(), None), "{stock:?} with {word} by {sort:?}");
}

/// The codes of all pages.
async fn all(db: &Db, shop: Uuid, query: ProductQuery) -> Vec<String> {
    let mut codes = Vec::new();
    let all = ProductQuery { limit: Some(100), ..query };
    let counted = ProductQuery { include_total: true, ..all.clone() };
    let mut page = db::products::list(db, shop, &counted).await.unwrap();
    let total = page.total.unwrap();
    loop {
        codes.extend(page.items.into_iter().map(|product| product.code));
        let Some(cursor) = page.next_cursor else { break };
        page = db::products::list(db, shop, &ProductQuery { cursor: Some(cursor), ..all.clone() }).await.unwrap();
    }
    assert_eq!(codes.len() as u64, total, "{all:?}");
    codes
}

/// The same by looking at every product.
fn expected(word: &str, sort: Sort, is_there: impl Fn(u32) -> bool) -> Vec<String> {
    let stored = (0..PRODUCTS)
        .filter(|number| is_there(*number))
        .map(|number| (number, Stored::of(number)))
        .filter(|(_, stored)| !stored.is_archived);
    let has = |stored: &Stored, word: &str| {
        [&stored.code, &stored.name, &stored.barcode].iter().any(|text| text.contains(word))
    };
    let mut hits: Vec<_> = stored.filter(|(_, stored)| word.split(' ').all(|word| has(stored, word))).collect();
    // Ids are in the order of the numbers.
    hits.sort_by(|(n, a), (m, b)| match sort {
        Sort::CodeDown => b.code.cmp(&a.code),
        Sort::Price => (a.price, n).cmp(&(b.price, m)),
        Sort::PriceDown => (b.price, m).cmp(&(a.price, n)),
        _ => (&a.name, n).cmp(&(&b.name, m)),
    });
    hits.sort_by_key(|(_, stored)| rank(stored, word));
    hits.into_iter().map(|(_, stored)| stored.code).collect()
}

fn rank(stored: &Stored, word: &str) -> u8 {
    if word.is_empty() || stored.code == word || stored.barcode == word {
        0
    } else if stored.code.starts_with(word) {
        1
    } else if stored.name.starts_with(word) {
        2
    } else {
        3
    }
}
