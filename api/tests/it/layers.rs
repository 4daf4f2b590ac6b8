//! The layout is a rule, not a habit.
use shared::Code;
use std::{
    fs,
    path::{Path, PathBuf},
};

/// Folder or file of `src`, what it must never name, and the exceptions.
const NEVER: &[(&str, &[&str], &[&str])] = &[
    ("entity", &["crate::", "actix_web"], &["crate::entity"]),
    ("db", &["actix_web", "crate::routes", "crate::auth", "crate::state", "crate::server", "crate::body"], &[]),
    ("migration", &["crate::", "actix_web"], &["crate::entity", "crate::db::key"]),
    ("routes", &["sea_orm", "crate::entity", "crate::migration"], &[]),
    ("sheet", &["actix_web", "sea_orm", "crate::routes", "crate::auth", "crate::state", "crate::entity"], &[]),
    ("command", &["actix_web", "sea_orm"], &[]),
    ("auth", &["sea_orm", "crate::entity", "crate::routes"], &[]),
    ("demo", &["sea_orm", "crate::entity", "crate::routes", "actix_web"], &[]),
    ("command", &["sea_orm", "crate::entity", "crate::routes", "actix_web"], &[]),
    ("error.rs", &["crate::routes", "crate::db", "crate::auth", "crate::state", "crate::entity"], &[]),
    ("config", &["crate::"], &["crate::secret"]),
];

fn api() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).into()
}

fn sources(path: &Path) -> Vec<PathBuf> {
    if path.is_file() {
        return vec![path.into()];
    }
    let mut found: Vec<_> = fs::read_dir(path).unwrap().flat_map(|entry| sources(&entry.unwrap().path())).collect();
    found.retain(|file| file.extension().is_some_and(|extension| extension == "rs"));
    found
}

#[test]
fn imports_point_one_way() {
    for (place, names, exceptions) in NEVER {
        for file in sources(&api().join("src").join(place)) {
            let mut text = fs::read_to_string(&file).unwrap();
            for exception in *exceptions {
                text = text.replace(exception, "");
            }
            for name in *names {
                assert!(!text.contains(name), "{} must not use {name}", file.display());
            }
        }
    }
}

/// An import in braces would escape the names above.
#[test]
fn nothing_of_the_crate_is_imported_by_a_name_that_hides_where_it_comes_from() {
    for place in ["entity", "migration"] {
        for file in sources(&api().join("src").join(place)) {
            let text = fs::read_to_string(&file).unwrap();
            assert!(!text.contains("use crate::{"), "{}", file.display());
        }
    }
    for place in ["db", "routes", "auth", "demo", "command", "error.rs"] {
        for file in sources(&api().join("src").join(place)) {
            let text = fs::read_to_string(&file).unwrap();
            let block = text.split_once("use crate::{").map_or("", |(_, rest)| rest.split("};").next().unwrap_or(""));
            let heads = block.lines().map(str::trim).map(|line| line.split([':', ',', '{']).next().unwrap_or(""));
            let (_, never, _) = NEVER.iter().find(|(name, ..)| *name == place).unwrap();
            for head in heads {
                assert!(!never.contains(&format!("crate::{head}").as_str()), "{} must not use {head}", file.display());
            }
        }
    }
}

/// All Rust code that people write here.
fn everything() -> Vec<PathBuf> {
    let places =
        ["src", "tests", "examples", "benches", "../shared/src", "../web/src", "../web/tests", "../web/bundle/src"];
    let found: Vec<_> = places.iter().flat_map(|place| sources(&api().join(place))).collect();
    assert!(found.len() > 100, "only {} files were found", found.len());
    found
}

#[test]
fn files_stay_small() {
    for file in everything() {
        let lines = fs::read_to_string(&file).unwrap().lines().count();
        assert!(lines <= 300, "{} has {lines} lines", file.display());
    }
}

#[test]
fn every_file_says_what_lives_in_it() {
    for file in everything() {
        let text = fs::read_to_string(&file).unwrap();
        assert!(text.starts_with("//! ") || file.ends_with("entity/mod.rs"), "{}", file.display());
    }
}

/// One code for both ends: what differs is behind `api::transport`.
#[test]
fn pages_do_not_know_whether_a_server_or_a_browser_runs_them() {
    let web = api().join("../web/src");
    for file in sources(&web) {
        let text = fs::read_to_string(&file).unwrap();
        let place = file.strip_prefix(&web).unwrap();
        let may_ask = ["lib.rs", "api/transport.rs"].iter().any(|path| place == Path::new(path));
        assert!(may_ask || !text.contains("feature = \""), "{} must not ask for a feature", file.display());
        let is_page = place.starts_with("pages") || place.starts_with("components");
        for name in ["gloo_net", "reqwest", "actix"] {
            assert!(!is_page || !text.contains(name), "{} must not use {name}", file.display());
        }
    }
}

/// Files that name codes without giving them to anybody: words, form fields, the OpenAPI document.
const ONLY_NAME_CODES: &[&str] = &["web/src/i18n", "web/src/components/draft.rs", "api/src/openapi.rs"];

/// Does this code say it to somebody? To compare with it, or to match it, is not to give it.
fn gives(text: &str, name: &str) -> bool {
    text.match_indices(name).any(|(at, _)| {
        let (before, after) = (&text[..at], &text[at + name.len()..]);
        let is_whole = !after.starts_with(char::is_alphanumeric);
        let is_compared = before.ends_with("== ") || before.ends_with("!= ");
        let is_matched = after.starts_with(" =>") || after.starts_with(" |");
        is_whole && !is_compared && !is_matched
    })
}

#[test]
fn every_code_is_given_somewhere() {
    let root = api().join("..");
    let mut files: Vec<_> = ["api/src", "shared/src", "web/src"].iter().flat_map(|p| sources(&root.join(p))).collect();
    files.retain(|file| !ONLY_NAME_CODES.iter().any(|place| file.starts_with(root.join(place))));
    let texts: Vec<_> = files.iter().map(|file| fs::read_to_string(file).unwrap()).collect();
    for code in Code::ALL {
        let name = format!("Code::{code:?}");
        // Tests stand at the end of a file; they only look.
        let is_given = texts.iter().any(|text| gives(text.split("#[cfg(test)]").next().unwrap(), &name));
        assert!(is_given, "{name} is given nowhere");
    }
}
