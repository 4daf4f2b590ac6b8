//! Every order of every list, and words anywhere in a text, without reading all products.
use super::dialect::Dialect;
use crate::entity::{
    product::{Column, Entity},
    stock_level,
};
use sea_orm_migration::{prelude::*, sea_orm::DbBackend};

#[derive(DeriveMigrationName)]
pub struct Migration;

/// Of each index the columns, and whether it has archived products only.
const INDEXES: [(&str, &[Column]); 5] = [
    ("products_newest", &[Column::ShopId, Column::CreatedAt, Column::Id]),
    ("products_barcode", &[Column::Barcode, Column::ShopId]),
    ("products_catalog_code", &[Column::IsPublic, Column::CodeKey, Column::Id]),
    ("products_catalog_price", &[Column::IsPublic, Column::PriceMinor, Column::Id]),
    ("products_catalog_newest", &[Column::IsPublic, Column::CreatedAt, Column::Id]),
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    /// An index without what keeps it up to date would be worse than none.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let dialect = Dialect::of(manager);
        for (name, columns) in INDEXES {
            let mut index = Index::create().name(name).table(Entity).take();
            for column in columns {
                index.col(*column);
            }
            dialect.create_index(manager, index).await?;
        }
        dialect.create_index(manager, archived(dialect)).await?;
        match manager.get_database_backend() {
            DbBackend::Sqlite => all(manager, &SQLITE).await,
            DbBackend::Postgres => postgres(manager).await,
            _ => mysql(dialect, manager).await,
        }
    }
}

/// Few products are archived, so they are sorted when they are looked at. MySQL has no index of some rows only.
fn archived(dialect: Dialect) -> IndexCreateStatement {
    let mut index = Index::create().name("products_archived").table(Entity).col(Column::ShopId).take();
    if dialect.is_mysql() {
        index.col(Column::ArchivedAt);
    } else {
        index.and_where(Expr::col(Column::ArchivedAt).is_not_null());
    }
    index
}

async fn all(manager: &SchemaManager<'_>, statements: &[&str]) -> Result<(), DbErr> {
    for statement in statements {
        manager.get_connection().execute_unprepared(statement).await?;
    }
    Ok(())
}

/// The index keeps no texts of its own, and its rows have a number for good: those of a table with other keys may change when
/// the file is made smaller.
const SQLITE: [&str; 7] = [
    "CREATE TABLE product_docs (doc INTEGER PRIMARY KEY, product_id BLOB NOT NULL UNIQUE)",
    "CREATE VIRTUAL TABLE product_grams USING fts5(search_key, content = '', contentless_delete = 1, detail = none, \
     tokenize = 'trigram case_sensitive 1')",
    "INSERT INTO product_docs (product_id) SELECT id FROM products",
    "INSERT INTO product_grams (rowid, search_key) \
     SELECT doc, search_key FROM product_docs JOIN products ON products.id = product_id",
    "CREATE TRIGGER products_found AFTER INSERT ON products BEGIN \
     INSERT INTO product_docs (product_id) VALUES (NEW.id); \
     INSERT INTO product_grams (rowid, search_key) \
     SELECT doc, NEW.search_key FROM product_docs WHERE product_id = NEW.id; END",
    "CREATE TRIGGER products_refound AFTER UPDATE OF search_key ON products \
     WHEN NEW.search_key <> OLD.search_key BEGIN \
     DELETE FROM product_grams WHERE rowid = (SELECT doc FROM product_docs WHERE product_id = NEW.id); \
     INSERT INTO product_grams (rowid, search_key) \
     SELECT doc, NEW.search_key FROM product_docs WHERE product_id = NEW.id; END",
    "CREATE TRIGGER products_lost AFTER DELETE ON products BEGIN \
     DELETE FROM product_grams WHERE rowid = (SELECT doc FROM product_docs WHERE product_id = OLD.id); \
     DELETE FROM product_docs WHERE product_id = OLD.id; END",
];

/// No version that ran on MySQL was without, so there are no products yet. What it has nothing of is told by a column that is
/// only written when that changes.
async fn mysql(dialect: Dialect, manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    use stock_level::Entity;
    let column =
        ColumnDef::new("is_out").custom("tinyint GENERATED ALWAYS AS (IF(quantity = 0, 1, NULL)) VIRTUAL").take();
    let alter = Table::alter().table(Entity).add_column(column).take();
    dialect.add_column(manager, ("stock_levels", "is_out"), alter).await?;
    let index = Index::create().name("stock_levels_out").table(Entity).col("is_out").take();
    dialect.create_index(manager, index).await?;
    all(manager, &[MYSQL]).await
}

/// What is written there is letters and digits.
const MYSQL: &str = "CREATE TABLE IF NOT EXISTS product_grams (product_id binary(16) NOT NULL PRIMARY KEY, \
    grams mediumtext CHARACTER SET ascii COLLATE ascii_bin NOT NULL, FULLTEXT KEY product_grams_words (grams), \
    FOREIGN KEY (product_id) REFERENCES products (id) ON DELETE CASCADE) ENGINE = InnoDB";

/// The extension comes with PostgreSQL, and whoever owns a database may have it, in whatever schema; where it is not to be had,
/// words are looked for in all products of the shop.
async fn postgres(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let index = "DO $$ DECLARE place text; BEGIN \
        CREATE EXTENSION IF NOT EXISTS pg_trgm; \
        SELECT nspname INTO place FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace \
            WHERE extname = 'pg_trgm'; \
        EXECUTE format('CREATE INDEX products_grams ON products USING gin (search_key %I.gin_trgm_ops)', place); \
        EXCEPTION WHEN OTHERS THEN RAISE WARNING '%', SQLERRM; END $$";
    manager.get_connection().execute_unprepared(index).await?;
    if !manager.has_index("products", "products_grams").await? {
        tracing::warn!(
            "search in large shops is slow: the database has no extension pg_trgm, or its user may not make it"
        );
    }
    Ok(())
}
