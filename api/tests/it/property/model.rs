//! What the ledger should do, as simply as it can be said: numbers in memory, one after the other.
use shared::{
    Code,
    movement::{Kind, Line},
    validate::MAX_NUMBER,
};
use std::collections::BTreeMap;
use uuid::Uuid;

/// A product with its journal.
#[derive(Clone, Debug)]
pub struct Stock {
    pub id: Uuid,
    pub quantity: i64,
    pub min: Option<i64>,
    pub is_archived: bool,
    /// It is low for the how-manieth time, if it is.
    pub low: Option<u32>,
    lows: u32,
    pub rows: Vec<Row>,
}

/// A movement.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    pub seq: i64,
    pub kind: Kind,
    pub delta: i64,
    pub after: i64,
    /// The number of the movement it undoes.
    pub undoes: Option<i64>,
}

/// A shop.
#[derive(Debug, Default)]
pub struct Model {
    pub stocks: Vec<Stock>,
    /// Edits that the audit trail must hold.
    pub edits: usize,
}

/// What is granted, by product.
pub type Granted = Vec<(Uuid, Row)>;

impl Stock {
    pub fn seq(&self) -> i64 {
        i64::try_from(self.rows.len()).unwrap()
    }

    /// Low begins and ends; a time that goes on keeps its number.
    fn watch(&mut self) {
        let is_low = self.min.is_some_and(|min| self.quantity <= min);
        if is_low && self.low.is_none() {
            self.lows += 1;
        }
        self.low = is_low.then_some(self.lows);
    }

    fn book(&mut self, kind: Kind, delta: i64, undoes: Option<i64>) -> Result<Row, Code> {
        let after = self.quantity + delta;
        if after < 0 {
            return Err(Code::InsufficientStock);
        }
        if after > MAX_NUMBER {
            return Err(Code::Invalid);
        }
        let row = Row { seq: self.seq() + 1, kind, delta, after, undoes };
        self.rows.push(row.clone());
        self.quantity = after;
        self.watch();
        Ok(row)
    }

    fn line(&mut self, line: &Line) -> Result<Row, Code> {
        match line.seen_seq {
            Some(seen) if seen != self.seq() => Err(Code::StockChanged),
            Some(_) => self.book(line.kind, line.quantity - self.quantity, None),
            None => self.book(line.kind, line.kind.delta(line.quantity), None),
        }
    }
}

impl Model {
    pub fn add(&mut self, id: Uuid, opening: i64, min: Option<i64>) {
        let mut stock = Stock { id, quantity: 0, min, is_archived: false, low: None, lows: 0, rows: Vec::new() };
        stock.watch();
        if opening > 0 {
            stock.book(Kind::Opening, opening, None).unwrap();
        }
        self.stocks.push(stock);
        self.edits += 1;
    }

    pub fn one(&mut self, line: &Line) -> Result<Granted, Code> {
        let stock = self.stocks.iter_mut().find(|stock| stock.id == line.product_id).unwrap();
        if stock.is_archived {
            return Err(Code::Archived);
        }
        Ok(vec![(stock.id, stock.line(line)?)])
    }

    pub fn undo(&mut self, stock: usize, row: usize) -> Result<Granted, Code> {
        let stock = &mut self.stocks[stock];
        let wrong = stock.rows[row].clone();
        if wrong.kind == Kind::Reversal || wrong.delta == 0 {
            return Err(Code::NotReversible);
        }
        if stock.is_archived {
            return Err(Code::Archived);
        }
        if stock.rows.iter().any(|row| row.undoes == Some(wrong.seq)) {
            return Err(Code::AlreadyReversed);
        }
        Ok(vec![(stock.id, stock.book(Kind::Reversal, -wrong.delta, Some(wrong.seq))?)])
    }

    /// All or nothing. Of one product, lines of one kind are one; what comes in goes first; a count stands alone.
    pub fn many(&mut self, lines: &[Line]) -> Result<Granted, Code> {
        let mut sums = BTreeMap::<_, (Line, usize)>::new();
        for line in lines {
            let key = (line.product_id, line.kind.delta(line.quantity) < 0, line.kind.name());
            let (sum, times) = sums.entry(key).or_insert_with(|| (Line { quantity: 0, ..line.clone() }, 0));
            sum.quantity += line.quantity;
            *times += 1;
        }
        let (mut after, mut granted, mut refused) = (self.stocks.clone(), Vec::new(), Vec::new());
        for (line, times) in sums.values() {
            let stock = after.iter_mut().find(|stock| stock.id == line.product_id).unwrap();
            let others = sums.keys().filter(|(product, ..)| *product == line.product_id).count();
            let booked = if stock.is_archived {
                Err(Code::Archived)
            } else if line.kind == Kind::Count && (*times > 1 || others > 1) {
                Err(Code::Invalid)
            } else {
                stock.line(line)
            };
            match booked {
                Ok(row) => granted.push((line.product_id, row)),
                Err(code) => refused.push(code),
            }
        }
        let worst = [Code::Invalid, Code::InsufficientStock, Code::StockChanged, Code::Archived];
        if let Some(code) = worst.into_iter().find(|code| refused.contains(code)) {
            return Err(code);
        }
        self.stocks = after;
        Ok(granted)
    }

    pub fn archive(&mut self, stock: usize) -> Result<Granted, Code> {
        let stock = &mut self.stocks[stock];
        if stock.is_archived {
            return Err(Code::Archived);
        }
        stock.is_archived = true;
        self.edits += 1;
        Ok(Vec::new())
    }

    pub fn restore(&mut self, stock: usize) {
        let stock = &mut self.stocks[stock];
        self.edits += usize::from(stock.is_archived);
        stock.is_archived = false;
    }

    pub fn watch(&mut self, stock: usize, min: Option<i64>) -> Result<Granted, Code> {
        let stock = &mut self.stocks[stock];
        if stock.is_archived {
            return Err(Code::Archived);
        }
        self.edits += usize::from(stock.min != min);
        stock.min = min;
        stock.watch();
        Ok(Vec::new())
    }
}
