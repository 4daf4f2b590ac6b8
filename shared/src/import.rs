//! Imports: products out of a file, what was found in it, and what became of every row.
use crate::{
    FieldError, Rule,
    audit::Change,
    sheet::{Decimal, Delimiter, Field},
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The most rows of one file.
pub const MAX_ROWS: u64 = 200_000;
/// The most bytes of one file.
pub const MAX_FILE: usize = 64 * 1024 * 1024;
/// The most rows that a report shows, and how many when nothing else is asked for.
pub const MAX_ITEMS: usize = 1000;
const ITEMS: usize = 100;

/// What the quantities of a file mean for products that are there already.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Stock {
    /// Nothing: the file may be older than the last sale.
    #[default]
    Keep,
    /// They were counted: where they differ from what is on hand, a `count` is booked.
    Count,
}

/// How to read a file, and what to do with it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams), into_params(parameter_in = Query))]
pub struct ImportQuery {
    /// Only tell what would become of every row; nothing is stored.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub dry_run: bool,
    /// Which column is what, where the headers do not say it: `Header=field,Other header=field`, URL-encoded. The fields are
    /// `code`, `name`, `barcode`, `description`, `price`, `unit`, `minimum`, `public`, `quantity` and `archived`; `Header=`
    /// leaves a column out. Columns that are not named here are recognised by their headers. The list is read like a line of
    /// CSV: an entry with a comma in its header goes in quotes, as in `"Price, net=price",SKU=code`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(example = "Artikel=name,Notizen="))]
    pub columns: Option<String>,
    /// The decimal sign, for files whose prices do not show it: `1.234` is a thousand or a bit more than one. Where some other
    /// price of the file shows the sign, that one counts.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(inline))]
    pub decimal: Option<Decimal>,
    /// `keep` leaves the quantities of products that are there already alone, because the file may be older than the last
    /// sale; `count` books each that differs as a count.
    #[serde(skip_serializing_if = "is_keep")]
    #[cfg_attr(feature = "openapi", param(inline))]
    pub stock: Stock,
    /// Rows that the report shows: 1 to 1000, 100 when left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<usize>,
}

impl ImportQuery {
    /// How many rows the report shows.
    pub fn items(&self) -> usize {
        self.limit.unwrap_or(ITEMS).clamp(1, MAX_ITEMS)
    }
}

// Serde hands over a reference.
#[allow(clippy::trivially_copy_pass_by_ref)]
fn is_keep(stock: &Stock) -> bool {
    *stock == Stock::Keep
}

/// What was found in a file, and what became of its rows, or would.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ImportReport {
    /// Name of this import: its movements carry `import` and this as their reference.
    pub id: Uuid,
    /// Nothing was stored: this is what would be.
    pub dry_run: bool,
    /// Rows that were read; the header and empty ones do not count.
    #[cfg_attr(feature = "openapi", schema(example = 120))]
    pub rows: u64,
    /// Products that were added.
    #[cfg_attr(feature = "openapi", schema(example = 80))]
    pub created: u64,
    /// Products that were edited, counted, archived or restored.
    #[cfg_attr(feature = "openapi", schema(example = 30))]
    pub changed: u64,
    /// Rows that say what is so already.
    #[cfg_attr(feature = "openapi", schema(example = 9))]
    pub same: u64,
    /// Rows that are wrong. With any of them nothing is stored.
    #[cfg_attr(feature = "openapi", schema(example = 1))]
    pub failed: u64,
    /// Opening quantities that were booked for new products.
    #[cfg_attr(feature = "openapi", schema(example = 75))]
    pub opened: u64,
    /// Counts that were booked; only with `stock=count`.
    #[cfg_attr(feature = "openapi", schema(example = 0))]
    pub counted: u64,
    /// The columns of the file, in their order.
    pub columns: Vec<ImportColumn>,
    /// What stands between the cells: `,`, `;` or `tab`.
    pub delimiter: Delimiter,
    /// How the file is encoded.
    #[cfg_attr(feature = "openapi", schema(example = "UTF-8"))]
    pub encoding: String,
    /// The decimal sign of the file; `null` when it has none and none was named.
    pub decimal: Option<Decimal>,
    /// What is wrong with the file as a whole, such as no column for the code (`columns.code`). With any of these no row was
    /// looked at.
    pub problems: Vec<FieldError>,
    /// The first rows: wrong ones first, then what is added or changed, then the rest.
    pub items: Vec<ImportItem>,
    /// There are more rows than are shown.
    pub truncated: bool,
}

/// A column of the file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ImportColumn {
    /// Its header, as it stands in the file.
    #[cfg_attr(feature = "openapi", schema(example = "Precio"))]
    pub header: String,
    /// What it is taken for; `null` for nothing.
    pub field: Option<Field>,
}

/// What becomes of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Outcome {
    /// A new product.
    Created,
    /// A product that is there is changed.
    Changed,
    /// All of it is so already.
    Same,
    /// It is wrong.
    Failed,
}

/// A row of the file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ImportItem {
    /// The line of the file on which it begins; the header is usually line 1.
    #[cfg_attr(feature = "openapi", schema(example = 17))]
    pub line: u64,
    /// The code that it names.
    #[cfg_attr(feature = "openapi", schema(example = "CAF-250"))]
    pub code: String,
    /// What becomes of it.
    pub outcome: Outcome,
    /// What changes in a product that is there, from what to what, or what a new one gets, from `null`; field names as in the
    /// API.
    pub changes: Vec<Change>,
    /// What is wrong.
    pub errors: Vec<CellError>,
}

/// A cell that is wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CellError {
    /// The header of its column; `null` when the file has no such column.
    #[cfg_attr(feature = "openapi", schema(example = "Precio"))]
    pub column: Option<String>,
    /// What the column is taken for; `null` for a row that has more cells than the header.
    pub field: Option<Field>,
    /// The rule it breaks.
    pub rule: Rule,
    /// The bound of the rule, where it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<i64>,
}

/// What an import is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Phase {
    /// The file is on its way.
    Receiving,
    /// The file is read and compared with what is there.
    Checking,
    /// Products are written, and others who write wait.
    Storing,
}

/// How far an import is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ImportProgress {
    /// What it is doing.
    pub phase: Phase,
    /// Rows done in this phase.
    #[cfg_attr(feature = "openapi", schema(example = 4500))]
    pub rows_done: u64,
    /// Rows in all; 0 while that is not known.
    #[cfg_attr(feature = "openapi", schema(example = 12000))]
    pub rows_total: u64,
}
