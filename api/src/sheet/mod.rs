//! Sheets that people bring: opened, understood, and read row by row with little memory. This module knows neither the
//! database nor HTTP, and it waits for disks: call it where that may be done.
pub mod cell;
mod columns;
mod encoding;
mod layout;
mod names;
mod number;
pub mod row;
mod rows;
pub mod write;

use columns::Columns;
use layout::Layout;
use rows::Rows;
use shared::{
    FieldError, Rule,
    import::{CellError, ImportQuery, MAX_ROWS},
    sheet::{Decimal, Delimiter, Field},
};
use std::{
    fs::File,
    io::{self, Read},
    os::unix::fs::FileExt,
    path::Path,
    sync::Arc,
};

/// A sheet, ready to be read.
pub struct Sheet {
    text: Arc<File>,
    layout: Layout,
    columns: Columns,
    decimals: u32,
    /// How it was encoded.
    pub encoding: &'static str,
    /// Its decimal sign, as far as it is known.
    pub decimal: Option<Decimal>,
    /// Its rows, at most.
    pub rows: u64,
    /// What is wrong with it as a whole.
    pub problems: Vec<FieldError>,
}

impl Sheet {
    /// Looks through the file once. `decimals` are those of the shop's currency; `folder` takes a second copy for a while.
    pub fn open(file: File, folder: &Path, asked: &ImportQuery, decimals: u32) -> io::Result<Self> {
        let text = encoding::decoded(&Arc::new(file), folder)?;
        let layout = layout::find(&text.file)?;
        let headers = Rows::new(&text.file, &layout).next().transpose()?.map(|(_, headers)| headers);
        let (columns, mut problems) = Columns::find(&headers.unwrap_or_default(), asked.columns.as_deref());
        if text.is_broken {
            problems.push(FieldError { field: "encoding".into(), rule: Rule::Format, limit: None });
        }
        let (file, encoding, decimal) = (text.file, text.encoding, asked.decimal);
        let mut sheet = Self { text: file, layout, columns, decimals, encoding, decimal, rows: 0, problems };
        sheet.survey()?;
        Ok(sheet)
    }

    /// Counts the rows and looks what the prices tell of the decimal sign.
    fn survey(&mut self) -> io::Result<()> {
        let price = self.columns.fields().iter().position(|field| *field == Some(Field::Price));
        let (mut comma, mut point) = (false, false);
        for row in Rows::new(&self.text, &self.layout).skip(1) {
            let (_, cells) = row?;
            self.rows += 1;
            match price.and_then(|at| cells.get(at)).and_then(number::evidence) {
                Some(Decimal::Comma) => comma = true,
                Some(Decimal::Point) => point = true,
                None => {}
            }
        }
        self.decimal = match (comma, point) {
            (true, false) => Some(Decimal::Comma),
            (false, true) => Some(Decimal::Point),
            _ => self.decimal,
        };
        if self.rows > MAX_ROWS {
            let limit = i64::try_from(MAX_ROWS).ok();
            self.problems.push(FieldError { field: "rows".into(), rule: Rule::TooBig, limit });
        }
        Ok(())
    }

    /// What stands between its cells.
    pub fn delimiter(&self) -> Delimiter {
        self.layout.delimiter
    }

    /// Its columns, as the report tells them.
    pub fn columns(&self) -> Vec<shared::import::ImportColumn> {
        self.columns.told()
    }

    /// Its headers as they stand there.
    pub fn headers(&self) -> &[String] {
        self.columns.headers()
    }

    /// A wrong cell, with the header of its column.
    pub fn error(&self, field: Field, rule: Rule, limit: Option<i64>) -> CellError {
        CellError { column: self.columns.header(field).map(str::to_owned), field: Some(field), rule, limit }
    }
}

/// Reads a file from its beginning, whoever else reads it.
struct Pages {
    file: Arc<File>,
    at: u64,
}

impl Pages {
    fn of(file: &Arc<File>) -> Self {
        Self { file: file.clone(), at: 0 }
    }
}

impl Read for Pages {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let length = self.file.read_at(into, self.at)?;
        self.at += length as u64;
        Ok(length)
    }
}
