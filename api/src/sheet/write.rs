//! Rows as text: what an export sends and what a refused import sends back.
use super::{
    Sheet,
    cell::{guarded, plain},
    row::Entry,
};
use csv::{QuoteStyle, Writer, WriterBuilder};
use shared::{
    FieldError,
    import::CellError,
    money,
    movement::Movement,
    product::Product,
    sheet::{Delimiter, Field},
};
use std::io;

/// Spreadsheets take a file without it for one of the system's own encoding.
const BOM: &str = "\u{feff}";

/// Some rows on their way out.
pub struct Lines(Writer<Vec<u8>>);

impl Lines {
    /// With its header.
    pub fn new<'a>(delimiter: Delimiter, header: impl IntoIterator<Item = &'a str>) -> io::Result<Self> {
        let mut lines = Self(writer(delimiter, BOM.as_bytes().to_vec()));
        lines.0.write_record(header.into_iter().map(|name| guarded(name).into_owned()))?;
        Ok(lines)
    }

    /// Without, for what comes after.
    pub fn more(delimiter: Delimiter) -> Self {
        Self(writer(delimiter, Vec::new()))
    }

    /// What was written.
    pub fn taken(self) -> io::Result<Vec<u8>> {
        self.0.into_inner().map_err(|error| io::Error::other(error.to_string()))
    }

    /// The header of an export of products: the names that an import knows.
    pub fn products(delimiter: Delimiter) -> io::Result<Self> {
        Self::new(delimiter, Field::ALL.iter().map(|field| field.name()))
    }

    /// A product; `decimals` are those of the shop's currency.
    pub fn product(&mut self, product: &Product, decimals: u32) -> io::Result<()> {
        let cells = Field::ALL.iter().map(|field| match field {
            Field::Code => guarded(&product.code).into_owned(),
            Field::Name => guarded(&product.name).into_owned(),
            Field::Barcode => guarded(product.barcode.as_deref().unwrap_or_default()).into_owned(),
            Field::Description => guarded(&product.description).into_owned(),
            Field::Price => money::plain(product.price_minor, decimals),
            Field::Unit => guarded(&product.unit).into_owned(),
            Field::Minimum => product.min_quantity.map_or(String::new(), |min| min.to_string()),
            Field::Public => product.is_public.to_string(),
            Field::Quantity => product.quantity.to_string(),
            Field::Archived => product.archived_at.is_some().to_string(),
        });
        Ok(self.0.write_record(cells)?)
    }

    /// The header of a journal.
    pub fn movements(delimiter: Delimiter) -> io::Result<Self> {
        let names = ["time", "code", "name", "kind", "delta", "before", "after", "note", "reference", "person", "id"];
        Self::new(delimiter, names)
    }

    /// A movement.
    pub fn movement(&mut self, movement: &Movement) -> io::Result<()> {
        let before = movement.balance_after - movement.delta;
        let numbers = [movement.delta, before, movement.balance_after].map(|number| number.to_string());
        let text = |text: &str| guarded(text).into_owned();
        let [delta, before, after] = numbers;
        Ok(self.0.write_record([
            movement.created_at.to_rfc3339_opts(chrono::SecondsFormat::Micros, true),
            text(&movement.product_code),
            text(&movement.product_name),
            movement.kind.name().into(),
            delta,
            before,
            after,
            text(&movement.note),
            text(&movement.reference),
            text(movement.actor.name.as_deref().unwrap_or_default()),
            movement.id.to_string(),
        ])?)
    }

    /// The header of the rows that an import refuses: where, why, and that of the sheet.
    pub fn rejects(sheet: &Sheet) -> io::Result<Self> {
        let headers = sheet.headers().iter().map(String::as_str);
        Self::new(sheet.delimiter(), ["line", "problem"].into_iter().chain(headers))
    }

    /// A row that an import refuses, as it stands in the sheet.
    pub fn reject(&mut self, entry: &Entry, errors: &[CellError]) -> io::Result<()> {
        let problem = errors.iter().map(told).collect::<Vec<_>>().join("; ");
        let first = [entry.line.to_string(), guarded(&problem).into_owned()];
        let cells = entry.cells.iter().map(|cell| guarded(plain(cell)).into_owned());
        Ok(self.0.write_record(first.into_iter().chain(cells))?)
    }
}

/// Rows end as spreadsheets end them (RFC 4180).
fn writer(delimiter: Delimiter, into: Vec<u8>) -> Writer<Vec<u8>> {
    let mut builder = WriterBuilder::new();
    builder.delimiter(delimiter.byte()).terminator(csv::Terminator::CRLF).quote_style(QuoteStyle::Necessary);
    builder.flexible(true).from_writer(into)
}

/// A wrong cell in a few words: `price: too_big 100`.
pub fn told(error: &CellError) -> String {
    let field = error.column.as_deref().or(error.field.map(Field::name)).unwrap_or("row").into();
    FieldError { field, rule: error.rule, limit: error.limit }.to_string()
}
