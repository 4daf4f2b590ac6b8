//! A row of a sheet: its cells as the fields of a product, checked like those that a form sends.
use super::{Sheet, cell, number};
use crate::db::key;
use csv::StringRecord;
use shared::{
    Rule, Validate,
    import::CellError,
    product::{NewProduct, ProductPatch},
    sheet::Field,
};

/// What a row says. A column that is not there, or an empty cell of a field that cannot be empty, says nothing.
#[derive(Default)]
pub struct Row {
    /// The code.
    pub code: String,
    /// The code as it is compared.
    pub key: String,
    /// What it says of the product.
    pub patch: ProductPatch,
    /// What it says is on hand.
    pub quantity: Option<i64>,
    /// Whether it says that the product is out of use.
    pub archived: Option<bool>,
}

/// A row with the place where it stands.
pub struct Entry {
    /// The line on which it begins.
    pub line: u64,
    /// Its cells as they stand there.
    pub cells: StringRecord,
    /// What it says.
    pub row: Row,
    /// What is wrong with it.
    pub errors: Vec<CellError>,
}

impl Entry {
    /// Reads one; nothing for a row without any cell that counts.
    pub fn read(sheet: &Sheet, line: u64, cells: StringRecord) -> Option<Self> {
        let columns = sheet.columns.fields();
        let known = |(at, text): (usize, &str)| columns.get(at).is_none_or(Option::is_some) && !text.trim().is_empty();
        if !cells.iter().enumerate().any(known) {
            return None;
        }
        let (mut row, mut errors) = (Row::default(), Vec::new());
        for (field, text) in columns.iter().zip(&cells) {
            if let Some(field) = *field
                && let Err(rule) = row.set(sheet, field, cell::plain(text.trim_matches([' ', '\u{a0}'])).trim())
            {
                errors.push(sheet.error(field, rule, None));
            }
        }
        if cells.iter().skip(columns.len()).any(|text| !text.trim().is_empty()) {
            let limit = i64::try_from(columns.len()).ok();
            errors.push(CellError { column: None, field: None, rule: Rule::TooBig, limit });
        }
        row.key = key::of(&row.code);
        row.check(sheet, &mut errors);
        Some(Self { line, cells, row, errors })
    }
}

impl Row {
    fn set(&mut self, sheet: &Sheet, field: Field, text: &str) -> Result<(), Rule> {
        let filled = (!text.is_empty()).then(|| text.to_owned());
        let number = |decimals| filled.as_deref().map(|text| number::read(text, decimals, sheet.decimal)).transpose();
        match field {
            Field::Code => self.code = text.into(),
            Field::Name => self.patch.name = filled,
            Field::Barcode => self.patch.barcode = Some(filled),
            Field::Description => self.patch.description = Some(text.into()),
            Field::Price => self.patch.price_minor = number(sheet.decimals)?,
            Field::Unit => self.patch.unit = filled,
            Field::Minimum => self.patch.min_quantity = Some(number(0)?),
            Field::Public => self.patch.is_public = filled.as_deref().map(yes_or_no).transpose()?,
            Field::Quantity => self.quantity = number(0)?,
            Field::Archived => self.archived = filled.as_deref().map(yes_or_no).transpose()?,
        }
        Ok(())
    }

    /// The rules of a new product hold for each row; whether it needs a name is known when it is known to be new.
    fn check(&self, sheet: &Sheet, errors: &mut Vec<CellError>) {
        let new = NewProduct { name: self.patch.name.clone().unwrap_or_else(|| "-".into()), ..self.new_product() };
        for wrong in new.validate().err().into_iter().flatten() {
            let field = match wrong.field.as_str() {
                "price_minor" => Field::Price,
                "min_quantity" => Field::Minimum,
                "opening_quantity" => Field::Quantity,
                // The others are called alike; there are no more.
                other => Field::of_name(other).unwrap_or(Field::Code),
            };
            if errors.iter().all(|error| error.field != Some(field)) {
                errors.push(sheet.error(field, wrong.rule, wrong.limit));
            }
        }
    }

    /// The row as a product to be added.
    pub fn new_product(&self) -> NewProduct {
        let patch = self.patch.clone();
        NewProduct {
            code: self.code.clone(),
            name: patch.name.unwrap_or_default(),
            barcode: patch.barcode.flatten(),
            description: patch.description.unwrap_or_default(),
            price_minor: patch.price_minor.unwrap_or_default(),
            unit: patch.unit.unwrap_or_else(|| "ud".into()),
            min_quantity: patch.min_quantity.flatten(),
            is_public: patch.is_public.unwrap_or(true),
            opening_quantity: self.quantity.unwrap_or_default(),
        }
    }
}

/// `-1` is what WooCommerce writes for a draft.
fn yes_or_no(text: &str) -> Result<bool, Rule> {
    match key::of(text).as_str() {
        "true" | "yes" | "y" | "si" | "s" | "1" | "x" | "verdadero" | "on" => Ok(true),
        "false" | "no" | "n" | "0" | "-1" | "falso" | "off" => Ok(false),
        _ => Err(Rule::Type),
    }
}
