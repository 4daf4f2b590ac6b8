//! What became of the rows, counted, with the first of each sort.
use super::{
    Import,
    compare::{Compared, Step},
};
use crate::{
    db::{audit, product_new::New, products},
    error::Result,
};
use shared::{
    Code, FieldError, Problem,
    audit::Change,
    import::{ImportItem, ImportReport, Outcome},
    sheet::Field,
};

/// The most rows that a refusal names.
const MAX_NAMED: usize = 100;

/// The report while it is made.
pub struct Tally {
    report: ImportReport,
    limit: usize,
    wrong: Vec<ImportItem>,
    touched: Vec<ImportItem>,
    same: Vec<ImportItem>,
}

impl Tally {
    pub fn of(import: &Import) -> Self {
        let sheet = &import.sheet;
        let report = ImportReport {
            id: import.id,
            dry_run: import.query.dry_run,
            rows: 0,
            created: 0,
            changed: 0,
            same: 0,
            failed: 0,
            opened: 0,
            counted: 0,
            columns: sheet.columns(),
            delimiter: sheet.delimiter(),
            encoding: sheet.encoding.into(),
            decimal: sheet.decimal,
            problems: sheet.problems.clone(),
            items: Vec::new(),
            truncated: false,
        };
        let limit = if import.query.dry_run { import.query.items() } else { import.query.items().max(MAX_NAMED) };
        Self { report, limit, wrong: Vec::new(), touched: Vec::new(), same: Vec::new() }
    }

    pub fn add_all(&mut self, rows: &[Compared]) {
        for row in rows {
            self.add(row);
        }
    }

    fn add(&mut self, row: &Compared) {
        let report = &mut self.report;
        report.rows += 1;
        let (outcome, count, list) = match &row.step {
            Step::Add(new) => {
                report.opened += u64::from(new.opening > 0);
                (Outcome::Created, &mut report.created, &mut self.touched)
            }
            Step::Change(edit) => {
                report.counted += u64::from(edit.count.is_some());
                (Outcome::Changed, &mut report.changed, &mut self.touched)
            }
            Step::Same => (Outcome::Same, &mut report.same, &mut self.same),
            Step::Wrong(_) => (Outcome::Failed, &mut report.failed, &mut self.wrong),
        };
        *count += 1;
        if list.len() < self.limit {
            list.push(item(row, outcome));
        }
    }

    /// Nothing is wrong so far.
    pub fn is_clean(&self) -> bool {
        self.report.failed == 0
    }

    /// The report, wrong rows first.
    pub fn report(self) -> ImportReport {
        let mut items = self.wrong;
        items.extend(self.touched);
        items.extend(self.same);
        items.truncate(self.limit);
        ImportReport { truncated: (items.len() as u64) < self.report.rows, items, ..self.report }
    }
}

fn item(row: &Compared, outcome: Outcome) -> ImportItem {
    let (changes, errors) = match &row.step {
        Step::Change(edit) => (edit.changes.iter().chain(&edit.others).cloned().collect(), Vec::new()),
        Step::Wrong(errors) => (Vec::new(), errors.clone()),
        Step::Add(new) => (told(new), Vec::new()),
        Step::Same => (Vec::new(), Vec::new()),
    };
    ImportItem { line: row.entry.line, code: row.entry.row.code.clone(), outcome, changes, errors }
}

/// What a new product gets. Its code stands in the row already.
fn told(new: &New) -> Vec<Change> {
    let fields = audit::filled(&products::fields(&new.product, new.min)).into_iter().filter(|it| it.field != "code");
    let value = Some(new.opening.to_string());
    let opening = Change { field: "quantity".into(), old: None, new: value };
    fields.chain((new.opening > 0).then_some(opening)).collect()
}

/// A report that names something wrong is a refusal.
pub fn refuse(report: ImportReport) -> Result<ImportReport> {
    if report.problems.is_empty() && report.failed == 0 {
        return Ok(report);
    }
    let rows = report.items.iter().flat_map(|item| item.errors.iter().map(move |error| (item.line, error)));
    let rows = rows.map(|(line, error)| FieldError {
        field: format!("line {line}.{}", error.field.map_or("row", Field::name)),
        rule: error.rule,
        limit: error.limit,
    });
    let fields: Vec<_> = report.problems.iter().cloned().chain(rows).take(MAX_NAMED).collect();
    let detail = match report.failed {
        0 => "the sheet cannot be read; nothing was stored".into(),
        failed => format!("{failed} of {} rows are wrong; nothing was stored", report.rows),
    };
    Err(Problem { fields, ..Problem::from(Code::Invalid).detail(detail) }.into())
}
