//! Cells that a spreadsheet would take for a formula, made harmless and back (OWASP, CSV injection).
use std::borrow::Cow;

/// What a formula begins with, also in full width.
const FORMULA: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];
/// Spreadsheets take what follows for text.
const GUARD: char = '\'';

/// The text as a cell. Texts that look guarded are guarded, too, so that `plain` always gives back what there was.
pub fn guarded(text: &str) -> Cow<'_, str> {
    if text.starts_with(FORMULA) || is_guarded(text) { format!("{GUARD}{text}").into() } else { text.into() }
}

/// The text of a cell: one guard is taken off, if it guards something.
pub fn plain(cell: &str) -> &str {
    if is_guarded(cell) { &cell[GUARD.len_utf8()..] } else { cell }
}

fn is_guarded(text: &str) -> bool {
    text.strip_prefix(GUARD).is_some_and(|rest| rest.starts_with(FORMULA) || rest.starts_with(GUARD))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_begins_like_a_formula_and_every_text_comes_back() {
        let formulas =
            ["=1+1", "+34 600", "-5", "@SUM(A1)", "\tx", "\rx", "\nx", "＝1", "=", "'=1", "''=1", "''", "'''x"];
        for text in formulas.into_iter().chain(["", "'", "'x", "x=1", "0012", "7 'n' 8", " =1"]) {
            let cell = guarded(text);
            assert!(!cell.starts_with(FORMULA), "{cell:?}");
            assert_eq!(plain(&cell), text, "{cell:?}");
        }
        assert_eq!(guarded("=1+1"), "'=1+1");
        assert_eq!(guarded("'tis"), "'tis");
    }
}
