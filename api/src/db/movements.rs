//! The ledger. `book` is the only way in: level and ledger change together or not at all.
use super::{Db, now, products};
use crate::{
    entity::{stock_level, stock_movement, user},
    error::Result,
};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::Set,
    ColumnTrait, DatabaseTransaction, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{CaseStatement, Expr, Func, SimpleExpr},
};
use shared::{
    Code, Page,
    movement::{Kind, Movement, MovementQuery, NewMovement},
    page::clamp,
};
use stock_level::Column;
use uuid::Uuid;

/// A movement about to be booked.
pub struct Entry {
    /// Which product.
    pub product: Uuid,
    /// Who books.
    pub actor: Uuid,
    /// Why.
    pub kind: Kind,
    /// By how much.
    pub delta: i64,
    /// In the person's own words.
    pub note: String,
    /// Number of a paper.
    pub reference: String,
}

impl Entry {
    /// Nothing yet, of this product by this person.
    pub fn of(product: Uuid, actor: Uuid) -> Self {
        Self { product, actor, kind: Kind::Adjust, delta: 0, note: String::new(), reference: String::new() }
    }
}

/// Books one movement inside the caller's transaction.
///
/// One guarded statement and no read before it, so there is no moment in which two takers see the same last piece.
/// The row stays locked until the transaction ends; reading it back is therefore safe.
///
/// # Errors
/// `insufficient_stock` when less than nothing would be left.
pub async fn book(tx: &DatabaseTransaction, entry: &Entry) -> Result<Movement> {
    let after = Column::Quantity.into_expr().add(entry.delta);
    let booked = stock_level::Entity::update_many()
        .col_expr(Column::LowSince, low_since(after.clone(), Column::MinQuantity.into_expr()))
        .col_expr(Column::Quantity, after.clone())
        .col_expr(Column::Seq, Column::Seq.into_expr().add(1))
        .col_expr(Column::UpdatedAt, Expr::value(now()))
        .filter(Column::ProductId.eq(entry.product))
        .filter(after.clone().gte(0))
        .filter(after.lte(shared::validate::MAX_NUMBER))
        .exec(tx)
        .await?;
    if booked.rows_affected == 0 {
        return Err(refusal(entry.delta).into());
    }
    let level = stock_level::Entity::find_by_id(entry.product).one(tx).await?.ok_or(Code::NotFound)?;
    let row = record(entry, &level).insert(tx).await?;
    let actor = user::Entity::find_by_id(row.actor_id).one(tx).await?;
    Ok(row.by(actor.as_ref()))
}

fn refusal(delta: i64) -> shared::Problem {
    if delta < 0 {
        return Code::InsufficientStock.into();
    }
    let rule = shared::Rule::TooBig;
    let field = shared::FieldError { field: "quantity".into(), rule, limit: Some(shared::validate::MAX_NUMBER) };
    vec![field].into()
}

fn record(entry: &Entry, level: &stock_level::Model) -> stock_movement::ActiveModel {
    stock_movement::ActiveModel {
        id: Set(Uuid::now_v7()),
        product_id: Set(entry.product),
        seq: Set(level.seq),
        kind: Set(entry.kind.name().into()),
        delta: Set(entry.delta),
        balance_after: Set(level.quantity),
        note: Set(entry.note.trim().into()),
        reference: Set(entry.reference.trim().into()),
        reverses_id: Set(None),
        actor_id: Set(entry.actor),
        created_at: Set(now()),
    }
}

/// Low begins when the quantity reaches the minimum, and ends when it is above it again.
fn low_since(quantity: SimpleExpr, min: SimpleExpr) -> SimpleExpr {
    let since = Func::coalesce([Column::LowSince.into_expr(), Expr::value(now())]);
    let nothing = Expr::value(None::<shared::Time>);
    CaseStatement::new().case(min.clone().is_not_null().and(quantity.lte(min)), since).finally(nothing).into()
}

/// Sets the minimum below which a product is low, or none.
pub async fn watch(tx: &DatabaseTransaction, product: Uuid, min: Option<i64>) -> Result<()> {
    stock_level::Entity::update_many()
        .col_expr(Column::LowSince, low_since(Column::Quantity.into_expr(), Expr::value(min)))
        .col_expr(Column::MinQuantity, Expr::value(min))
        .filter(Column::ProductId.eq(product))
        .exec(tx)
        .await?;
    Ok(())
}

/// Takes from or brings to one product of a shop.
pub async fn create(db: &Db, shop: Uuid, actor: Uuid, product: Uuid, new: NewMovement) -> Result<Movement> {
    let tx = db.begin().await?;
    products::in_use(&tx, shop, product, None).await?;
    let (kind, delta) = (new.kind, new.kind.delta(new.quantity));
    let entry = Entry { product, actor, kind, delta, note: new.note, reference: new.reference };
    let movement = book(&tx, &entry).await?;
    tx.commit().await?;
    Ok(movement)
}

/// The journal of one product, newest first.
pub async fn list(db: &Db, shop: Uuid, product: Uuid, query: &MovementQuery) -> Result<Page<Movement>> {
    products::find(&db.read, shop, product).await?;
    let (context, limit) = (("movements", product), clamp(query.limit));
    let mut select = stock_movement::Entity::of(product).find_also_related(user::Entity);
    if let Some(cursor) = &query.cursor {
        select = select.filter(stock_movement::Column::Seq.lt(db.cursors.open::<i64>(&context, cursor)?));
    }
    let rows = select.order_by_desc(stock_movement::Column::Seq).limit(limit + 1).all(&db.read).await?;
    let mut items: Vec<_> = rows.into_iter().map(|(row, actor)| row.by(actor.as_ref())).collect();
    Ok(Page { next_cursor: db.cursors.cut(&context, &mut items, limit, |last| last.seq), items, total: None })
}
