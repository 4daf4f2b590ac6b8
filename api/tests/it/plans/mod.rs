//! What a page costs in a large shop: how much a database reads for it. A page is read out of an index, not out of all there is.
//! With PRODUCTS=1000000 in a shop of a million.
mod alike;
mod meter;
mod warehouse;

use crate::{database::Place, program::number};
use api::{
    config::database::Reach,
    db::{self, Db, schema},
};
use meter::Meter;
use sea_orm::Statement;
use shared::{
    catalog::CatalogQuery,
    journal::JournalQuery,
    movement::Kind,
    product::{ProductQuery, Shortage, Sort},
};
use std::time::Instant;
use tempfile::TempDir;
use tokio::sync::mpsc::UnboundedReceiver;
use uuid::Uuid;
use warehouse::Warehouse;

const SORTS: [Sort; 7] =
    [Sort::Name, Sort::NameDown, Sort::Code, Sort::CodeDown, Sort::Price, Sort::PriceDown, Sort::Newest];
/// In many products, in few, in one, or in none. One is too short for the index of groups; of those, only what is in many
/// products is found quickly.
const WORDS: [&str; 10] =
    ["azul", "cafe", "sku-0001234", "0001234", "s", "q7", "sal", "azul cafe", "blaurot", "cafe 350"];

/// Lists by their names, each with what the database reads for its page.
struct Lists {
    db: Db,
    asked: UnboundedReceiver<Statement>,
    meter: Meter,
    worst: u64,
    /// What costs too much.
    dear: Vec<String>,
}

impl Lists {
    async fn cost<T>(&mut self, name: &str, list: impl AsyncFnOnce(&Db) -> api::error::Result<T>) -> T {
        let began = Instant::now();
        let answer = list(&self.db).await.unwrap();
        let took = began.elapsed();
        let (mut cost, mut questions) = (0, 0);
        while let Ok(statement) = self.asked.try_recv() {
            let read = self.meter.read(statement.clone()).await;
            if read > self.meter.most() / 2 {
                println!("{read} for {}", self.meter.plan(statement).await);
            }
            cost += read;
            questions += 1;
        }
        println!("{name}: {cost} {} in {questions} questions, {took:.1?}", self.meter.unit());
        self.worst = self.worst.max(cost);
        if cost > self.meter.most() {
            self.dear.push(format!("{name}: {cost}"));
        }
        answer
    }

    /// The first page and the one behind it.
    async fn products(&mut self, shop: Uuid, name: &str, query: ProductQuery) {
        let first = self.cost(name, async |db| db::products::list(db, shop, &query).await).await;
        if first.next_cursor.is_some() {
            let next = ProductQuery { cursor: first.next_cursor, ..query };
            self.cost(&format!("{name}, page 2"), async |db| db::products::list(db, shop, &next).await).await;
        }
    }
}

/// A shop with so many products.
async fn stage(products: u32) -> (TempDir, Place, Warehouse, Db) {
    let dir = tempfile::tempdir().unwrap();
    let place = Place::of(dir.path());
    let reach = Reach::of(place.url.clone());
    schema::migrate(&reach).await.unwrap();
    let warehouse = Warehouse::fill(&place, products).await;
    (dir, place, warehouse, Db::open(&reach, &[7; 32]).await.unwrap())
}

#[actix_web::test]
async fn no_page_of_a_list_or_a_search_reads_all_there_is() {
    let products = number("PRODUCTS", 50_000);
    let (_dir, place, warehouse, mut db) = stage(products).await;
    let asked = db.read.watch();
    let meter = Meter::of(&place, &db, products).await;
    let mut lists = Lists { db, asked, meter, worst: 0, dear: Vec::new() };
    of_products(&mut lists, &warehouse).await;
    of_everybody(&mut lists).await;
    of_movements(&mut lists, &warehouse).await;
    println!("{}: at most {} {}", place.engine(), lists.worst, lists.meter.unit());
    assert!(lists.dear.is_empty(), "{:#?}", lists.dear);
}

async fn of_products(lists: &mut Lists, warehouse: &Warehouse) {
    let shop = warehouse.shop;
    for sort in SORTS {
        let all = ProductQuery { sort: Some(sort), ..ProductQuery::default() };
        lists.products(shop, &format!("products by {sort:?}"), all.clone()).await;
        lists.products(shop, &format!("archived by {sort:?}"), ProductQuery { archived: true, ..all.clone() }).await;
        for stock in [Shortage::Low, Shortage::Out] {
            let short = ProductQuery { stock: Some(stock), ..all.clone() };
            lists.products(shop, &format!("{stock:?} by {sort:?}"), short).await;
        }
        let hidden = ProductQuery { public: Some(false), ..all.clone() };
        lists.products(shop, &format!("not public by {sort:?}"), hidden).await;
        let cheap = ProductQuery { price_min: Some(40), price_max: Some(60), ..all.clone() };
        lists.products(shop, &format!("from a price to another by {sort:?}"), cheap).await;
        for word in WORDS {
            let found = ProductQuery { q: Some(word.into()), ..all.clone() };
            lists.products(shop, &format!("{word} by {sort:?}"), found.clone()).await;
            let out = ProductQuery { stock: Some(Shortage::Out), ..found };
            lists.products(shop, &format!("Out with {word} by {sort:?}"), out).await;
        }
    }
}

async fn of_everybody(lists: &mut Lists) {
    for sort in SORTS {
        let all = CatalogQuery { sort: Some(sort), ..CatalogQuery::default() };
        lists.cost(&format!("catalogue by {sort:?}"), async |db| db::catalog::list(db, &all).await).await;
        for word in WORDS {
            let found = CatalogQuery { q: Some(word.into()), ..all.clone() };
            let name = format!("catalogue: {word} by {sort:?}");
            lists.cost(&name, async |db| db::catalog::list(db, &found).await).await;
        }
    }
}

async fn of_movements(lists: &mut Lists, warehouse: &Warehouse) {
    let all = JournalQuery::default();
    let minute = |minutes| Some(warehouse.began + chrono::Duration::minutes(minutes));
    for (name, query) in [
        ("journal", all.clone()),
        ("journal of a product", JournalQuery { product_id: Some(warehouse.product), ..all.clone() }),
        ("journal of a kind", JournalQuery { kind: Some(Kind::Sale), ..all.clone() }),
        ("journal of a person", JournalQuery { actor_id: Some(warehouse.person), ..all.clone() }),
        ("journal of a time", JournalQuery { from: minute(5), to: minute(6), ..all }),
    ] {
        lists.cost(name, async |db| db::journal::list(db, warehouse.shop, &query).await).await;
    }
    // A busy shop's: the newest ten thousand.
    let since = warehouse.began + chrono::Duration::milliseconds(100 * i64::from(warehouse.products - 10_000));
    lists.cost("movements of a day", async |db| db::summary::moved(db, warehouse.shop, since).await).await;
}
