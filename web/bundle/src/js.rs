//! The script that wasm-bindgen writes, without what only people read.

/// Leaves out indentation, empty lines and documentation comments. The script has no text over several lines.
pub fn shrink(script: &str) -> String {
    let mut is_comment = false;
    let mut short = String::with_capacity(script.len());
    for line in script.lines().map(str::trim) {
        is_comment |= line.starts_with("/**");
        if !is_comment && !line.is_empty() {
            short.push_str(line);
            short.push('\n');
        }
        is_comment &= !line.ends_with("*/");
    }
    short
}

#[cfg(test)]
mod tests {
    use super::shrink;

    #[test]
    fn what_only_people_read_is_left_out() {
        let script =
            "a();\n\n/** One line. */\n/**\n * @returns {number}\n */\nget b() {\n    return \"/* c */\";\n}\n";
        assert_eq!(shrink(script), "a();\nget b() {\nreturn \"/* c */\";\n}\n");
    }
}
