//! `scripts/canary`, with a stand-in for kubectl that writes down what it is told.
use check::{Objects, overlay_with, printed, root};
use serde_json::{Value, json};
use std::{fs, path::PathBuf, process::Command};
use tempfile::TempDir;

/// What the stand-in for kubectl knows.
struct Cluster(TempDir);

impl Cluster {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn file(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// It knows this kind, and has these.
    fn with(self, resource: &str, items: &[&Value]) -> Self {
        fs::write(self.file(&format!("{resource}.json")), json!({"items": items}).to_string()).unwrap();
        self
    }

    /// Whether it went well, and what was said.
    fn canary(&self, words: &[&str]) -> (bool, String) {
        let path =
            format!("{}:{}", root().join("charts/check/tests/stand-ins").display(), std::env::var("PATH").unwrap());
        let done = Command::new(root().join("scripts/canary"))
            .args(words)
            .current_dir(root())
            .env("PATH", path)
            .env("STAND_IN", self.0.path())
            .env("NAMESPACE", "shop")
            .env_remove("NAME")
            .output()
            .unwrap();
        (done.status.success(), String::from_utf8_lossy(&[done.stdout, done.stderr].concat()).into_owned())
    }

    /// What kubectl was told, one call a line.
    fn told(&self) -> String {
        fs::read_to_string(self.file("words")).unwrap_or_default()
    }

    /// What becomes of the object by what it was told.
    fn patched(&self, object: &Value) -> Value {
        let told = self.told();
        let patch = told.lines().find_map(|line| line.split_once(" --patch ")).expect("it patches").1;
        let patch = patch.split(" --dry-run").next().unwrap();
        let mut object = object.clone();
        for one in serde_json::from_str::<Vec<Value>>(patch).unwrap() {
            *object.pointer_mut(one["path"].as_str().unwrap()).expect("the path is there") = one["value"].clone();
        }
        object
    }
}

const VIRTUAL_SERVICE: &str = "virtualservices.networking.istio.io";
const HTTP_ROUTE: &str = "httproutes.gateway.networking.k8s.io";

/// Every pair of weights in it.
fn weights(rules: &Value, targets: &str) -> Vec<(u64, u64)> {
    let weight = |rule: &Value, index: usize| rule[targets][index]["weight"].as_u64().unwrap();
    rules.as_array().unwrap().iter().map(|rule| (weight(rule, 0), weight(rule, 1))).collect()
}

#[test]
fn it_says_how_it_is() {
    let objects = Objects::preset("ha");
    let cluster = Cluster::new().with(VIRTUAL_SERVICE, &[objects.get("VirtualService", "bodega-api")]);
    let (is_well, said) = cluster.canary(&[]);
    assert!(is_well, "{said}");
    assert_eq!(said, format!("{VIRTUAL_SERVICE}/bodega-api, v1: 80 %\n{VIRTUAL_SERVICE}/bodega-api, v2: 20 %\n"));
    assert!(cluster.told().lines().all(|line| line.starts_with("--namespace shop get ")), "{}", cluster.told());
}

#[test]
fn it_changes_every_rule_once_the_second_version_is_ready() {
    let objects = Objects::overlay_with("pro", "mesh");
    let service = objects.get("VirtualService", "api");
    let cluster = Cluster::new().with(VIRTUAL_SERVICE, &[service]);
    let (is_well, said) = cluster.canary(&["50", "50"]);
    assert!(is_well, "{said}");
    assert_eq!(weights(&cluster.patched(service)["spec"]["http"], "route"), [(50, 50); 3]);
    let told = cluster.told();
    let place = |words: &str| told.find(words).unwrap_or_else(|| panic!("{words}: {told}"));
    assert!(place("rollout status deployment/api-v2") < place(&format!("patch {VIRTUAL_SERVICE}/api --type json")));

    fs::write(cluster.file("stuck"), "").unwrap();
    fs::remove_file(cluster.file("words")).unwrap();
    assert!(!cluster.canary(&["50", "50"]).0);
    assert!(!cluster.told().contains("patch "), "nobody is sent to what is not ready");
    assert!(cluster.canary(&["100", "0"]).0, "the way back is open");
    assert_eq!(weights(&cluster.patched(service)["spec"]["http"], "route"), [(100, 0); 3]);
}

#[test]
fn the_gateway_apis_route_is_changed_the_same_and_that_of_an_ingress_is_not() {
    let objects = Objects::chart(&[
        "--values",
        "charts/bodega/ci/ha-values.yaml",
        "--set",
        "mesh.api=gateway,httpRoute.enabled=true,httpRoute.parentRefs[0].name=gateway",
    ]);
    let (route, ingress) = (objects.get("HTTPRoute", "bodega-api"), objects.get("HTTPRoute", "bodega"));
    let cluster = Cluster::new().with(VIRTUAL_SERVICE, &[]).with(HTTP_ROUTE, &[route, ingress]);
    let (is_well, said) = cluster.canary(&["5", "95"]);
    assert!(is_well, "{said}");
    assert_eq!(weights(&cluster.patched(route)["spec"]["rules"], "backendRefs"), [(5, 95); 2]);
    assert!(cluster.told().contains("rollout status deployment/bodega-api-v2"));
}

#[test]
fn what_helm_has_made_stays_helms() {
    let objects = Objects::preset("ha");
    let cluster = Cluster::new().with(VIRTUAL_SERVICE, &[objects.get("VirtualService", "bodega-api")]);
    fs::write(cluster.file("owner"), "helm").unwrap();
    let (is_well, said) = cluster.canary(&["60", "40"]);
    assert!(is_well, "{said}");
    let told = cluster.told();
    assert!(told.contains("apply --server-side --force-conflicts --field-manager helm"), "{told}");
    assert!(
        told.lines().filter(|line| line.contains(" patch ")).all(|line| line.contains("--dry-run=server")),
        "{told}"
    );
    assert_eq!(fs::read_to_string(cluster.file("applied")).unwrap(), "patched: object\n");
}

#[test]
fn nonsense_is_refused_before_anything_is_asked() {
    for words in [
        &["80", "30"][..],
        &["80"],
        &["101", "-1"],
        &["080", "20"],
        &["80%", "20%"],
        &["", ""],
        &["99.5", "0.5"],
        &["80", "20", "0"],
    ] {
        let cluster = Cluster::new();
        let (is_well, said) = cluster.canary(words);
        assert!(
            !is_well && said.contains("two whole numbers that make 100 are wanted, such as 80 20"),
            "{words:?}: {said}"
        );
        assert_eq!(cluster.told(), "", "{words:?}");
    }
}

#[test]
fn it_says_what_is_missing_and_what_is_too_much() {
    let without = Objects::chart(&["--set", "mesh.enabled=true"]);
    for cluster in
        [Cluster::new(), Cluster::new().with(VIRTUAL_SERVICE, &[without.get("VirtualService", "bodega-api")])]
    {
        let (is_well, said) = cluster.canary(&["80", "20"]);
        assert!(!is_well && said.contains("there is no second version of the API here"), "{said}");
    }
    let (one, other) = (Objects::preset("ha"), Objects::read(&overlay_with("pro", "mesh")));
    let both = [one.get("VirtualService", "bodega-api"), other.get("VirtualService", "api")];
    let cluster = Cluster::new().with(VIRTUAL_SERVICE, &both);
    let (is_well, said) = cluster.canary(&["80", "20"]);
    assert!(!is_well && said.contains("there are several, NAME says which") && said.contains("/bodega-api"), "{said}");
    assert!(!cluster.told().contains("patch "));
    assert!(printed("sed", &["-n", "2,8p", "scripts/canary"]).contains("NAME "), "its head tells of it");
}
