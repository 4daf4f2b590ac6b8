//! The books checked from end to end: every level against the ledger, and the ledger against itself. The questions pick out
//! what is wrong and nothing else, so a million movements take seconds and little memory.
use super::{Db, Transaction, levels};
use crate::{
    entity::{
        stock_level::{self, Column as Level},
        stock_movement::{self, Column as Moved},
    },
    error::Result,
};
use futures::TryStreamExt;
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, ExprTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect,
    Statement,
    sea_query::{Expr, SimpleExpr},
};
use shared::Time;
use uuid::Uuid;

/// Levels that do not say what the last movement says, or are low without being so. A product without a movement has nothing.
const LEVELS: &str = "SELECT p.id AS product, p.code, s.name AS shop, l.quantity, l.seq, l.min_quantity, l.low_since, \
    m.balance_after AS last_balance, m.seq AS last_seq \
    FROM products p JOIN shops s ON s.id = p.shop_id LEFT JOIN stock_levels l ON l.product_id = p.id \
    LEFT JOIN stock_movements m ON m.product_id = p.id \
        AND m.seq = (SELECT MAX(n.seq) FROM stock_movements n WHERE n.product_id = p.id) \
    WHERE l.product_id IS NULL OR l.quantity <> COALESCE(m.balance_after, 0) OR l.seq <> COALESCE(m.seq, 0) \
        OR (l.low_since IS NOT NULL) <> (l.min_quantity IS NOT NULL AND l.quantity <= l.min_quantity) \
    ORDER BY s.name, p.code";

/// Movements that do not follow from the one before, or that undo something else than they say. Where every row follows from
/// the one before, the last balance is the sum of all changes.
const MOVEMENTS: &str = "SELECT p.code, s.name AS shop, m.seq, m.kind, m.delta, m.balance_after, m.seq_before, \
    m.balance_before, m.shop_id AS booked_in, p.shop_id AS belongs_to, m.reverses_id AS reverses, r.delta AS undone \
    FROM (SELECT product_id, shop_id, seq, kind, delta, balance_after, reverses_id, \
            COALESCE(LAG(seq) OVER (PARTITION BY product_id ORDER BY seq), 0) AS seq_before, \
            COALESCE(LAG(balance_after) OVER (PARTITION BY product_id ORDER BY seq), 0) AS balance_before \
        FROM stock_movements) m \
    JOIN products p ON p.id = m.product_id JOIN shops s ON s.id = p.shop_id \
    LEFT JOIN stock_movements r ON r.id = m.reverses_id AND r.product_id = m.product_id AND r.seq < m.seq \
        AND r.kind <> 'reversal' \
    WHERE m.seq <> m.seq_before + 1 OR m.balance_after <> m.balance_before + m.delta OR m.balance_after < 0 \
        OR m.shop_id IS NULL OR m.shop_id <> p.shop_id OR (m.kind = 'reversal') <> (m.reverses_id IS NOT NULL) \
        OR (m.reverses_id IS NOT NULL AND (r.delta IS NULL OR r.delta <> -m.delta))";

/// A level that is off.
#[derive(Debug, FromQueryResult)]
pub struct Drift {
    /// The product.
    pub product: Uuid,
    /// Its code.
    pub code: String,
    /// Name of its shop.
    pub shop: String,
    /// What the level says is on hand; nothing when the product has no level at all.
    pub quantity: Option<i64>,
    /// Number of the last movement, as the level says.
    pub seq: Option<i64>,
    /// At or below this it is low.
    pub min_quantity: Option<i64>,
    /// Low since then, as the level says.
    pub low_since: Option<Time>,
    /// What the last movement left.
    pub last_balance: Option<i64>,
    /// Number of the last movement.
    pub last_seq: Option<i64>,
}

/// A movement that cannot be right.
#[derive(Debug, FromQueryResult)]
pub struct Fault {
    /// Code of the product.
    pub code: String,
    /// Name of its shop.
    pub shop: String,
    /// Number of the movement.
    pub seq: i64,
    /// Why it was booked.
    pub kind: String,
    /// By how much.
    pub delta: i64,
    /// On hand afterwards.
    pub balance_after: i64,
    /// Number of the movement before, or 0.
    pub seq_before: i64,
    /// On hand before, or 0.
    pub balance_before: i64,
    /// The shop it was booked in.
    pub booked_in: Option<Uuid>,
    /// The shop its product belongs to.
    pub belongs_to: Uuid,
    /// What it undoes.
    pub reverses: Option<Uuid>,
    /// By how much that one changed the level, if it is an earlier movement of the same product.
    pub undone: Option<i64>,
}

/// What was looked at.
#[derive(Debug, FromQueryResult)]
pub struct Size {
    /// How many products.
    pub products: i64,
    /// How many movements.
    pub movements: i64,
}

/// How much there is to look at.
pub async fn size(db: &Db) -> Result<Size> {
    let sql = "SELECT (SELECT COUNT(*) FROM products) AS products, (SELECT COUNT(*) FROM stock_movements) AS movements";
    let size = Size::find_by_statement(statement(db, sql)).one(&db.read).await?;
    Ok(size.ok_or(DbErr::RecordNotFound("a count".into()))?)
}

/// Tells every level that is off. Level and ledger are read in one statement, so a booking that is under way shows in both
/// or in neither.
pub async fn levels(db: &Db, mut tell: impl FnMut(Drift)) -> Result<()> {
    let read = db.read.patient();
    let mut found = Drift::find_by_statement(statement(db, LEVELS)).stream(&read).await?;
    while let Some(drift) = found.try_next().await? {
        tell(drift);
    }
    Ok(())
}

/// Tells every movement that cannot be right.
pub async fn movements(db: &Db, mut tell: impl FnMut(Fault)) -> Result<()> {
    let read = db.read.patient();
    let mut found = Fault::find_by_statement(statement(db, MOVEMENTS)).stream(&read).await?;
    while let Some(fault) = found.try_next().await? {
        tell(fault);
    }
    Ok(())
}

/// Sets the levels of these products to what the ledger says, all in one transaction; tells how many. A product whose ledger
/// contradicts itself stays as it is: nobody but a person who counts can tell which row is right.
pub async fn fix(db: &Db, products: &[Uuid]) -> Result<usize> {
    let tx = db.begin().await?;
    let mut fixed = 0;
    for product in products {
        // Under the lock nothing is booked meanwhile, so what is read now is what there is.
        stock_level::Entity::find_by_id(*product).lock_exclusive().one(&tx).await?;
        let (quantity, seq) = last(&tx, *product).await?;
        if is_sound(&tx, *product, quantity, seq).await? {
            set(&tx, *product, quantity, seq).await?;
            fixed += 1;
        }
    }
    tx.commit().await?;
    Ok(fixed)
}

/// What is on hand by the ledger, and the number of its last movement.
async fn last(tx: &Transaction, product: Uuid) -> Result<(i64, i64)> {
    let rows = stock_movement::Entity::find().filter(Moved::ProductId.eq(product));
    let row = rows.order_by_desc(Moved::Seq).one(tx).await?;
    Ok(row.map_or((0, 0), |row| (row.balance_after, row.seq)))
}

/// Does the ledger of this product add up? The sums are compared by the database: each has its own type for them.
async fn is_sound(tx: &Transaction, product: Uuid, quantity: i64, seq: i64) -> Result<bool> {
    let or_none = |sum: SimpleExpr| Expr::expr(sum).if_null(0);
    let sums = stock_movement::Entity::find()
        .select_only()
        .column_as(Moved::ProductId.count(), "rows")
        .filter(Moved::ProductId.eq(product))
        .having(or_none(Moved::Delta.sum()).eq(quantity))
        .having(Moved::ProductId.count().eq(seq));
    Ok(sums.into_tuple::<i64>().one(tx).await?.is_some())
}

async fn set(tx: &Transaction, product: Uuid, quantity: i64, seq: i64) -> Result<()> {
    let at = super::now();
    let low = levels::low_since(Expr::value(quantity), Level::MinQuantity.into_expr(), at);
    let updated = stock_level::Entity::update_many()
        .col_expr(Level::LowSince, low)
        .col_expr(Level::Quantity, Expr::value(quantity))
        .col_expr(Level::Seq, Expr::value(seq))
        .col_expr(Level::UpdatedAt, Expr::value(at))
        .filter(Level::ProductId.eq(product));
    if updated.exec(tx).await?.rows_affected == 0 {
        let level = stock_level::ActiveModel {
            product_id: Set(product),
            quantity: Set(quantity),
            seq: Set(seq),
            min_quantity: Set(None),
            low_since: Set(None),
            updated_at: Set(at),
        };
        stock_level::Entity::insert(level).exec_without_returning(tx).await?;
    }
    Ok(())
}

fn statement(db: &Db, sql: &str) -> Statement {
    Statement::from_string(db.read.get_database_backend(), sql)
}
