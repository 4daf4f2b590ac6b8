//! A day in a shop: done in the database and in the model, and compared.
use super::{
    asked::Asked,
    deeds::{Deed, Part, Sent},
    model::{Granted, Model, Row},
};
use crate::app::email;
use api::{
    db::{Db, audit, audit::By, idempotency::Key, journal, product_new, products, shops},
    error::{Error, Result as Outcome},
};
use shared::{
    Code, Time,
    audit::AuditQuery,
    journal::MovementQuery,
    movement::{Kind, Line, Movement},
    product::{NewProduct, ProductPatch},
    session::Registration,
};
use std::collections::HashMap;
use uuid::Uuid;

/// A fresh shop in the database, and what should be in it.
pub struct Play<'a> {
    db: &'a Db,
    by: By,
    model: Model,
    ids: HashMap<(Uuid, i64), Uuid>,
    since: HashMap<(Uuid, u32), Time>,
    keys: usize,
}

impl<'a> Play<'a> {
    pub async fn open(db: &'a Db) -> Self {
        let (name, shop_name) = ("Lola Vidal".into(), Some("Ultramarinos Lola".into()));
        let new = Registration { email: email("owner"), password: String::new(), name, shop_name, currency: None };
        let me = shops::register(db, new, String::new()).await.unwrap();
        let by = By { shop: me.shop.id, user: me.user.id, name: Some(me.user.name), request_id: None };
        Self { db, by, model: Model::default(), ids: HashMap::new(), since: HashMap::new(), keys: 0 }
    }

    pub async fn act(&mut self, deed: Deed) {
        let count = self.model.stocks.len();
        let (expected, got) = match deed {
            Deed::Add { opening, min } if count < 4 => return self.add(opening, min).await,
            _ if count == 0 => return,
            Deed::Add { .. } => return,
            Deed::One(part, sent) => {
                let line = self.line(&part);
                (self.model.one(&line), self.send(sent, &Asked::One(line)).await)
            }
            Deed::Many(parts, sent) => {
                let lines: Vec<_> = parts.iter().map(|part| self.line(part)).collect();
                (self.model.many(&lines), self.send(sent, &Asked::Many(lines)).await)
            }
            Deed::Undo { movement, sent } => {
                let Some((stock, row)) = self.movement(movement) else { return };
                let id = self.ids[&(self.model.stocks[stock].id, self.model.stocks[stock].rows[row].seq)];
                (self.model.undo(stock, row), self.send(sent, &Asked::Undo(id)).await)
            }
            Deed::Archive(product) => {
                let (at, id) = self.stock(product);
                let done = products::archive(self.db, &self.by, id, None).await;
                (self.model.archive(at), done.map(|()| Vec::new()))
            }
            Deed::Restore(product) => {
                let (at, id) = self.stock(product);
                let done = products::restore(self.db, &self.by, id).await;
                self.model.restore(at);
                (Ok(Vec::new()), done.map(|_| Vec::new()))
            }
            Deed::Watch(product, min) => {
                let (at, id) = self.stock(product);
                let patch = ProductPatch { min_quantity: Some(min), ..ProductPatch::default() };
                let done = products::update(self.db, &self.by, id, None, patch).await;
                (self.model.watch(at, min), done.map(|_| Vec::new()))
            }
        };
        self.compare(expected, got);
    }

    async fn add(&mut self, opening: i64, min: Option<i64>) {
        let (code, name) = (format!("P-{}", self.model.stocks.len()), "Café".to_owned());
        let new = NewProduct { code, name, opening_quantity: opening, min_quantity: min, ..NewProduct::default() };
        let product = product_new::create(self.db, &self.by, new, None).await.unwrap().fresh.unwrap();
        self.model.add(product.id, opening, min);
        let rows = self.journal(product.id).await;
        self.ids.extend(rows.iter().map(|row| ((product.id, row.seq), row.id)));
    }

    fn stock(&self, product: usize) -> (usize, Uuid) {
        let at = product % self.model.stocks.len();
        (at, self.model.stocks[at].id)
    }

    /// A movement of any product, by its place in all journals.
    fn movement(&self, place: usize) -> Option<(usize, usize)> {
        let stocks = self.model.stocks.iter().enumerate();
        let all: Vec<_> = stocks.flat_map(|(at, stock)| (0..stock.rows.len()).map(move |row| (at, row))).collect();
        all.get(place.checked_rem(all.len())?).copied()
    }

    fn line(&self, part: &Part) -> Line {
        let (note, reference) = (String::new(), String::new());
        match *part {
            Part::Move { product, kind, quantity } => {
                Line { product_id: self.stock(product).1, kind, quantity, seen_seq: None, note, reference }
            }
            Part::Count { product, counted, behind } => {
                let (at, product_id) = self.stock(product);
                let seen_seq = Some(self.model.stocks[at].seq() - behind);
                Line { product_id, kind: Kind::Count, quantity: counted, seen_seq, note, reference }
            }
        }
    }

    /// Sends it; a second time gets the same answer and does nothing.
    async fn send(&mut self, sent: Sent, asked: &Asked) -> Outcome<Vec<Movement>> {
        self.keys += 1;
        let (user, key, hash) = (self.by.user, self.keys.to_string(), String::new());
        let key = (sent != Sent::Plain).then_some(Key { user, key, hash });
        let first = asked.send(self.db, &self.by, key.as_ref()).await;
        if sent == Sent::Twice {
            let second = asked.send(self.db, &self.by, key.as_ref()).await;
            match (&first, &second) {
                (Ok((body, fresh)), Ok((again, repeated))) => {
                    assert_eq!((body, fresh.is_some(), repeated), (again, true, &None));
                }
                _ => assert_eq!(code(&first), code(&second)),
            }
        }
        first.map(|(_, fresh)| fresh.unwrap())
    }

    fn compare(&mut self, expected: Result<Granted, Code>, got: Outcome<Vec<Movement>>) {
        let (mut expected, got) = match (expected, got) {
            (Ok(expected), got) => (expected, got.unwrap()),
            (Err(expected), got) => return assert_eq!(code(&got), Some(expected)),
        };
        self.ids.extend(got.iter().map(|row| ((row.product_id, row.seq), row.id)));
        let mut got: Granted = got.iter().map(|row| (row.product_id, self.row(row))).collect();
        let order = |(product, row): &(Uuid, Row)| (*product, row.seq);
        expected.sort_by_key(order);
        got.sort_by_key(order);
        assert_eq!(got, expected);
    }

    fn row(&self, row: &Movement) -> Row {
        let undone = |id| self.ids.iter().find(|(_, known)| **known == id).unwrap().0.1;
        let undoes = row.reverses_id.map(undone);
        Row { seq: row.seq, kind: row.kind, delta: row.delta, after: row.balance_after, undoes }
    }

    async fn journal(&self, product: Uuid) -> Vec<Movement> {
        let (mut rows, mut cursor) = (Vec::new(), None);
        loop {
            let query = MovementQuery { cursor, limit: Some(100) };
            let page = journal::of_product(self.db, self.by.shop, product, &query).await.unwrap();
            rows.extend(page.items);
            cursor = page.next_cursor;
            if cursor.is_none() {
                rows.reverse();
                return rows;
            }
        }
    }

    /// Levels as the model has them; low since the moment it became so, as long as it goes on.
    pub async fn inspect(&mut self) {
        for stock in &self.model.stocks {
            let level = products::get(&self.db.read, self.by.shop, stock.id).await.unwrap();
            assert_eq!((level.quantity, level.seq, level.min_quantity), (stock.quantity, stock.seq(), stock.min));
            assert_eq!(level.archived_at.is_some(), stock.is_archived);
            assert_eq!(level.low_since.is_some(), stock.low.is_some(), "{stock:?}");
            if let (Some(low), Some(since)) = (stock.low, level.low_since) {
                assert_eq!(*self.since.entry((stock.id, low)).or_insert(since), since);
            }
        }
    }

    pub async fn inspect_journals(&self) {
        for stock in &self.model.stocks {
            let rows = self.journal(stock.id).await;
            assert_eq!(rows.iter().map(|row| self.row(row)).collect::<Vec<_>>(), stock.rows);
            assert_eq!(rows.iter().map(|row| row.delta).sum::<i64>(), stock.quantity);
        }
        let query = AuditQuery { limit: Some(100), ..AuditQuery::default() };
        assert_eq!(audit::list(self.db, self.by.shop, &query).await.unwrap().items.len(), self.model.edits);
    }
}

/// The code of a refusal.
fn code<T>(outcome: &Outcome<T>) -> Option<Code> {
    match outcome {
        Err(Error::Refused(problem)) => Some(problem.code),
        _ => None,
    }
}
