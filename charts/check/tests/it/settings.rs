//! Every setting that chart, manifests and compose file give is one that the program has.
use check::{Objects, printed, settings};
use serde_json::Value;
use std::collections::BTreeSet;

/// For the system's libraries, not for the program.
const SYSTEM: [&str; 1] = ["TMPDIR"];

fn names(map: &Value) -> Vec<String> {
    map.as_object().into_iter().flat_map(|map| map.keys().cloned()).collect()
}

/// What a container is given, by name.
fn given(objects: &Objects, container: &Value) -> BTreeSet<String> {
    let own =
        container["env"].as_array().into_iter().flatten().filter_map(|one| one["name"].as_str().map(str::to_owned));
    let from = container["envFrom"].as_array().into_iter().flatten().flat_map(|source| {
        let (kind, place) = if source["configMapRef"].is_object() {
            ("ConfigMap", &source["configMapRef"])
        } else {
            ("Secret", &source["secretRef"])
        };
        names(&objects.get(kind, place["name"].as_str().unwrap())["data"])
    });
    own.chain(from).filter(|name| !SYSTEM.contains(&name.as_str())).collect()
}

fn check_all(which: &str, objects: &Objects) {
    for program in ["api", "web"] {
        let known: BTreeSet<_> = settings(program).into_iter().collect();
        for (name, container) in objects.containers().filter(|(_, container)| container["name"] == program) {
            let given = given(objects, container);
            assert!(given.len() >= 3, "{which}: {name}");
            let unknown: Vec<_> = given.difference(&known).collect();
            assert!(unknown.is_empty(), "{which}: {name}: {unknown:?}");
        }
    }
}

#[test]
fn of_the_chart() {
    for preset in check::presets() {
        check_all(&preset, &Objects::preset(&preset));
    }
}

#[test]
fn of_the_manifests() {
    for overlay in ["dev", "pro"] {
        check_all(overlay, &Objects::overlay(overlay));
    }
}

#[test]
fn of_the_compose_file() {
    let services = crate::compose::services(&["--profile", "*"]);
    for program in ["api", "web"] {
        let known: BTreeSet<_> = settings(program).into_iter().collect();
        let given: BTreeSet<_> = names(&services[program]["environment"]).into_iter().collect();
        assert!(given.is_subset(&known), "{program}: {:?}", given.difference(&known));
    }
}

#[test]
fn of_the_images() {
    for program in ["api", "web"] {
        let known = settings(program);
        let file = check::text(&format!("Dockerfile.{program}"));
        let line = file.lines().find_map(|line| line.strip_prefix("ENV ")).unwrap();
        for setting in line.split(' ').filter_map(|pair| pair.split('=').next()) {
            assert!(known.iter().any(|name| name == setting), "{program}: {setting}");
        }
    }
}

#[test]
fn a_persons_own_settings_are_added_and_win() {
    let words = ["--set-string", "api.config.SESSION_DAYS=30", "--set", "api.config.REGISTRATION=open"];
    let objects = Objects::chart(&words);
    let settings = &objects.get("ConfigMap", "bodega-api")["data"];
    assert_eq!((settings["SESSION_DAYS"].as_str(), settings["REGISTRATION"].as_str()), (Some("30"), Some("open")));
    assert!(
        printed("helm", &["template", "bodega", "charts/bodega", "--kube-version", check::KUBERNETES])
            .contains("REGISTRATION: closed")
    );
}
