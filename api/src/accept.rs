//! Which form of an answer a client prefers (RFC 9110, 12.5.1).
use actix_web::{HttpRequest, http::header};
use std::cmp::Ordering;

/// The content type of sheets.
pub const CSV: &str = "text/csv";
const JSON: &str = "application/json";

/// A sheet is preferred over JSON. JSON is what whoever does not care gets.
pub fn prefers_csv(request: &HttpRequest) -> bool {
    let values = request.headers().get_all(header::ACCEPT).filter_map(|value| value.to_str().ok());
    let accept = values.collect::<Vec<_>>().join(",");
    let ((csv, csv_is_named), (json, json_is_named)) = (quality(&accept, CSV), quality(&accept, JSON));
    match csv.partial_cmp(&json) {
        Some(Ordering::Greater) => true,
        Some(Ordering::Equal) => csv > 0.0 && csv_is_named && !json_is_named,
        _ => false,
    }
}

/// How much a type is wanted, and whether it is named in full: what is said of it most exactly counts.
fn quality(accept: &str, kind: &str) -> (f32, bool) {
    let group = kind.split('/').next().unwrap_or_default();
    let of = |wanted: &str| accept.split(',').find_map(|range| weight(range, wanted));
    let exact = of(kind);
    let any = || of(&format!("{group}/*")).or_else(|| of("*/*")).unwrap_or(0.0);
    (exact.unwrap_or_else(any), exact.is_some())
}

/// The weight of a range such as `text/csv;q=0.5`, if it is this one.
fn weight(range: &str, wanted: &str) -> Option<f32> {
    let mut parts = range.split(';').map(str::trim);
    if !parts.next()?.eq_ignore_ascii_case(wanted) {
        return None;
    }
    let q = parts.find_map(|part| part.strip_prefix("q=").or_else(|| part.strip_prefix("Q=")));
    q.map_or(Some(1.0), |q| q.trim().parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::test::TestRequest;

    #[test]
    fn a_sheet_is_sent_to_whoever_prefers_one() {
        let prefers =
            |accept| prefers_csv(&TestRequest::get().insert_header((header::ACCEPT, accept)).to_http_request());
        for csv in ["text/csv", "TEXT/CSV; q=0.5", "text/csv, */*", "application/json;q=0.8, text/csv;q=0.9", "text/*"]
        {
            assert!(prefers(csv), "{csv}");
        }
        for json in ["", "*/*", "application/json", "text/csv, application/json", "text/csv;q=0.1, */*", "text/csv;q=0"]
        {
            assert!(!prefers(json), "{json}");
        }
        assert!(!prefers_csv(&TestRequest::get().to_http_request()));
    }
}
