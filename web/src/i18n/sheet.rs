//! Sheets in words: how a file was understood, what is wrong with it, and how far an import is.
use super::{Lang, SheetWords};
use shared::{
    Code, FieldError, Problem, Rule,
    import::{CellError, ImportColumn, ImportProgress, Outcome, Phase},
    sheet::{Decimal, Delimiter, Field},
};

impl Lang {
    /// The words of imports.
    pub(crate) const fn sheet(self) -> &'static SheetWords {
        SheetWords::of(self)
    }

    /// What a column of a sheet holds.
    pub const fn column(self, field: Field) -> &'static str {
        let w = self.words();
        match field {
            Field::Code => w.code,
            Field::Name => w.name,
            Field::Barcode => w.barcode,
            Field::Description => w.description,
            Field::Price => w.price,
            Field::Unit => w.unit,
            Field::Minimum => w.minimum,
            Field::Public => w.is_public,
            Field::Quantity => w.quantity,
            Field::Archived => w.archived,
        }
    }

    /// What stands between cells.
    pub const fn delimiter(self, delimiter: Delimiter) -> &'static str {
        let w = self.sheet();
        match delimiter {
            Delimiter::Comma => w.comma,
            Delimiter::Semicolon => w.semicolon,
            Delimiter::Tab => w.tab,
        }
    }

    /// The sign before the cents.
    pub const fn decimal(self, decimal: Decimal) -> &'static str {
        let w = self.sheet();
        match decimal {
            Decimal::Comma => w.decimal_comma,
            Decimal::Point => w.decimal_point,
        }
    }

    /// What becomes of a row.
    pub const fn outcome(self, outcome: Outcome) -> &'static str {
        let w = self.sheet();
        match outcome {
            Outcome::Created => w.one_created,
            Outcome::Changed => w.one_changed,
            Outcome::Same => w.one_same,
            Outcome::Failed => w.one_failed,
        }
    }

    /// What is wrong with a sheet as a whole.
    pub fn sheet_problem(self, wrong: &FieldError, columns: &[ImportColumn]) -> String {
        let w = self.sheet();
        let column = |name: &str| Field::of_name(name).map_or(name, |field| self.column(field)).to_owned();
        match (wrong.field.strip_prefix("columns."), wrong.rule) {
            (Some("code"), Rule::Required) => w.no_code.to_owned(),
            (Some(name), Rule::Repeated) => {
                let of_it = columns.iter().filter(|column| column.field.is_some_and(|field| field.name() == name));
                let mut headers = of_it.map(|column| column.header.trim().to_lowercase());
                let first = headers.next();
                self.two_columns(&column(name), headers.any(|header| Some(header) == first))
            }
            (Some(name), rule) => format!("{}: {}", column(name), self.rule(rule, wrong.limit)),
            (None, Rule::TooBig) => self.too_many_rows(wrong.limit.unwrap_or_default()),
            (None, _) => w.broken_letters.to_owned(),
        }
    }

    /// What is wrong with a cell: `Precio: No tiene la forma esperada.`
    pub fn cell(self, wrong: &CellError) -> String {
        match (&wrong.column, wrong.field) {
            (Some(header), _) => format!("{header}: {}", self.rule(wrong.rule, wrong.limit)),
            (None, Some(field)) => format!("{}: {}", self.column(field), self.rule(wrong.rule, wrong.limit)),
            (None, None) => self.pick("Hay más celdas que títulos.", "There are more cells than headers.").to_owned(),
        }
    }

    /// Why an import was refused, or a dry run, where the usual words would not help.
    pub fn import_refusal(self, problem: &Problem, is_real: bool) -> &'static str {
        let w = self.sheet();
        match problem.code {
            Code::Busy | Code::StillRunning => w.busy,
            Code::UnsupportedMedia => w.no_text,
            Code::Malformed => w.unreadable,
            Code::BadGateway if is_real => w.lost,
            Code::Invalid | Code::CodeTaken if is_real => w.moved,
            code => self.refusal(code),
        }
    }

    /// How far an import is.
    pub fn progress(self, at: ImportProgress) -> String {
        let w = self.sheet();
        let what = if at.phase == Phase::Storing { w.working } else { w.checking };
        let [done, total] = [at.rows_done, at.rows_total].map(|rows| self.rows(rows));
        match self {
            Self::Es => format!("{what}: {done} de {total} filas"),
            Self::En => format!("{what}: {done} of {total} rows"),
        }
    }

    /// How much of the file has gone out.
    pub fn sent(self, percent: u8) -> String {
        match self {
            Self::Es => format!("Enviando el archivo: {percent} %"),
            Self::En => format!("Sending the file: {percent}%"),
        }
    }

    /// That a table goes on.
    pub fn first_rows(self, shown: usize, all: u64) -> String {
        let all = self.rows(all);
        match self {
            Self::Es => {
                format!("Se ven {shown} de {all} filas: primero las que tienen errores, después las que cambian algo.")
            }
            Self::En => {
                format!("{shown} of {all} rows are shown: the wrong ones first, then those that change something.")
            }
        }
    }

    /// The button that imports.
    pub fn import_many(self, products: u64) -> String {
        let many = self.rows(products);
        match (self, products) {
            (Self::Es, 1) => "Importar 1 producto".into(),
            (Self::Es, _) => format!("Importar {many} productos"),
            (Self::En, 1) => "Import 1 product".into(),
            (Self::En, _) => format!("Import {many} products"),
        }
    }

    /// News.
    pub fn imported(self, products: u64) -> String {
        let many = self.rows(products);
        match (self, products) {
            (Self::Es, 1) => "1 producto importado".into(),
            (Self::Es, _) => format!("{many} productos importados"),
            (Self::En, 1) => "1 product imported".into(),
            (Self::En, _) => format!("{many} products imported"),
        }
    }

    /// A number of rows.
    pub fn rows(self, rows: u64) -> String {
        self.number(rows.cast_signed())
    }

    /// Columns with one header are only left out together.
    fn two_columns(self, name: &str, are_alike: bool) -> String {
        let (es, en) = if are_alike {
            ("Dale a una otro título en el archivo.", "Give one of them another header in the file.")
        } else {
            ("Deja una sin importar.", "Leave one of them out.")
        };
        match self {
            Self::Es => format!("Dos columnas son «{name}». {es}"),
            Self::En => format!("Two columns are “{name}”. {en}"),
        }
    }

    fn too_many_rows(self, most: i64) -> String {
        let most = self.number(most);
        match self {
            Self::Es => format!("Son más de {most} filas. Reparte el archivo en varios."),
            Self::En => format!("There are more than {most} rows. Divide the file."),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrong(field: &str, rule: Rule) -> FieldError {
        FieldError { field: field.into(), rule, limit: Some(200_000) }
    }

    #[test]
    fn what_is_wrong_with_a_sheet_is_told_in_words() {
        let es = |field, rule| Lang::Es.sheet_problem(&wrong(field, rule), &[]);
        assert!(es("columns.code", Rule::Required).starts_with("Falta la columna del código"));
        assert_eq!(es("columns.price", Rule::Repeated), "Dos columnas son «Precio». Deja una sin importar.");
        let price = |header: &str| ImportColumn { header: header.into(), field: Some(Field::Price) };
        let alike = Lang::Es.sheet_problem(&wrong("columns.price", Rule::Repeated), &[price("PVP"), price("pvp ")]);
        assert_eq!(alike, "Dos columnas son «Precio». Dale a una otro título en el archivo.");
        assert_eq!(es("columns.Notas", Rule::NotFound), "Notas: No existe.");
        assert!(es("rows", Rule::TooBig).starts_with("Son más de 200.000 filas."));
        assert!(es("encoding", Rule::Format).contains("CSV UTF-8"));
    }

    #[test]
    fn what_is_wrong_with_a_cell_names_its_column() {
        let cell = |column: Option<&str>, field| {
            let column = column.map(str::to_owned);
            Lang::En.cell(&CellError { column, field, rule: Rule::Required, limit: None })
        };
        assert_eq!(cell(Some("PVP"), Some(Field::Price)), "PVP: This is needed.");
        assert_eq!(cell(None, Some(Field::Name)), "Name: This is needed.");
        assert_eq!(cell(None, None), "There are more cells than headers.");
    }

    #[test]
    fn one_product_is_not_spoken_of_as_many() {
        assert_eq!(Lang::Es.import_many(1), "Importar 1 producto");
        assert_eq!(Lang::En.imported(12_000), "12,000 products imported");
    }
}
