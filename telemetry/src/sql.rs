//! Questions to a database.
use crate::{TARGET, is_tracing};
use tracing::Span;

/// So much of a statement is told, in bytes: one that inserts a thousand rows is as good as one that inserts ten.
const MOST: usize = 2_000;

/// The span of a statement that a request asks; what servers do by themselves is of no trace. Its text has places in it where the
/// values go, so it tells nothing about anybody.
pub fn sql(system: &'static str, text: &str) -> Span {
    if !is_tracing() || Span::current().is_none() {
        return Span::none();
    }
    let verb = text.split_whitespace().next().unwrap_or("SQL");
    // Names of the OpenTelemetry semantic conventions for database spans.
    tracing::info_span!(
        target: TARGET, "sql", otel.name = verb, otel.kind = "client", db.system.name = system,
        db.query.text = &text[..text.floor_char_boundary(MOST)]
    )
}
