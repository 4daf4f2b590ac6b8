//! How a sheet is laid out: what stands between its cells, and where the header begins.
use super::Pages;
use shared::sheet::Delimiter;
use std::{
    fs::File,
    io::{self, Read},
    sync::Arc,
};

/// The header has to end within so many bytes.
const HEAD: u64 = 64 * 1024;

/// How a sheet is laid out.
pub struct Layout {
    /// What stands between its cells.
    pub delimiter: Delimiter,
    /// Where the header begins, in bytes.
    pub start: u64,
    /// Lines before it.
    pub lines: u64,
}

/// Looks at the first line. Spreadsheets also take a line `sep=;` before all others, and some programs write it.
pub fn find(text: &Arc<File>) -> io::Result<Layout> {
    let mut head = Vec::new();
    Pages::of(text).take(HEAD).read_to_end(&mut head)?;
    let first = head.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let said = first.trim_ascii_end().strip_prefix(b"sep=").or(first.trim_ascii_end().strip_prefix(b"SEP="));
    // The blanks that were trimmed may be the tab itself.
    let said = said.map(|rest| if rest.is_empty() { b"\t" } else { rest });
    if let Some(delimiter) = said.and_then(|said| DELIMITERS.into_iter().find(|one| said == [one.byte()])) {
        return Ok(Layout { delimiter, start: first.len() as u64 + 1, lines: 1 });
    }
    Ok(Layout { delimiter: delimiter(&head), start: 0, lines: 0 })
}

const DELIMITERS: [Delimiter; 3] = [Delimiter::Comma, Delimiter::Semicolon, Delimiter::Tab];

/// What stands most often in the header, outside quotes.
fn delimiter(head: &[u8]) -> Delimiter {
    let (mut quoted, mut counts) = (false, [0_u32; 3]);
    for byte in head.trim_ascii_start() {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' if !quoted => break,
            _ if quoted => {}
            byte => {
                if let Some(at) = DELIMITERS.iter().position(|one| one.byte() == *byte) {
                    counts[at] += 1;
                }
            }
        }
    }
    // Of equals the first: a header of one column has none of them.
    let most = counts.iter().max().copied().unwrap_or_default();
    counts.iter().position(|count| *count == most).map_or(Delimiter::Comma, |at| DELIMITERS[at])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_delimiter_is_what_stands_in_the_header_outside_quotes() {
        assert_eq!(delimiter(b"code,name\n1;2;3;4\n"), Delimiter::Comma);
        assert_eq!(delimiter(b"code;\"a,b,c,d\";price\n"), Delimiter::Semicolon);
        assert_eq!(delimiter(b"code\tname, and more\tprice\n"), Delimiter::Tab);
        assert_eq!(delimiter(b"code\n1,2\n"), Delimiter::Comma);
        assert_eq!(delimiter(b"\"co\nde\";name\n"), Delimiter::Semicolon);
    }
}
