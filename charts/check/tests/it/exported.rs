//! Whatever dashboards and alerts ask for is exported by somebody.
use crate::{dashboards, running};
use check::{Objects, root};
use serde_json::Value;
use std::{collections::BTreeSet, fs};

/// Those whose names are in a list beside the tests, which says where they come from.
const FOREIGN: [&str; 4] = ["redis", "pg", "mysql", "k6"];

/// The metrics that an expression names, also by a pattern.
fn names(expression: &str) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    let mut is_quoted = false;
    let mut before = "";
    for part in expression.split('"') {
        if !is_quoted {
            names.extend(words(part));
        } else if before.ends_with("__name__=~") || before.ends_with("__name__=") {
            names.extend(meant(part));
        }
        (is_quoted, before) = (!is_quoted, part);
    }
    names
}

/// What stands for a metric outside of quotes: it is followed by its labels or a time, or has the beginning of one of ours.
fn words(text: &str) -> impl Iterator<Item = String> {
    let is_part = |letter: char| letter.is_ascii_alphanumeric() || letter == '_' || letter == ':';
    let mut ends = Vec::new();
    let mut start = None;
    for (place, letter) in text.char_indices().chain([(text.len(), ' ')]) {
        match (is_part(letter), start) {
            (true, None) => start = Some(place),
            (false, Some(from)) => {
                let word = &text[from..place];
                let is_named = word.starts_with(|letter: char| letter.is_ascii_alphabetic());
                if is_named && (letter == '{' || letter == '[' || is_known(word)) {
                    ends.push(word.to_owned());
                }
                start = None;
            }
            _ => {}
        }
    }
    ends.into_iter()
}

fn is_ours(name: &str) -> bool {
    name.starts_with("bodega_") || name.starts_with("process_")
}

fn is_known(name: &str) -> bool {
    is_ours(name) || FOREIGN.iter().any(|exporter| name.starts_with(&format!("{exporter}_")))
}

/// The names that a pattern with `(...)?` or `(...|...)` stands for: each must be there.
fn meant(pattern: &str) -> Vec<String> {
    let Some((before, rest)) = pattern.split_once('(') else { return vec![pattern.to_owned()] };
    let (choice, after) = rest.split_once(')').unwrap_or_else(|| panic!("{pattern}"));
    let mut choices: Vec<_> = choice.split('|').collect();
    let after = after.strip_prefix('?').inspect(|_| choices.push("")).unwrap_or(after);
    choices.into_iter().flat_map(|choice| meant(&format!("{before}{choice}{after}"))).collect()
}

/// All expressions below a value of a `PrometheusRule`.
fn rules(value: &Value) -> Vec<String> {
    match value {
        Value::Object(map) => {
            let own = map.get("expr").and_then(Value::as_str).map(str::to_owned);
            own.into_iter().chain(map.values().flat_map(rules)).collect()
        }
        Value::Array(list) => list.iter().flat_map(rules).collect(),
        _ => Vec::new(),
    }
}

#[test]
fn names_are_found_in_expressions() {
    let expression = r#"sum by (le, mode) (rate({__name__=~"bodega(_web)?_x", a="pg_b"}[5m]) * on (namespace) bodega_y) / redis_z{}"#;
    let expected = ["bodega_web_x", "bodega_x", "bodega_y", "redis_z"];
    assert_eq!(names(expression), expected.map(str::to_owned).into());
    assert!(names("misspelt{a=\"b\"}").contains("misspelt"));
}

#[test]
fn by_the_running_programs() {
    let exported = running::exported();
    let dashboards = dashboards::all();
    let shown = dashboards.iter().flat_map(|(name, board)| {
        dashboards::expressions(board).into_iter().map(|expression| (name.clone(), expression))
    });
    let alerts = Objects::chart(&["--set", "monitoring.rules.enabled=true"]);
    let alerts: Vec<_> = alerts.all("PrometheusRule").flat_map(rules).map(|rule| ("alerts".to_owned(), rule)).collect();
    assert!(!alerts.is_empty());
    let mut seen = BTreeSet::new();
    for (place, expression) in shown.chain(alerts) {
        for name in names(&expression).into_iter().filter(|name| is_ours(name)) {
            assert!(exported.contains(&name), "{place}: {name} is exported by neither program: {exported:?}");
            seen.insert(name);
        }
    }
    assert!(seen.len() > 25, "{seen:?}");
}

#[test]
fn by_redis_the_databases_and_k6() {
    let folder = root().join("charts/check/tests/exporters");
    let known: BTreeSet<_> = FOREIGN
        .iter()
        .flat_map(|exporter| {
            let list = fs::read_to_string(folder.join(format!("{exporter}.txt"))).unwrap();
            list.lines().filter(|line| !line.starts_with('#')).map(str::to_owned).collect::<Vec<_>>()
        })
        .collect();
    for (board, dashboard) in dashboards::all() {
        for expression in dashboards::expressions(&dashboard) {
            for name in names(&expression).into_iter().filter(|name| !is_ours(name)) {
                assert!(known.contains(&name), "{board}: nobody exports {name}: {expression}");
            }
        }
    }
}
