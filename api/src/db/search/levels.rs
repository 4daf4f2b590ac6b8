//! Products whose stock is short: an index knows their levels, and they are put in order by the database.
use super::{
    Place, Search,
    found::{KEYS, counted, crossed},
};
use crate::{
    db::Db,
    entity::product::{Column, Entity},
    error::Result,
};
use sea_orm::{
    Condition, ConnectionTrait, Order,
    sea_query::{Query, SelectStatement},
};
use uuid::Uuid;

/// So many levels are read rather than walked past: what that costs is known, and those that run short may all stand at the end
/// of an order.
const MANY: u64 = 10_000;

impl Search<'_> {
    /// The ids behind this place, unless the levels are many.
    pub(super) async fn among_levels(
        &self,
        db: &Db,
        levels: &SelectStatement,
        last: Option<&Place>,
        enough: u64,
    ) -> Result<Option<Vec<Uuid>>> {
        if counted(db, levels.clone().limit(MANY + 1).take(), Condition::all()).await? > MANY {
            return Ok(None);
        }
        let mut all = self.of_levels(db, levels.clone());
        all.columns(KEYS.map(|column| (Entity, column))).cond_where(self.behind_all(last));
        // With a limit of its own: else PostgreSQL, which wants a few of them in order, would rather walk past everything.
        let mut select = Query::select();
        select.column(Column::Id).from_subquery(all.limit(2 * MANY).take(), "products").limit(enough);
        if !self.words.is_empty() {
            select.order_by_expr(self.rank(), Order::Asc);
        }
        select.order_by(self.column(), self.order()).order_by(Column::Id, self.order());
        let rows = db.read.query_all_raw(db.read.get_database_backend().build(&select)).await?;
        Ok(Some(rows.iter().map(|row| row.try_get_by_index(0)).collect::<std::result::Result<_, _>>()?))
    }

    /// How many there are with such a stock.
    pub(super) async fn count_among(&self, db: &Db, levels: SelectStatement) -> Result<u64> {
        let found = self.of_levels(db, levels).column((Entity, Column::Id)).take();
        counted(db, found, Condition::all()).await
    }

    fn of_levels(&self, db: &Db, levels: SelectStatement) -> SelectStatement {
        crossed(db.read.get_database_backend(), levels)
            .cond_where(self.scope.clone())
            .cond_where(self.words_are_there())
            .take()
    }
}
