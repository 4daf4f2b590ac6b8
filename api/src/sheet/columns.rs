//! Which column is what: as it was asked for, else by the headers.
use super::names::{self, normal};
use csv::StringRecord;
use shared::{FieldError, Rule, import::ImportColumn, sheet::Field};

/// The columns of a sheet.
pub struct Columns {
    headers: Vec<String>,
    fields: Vec<Option<Field>>,
}

impl Columns {
    /// Finds them, and what is wrong with them.
    pub fn find(headers: &StringRecord, asked: Option<&str>) -> (Self, Vec<FieldError>) {
        let headers: Vec<String> = headers.iter().map(|header| header.trim().to_owned()).collect();
        let (mut columns, mut problems) = (Self { fields: vec![None; headers.len()], headers }, Vec::new());
        let settled = columns.settle(asked.unwrap_or_default(), &mut problems);
        for &field in Field::ALL {
            if !columns.fields.contains(&Some(field)) {
                columns.recognise(field, &settled);
            }
            if columns.fields.iter().filter(|one| **one == Some(field)).count() > 1 {
                problems.push(problem(field.name(), Rule::Repeated));
            }
        }
        if !columns.has(Field::Code) {
            problems.push(problem(Field::Code.name(), Rule::Required));
        }
        (columns, problems)
    }

    /// Takes what was asked for, and tells which columns are settled by it.
    fn settle(&mut self, asked: &str, problems: &mut Vec<FieldError>) -> Vec<bool> {
        let mut settled = vec![false; self.headers.len()];
        for entry in entries(asked) {
            let Some((header, field)) = entry.rsplit_once('=') else {
                problems.push(problem(&entry, Rule::Format));
                continue;
            };
            let (wanted, field) = (normal(header), field.trim());
            if !field.is_empty() && Field::of_name(field).is_none() {
                problems.push(problem(header, Rule::Type));
            }
            let named = self.headers.iter().enumerate().filter(|(_, one)| normal(one) == wanted);
            let named: Vec<usize> = named.map(|(at, _)| at).collect();
            if named.is_empty() {
                problems.push(problem(header, Rule::NotFound));
            }
            for at in named {
                (settled[at], self.fields[at]) = (true, Field::of_name(field));
            }
        }
        settled
    }

    /// By the best of the headers that the field may have; two columns of that one are both taken, which is refused later.
    fn recognise(&mut self, field: Field, settled: &[bool]) {
        for name in names::of(field) {
            let mut found = false;
            for at in (0..self.headers.len()).filter(|at| !settled[*at]) {
                if normal(&self.headers[at]) == *name {
                    (found, self.fields[at]) = (true, Some(field));
                }
            }
            if found {
                return;
            }
        }
    }

    /// What each is.
    pub fn fields(&self) -> &[Option<Field>] {
        &self.fields
    }

    /// Is there a column for this?
    pub fn has(&self, field: Field) -> bool {
        self.fields.contains(&Some(field))
    }

    /// The header of the column for this.
    pub fn header(&self, field: Field) -> Option<&str> {
        let at = self.fields.iter().position(|one| *one == Some(field))?;
        Some(&self.headers[at])
    }

    /// All headers.
    pub fn headers(&self) -> &[String] {
        &self.headers
    }

    /// As the report tells them.
    pub fn told(&self) -> Vec<ImportColumn> {
        let pairs = self.headers.iter().zip(&self.fields);
        pairs.map(|(header, field)| ImportColumn { header: header.clone(), field: *field }).collect()
    }
}

/// The list is a line of CSV, so that headers with commas can be named. Such a line is never unreadable.
fn entries(asked: &str) -> Vec<String> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(asked.as_bytes());
    let entries = reader.records().flatten().flat_map(|line| line.iter().map(str::to_owned).collect::<Vec<_>>());
    entries.filter(|entry| !entry.trim().is_empty()).collect()
}

fn problem(what: &str, rule: Rule) -> FieldError {
    FieldError { field: format!("columns.{}", what.trim()), rule, limit: None }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(headers: &[&str], asked: &str) -> (Vec<Option<Field>>, Vec<(String, Rule)>) {
        let (columns, problems) = Columns::find(&StringRecord::from(headers.to_vec()), Some(asked));
        (columns.fields, problems.into_iter().map(|one| (one.field, one.rule)).collect())
    }

    #[test]
    fn the_best_header_of_a_field_counts_and_a_wish_counts_more() {
        let (fields, problems) = find(&["Handle", "Title", "Variant SKU", "Notas"], "");
        assert_eq!(fields, [None, Some(Field::Name), Some(Field::Code), None]);
        assert!(problems.is_empty());
        let (fields, problems) = find(&["Handle", "Title", "Price, net"], r#"handle=code,Title=,"Price, net=price""#);
        assert_eq!(fields, [Some(Field::Code), None, Some(Field::Price)]);
        assert!(problems.is_empty());
    }

    #[test]
    fn what_cannot_be_is_refused() {
        let refused = |headers, asked| find(headers, asked).1;
        assert_eq!(refused(&["name"], ""), [("columns.code".into(), Rule::Required)]);
        assert_eq!(refused(&["code", "pvp", "PVP"], ""), [("columns.price".into(), Rule::Repeated)]);
        assert_eq!(refused(&["code", "a", "b"], "a=name,b=name"), [("columns.name".into(), Rule::Repeated)]);
        assert_eq!(refused(&["code"], "x=name"), [("columns.x".into(), Rule::NotFound)]);
        assert_eq!(refused(&["code", "x"], "x=nmae"), [("columns.x".into(), Rule::Type)]);
        assert_eq!(refused(&["code"], "x"), [("columns.x".into(), Rule::Format)]);
    }
}
