//! Kestra's flow: what it names in the repository is there. `scripts/kestra-check` has Kestra itself look at it, and run it.
use check::{root, text};
use std::collections::BTreeSet;

const FLOW: &str = "manifests/kestra/deploy.yaml";
const README: &str = "manifests/kestra/README.md";

/// What follows each `before`, up to the first character of `until`.
fn all_after<'a>(text: &'a str, before: &str, until: &[char]) -> BTreeSet<&'a str> {
    text.split(before).skip(1).map(|rest| rest.split(until).next().unwrap_or_default()).collect()
}

#[test]
fn the_scripts_that_it_calls_are_there() {
    let flow = text(FLOW);
    let scripts = all_after(&flow, "scripts/", &[' ', '\'']);
    assert_eq!(scripts, BTreeSet::from(["deliver", "record"]));
    for script in scripts {
        assert!(root().join("scripts").join(script).is_file(), "{script}");
    }
}

#[test]
fn deliver_knows_what_it_is_asked_for() {
    let flow = text(FLOW);
    let head = text("scripts/deliver");
    let commands = all_after(&flow, "scripts/deliver ", &[' ']);
    assert_eq!(commands, BTreeSet::from(["apply", "back", "keep", "render", "smoke", "tag", "wait"]));
    for command in commands {
        assert!(head.contains(&format!("#   {command} ENV")), "{command}");
    }
}

#[test]
fn the_targets_of_make_and_the_images_recipes_are_there() {
    let (flow, makefile) = (text(FLOW), text("Makefile"));
    for target in all_after(&flow, "- make ", &['\n']) {
        assert!(makefile.contains(&format!("\n{target}: ")), "{target}");
    }
    let recipes = all_after(&flow, "dockerfile: ", &['\n']);
    assert_eq!(recipes, BTreeSet::from(["Dockerfile.api", "Dockerfile.web"]));
    for recipe in recipes {
        let recipe = text(recipe);
        assert!(recipe.contains("ARG VERSION=") && recipe.contains("ARG REVISION="));
    }
}

#[test]
fn it_tests_with_the_toolchain_that_the_images_are_built_with() {
    let (flow, recipe) = (text(FLOW), text("Dockerfile.api"));
    let image = recipe.lines().find_map(|line| line.strip_prefix("ARG RUST_IMAGE=")).unwrap();
    assert!(flow.contains(&format!("toolchain: {image} ")), "{image}");
}

#[test]
fn the_readme_names_every_secret_and_no_other() {
    let (flow, readme) = (text(FLOW), text(README));
    let rows = readme.split("| secret |").nth(1).unwrap().split("\n\n").next().unwrap();
    let named: BTreeSet<_> = rows.split('`').filter(|word| word.contains('_')).collect();
    assert_eq!(all_after(&flow, "secret('", &['\'']), named);
}
