//! Finding and ordering products, for the shop and for the public: exact code or barcode first, then beginnings of
//! codes, then beginnings of names, then all words anywhere. Each page costs what the first one costs.
mod found;
mod levels;

use super::{Db, cursor::Cursors, key};
use crate::{
    entity::{
        product::{Column, Entity},
        stock_level,
    },
    error::Result,
};
pub use found::Keyed;
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, ExprTrait, Order, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    Select, Value,
    sea_query::{CaseStatement, Expr, LikeExpr, SelectStatement, SimpleExpr},
};
use serde::{Deserialize, Serialize};
use shared::{
    Time,
    page::{Page, clamp},
    product::Sort,
};
use tokio::sync::OnceCell;
use uuid::Uuid;

/// What to find, how to order it, and which page of it.
pub struct Search<'a> {
    words: String,
    typed: &'a str,
    sort: Sort,
    limit: u64,
    cursor: Option<&'a str>,
    /// Which list it is, for the cursor.
    list: (&'a str, Uuid),
    /// What all of the list meet.
    scope: Condition,
    /// Those of them that are looked for, if not all: levels of stock.
    among: Option<SelectStatement>,
    /// What was found out about them, for the page and for the total.
    few: OnceCell<Option<Vec<Keyed>>>,
}

/// The rank of what only has the words somewhere.
const WORST: i32 = 3;

/// Where a product stands, such as the last one of a page.
#[derive(Serialize, Deserialize)]
struct Place {
    rank: i32,
    at: Position,
    id: Uuid,
}

/// They compare as the database sorts.
#[derive(Serialize, Deserialize, PartialEq, Eq, PartialOrd, Ord)]
enum Position {
    Text(String),
    Number(i64),
    Moment(Time),
}

impl<'a> Search<'a> {
    /// `list` names the list and its shop, so that a cursor of one list does not open another; all of it meet `scope`.
    pub fn new(list: (&'a str, Uuid), scope: Condition, q: Option<&'a str>, sort: Option<Sort>) -> Self {
        let typed = q.unwrap_or_default().trim();
        Self {
            words: key::of(typed),
            typed,
            sort: sort.unwrap_or_default(),
            limit: clamp(None),
            cursor: None,
            list,
            scope,
            among: None,
            few: OnceCell::new(),
        }
    }

    /// Which page.
    #[must_use]
    pub fn at(self, cursor: Option<&'a str>, limit: u64) -> Self {
        Self { limit, cursor, ..self }
    }

    /// Only those whose levels of stock are among these, for which there is an index.
    #[must_use]
    pub fn among(self, among: Option<SelectStatement>) -> Self {
        Self { among, ..self }
    }

    /// The page that was asked for, and one row more if there is a next one.
    pub async fn window(&self, db: &Db) -> Result<Select<Entity>> {
        let last = self.cursor.map(|cursor| db.cursors.open(&self.context(), cursor)).transpose()?;
        let page = match self.found(db, last.as_ref()).await? {
            // By the ids alone: asked for the scope as well, SQLite reads all that is in it.
            Some(found) => Entity::find().filter(Column::Id.is_in(found)),
            None => Entity::find().filter(self.listed()).filter(self.behind(last.as_ref())),
        };
        let page = if self.words.is_empty() { page } else { page.order_by(self.rank(), Order::Asc) };
        Ok(self.ordered(page).limit(self.limit + 1))
    }

    /// In this order. Of a shop no two products have one code: asked for more, MySQL would not use the index that knows it.
    fn ordered(&self, select: Select<Entity>) -> Select<Entity> {
        let is_settled = matches!(self.column(), Column::CodeKey) && !self.list.1.is_nil();
        let select = select.order_by(self.column(), self.order());
        if is_settled { select } else { select.order_by(Column::Id, self.order()) }
    }

    /// How many there are of what is looked for.
    pub async fn count(&self, db: &Db) -> Result<u64> {
        if let Some(few) = self.few(db).await? {
            return Ok(few.len() as u64);
        }
        if let Some(levels) = &self.among {
            return self.count_among(db, levels.clone()).await;
        }
        Ok(Entity::find().filter(self.scope.clone()).filter(self.words_are_there()).count(&db.read).await?)
    }

    /// A page out of the rows that `window` found.
    pub fn page<R, T>(
        &self,
        cursors: &Cursors,
        mut rows: Vec<R>,
        keys: fn(&R) -> Keyed,
        item: fn(R) -> Option<T>,
    ) -> Page<T> {
        let next_cursor = cursors.cut(&self.context(), &mut rows, self.limit, |last| self.place(&keys(last)));
        Page { items: rows.into_iter().filter_map(item).collect(), next_cursor, total: None }
    }

    fn context(&self) -> (&str, Uuid, &str, Sort) {
        (self.list.0, self.list.1, &self.words, self.sort)
    }

    fn column(&self) -> Column {
        match self.sort {
            Sort::Name | Sort::NameDown => Column::NameKey,
            Sort::Code | Sort::CodeDown => Column::CodeKey,
            Sort::Price | Sort::PriceDown => Column::PriceMinor,
            Sort::Newest => Column::CreatedAt,
        }
    }

    fn is_down(&self) -> bool {
        matches!(self.sort, Sort::NameDown | Sort::CodeDown | Sort::PriceDown | Sort::Newest)
    }

    /// How good a match is, where something is looked for; 0 is the best.
    fn rank(&self) -> SimpleExpr {
        self.ranked(CaseStatement::new(), Value::from)
    }

    /// Does it match, and is the match as good as this? PostgreSQL takes a number that is computed to be this one for rare, and
    /// reads all products for it; a truth, for as likely as not.
    fn has_rank(&self, wanted: i32) -> SimpleExpr {
        let there = CaseStatement::new().case(self.words_are_there().not(), false);
        self.ranked(there, |rank| (rank == wanted).into())
    }

    fn ranked(&self, before: CaseStatement, told: impl Fn(i32) -> Value) -> SimpleExpr {
        before
            .case(Column::CodeKey.eq(&*self.words).or(Column::Barcode.eq(self.typed)), told(0))
            .case(Column::CodeKey.like(begins(&self.words)), told(1))
            .case(Column::NameKey.like(begins(&self.words)), told(2))
            .finally(told(WORST))
            .into()
    }

    fn rank_of(&self, row: &Keyed) -> i32 {
        if self.words.is_empty() || row.code_key == self.words || row.barcode.as_deref() == Some(self.typed) {
            0
        } else if row.code_key.starts_with(&self.words) {
            1
        } else if row.name_key.starts_with(&self.words) {
            2
        } else {
            WORST
        }
    }

    /// Where a product stands among those that are found.
    fn place(&self, row: &Keyed) -> Place {
        let at = match self.column() {
            Column::PriceMinor => Position::Number(row.price_minor),
            Column::CreatedAt => Position::Moment(row.created_at),
            Column::CodeKey => Position::Text(row.code_key.clone()),
            _ => Position::Text(row.name_key.clone()),
        };
        Place { rank: self.rank_of(row), at, id: row.id }
    }

    /// Everything behind this place, among those that are as good a match. The first condition says where the index is to be
    /// read from; the others alone would not.
    fn behind(&self, last: Option<&Place>) -> Condition {
        let Some(last) = last else { return Condition::all() };
        let at: Value = match &last.at {
            Position::Text(text) => text.as_str().into(),
            Position::Number(number) => (*number).into(),
            Position::Moment(time) => (*time).into(),
        };
        let column = self.column();
        let (from, beyond, tie) = if self.is_down() {
            (column.lte(at.clone()), column.lt(at), Column::Id.lt(last.id))
        } else {
            (column.gte(at.clone()), column.gt(at), Column::Id.gt(last.id))
        };
        Condition::all().add(from).add(Condition::any().add(beyond).add(tie))
    }

    /// Everything behind this place, however good a match.
    fn behind_all(&self, last: Option<&Place>) -> Condition {
        let behind = self.behind(last);
        match last {
            Some(last) if !self.words.is_empty() => {
                let alike = Condition::all().add(self.rank().eq(last.rank)).add(behind);
                Condition::any().add(self.rank().gt(last.rank)).add(alike)
            }
            _ => behind,
        }
    }

    fn order(&self) -> Order {
        if self.is_down() { Order::Desc } else { Order::Asc }
    }

    /// What all that may be found meet.
    fn listed(&self) -> Condition {
        self.scope.clone().add_option(self.is_among())
    }

    /// Not "in" those levels: SQLite would write all of them down first.
    fn is_among(&self) -> Option<SimpleExpr> {
        let is_it = Expr::col((stock_level::Entity, stock_level::Column::ProductId)).equals((Entity, Column::Id));
        self.among.clone().map(|mut levels| Expr::exists(levels.and_where(is_it).take()))
    }

    fn words_are_there(&self) -> Condition {
        let words = self.words.split(' ').filter(|word| !word.is_empty());
        words.fold(Condition::all(), |all, word| all.add(Column::SearchKey.like(contains(word))))
    }
}

fn contains(word: &str) -> LikeExpr {
    LikeExpr::new(format!("%{}%", escaped(word))).escape(ESCAPE)
}

fn begins(word: &str) -> LikeExpr {
    LikeExpr::new(format!("{}%", escaped(word))).escape(ESCAPE)
}

/// Not the usual backslash: within a literal that has a meaning of its own on MySQL.
const ESCAPE: char = '!';

/// `%` and `_` stand for themselves.
fn escaped(word: &str) -> String {
    word.replace(ESCAPE, "!!").replace('%', "!%").replace('_', "!_")
}

/// What the columns for finding hold.
pub struct Keys {
    /// The code as it is compared.
    pub code: String,
    /// The name as it is compared.
    pub name: String,
    /// All that is looked through for words.
    pub search: String,
}

impl Keys {
    /// The keys of a product with these texts.
    pub fn of(code: &str, name: &str, barcode: Option<&str>) -> Self {
        let (code, name) = (key::of(code), key::of(name));
        let search = format!("{code}\n{name}\n{}", key::of(barcode.unwrap_or_default()));
        Self { code, name, search }
    }
}
