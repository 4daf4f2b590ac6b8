//! Numbers with a fraction on their way to a reader that knows whole ones only.

/// The same JSON with each number that has a fraction in quotes. Reading a number in every way that it may be written takes more
/// code than all the rest of the reader; the only ones with a fraction here say how long something took, and read such a text.
pub(super) fn quoted(json: &str) -> String {
    let (mut done, mut text) = (String::with_capacity(json.len() + 16), json);
    // The next number or text, whichever comes first; what is in a text stays.
    while let Some(at) = text.find(|c: char| c == '"' || c == '-' || c.is_ascii_digit()) {
        let (before, rest) = text.split_at(at);
        let end = if rest.starts_with('"') { end_of_text(rest) } else { end_of_number(rest) };
        let (piece, after) = rest.split_at(end);
        done.push_str(before);
        if !piece.starts_with('"') && piece.contains('.') {
            done.push('"');
            done.push_str(piece);
            done.push('"');
        } else {
            done.push_str(piece);
        }
        text = after;
    }
    done + text
}

fn end_of_number(text: &str) -> usize {
    text.find(|c: char| !(c.is_ascii_digit() || "+-.eE".contains(c))).unwrap_or(text.len())
}

/// Past the closing quotes: those without a backslash that counts before them.
fn end_of_text(text: &str) -> usize {
    let mut is_escaped = false;
    let closing = text.bytes().skip(1).position(|byte| {
        let closes = byte == b'"' && !is_escaped;
        is_escaped = byte == b'\\' && !is_escaped;
        closes
    });
    closing.map_or(text.len(), |at| at + 2)
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn only_numbers_with_a_fraction_are_quoted() {
        assert_eq!(quoted(r#"{"a":0.42,"b":[1,-2.50],"c":12}"#), r#"{"a":"0.42","b":[1,"-2.50"],"c":12}"#);
        assert_eq!(quoted("0.5"), r#""0.5""#);
    }

    #[test]
    fn texts_stay_as_they_are_whatever_is_in_them() {
        for text in [r#""1.5""#, r#"{"ñ 1.5":"say \"2.5\" \\","x":"é 3.5"}"#, r#"["\\\\",1,"4.5""#, "null", ""] {
            assert_eq!(quoted(text), text);
        }
    }
}
