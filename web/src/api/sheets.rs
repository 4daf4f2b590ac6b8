//! Sheets in and out: imports, and lists for other programs.
use super::{
    Result,
    file::{Transfer, Upload, text},
    query,
    transport::{get, read},
};
use shared::{
    Code,
    import::{ImportProgress, ImportQuery, ImportReport, MAX_FILE, Stock},
    sheet::Decimal,
};
use uuid::Uuid;
use web_sys::{Blob, File};

const CSV: (&str, &str) = ("accept", "text/csv");
/// The API looks for itself what the file is; browsers only guess it from the name.
const BYTES: (&str, &str) = ("content-type", "application/octet-stream");

/// Reads the file as the query says and tells what became of its rows, or would. Sent again under the same name it imports
/// nothing twice.
pub(crate) async fn import(
    file: &File,
    query: &ImportQuery,
    key: Option<Uuid>,
    upload: Upload,
) -> Result<ImportReport> {
    check_size(file)?;
    let key = key.map(|key| key.to_string());
    let mut headers = vec![BYTES];
    headers.extend(key.as_deref().map(|key| ("idempotency-key", key)));
    let path = path_of(query);
    let answer = Transfer { method: "POST", path: &path, headers: &headers, file: Some((file, upload)) }.run().await?;
    read(&text(&answer).await).map_err(|_| Code::BadGateway.into())
}

/// The rows of the file that are wrong, as they stand there, each with what is wrong with it.
pub(crate) async fn wrong_rows(file: &File, query: &ImportQuery, upload: Upload) -> Result<Blob> {
    let path = path_of(&ImportQuery { dry_run: true, ..query.clone() });
    Transfer { method: "POST", path: &path, headers: &[BYTES, CSV], file: Some((file, upload)) }.run().await
}

/// How far the import of the shop is that is running, if there is one.
pub(crate) async fn running_import() -> Result<Option<ImportProgress>> {
    get("/v1/product-imports/current").await
}

/// A list, all of it, as a table for other programs.
pub(crate) async fn table(path: &str) -> Result<Blob> {
    Transfer { method: "GET", path, headers: &[CSV], file: None }.run().await
}

/// What is too large need not be sent to be refused.
fn check_size(file: &File) -> Result<()> {
    // 64 MB are exact in an f64.
    #[allow(clippy::cast_precision_loss)]
    let is_within = file.size() <= MAX_FILE as f64;
    if is_within { Ok(()) } else { Err(Code::TooLarge.into()) }
}

fn path_of(asked: &ImportQuery) -> String {
    let decimal = asked.decimal.map(|decimal| match decimal {
        Decimal::Comma => "comma",
        Decimal::Point => "point",
    });
    let pairs = [
        ("dry_run", asked.dry_run.then_some("true")),
        ("columns", asked.columns.as_deref()),
        ("decimal", decimal),
        ("stock", (asked.stock == Stock::Count).then_some("count")),
    ];
    format!("/v1/product-imports{}", query(&pairs))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_import_is_asked_for_in_the_words_of_the_api() {
        assert_eq!(path_of(&ImportQuery::default()), "/v1/product-imports");
        let columns = Some(r#""Price, net"=price"#.to_owned());
        let asked =
            ImportQuery { dry_run: true, columns, decimal: Some(Decimal::Comma), stock: Stock::Count, limit: None };
        let path = "/v1/product-imports?dry_run=true&columns=%22Price%2C%20net%22%3Dprice&decimal=comma&stock=count";
        assert_eq!(path_of(&asked), path);
    }
}
