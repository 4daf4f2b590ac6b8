//! A shop with very many products, written past the server.
use crate::database::Place;
use api::db::grams;
use chrono::Duration;
use sea_orm::{ConnectionTrait, DatabaseConnection};
use shared::Time;
use std::fmt::Write;
use uuid::Uuid;

const PARTS: [&str; 24] = [
    "al", "ban", "co", "de", "er", "fi", "gar", "hu", "in", "jo", "ka", "lo", "mi", "nor", "os", "pe", "ri", "sal",
    "to", "un", "vel", "xi", "ya", "zor",
];
/// Rows of a statement.
const BLOCK: u32 = 500;

pub struct Warehouse {
    pub shop: Uuid,
    pub person: Uuid,
    /// Any of its products.
    pub product: Uuid,
    /// When the first one came; the others came a tenth of a second apart.
    pub began: Time,
    /// How many came.
    pub products: u32,
}

impl Warehouse {
    pub async fn fill(place: &Place, products: u32) -> Self {
        let began = Time::UNIX_EPOCH + Duration::days(20_000);
        let warehouse = Self { shop: id(began, 1), person: id(began, 2), product: id(began, 3), began, products };
        let db = place.open().await;
        warehouse.open(place, &db).await;
        for block in 0..products.div_ceil(BLOCK) {
            for statement in warehouse.block(place, block * BLOCK..products.min((block + 1) * BLOCK)) {
                db.execute_unprepared(&statement).await.unwrap();
            }
        }
        let known = match place.engine() {
            "mysql" => "ANALYZE TABLE products, stock_levels, stock_movements, product_grams",
            // New words wait in a list until somebody tidies up, on a server all by itself.
            _ => "VACUUM ANALYZE",
        };
        if !place.is_embedded() {
            db.execute_unprepared(known).await.unwrap();
        }
        db.close().await.unwrap();
        warehouse
    }

    async fn open(&self, place: &Place, db: &DatabaseConnection) {
        let at = place.moment(self.began);
        let (shop, person) = (place.id(self.shop), place.id(self.person));
        for statement in [
            format!(
                "INSERT INTO shops (id, name, currency, shows_quantity, created_at) VALUES ({shop}, 'Big', 'EUR', TRUE, {at})"
            ),
            format!(
                "INSERT INTO users (id, shop_id, email, email_key, name, password_hash, role, is_active, created_at) \
                 VALUES ({person}, {shop}, 'a@b.example', 'a@b.example', 'A', '', 'owner', TRUE, {at})"
            ),
        ] {
            db.execute_unprepared(&statement).await.unwrap();
        }
    }

    fn block(&self, place: &Place, numbers: std::ops::Range<u32>) -> Vec<String> {
        let mut tables = vec![
            "INSERT INTO products (id, shop_id, code, code_key, barcode, name, name_key, search_key, description, \
             price_minor, unit, is_public, version, archived_at, created_at, updated_at) VALUES "
                .to_owned(),
            "INSERT INTO stock_levels (product_id, quantity, seq, min_quantity, low_since, updated_at) VALUES ".into(),
            "INSERT INTO stock_movements (id, shop_id, product_id, seq, kind, delta, balance_after, note, reference, \
             actor_id, created_at) VALUES "
                .into(),
        ];
        if place.engine() == "mysql" {
            tables.push("INSERT INTO product_grams (product_id, grams) VALUES ".into());
        }
        for number in numbers.clone() {
            for (table, row) in tables.iter_mut().zip(self.rows(place, number)) {
                write!(table, "{}({row})", if number == numbers.start { "" } else { ", " }).unwrap();
            }
        }
        tables
    }

    /// Of each table the row of one product.
    fn rows(&self, place: &Place, number: u32) -> Vec<String> {
        let created = self.began + Duration::milliseconds(100 * i64::from(number));
        let (product, at, shop) = (place.id(id(created, 3)), place.moment(created), place.id(self.shop));
        let Stored { name, code, barcode, price, is_archived } = Stored::of(number);
        let search = format!("{code}\n{name}\n{barcode}");
        let is_public = !number.is_multiple_of(7);
        let archived = if is_archived { at.as_str() } else { "NULL" };
        let quantity = if number.is_multiple_of(100) { 0 } else { 5 };
        let low = if number.is_multiple_of(300) { at.as_str() } else { "NULL" };
        let kind = ["opening", "sale", "count"][number as usize % 3];
        let person = place.id(self.person);
        let mut rows = vec![
            format!(
                "{product}, {shop}, '{code}', '{code}', '{barcode}', '{name}', '{name}', '{search}', '', {price}, 'pcs', \
                 {is_public}, 1, {archived}, {at}, {at}"
            ),
            format!("{product}, {quantity}, 1, NULL, {low}, {at}"),
            format!("{}, {shop}, {product}, 1, '{kind}', 5, 5, '', '', {person}, {at}", place.id(id(created, 4))),
        ];
        if place.engine() == "mysql" {
            rows.push(format!("{product}, '{}'", grams::cut(&search)));
        }
        rows
    }
}

/// A product, as far as it is looked for.
pub struct Stored {
    pub code: String,
    pub name: String,
    pub barcode: String,
    pub price: i64,
    pub is_archived: bool,
}

impl Stored {
    /// The product of this number.
    pub fn of(number: u32) -> Self {
        Self {
            code: format!("sku-{number:07}"),
            name: name(number),
            barcode: format!("84{number:011}"),
            price: i64::from(number.wrapping_mul(7919) % 1000),
            is_archived: number.is_multiple_of(90),
        }
    }
}

/// An id of this moment (RFC 9562, 5.7).
fn id(at: Time, number: u128) -> Uuid {
    Uuid::from_u128((u128::try_from(at.timestamp_millis()).unwrap() << 80) | number)
}

/// A third is blue, one of five is a q7, and one of five hundred is coffee.
fn name(number: u32) -> String {
    let mut dice = number.wrapping_add(1).wrapping_mul(2_654_435_761);
    let mut word = || {
        let mut word = String::new();
        for _ in 0..3 {
            dice = dice.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            word += PARTS[(dice >> 24) as usize % PARTS.len()];
        }
        word
    };
    let blue = if number.is_multiple_of(3) { " azul" } else { "" };
    let model = if number.is_multiple_of(5) { " q7" } else { "" };
    let coffee = if number % 500 == 7 { "cafe " } else { "" };
    format!("{coffee}{} {}{blue}{model} {} g", word(), word(), 50 * (number % 20))
}
