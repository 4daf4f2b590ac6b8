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
    ("migration", &["crate::", "actix_web"], &["crate::entity"]),
    ("routes", &["sea_orm", "crate::entity", "crate::migration"], &[]),
    ("auth", &["sea_orm", "crate::entity", "crate::routes"], &[]),
    ("demo", &["sea_orm", "crate::entity", "crate::routes", "actix_web"], &[]),
    ("error.rs", &["crate::routes", "crate::db", "crate::auth", "crate::state", "crate::entity"], &[]),
    ("config.rs", &["crate::"], &["crate::secret"]),
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
    for place in ["db", "routes", "auth", "demo", "error.rs"] {
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

#[test]
fn files_stay_small() {
    let places = [api().join("src"), api().join("tests"), api().join("../shared/src")];
    for file in places.iter().flat_map(|place| sources(place)) {
        let lines = fs::read_to_string(&file).unwrap().lines().count();
        assert!(lines <= 300, "{} has {lines} lines", file.display());
    }
}

#[test]
fn every_file_says_what_lives_in_it() {
    for file in sources(&api().join("src")).into_iter().chain(sources(&api().join("tests"))) {
        let text = fs::read_to_string(&file).unwrap();
        assert!(text.starts_with("//! ") || file.ends_with("entity/mod.rs"), "{}", file.display());
    }
}

#[test]
fn every_code_is_given_somewhere() {
    let places = [api().join("src"), api().join("../web/src")];
    let all: String =
        places.iter().flat_map(|place| sources(place)).map(|file| fs::read_to_string(file).unwrap()).collect();
    for code in Code::ALL {
        let name = format!("Code::{code:?}");
        assert!(all.contains(&name) || *code == Code::Invalid, "{name} is used nowhere");
    }
}
