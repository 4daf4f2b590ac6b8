//! The rows of a sheet one after the other, and in batches made on a thread of their own.
use super::{Pages, Sheet, layout::Layout, row::Entry};
use csv::{ReaderBuilder, StringRecord, Terminator};
use sha2::{Digest, Sha256};
use shared::{Rule, sheet::Field};
use std::{collections::HashSet, fs::File, io, sync::Arc};
use tokio::{sync::mpsc, task};

/// Rows that are looked up and written together.
const BATCH: usize = 500;

/// All rows with their lines, the header first.
pub struct Rows {
    reader: csv::Reader<Pages>,
    before: u64,
}

impl Rows {
    pub fn new(text: &Arc<File>, layout: &Layout) -> Self {
        let pages = Pages { at: layout.start, ..Pages::of(text) };
        let mut builder = ReaderBuilder::new();
        // Only `\n` ends a row, so that lines can be counted; a `\r` before it is taken off below.
        builder.delimiter(layout.delimiter.byte()).terminator(Terminator::Any(b'\n'));
        Self { reader: builder.has_headers(false).flexible(true).from_reader(pages), before: layout.lines }
    }
}

impl Iterator for Rows {
    type Item = io::Result<(u64, StringRecord)>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut cells = StringRecord::new();
        match self.reader.read_record(&mut cells) {
            Ok(true) => {}
            Ok(false) => return None,
            Err(error) => return Some(Err(error.into())),
        }
        // Every row ends with the line that it ends on, so it began as many lines above as it has in its cells.
        let inside: usize = cells.iter().map(|cell| cell.bytes().filter(|byte| *byte == b'\n').count()).sum();
        let line = self.before + self.reader.position().line() - 1 - inside as u64;
        if cells.iter().next_back().is_some_and(|cell| cell.ends_with('\r')) {
            let last = cells.len() - 1;
            cells = cells
                .iter()
                .enumerate()
                .map(|(at, cell)| cell.strip_suffix('\r').filter(|_| at == last).unwrap_or(cell))
                .collect();
        }
        Some(Ok((line, cells)))
    }
}

impl Sheet {
    /// The rows in batches. They are read ahead a little, so that reading and storing go on at the same time.
    pub fn batches(self: &Arc<Self>) -> mpsc::Receiver<io::Result<Vec<Entry>>> {
        let (sender, receiver) = mpsc::channel(2);
        let sheet = self.clone();
        task::spawn_blocking(move || {
            let mut entries = Entries::of(&sheet);
            loop {
                let batch: io::Result<Vec<Entry>> = entries.by_ref().take(BATCH).collect();
                let is_end = batch.as_ref().map_or(true, Vec::is_empty);
                // Nobody listens any more once something went wrong there.
                if batch.as_ref().is_ok_and(Vec::is_empty) || sender.blocking_send(batch).is_err() || is_end {
                    return;
                }
            }
        });
        receiver
    }
}

/// Rows that say something, each code once.
struct Entries<'a> {
    sheet: &'a Sheet,
    rows: std::iter::Skip<Rows>,
    /// Digests of the codes: a few megabytes for the longest file.
    seen: HashSet<[u8; 16]>,
}

impl<'a> Entries<'a> {
    fn of(sheet: &'a Sheet) -> Self {
        Self { sheet, rows: Rows::new(&sheet.text, &sheet.layout).skip(1), seen: HashSet::new() }
    }
}

impl Iterator for Entries<'_> {
    type Item = io::Result<Entry>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let (line, cells) = match self.rows.next()? {
                Ok(row) => row,
                Err(error) => return Some(Err(error)),
            };
            let Some(mut entry) = Entry::read(self.sheet, line, cells) else { continue };
            let digest = Sha256::digest(&entry.row.key);
            let mut code = [0; 16];
            code.copy_from_slice(&digest[..16]);
            if !entry.row.key.is_empty() && !self.seen.insert(code) {
                entry.errors.push(self.sheet.error(Field::Code, Rule::Repeated, None));
            }
            return Some(Ok(entry));
        }
    }
}
