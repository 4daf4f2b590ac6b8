//! Movements of several products at once: all of them or none.
use super::{
    Db, Transaction,
    audit::By,
    idempotency::{Answer, Key, once},
    ledger::book_all,
    movements::entry,
    products,
};
use crate::{entity::product::Model, error::Result};
use shared::{
    Code, FieldError, Problem, Rule,
    movement::{Booked, Kind, Line},
};
use std::collections::BTreeMap;
use uuid::Uuid;

/// A line, and where those stand that became part of it.
struct Merged {
    line: Line,
    places: Vec<usize>,
}

/// What was refused, line by line.
#[derive(Default)]
struct Refused {
    codes: Vec<Code>,
    fields: Vec<FieldError>,
}

/// Books all lines.
///
/// # Errors
/// Names every line that cannot be booked, not just the first.
pub async fn create(db: &Db, by: &By, lines: Vec<Line>, key: Option<&Key>) -> Result<Answer<Booked>> {
    let merged = merge(lines);
    once(db, key, 201, async |tx| book_lines(tx, by, &merged).await).await
}

async fn book_lines(tx: &Transaction, by: &By, lines: &[Merged]) -> Result<Booked> {
    let ids: Vec<Uuid> = lines.iter().map(|merged| merged.line.product_id).collect();
    let found = products::find_all(tx, by.shop, &ids).await?;
    let (mut sound, mut entries, mut refused) = (Vec::new(), Vec::new(), Refused::default());
    for merged in lines {
        let others = ids.iter().filter(|id| **id == merged.line.product_id).count() - 1;
        match bookable(merged, found.get(&merged.line.product_id), others) {
            Ok(product) => {
                sound.push(merged);
                entries.push(entry(&merged.line, product, by));
            }
            Err((code, rule)) => refused.add(merged, code, rule),
        }
    }
    let mut items = Vec::with_capacity(entries.len());
    for (merged, booked) in sound.into_iter().zip(book_all(tx, &entries).await?) {
        match booked {
            Ok(movement) => items.push(movement),
            Err(problem) => refused.take(merged, &problem),
        }
    }
    refused.or(Booked { items })
}

/// The product of a line, if it can be booked; `others` are the other lines with the same product.
fn bookable<'a>(
    merged: &Merged,
    product: Option<&'a Model>,
    others: usize,
) -> std::result::Result<&'a Model, (Code, Rule)> {
    let is_counted_twice = merged.line.kind == Kind::Count && (others > 0 || merged.places.len() > 1);
    match product {
        None => Err((Code::Invalid, Rule::NotFound)),
        Some(product) if product.archived_at.is_some() => Err((Code::Archived, Rule::Archived)),
        Some(_) if is_counted_twice => Err((Code::Invalid, Rule::Repeated)),
        Some(product) => Ok(product),
    }
}

/// Lines that differ in their quantity only become one. They are sorted by product, so that two bookings never wait for each
/// other in a circle, and within a product what comes in goes first: it may be what is taken out.
fn merge(lines: Vec<Line>) -> Vec<Merged> {
    let mut merged = BTreeMap::<_, Merged>::new();
    for (at, line) in lines.into_iter().enumerate() {
        let line = Line { note: line.note.trim().into(), reference: line.reference.trim().into(), ..line };
        let goes_out = line.kind.delta(line.quantity) < 0;
        let same = (line.product_id, goes_out, line.kind.name(), line.note.clone(), line.reference.clone());
        let known = merged
            .entry(same)
            .or_insert_with(|| Merged { line: Line { quantity: 0, ..line.clone() }, places: Vec::new() });
        known.line.quantity += line.quantity;
        known.places.push(at);
    }
    merged.into_values().collect()
}

impl Refused {
    fn add(&mut self, merged: &Merged, code: Code, rule: Rule) {
        let fields = vec![FieldError { field: "product_id".into(), rule, limit: None }];
        self.take(merged, &Problem { fields, ..code.into() });
    }

    fn take(&mut self, merged: &Merged, problem: &Problem) {
        self.codes.push(problem.code);
        for (at, wrong) in merged.places.iter().flat_map(|at| problem.fields.iter().map(move |wrong| (at, wrong))) {
            self.fields.push(FieldError { field: format!("lines[{at}].{}", wrong.field), ..wrong.clone() });
        }
    }

    /// What can never be booked weighs more than what cannot be booked now.
    fn or(mut self, booked: Booked) -> Result<Booked> {
        let order = [Code::Invalid, Code::InsufficientStock, Code::StockChanged, Code::Archived];
        let weightiest = order.into_iter().find(|code| self.codes.contains(code));
        match weightiest.or(self.codes.first().copied()) {
            Some(code) => {
                self.fields.sort_by_key(|wrong| place(&wrong.field));
                Err(Problem { fields: self.fields, ..code.into() }.into())
            }
            None => Ok(booked),
        }
    }
}

/// The number of the line in `lines[7].quantity`.
fn place(field: &str) -> usize {
    let number = field.split(['[', ']']).nth(1).and_then(|number| number.parse().ok());
    number.unwrap_or_default()
}
