//! Which products match, best first, without reading all there are. What few match is asked of an index and put in order here.
//! Where many match, the index of the order is walked until the page is full, which is soon.
use super::{Place, Search, WORST};
use crate::{
    db::{Db, grams},
    entity::product::{Column, Entity, Model},
    error::Result,
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbBackend, EntityTrait, ExprTrait, FromQueryResult, Order, QueryFilter,
    QuerySelect,
    sea_query::{Asterisk, CaseStatement, Expr, IntoCondition, JoinType, Query, SelectStatement, SimpleExpr},
};
use shared::{Time, product::Sort};
use std::cmp::Ordering;
use uuid::Uuid;

/// More than so many are many. Those that walk past find one of many in a million at every 200th step.
const FEW: u64 = 5000;
/// So many are looked at first, twice.
const SOME: u64 = 500;

/// Where a rank is.
enum Reach {
    /// In a part of the index that has the order, too.
    Order(Condition),
    /// In parts of other indexes. One question for each: asked for either, SQLite reads everything.
    Other(Vec<Condition>),
    /// Anywhere.
    All,
}

/// What a product's place depends on.
pub(super) const KEYS: [Column; 6] =
    [Column::Id, Column::CodeKey, Column::NameKey, Column::Barcode, Column::PriceMinor, Column::CreatedAt];

/// A product as far as its place goes.
#[derive(FromQueryResult)]
pub struct Keyed {
    /// Which one.
    pub id: Uuid,
    /// Its code, as it is compared.
    pub code_key: String,
    /// Its name, as it is compared.
    pub name_key: String,
    /// What a scanner reads.
    pub barcode: Option<String>,
    /// In the smallest unit of the shop's currency.
    pub price_minor: i64,
    /// When it was added.
    pub created_at: Time,
}

impl From<&Model> for Keyed {
    fn from(row: &Model) -> Self {
        Self {
            id: row.id,
            code_key: row.code_key.clone(),
            name_key: row.name_key.clone(),
            barcode: row.barcode.clone(),
            price_minor: row.price_minor,
            created_at: row.created_at,
        }
    }
}

impl Search<'_> {
    /// The ids of the page behind this place, and of one more if there is a next page; nothing where no words are looked for and
    /// many products are in the list.
    pub(super) async fn found(&self, db: &Db, last: Option<&Place>) -> Result<Option<Vec<Uuid>>> {
        let enough = usize::try_from(self.limit).unwrap_or(usize::MAX).saturating_add(1);
        if let Some(few) = self.few(db).await? {
            return Ok(Some(self.first(few, |_| true, last, enough)));
        }
        if let Some(levels) = &self.among
            && let Some(short) = self.among_levels(db, levels, last, enough as u64).await?
        {
            return Ok(Some(short));
        }
        if self.words.is_empty() {
            return Ok(None);
        }
        let mut found = Vec::new();
        for rank in last.map_or(0, |last| last.rank)..=WORST {
            let rest = enough - found.len();
            let more = self.of_rank(db, rank, last.filter(|last| last.rank == rank), rest).await?;
            // Somebody may have edited one in between, and so made a worse match of it.
            let more: Vec<_> = more.into_iter().filter(|id| !found.contains(id)).collect();
            found.extend(more);
            if found.len() == enough {
                break;
            }
        }
        Ok(Some(found))
    }

    /// All that match, if an index knows that they are few.
    pub(super) async fn few(&self, db: &Db) -> Result<Option<&[Keyed]>> {
        Ok(self.few.get_or_try_init(|| self.ask(db)).await?.as_deref())
    }

    async fn ask(&self, db: &Db) -> Result<Option<Vec<Keyed>>> {
        let backend = db.read.get_database_backend();
        let all = self.listed().add(self.words_are_there());
        let Some(question) = grams::question(backend, &self.words) else { return Ok(None) };
        if self.are_everywhere(db).await? {
            return Ok(None);
        }
        match grams::known(backend, question) {
            Some(known) => few_of(db, known, all).await,
            None => keyed(db, None, all).await,
        }
    }

    /// A look at some products, whatever their stock, tells whether it is worth asking the index: it would name a million one by
    /// one. At the newest and at the oldest, as those that came together may be alike.
    async fn are_everywhere(&self, db: &Db) -> Result<bool> {
        for order in [Order::Asc, Order::Desc] {
            let mut some = Query::select();
            some.column((Entity, Column::SearchKey)).from(Entity).cond_where(self.scope.clone());
            some.order_by((Entity, Column::CreatedAt), order).limit(SOME);
            if counted(db, some, self.words_are_there()).await? <= SOME / 100 {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Those of one rank.
    async fn of_rank(&self, db: &Db, rank: i32, last: Option<&Place>, enough: usize) -> Result<Vec<Uuid>> {
        let all = match self.reach(rank) {
            Reach::Order(reach) => reach.add_option(self.is_among()),
            Reach::Other(reaches) => match self.together(db, reaches).await? {
                Some(few) => return Ok(self.first(&few, |place| place.rank == rank, last, enough)),
                None => self.listed(),
            },
            Reach::All => self.listed(),
        };
        // The words in it as well: given them alone, PostgreSQL would ask the index for all that have them.
        let walk = Entity::find().filter(all).filter(self.has_rank(rank)).filter(self.behind(last));
        let ids = self.ordered(walk).select_only().column(Column::Id).limit(enough as u64).into_tuple().all(&db.read);
        Ok(ids.await?)
    }

    /// What is in any of these reaches, unless there is much in them.
    async fn together(&self, db: &Db, reaches: Vec<Condition>) -> Result<Option<Vec<Keyed>>> {
        let mut rows = Vec::new();
        for reach in reaches {
            let mut all = Query::select();
            all.column((Entity, Column::Id)).from(Entity).cond_where(reach.clone()).limit(FEW + 1);
            // Those with such a stock may be few, and far apart.
            if self.among.is_some() && counted(db, all, Condition::all()).await? > FEW {
                return Ok(None);
            }
            let Some(few) = keyed(db, None, reach.add_option(self.is_among())).await? else { return Ok(None) };
            rows.extend(few);
        }
        rows.sort_by_key(|row: &Keyed| row.id);
        rows.dedup_by_key(|row| row.id);
        Ok(Some(rows))
    }

    /// What has all of a rank, and perhaps some that are better. All of it has the words.
    fn reach(&self, rank: i32) -> Reach {
        let scope = &self.scope;
        let begins = |column: Column| {
            let (from, to) = (self.words.clone(), format!("{}{}", self.words, char::MAX));
            scope.clone().add(column.gte(from)).add(column.lt(to))
        };
        // Of one shop there is an index of them; of all, one of what is public would be chosen instead.
        let is_of_all = self.list.1.is_nil();
        let by_barcode = if is_of_all { truth(scope.clone()).into_condition() } else { scope.clone() };
        match rank {
            0 => Reach::Other(vec![
                scope.clone().add(Column::CodeKey.eq(&*self.words)),
                by_barcode.add(Column::Barcode.eq(self.typed)),
            ]),
            1 if matches!(self.sort, Sort::Code | Sort::CodeDown) => Reach::Order(begins(Column::CodeKey)),
            1 => Reach::Other(vec![begins(Column::CodeKey)]),
            2 if matches!(self.sort, Sort::Name | Sort::NameDown) => Reach::Order(begins(Column::NameKey)),
            2 => Reach::Other(vec![begins(Column::NameKey)]),
            _ => Reach::All,
        }
    }

    /// The first ones behind this place.
    fn first(&self, few: &[Keyed], is_one: impl Fn(&Place) -> bool, last: Option<&Place>, enough: usize) -> Vec<Uuid> {
        let mut places: Vec<_> = few.iter().map(|row| self.place(row)).filter(is_one).collect();
        places.retain(|place| last.is_none_or(|last| self.compared(place, last) == Ordering::Greater));
        places.sort_by(|one, other| self.compared(one, other));
        places.into_iter().map(|place| place.id).take(enough).collect()
    }

    /// Better matches first, and then in this order.
    fn compared(&self, one: &Place, other: &Place) -> Ordering {
        let order = (&one.at, one.id).cmp(&(&other.at, other.id));
        one.rank.cmp(&other.rank).then(if self.is_down() { order.reverse() } else { order })
    }
}

/// A condition that no index is chosen for.
fn truth(condition: Condition) -> SimpleExpr {
    CaseStatement::new().case(condition, true).finally(false).into()
}

/// Rows that meet these conditions, unless they are many; `known` are the ids of those that may be looked at.
async fn keyed(db: &Db, known: Option<SelectStatement>, all: Condition) -> Result<Option<Vec<Keyed>>> {
    let mut select = match known {
        Some(known) => crossed(db.read.get_database_backend(), known),
        None => Query::select().from(Entity).take(),
    };
    select.columns(KEYS.map(|column| (Entity, column))).cond_where(all).limit(FEW + 1);
    let rows = Keyed::find_by_statement(db.read.get_database_backend().build(&select)).all(&db.read).await?;
    Ok((rows.len() as u64 <= FEW).then_some(rows))
}

/// The products that are known, to be read one by one: crossed, as SQLite would else begin at the other end; and on PostgreSQL
/// each asked for by itself, as it would rather read all there are once these are some hundred.
pub(super) fn crossed(backend: DbBackend, known: SelectStatement) -> SelectStatement {
    let is_it = Expr::col(("known", "product_id")).equals((Entity, Column::Id));
    let mut both = Query::select().from_subquery(known, "known").take();
    if backend == DbBackend::Postgres {
        let one = Query::select().column(Asterisk).from(Entity).and_where(is_it).limit(1).take();
        both.join_lateral(JoinType::InnerJoin, one, "products", Expr::value(true)).take()
    } else {
        both.join(JoinType::CrossJoin, Entity, Condition::all()).and_where(is_it).take()
    }
}

/// Those of them that meet the conditions, unless they are many.
async fn few_of(db: &Db, mut known: SelectStatement, all: Condition) -> Result<Option<Vec<Keyed>>> {
    known.limit(FEW + 1);
    if counted(db, known.clone(), Condition::all()).await? > FEW { Ok(None) } else { keyed(db, Some(known), all).await }
}

/// How many of these products meet a condition.
pub(super) async fn counted(db: &Db, products: SelectStatement, that: Condition) -> Result<u64> {
    let mut count = Query::select();
    count.expr(Expr::cust("COUNT(*)")).from_subquery(products, "products").cond_where(that);
    let row = db.read.query_one_raw(db.read.get_database_backend().build(&count)).await?;
    let count: i64 = row.map(|row| row.try_get_by_index(0)).transpose()?.unwrap_or_default();
    Ok(u64::try_from(count).unwrap_or_default())
}
