//! `scripts/deliver`, in a copy, with a stand-in for Karmada's API; `scripts/karmada-check` has it deliver to a real one.
use crate::server::{Server, nowhere};
use check::{Objects, printed, root};
use serde_json::Value;
use std::{fs, path::PathBuf, process::Command};
use tempfile::TempDir;

/// A copy of what is delivered, and what the stand-in keeps.
struct Place(TempDir);

impl Place {
    fn new() -> Self {
        let place = Self(tempfile::tempdir().unwrap());
        for folder in ["manifests", "scripts"] {
            printed("cp", &["-R", folder, place.file(folder).to_str().unwrap()]);
        }
        fs::create_dir_all(place.file("kept/scaled")).unwrap();
        place
    }

    fn file(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn text(&self, name: &str) -> String {
        fs::read_to_string(self.file(name)).unwrap_or_default()
    }

    /// Whether it went well, and what was said.
    fn deliver(&self, words: &[&str]) -> (bool, String) {
        self.deliver_with("", words)
    }

    fn deliver_with(&self, registry: &str, words: &[&str]) -> (bool, String) {
        let stand_ins = root().join("charts/check/tests/stand-ins/karmada");
        let done = Command::new(self.file("scripts/deliver"))
            .args(words)
            .env("PATH", format!("{}:{}", stand_ins.display(), std::env::var("PATH").unwrap()))
            .env("STAND_IN", self.file("kept"))
            .env("TRIES", "0")
            .env("PATIENCE", "1s")
            .env("REGISTRY", registry)
            .output()
            .unwrap();
        (done.status.success(), String::from_utf8_lossy(&[done.stdout, done.stderr].concat()).into_owned())
    }

    fn good(&self, words: &[&str]) -> String {
        self.good_with("", words)
    }

    fn good_with(&self, registry: &str, words: &[&str]) -> String {
        let (well, said) = self.deliver_with(registry, words);
        assert!(well, "{words:?}: {said}");
        said
    }

    /// Writes the version, renders, applies.
    fn version(&self, version: &str) {
        self.good(&["tag", "production", version]);
        fs::write(self.file("rendered.yaml"), self.good(&["render", "production"])).unwrap();
        self.good(&["apply", "production", self.file("rendered.yaml").to_str().unwrap()]);
    }

    /// The image of the API and its replicas, as applied last.
    fn runs(&self) -> (String, u64) {
        let objects = Objects::read(&self.text("kept/put"));
        let spec = &objects.get("Deployment", "api")["spec"];
        let image = spec["template"]["spec"]["containers"][0]["image"].as_str().unwrap();
        (image.rsplit_once(':').unwrap().1.to_owned(), spec["replicas"].as_u64().unwrap())
    }
}

#[test]
fn a_version_is_two_lines_of_one_file_with_and_without_the_registry() {
    let flow: Value = serde_saphyr::from_str(&check::text("manifests/kestra/deploy.yaml")).unwrap();
    for registry in ["", flow["variables"]["registry"].as_str().unwrap()] {
        let place = Place::new();
        place.good_with(registry, &["tag", "production", "0.0.0-new"]);
        let (own, other) =
            ["production", "staging"].map(|name| format!("manifests/karmada/{name}/kustomization.yaml")).into();
        let (before, after) = (check::text(&own), place.text(&own));
        let lines = before.lines().zip(after.lines());
        let changed: Vec<_> = lines.filter(|(old, new)| old != new).map(|(_, new)| new).collect();
        assert_eq!(changed, ["  newTag: 0.0.0-new"; 2], "{registry}");
        assert_eq!(before.lines().count(), after.lines().count());
        assert_eq!(place.text(&other), check::text(&other));
    }
}

#[test]
fn an_api_that_does_not_answer_has_not_rolled_out() {
    let place = Place::new();
    place.version("1.0.0");
    place.good(&["wait", "production"]);
    fs::write(place.file("kept/down"), "").unwrap();
    let (well, said) = place.deliver(&["wait", "production"]);
    assert!(!well && said.contains("does not answer"), "{said}");
}

#[test]
fn what_is_no_environment_or_no_version_is_refused() {
    let place = Place::new();
    for words in [
        &["tag", "dev", "1.2.3"][..],
        &["tag", "production", "1.2.3; rm -r ."],
        &["tag", "production"],
        &["tag", "production", "-x"],
        &["apply", "production"],
        &["smoke", "production"],
        &["go", "production"],
        &["wait"],
    ] {
        assert!(!place.deliver(words).0, "{words:?}");
    }
    assert!(place.text("kept/words").is_empty(), "nothing was asked of the cluster");
}

#[test]
fn going_back_restores_what_worked_last() {
    let place = Place::new();
    let (well, said) = place.deliver(&["keep", "production"]);
    assert!(!well && said.contains("nothing was applied"), "{said}");
    place.version("1.0.0");
    let (well, said) = place.deliver(&["back", "production"]);
    assert!(!well && said.contains("nothing to go back to"), "{said}");
    place.good(&["keep", "production"]);
    for version in ["1.1.0", "1.1.0", "1.2.0"] {
        place.version(version);
        assert_eq!(place.runs().0, version);
    }
    for _ in 0..2 {
        place.good(&["back", "production"]);
        assert_eq!(place.runs().0, "1.0.0");
    }
}

#[test]
fn what_works_already_is_not_left_when_it_is_delivered_once_more() {
    let place = Place::new();
    for version in ["1.0.0", "1.1.0"] {
        place.version(version);
        place.good(&["keep", "production"]);
    }
    let (well, _) = place.deliver(&["all", "production", "1.1.0", &nowhere()]);
    assert!(!well);
    assert_eq!(place.runs().0, "1.1.0");
}

#[test]
fn what_the_autoscaler_decided_stays() {
    let place = Place::new();
    place.version("1.0.0");
    assert_eq!(place.runs(), ("1.0.0".into(), 6));
    place.good(&["keep", "production"]);
    fs::write(place.file("kept/scaled/api"), "9").unwrap();
    place.version("1.1.0");
    assert_eq!(place.runs(), ("1.1.0".into(), 9));
    place.good(&["back", "production"]);
    assert_eq!(place.runs(), ("1.0.0".into(), 9));
}

#[test]
fn a_roll_out_that_fails_is_taken_back() {
    let place = Place::new();
    place.version("1.0.0");
    place.good(&["keep", "production"]);
    fs::write(place.file("kept/stuck"), "1.1.0").unwrap();
    let (well, said) = place.deliver(&["all", "production", "1.1.0", &nowhere()]);
    assert!(!well && said.contains("wait failed; going back"), "{said}");
    assert!(
        said.contains("Deployment/web in prod-east: 1 of 4 ready") && !said.contains("Deployment/api in"),
        "{said}"
    );
    assert_eq!(place.runs().0, "1.0.0");
}

#[test]
fn a_shop_that_does_not_answer_is_taken_back() {
    let place = Place::new();
    place.version("1.0.0");
    place.good(&["keep", "production"]);
    let (well, said) = place.deliver(&["all", "production", "1.1.0", &nowhere()]);
    assert!(!well && said.contains("smoke failed; going back"), "{said}");
    assert_eq!(place.runs().0, "1.0.0");
}

#[test]
fn a_shop_that_answers_is_kept() {
    let place = Place::new();
    let shop = Server::start(|_| Some((200, String::new())));
    let said = place.good(&["all", "production", "1.1.0", &shop.url]);
    let paths = ["/", "/health", "/health/ready", "/api/v1/catalog/products"];
    for path in paths {
        assert!(said.contains(&format!("{}{path}\n", shop.url)), "{said}");
    }
    let asked: Vec<_> = shop.calls().into_iter().map(|call| call.line).collect();
    assert_eq!(asked, paths.map(|path| format!("GET {path}")));
    assert_eq!(place.runs().0, "1.1.0");
    assert_eq!(place.text("kept/good"), place.text("kept/applied"));
}
