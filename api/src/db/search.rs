//! Finding and ordering products, for the shop and for the public: exact code or barcode first, then beginnings of
//! codes, then beginnings of names, then all words anywhere. Each page costs what the first one costs.
use super::{cursor::Cursors, key};
use crate::{
    entity::product::{Column, Entity, Model},
    error::Result,
};
use sea_orm::{
    ColumnTrait, Condition, ExprTrait, Order, QueryFilter, QueryOrder, QuerySelect, Select, Value,
    sea_query::{CaseStatement, LikeExpr, SimpleExpr},
};
use serde::{Deserialize, Serialize};
use shared::{
    Time,
    page::{Page, clamp},
    product::Sort,
};
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
}

/// The last product of a page.
#[derive(Serialize, Deserialize)]
struct Last {
    rank: i32,
    id: Uuid,
    at: Position,
}

#[derive(Serialize, Deserialize)]
enum Position {
    Text(String),
    Number(i64),
    Moment(Time),
}

impl<'a> Search<'a> {
    /// `list` names the list and its shop, so that a cursor of one list does not open another.
    pub fn new(list: (&'a str, Uuid), q: Option<&'a str>, sort: Option<Sort>) -> Self {
        let typed = q.unwrap_or_default().trim();
        Self { words: key::of(typed), typed, sort: sort.unwrap_or_default(), limit: clamp(None), cursor: None, list }
    }

    /// Which page.
    #[must_use]
    pub fn at(self, cursor: Option<&'a str>, limit: u64) -> Self {
        Self { limit, cursor, ..self }
    }

    /// Only what is looked for.
    pub fn filter(&self, select: Select<Entity>) -> Select<Entity> {
        let words = self.words.split(' ').filter(|word| !word.is_empty());
        words.fold(select, |select, word| select.filter(Column::SearchKey.like(contains(word))))
    }

    /// The page that was asked for, and one row more if there is a next one.
    pub fn window(&self, cursors: &Cursors, select: Select<Entity>) -> Result<Select<Entity>> {
        let mut select = self.filter(select);
        if let Some(cursor) = self.cursor {
            select = select.filter(self.after(&cursors.open(&self.context(), cursor)?));
        }
        if !self.words.is_empty() {
            select = select.order_by(self.rank(), Order::Asc);
        }
        let order = if self.is_down() { Order::Desc } else { Order::Asc };
        Ok(select.order_by(self.column(), order.clone()).order_by(Column::Id, order).limit(self.limit + 1))
    }

    /// A page out of the rows that `window` found.
    pub fn page<R, T>(
        &self,
        cursors: &Cursors,
        mut rows: Vec<R>,
        row: fn(&R) -> &Model,
        item: fn(R) -> Option<T>,
    ) -> Page<T> {
        let next_cursor = cursors.cut(&self.context(), &mut rows, self.limit, |last| self.last(row(last)));
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
        let exact = Column::CodeKey.eq(&*self.words).or(Column::Barcode.eq(self.typed));
        CaseStatement::new()
            .case(exact, 0)
            .case(Column::CodeKey.like(begins(&self.words)), 1)
            .case(Column::NameKey.like(begins(&self.words)), 2)
            .finally(3)
            .into()
    }

    fn rank_of(&self, row: &Model) -> i32 {
        if self.words.is_empty() || row.code_key == self.words || row.barcode.as_deref() == Some(self.typed) {
            0
        } else if row.code_key.starts_with(&self.words) {
            1
        } else if row.name_key.starts_with(&self.words) {
            2
        } else {
            3
        }
    }

    fn last(&self, row: &Model) -> Last {
        let at = match self.column() {
            Column::PriceMinor => Position::Number(row.price_minor),
            Column::CreatedAt => Position::Moment(row.created_at),
            Column::CodeKey => Position::Text(row.code_key.clone()),
            _ => Position::Text(row.name_key.clone()),
        };
        Last { rank: self.rank_of(row), id: row.id, at }
    }

    /// Everything behind the last product, in this order.
    fn after(&self, last: &Last) -> Condition {
        let at: Value = match &last.at {
            Position::Text(text) => text.as_str().into(),
            Position::Number(number) => (*number).into(),
            Position::Moment(time) => (*time).into(),
        };
        let beyond = |column: Column, value: Value| {
            if self.is_down() { column.lt(value) } else { column.gt(value) }
        };
        let tie = Condition::all().add(self.column().eq(at.clone())).add(beyond(Column::Id, last.id.into()));
        let behind = Condition::any().add(beyond(self.column(), at)).add(tie);
        if self.words.is_empty() {
            return behind;
        }
        let same_rank = Condition::all().add(self.rank().eq(last.rank)).add(behind);
        Condition::any().add(self.rank().gt(last.rank)).add(same_rank)
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
