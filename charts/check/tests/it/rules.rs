//! The alerts: valid, tried on made-up figures, each with its section in the runbook, the same in the chart and in `manifests/`.
use check::{Objects, printed, root, text};
use serde_json::Value;
use std::collections::BTreeMap;

const RULES: &str = "charts/bodega/files/rules.yaml";
const RUNBOOK: &str = "manifests/components/monitoring/README.md";

fn read(path: &str) -> Value {
    serde_saphyr::from_str(&text(path)).unwrap()
}

/// The files of `tests/rules`, from the repository's folder.
fn trials() -> Vec<String> {
    let folder = "charts/check/tests/rules";
    let files = std::fs::read_dir(root().join(folder)).unwrap();
    files.map(|file| format!("{folder}/{}", file.unwrap().file_name().to_str().unwrap())).collect()
}

fn rules(groups: &Value) -> Vec<Value> {
    groups.as_array().unwrap().iter().flat_map(|group| group["rules"].as_array().unwrap().clone()).collect()
}

fn alerts() -> Vec<Value> {
    rules(&read(RULES)["groups"]).into_iter().filter(|rule| rule["alert"].is_string()).collect()
}

#[test]
fn prometheus_reads_them() {
    printed("promtool", &["check", "rules", "--lint=all", "--lint-fatal", RULES]);
}

#[test]
fn each_does_what_its_trial_says() {
    let trials = trials();
    let words: Vec<_> = ["test", "rules"].into_iter().chain(trials.iter().map(String::as_str)).collect();
    printed("promtool", &words);
}

/// A trial that only waits for an alert would not notice one that is never resolved, or always fires.
#[test]
fn each_is_seen_not_to_fire_to_fire_and_to_be_resolved() {
    let mut seen = BTreeMap::<String, Vec<bool>>::new();
    for trial in trials().iter().flat_map(|path| read(path)["tests"].as_array().unwrap().clone()) {
        for at in trial["alert_rule_test"].as_array().unwrap() {
            let fires = at["exp_alerts"].as_array().is_some_and(|alerts| !alerts.is_empty());
            seen.entry(at["alertname"].as_str().unwrap().into()).or_default().push(fires);
        }
    }
    for alert in alerts() {
        let name = alert["alert"].as_str().unwrap();
        let found = seen.get(name).unwrap_or_else(|| panic!("{name} was never tried"));
        assert!(found.windows(3).any(|three| *three == [false, true, false]), "{name}: {found:?}");
    }
}

#[test]
fn each_says_how_bad_it_is_and_has_a_section_in_the_runbook() {
    let runbook = text(RUNBOOK);
    for alert in alerts() {
        let name = alert["alert"].as_str().unwrap();
        let severity = alert["labels"]["severity"].as_str().unwrap();
        assert!(["critical", "warning"].contains(&severity), "{name}: {severity}");
        assert!(alert["annotations"]["summary"].is_string(), "{name}");
        assert_eq!(alert["annotations"]["runbook"], format!("{RUNBOOK}#{}", name.to_lowercase()), "{name}");
        let heading = format!("\n### {name}\n");
        let section = runbook.split_once(&heading).unwrap_or_else(|| panic!("no section {name} in {RUNBOOK}")).1;
        let section = section.split("\n#").next().unwrap();
        assert!(section.len() > 100, "{name}: {section}");
    }
}

#[test]
fn manifests_have_the_same_as_the_chart() {
    assert_eq!(
        read("manifests/components/monitoring/rules.yaml")["spec"]["groups"],
        read(RULES)["groups"],
        "scripts/rules writes them"
    );
}

#[test]
fn a_release_watches_itself_and_nobody_else() {
    let objects = Objects::chart(&["--set", "monitoring.rules.enabled=true"]);
    let ours = &objects.get("PrometheusRule", "bodega")["spec"];
    assert_eq!(rules(&ours["groups"]).len(), rules(&read(RULES)["groups"]).len());
    for rule in rules(&ours["groups"]) {
        let expression = rule["expr"].as_str().unwrap();
        assert!(expression.contains("namespace=\"shop\""), "{expression}");
        assert!(!expression.contains("bodega.*\"") && !expression.contains("pod=~\".*\""), "{expression}");
    }
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("rules.json");
    std::fs::write(&file, ours.to_string()).unwrap();
    printed("promtool", &["check", "rules", file.to_str().unwrap()]);
}
