//! Makes the stylesheet smaller: comments and needless white space go, nothing else changes.

/// The same rules in fewer bytes. Strings stay as they are.
pub fn shrink(source: &str) -> String {
    let mut out = String::with_capacity(source.len());
    let mut rest = source;
    while let Some(first) = rest.chars().next() {
        if let Some(comment) = rest.strip_prefix("/*") {
            rest = comment.split_once("*/").map_or("", |(_, after)| after);
        } else if first == '"' || first == '\'' {
            let length = string_length(rest, first);
            out.push_str(&rest[..length]);
            rest = &rest[length..];
        } else if first.is_whitespace() {
            rest = rest.trim_start();
            let tight = |c: char| matches!(c, '{' | '}' | ';' | ',');
            let needless = out.is_empty() || out.ends_with(' ') || out.ends_with(tight) || rest.starts_with(tight);
            if !needless {
                out.push(' ');
            }
        } else {
            if first == '}' && out.ends_with(';') {
                out.pop();
            }
            out.push(first);
            rest = &rest[first.len_utf8()..];
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// Bytes of the string that `text` begins with, quotes included.
fn string_length(text: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        if escaped {
            escaped = false;
        } else if c == '\\' {
            escaped = true;
        } else if c == quote {
            return at + 1;
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::shrink;

    #[test]
    fn comments_and_white_space_go() {
        let source = "/* top */\n:root {\n  --gap: 1rem; /* x */\n}\n\n@media (width < 40rem) {\n  a , b:hover { margin: 0 auto; }\n}\n";
        assert_eq!(shrink(source), ":root{--gap: 1rem}@media (width < 40rem){a,b:hover{margin: 0 auto}}");
    }

    #[test]
    fn what_has_a_meaning_stays() {
        let source = "a :hover { content: \"/* ;  } \\\" x */\"; width: calc(1px + 2px) }";
        assert_eq!(shrink(source), "a :hover{content: \"/* ;  } \\\" x */\";width: calc(1px + 2px)}");
    }
}
