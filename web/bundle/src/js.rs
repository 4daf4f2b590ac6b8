//! The script that wasm-bindgen writes: with what loads the pages that come later, and without what only people read.
use super::split::LOADERS;
use anyhow::Context;
use std::collections::BTreeMap;
use walrus::Module;

/// Gives what the program imports from the script short names; gives the long ones, which are a fifth of the script.
pub fn shorten(program: &mut Module) -> Vec<String> {
    let of_script = program.imports.iter_mut().filter(|import| import.name.starts_with("__wb"));
    of_script.enumerate().map(|(at, import)| std::mem::replace(&mut import.name, short(at))).collect()
}

/// The same for the script, where each name stands once, at the beginning of a line.
pub fn with_names(mut script: String, names: &[String]) -> anyhow::Result<String> {
    for (at, name) in names.iter().enumerate() {
        let (before, after) =
            script.split_once(&format!("{name}: ")).with_context(|| format!("no {name} in the script"))?;
        script = format!("{before}{}: {after}", short(at));
    }
    Ok(script)
}

fn short(at: usize) -> String {
    format!("_{at}")
}

/// Gives the program the loaders of the chunks, instead of a module to import each of them from. `chunks` says which files
/// each needs.
pub fn with_loaders(script: &str, chunks: &BTreeMap<String, Vec<String>>) -> anyhow::Result<String> {
    let (import, given) = (format!(" from \"{LOADERS}\""), format!("\"{LOADERS}\": "));
    let mut lines: Vec<&str> = script.lines().filter(|line| !line.ends_with(&import)).collect();
    let at = lines.iter().position(|line| line.trim().starts_with(&given));
    let at = at.context("the program has no pages that come on demand")?;
    lines.retain(|line| !line.trim().starts_with(&given));
    let loaders = format!("{given}loaders({}),", serde_json::to_string(chunks)?);
    lines.insert(at, &loaders);
    lines.push(include_str!("loaders.js"));
    Ok(lines.join("\n"))
}

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
    use super::{shrink, with_loaders, with_names};
    use std::collections::BTreeMap;

    #[test]
    fn the_names_that_the_program_imports_become_short() {
        let script = "const import0 = {\n__wbg_log_1: f,\n__wbg_log_12: f,\n};\n".to_owned();
        let names = ["__wbg_log_12".to_owned(), "__wbg_log_1".to_owned()];
        assert_eq!(with_names(script, &names).unwrap(), "const import0 = {\n_1: f,\n_0: f,\n};\n");
    }

    #[test]
    fn the_loaders_stand_where_the_program_looks_for_them() {
        let chunks = BTreeMap::from([("door".to_owned(), vec!["door.wasm".to_owned()])]);
        let script = "import * as import1 from \"chunks\"\na();\nreturn {\n    \"chunks\": import1,\n    \"chunks\": import2,\n};";
        let whole = with_loaders(script, &chunks).unwrap();
        assert!(whole.starts_with("a();\nreturn {\n\"chunks\": loaders({\"door\":[\"door.wasm\"]}),\n};\n"), "{whole}");
        assert!(whole.contains("function loaders("));
    }

    #[test]
    fn what_only_people_read_is_left_out() {
        let script =
            "a();\n\n/** One line. */\n/**\n * @returns {number}\n */\nget b() {\n    return \"/* c */\";\n}\n";
        assert_eq!(shrink(script), "a();\nget b() {\nreturn \"/* c */\";\n}\n");
    }
}
