//! A large shop. Into the embedded database it is written at once, the same rows that as many requests would have left; a
//! database server gets it as a sheet, without the sales.
use sea_orm::{ConnectionTrait, Database};
use std::{fmt::Write, path::Path, process::Command};

/// How many products.
pub const PRODUCTS: usize = 100_000;
/// How many movements of each.
pub const MOVEMENTS_EACH: usize = 10;

const NOUNS: &str = r#"["tomate frito","arroz","leche","cafe","galletas","aceite","jabon","papel","sal","azucar"]"#;
const KINDS: &str = r#"["natural","grande","suave","integral","clasico","del norte","extra","de la casa"]"#;

/// An id as the program makes them, which begins with the time: here the row's number.
fn id(number: &str) -> String {
    format!(
        "unhex(printf('%012x7%03x8', 1700000000000 + ({number}) / 4096, ({number}) % 4096) || substr(hex(randomblob(8)), 2))"
    )
}

/// Brings the products in as a sheet, as the owner would.
pub fn import(program: &Path, data: &Path, owner: &str) -> anyhow::Result<()> {
    let names = |json: &str| serde_json::from_str::<Vec<String>>(json);
    let (nouns, kinds) = (names(NOUNS)?, names(KINDS)?);
    let mut sheet = String::from("code,name,barcode,price,public,quantity\n");
    for i in 0..PRODUCTS {
        let (noun, kind) = (&nouns[i % nouns.len()], &kinds[i / 10 % kinds.len()]);
        writeln!(sheet, "P-{i:06},{noun} {kind} {i},20{i:010},{}.{:02},true,991", i % 50, i % 100)?;
    }
    let file = data.join("bench.csv");
    std::fs::write(&file, sheet)?;
    let imported = Command::new(program).args(["import", "--as", owner]).arg(&file).env("DATA_DIR", data).output()?;
    anyhow::ensure!(imported.status.success(), "{}", String::from_utf8_lossy(&imported.stderr));
    Ok(())
}

/// Fills the shop that is there, in the embedded database.
pub async fn fill(data: &Path) -> anyhow::Result<()> {
    let db = Database::connect(format!("sqlite://{}", data.join("bodega.db").display())).await?;
    for statement in [products(), levels(), movements()] {
        db.execute_unprepared(&statement).await?;
    }
    db.execute_unprepared("PRAGMA wal_checkpoint(TRUNCATE)").await?;
    Ok(db.close().await?)
}

fn products() -> String {
    let (id, last) = (id("i"), PRODUCTS - 1);
    format!(
        "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < {last}), \
         p AS (SELECT i, printf('P-%06d', i) AS code, printf('20%010d', i) AS barcode, \
            json_extract('{NOUNS}', '$[' || (i % 10) || ']') || ' ' || json_extract('{KINDS}', '$[' || (i / 10 % 8) || ']') \
            || ' ' || i AS name FROM n) \
         INSERT INTO products (id, shop_id, code, code_key, barcode, name, name_key, search_key, description, price_minor, \
            unit, is_public, version, created_at, updated_at) \
         SELECT {id}, (SELECT id FROM shops), code, lower(code), barcode, name, name, \
            lower(code) || char(10) || name || char(10) || barcode, '', i % 5000, 'ud', 1, 1, \
            '2026-01-01T00:00:00+00:00', '2026-01-01T00:00:00+00:00' FROM p"
    )
}

fn levels() -> String {
    let (left, seq) = (1001 - MOVEMENTS_EACH, MOVEMENTS_EACH);
    format!(
        "INSERT INTO stock_levels (product_id, quantity, seq, min_quantity, updated_at) \
         SELECT id, {left}, {seq}, 5, updated_at FROM products WHERE code LIKE 'P-%'"
    )
}

/// An opening, and then sales of one.
fn movements() -> String {
    let id = id(&format!("n * {PRODUCTS} + p.rowid"));
    format!(
        "WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < {MOVEMENTS_EACH}) \
         INSERT INTO stock_movements (id, shop_id, product_id, seq, kind, delta, balance_after, note, reference, actor_id, \
            created_at) \
         SELECT {id}, p.shop_id, p.id, n, CASE n WHEN 1 THEN 'opening' ELSE 'sale' END, \
            CASE n WHEN 1 THEN 1000 ELSE -1 END, 1001 - n, '', '', (SELECT id FROM users), p.created_at \
         FROM s CROSS JOIN products p WHERE p.code LIKE 'P-%'"
    )
}
