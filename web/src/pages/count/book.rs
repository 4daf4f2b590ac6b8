//! A stock-take as it is kept in the browser until all of it is booked. Nothing here asks anybody anything.
use serde::{Deserialize, Serialize};
use shared::{
    Problem,
    image::Image,
    movement::{Kind, Line, MAX_LINES, NewMovements},
    product::Product,
};
use uuid::Uuid;

/// A product to be counted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    pub id: Uuid,
    pub code: String,
    pub barcode: Option<String>,
    pub name: String,
    pub unit: String,
    pub image: Option<Image>,
    /// What the book said when it came on the screen, and at which movement.
    pub book: i64,
    pub seq: i64,
    pub counted: Option<i64>,
    /// It is in the ledger.
    pub is_booked: bool,
    /// Something moved after it was counted.
    pub is_stale: bool,
}

impl Item {
    /// Not counted yet.
    pub fn of(product: &Product) -> Self {
        Self {
            id: product.id,
            code: product.code.clone(),
            barcode: product.barcode.clone(),
            name: product.name.clone(),
            unit: product.unit.clone(),
            image: product.image.clone(),
            book: product.quantity,
            seq: product.seq,
            counted: None,
            is_booked: false,
            is_stale: false,
        }
    }

    /// How far the count is from the book.
    pub fn difference(&self) -> Option<i64> {
        self.counted.map(|counted| counted - self.book)
    }

    /// Whether this is its code or its barcode, as a scanner has it.
    pub fn goes_by(&self, code: &str) -> bool {
        self.code.eq_ignore_ascii_case(code) || self.barcode.as_deref() == Some(code)
    }

    fn is_ready(&self) -> bool {
        self.counted.is_some() && !self.is_booked && !self.is_stale
    }
}

/// What is sent at once, under one name: sent again, it is booked once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lot {
    pub key: Option<Uuid>,
    pub ids: Vec<Uuid>,
}

/// The whole of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Take {
    pub items: Vec<Item>,
    /// Which one is on the screen.
    pub at: usize,
    /// What was sent and not answered yet.
    pub lot: Option<Lot>,
}

impl Take {
    /// How many were counted.
    pub fn counted(&self) -> usize {
        self.items.iter().filter(|item| item.counted.is_some()).count()
    }

    /// How many of them are not booked.
    pub fn waiting(&self) -> usize {
        self.items.iter().filter(|item| item.counted.is_some() && !item.is_booked).count()
    }

    /// The place of a product by its code or barcode as a scanner has it, or by its id.
    pub fn place_of(&self, code: &str, id: Option<Uuid>) -> Option<usize> {
        self.items.iter().position(|item| item.goes_by(code) || Some(item.id) == id)
    }

    /// Goes on to the next one that was not counted, from here and round; stays where there is none.
    pub fn go_on(&mut self) {
        let places = (self.at + 1..self.items.len()).chain(0..=self.at.min(self.items.len().saturating_sub(1)));
        let next = places.into_iter().find(|at| self.items.get(*at).is_some_and(|item| item.counted.is_none()));
        self.at = next.unwrap_or(self.at);
    }

    /// The lot to be sent now: the one without an answer, or a new one under this name, or none when all is booked.
    pub fn lot(&mut self, fresh: impl FnOnce() -> Option<Uuid>) -> Option<Lot> {
        if self.lot.is_none() {
            let ready = self.items.iter().filter(|item| item.is_ready()).take(MAX_LINES);
            let ids: Vec<_> = ready.map(|item| item.id).collect();
            self.lot = (!ids.is_empty()).then(|| Lot { key: fresh(), ids });
        }
        self.lot.clone()
    }

    /// The lines of a lot.
    pub fn lines(&self, lot: &Lot) -> NewMovements {
        let line = |item: &Item| Line {
            product_id: item.id,
            kind: Kind::Count,
            quantity: item.counted.unwrap_or_default(),
            seen_seq: Some(item.seq),
            note: String::new(),
            reference: String::new(),
        };
        NewMovements { lines: self.of_lot(lot).map(line).collect() }
    }

    fn of_lot<'a>(&'a self, lot: &'a Lot) -> impl Iterator<Item = &'a Item> {
        lot.ids.iter().filter_map(|id| self.items.iter().find(|item| item.id == *id))
    }

    /// The lot is in the ledger.
    pub fn booked(&mut self) {
        let ids = self.lot.take().map(|lot| lot.ids).unwrap_or_default();
        self.items.iter_mut().filter(|item| ids.contains(&item.id)).for_each(|item| item.is_booked = true);
    }

    /// The lot was refused, for these lines; the rest may be sent again. Tells whether any line was named.
    pub fn refused(&mut self, problem: &Problem) -> bool {
        let ids = self.lot.take().map(|lot| lot.ids).unwrap_or_default();
        let number = |field: &str| field.strip_prefix("lines[")?.split(']').next()?.parse::<usize>().ok();
        let stale: Vec<_> = problem.fields.iter().filter_map(|wrong| ids.get(number(&wrong.field)?).copied()).collect();
        self.items.iter_mut().filter(|item| stale.contains(&item.id)).for_each(|item| item.is_stale = true);
        !stale.is_empty()
    }

    /// One that may still change. What is on its way may not: sent again, it has to be the same.
    pub fn open(&mut self, id: Uuid) -> Option<&mut Item> {
        let is_sent = self.lot.as_ref().is_some_and(|lot| lot.ids.contains(&id));
        self.items.iter_mut().find(|item| item.id == id && !item.is_booked && !is_sent)
    }

    /// Takes over what the product is now; a count of it stands again.
    pub fn renew(&mut self, product: &Product) {
        if let Some(item) = self.open(product.id) {
            (item.book, item.seq, item.is_stale) = (product.quantity, product.seq, false);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::{Code, FieldError, Rule};

    fn take(count: u128) -> Take {
        let item = |number: u128| Item {
            id: Uuid::from_u128(number),
            code: format!("C-{number}"),
            barcode: Some(format!("84{number}")),
            name: String::new(),
            unit: String::new(),
            image: None,
            book: 5,
            seq: 1,
            counted: None,
            is_booked: false,
            is_stale: false,
        };
        Take { items: (0..count).map(item).collect(), ..Take::default() }
    }

    #[test]
    fn counting_goes_on_with_what_was_not_counted_and_comes_round() {
        let mut take = take(3);
        take.items[0].counted = Some(5);
        take.go_on();
        assert_eq!(take.at, 1);
        take.items[2].counted = Some(1);
        take.at = 2;
        take.go_on();
        assert_eq!(take.at, 1);
        take.items[1].counted = Some(0);
        take.go_on();
        assert_eq!((take.at, take.counted()), (1, 3));
        Take::default().go_on();
    }

    #[test]
    fn a_lot_keeps_its_name_until_it_is_answered_and_is_never_too_large() {
        let mut take = take(600);
        take.items.iter_mut().for_each(|item| item.counted = Some(4));
        let first = take.lot(|| Some(Uuid::from_u128(7))).unwrap();
        assert_eq!((first.ids.len(), take.lines(&first).lines.len()), (500, 500));
        assert_eq!(take.lot(|| Some(Uuid::from_u128(8))), Some(first));
        take.booked();
        assert_eq!(take.lot(|| Some(Uuid::from_u128(9))).unwrap().ids.len(), 100);
        take.booked();
        assert_eq!((take.lot(|| None), take.waiting()), (None, 0));
    }

    #[test]
    fn lines_that_are_refused_are_left_out_until_they_are_settled() {
        let mut take = take(3);
        take.items.iter_mut().for_each(|item| item.counted = Some(4));
        take.lot(|| None).unwrap();
        let wrong = FieldError { field: "lines[1].seen_seq".into(), rule: Rule::Format, limit: None };
        let problem = Problem { fields: vec![wrong], ..Code::StockChanged.into() };
        assert!(take.refused(&problem));
        assert_eq!(take.lot(|| None).unwrap().ids, [Uuid::from_u128(0), Uuid::from_u128(2)]);
        take.booked();
        assert!(take.lot(|| None).is_none() && take.items[1].is_stale && take.waiting() == 1);
    }

    #[test]
    fn what_is_on_its_way_is_not_changed() {
        let mut take = take(2);
        take.items[0].counted = Some(4);
        take.lot(|| None).unwrap();
        assert!(take.open(Uuid::from_u128(0)).is_none() && take.open(Uuid::from_u128(1)).is_some());
        take.booked();
        assert!(take.open(Uuid::from_u128(0)).is_none());
    }

    #[test]
    fn a_product_is_found_by_code_or_barcode() {
        assert_eq!(take(3).place_of("c-2", None), Some(2));
        assert_eq!(take(3).place_of("841", None), Some(1));
        assert_eq!(take(3).place_of("x", Some(Uuid::from_u128(1))), Some(1));
        assert_eq!(take(3).place_of("x", None), None);
    }
}
