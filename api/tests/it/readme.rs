//! The table of settings says what the program says.
use api::Config;
use clap::{Args, Command};
use std::{collections::BTreeSet, fs, path::Path};

#[test]
fn the_readme_names_every_setting_and_no_other() {
    let command = Config::augment_args(Command::new("api"));
    let settings: BTreeSet<String> =
        command.get_arguments().filter_map(|arg| Some(arg.get_env()?.to_string_lossy().into_owned())).collect();
    let readme = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap();
    let rows = readme.lines().filter(|line| line.starts_with("| `"));
    let names =
        rows.flat_map(|row| row.split('|').nth(1).unwrap().split(',').map(|name| name.trim().trim_matches('`')));
    assert_eq!(names.map(str::to_owned).collect::<BTreeSet<_>>(), settings);
}
