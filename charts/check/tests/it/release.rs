//! One version for everything, and how it is raised: the scripts run for real, in a copy of the repository.
use check::{Objects, printed, root, text};
use serde_json::Value;
use std::{
    fs,
    path::Path,
    process::{Command, Output},
};
use tempfile::TempDir;

const NOW: &str = env!("CARGO_PKG_VERSION");

/// A clone with what is committed.
pub struct Copy(TempDir);

impl Copy {
    pub fn new() -> Self {
        let copy = Self(tempfile::tempdir().unwrap());
        let place = copy.path().to_str().unwrap();
        printed("git", &["clone", "--quiet", "--no-tags", root().to_str().unwrap(), place]);
        copy.git(&["config", "user.name", "Ana"]);
        copy.git(&["config", "user.email", "ana@example.com"]);
        copy
    }

    pub fn path(&self) -> &Path {
        self.0.path()
    }

    fn run(&self, program: &str, words: &[&str]) -> Output {
        Command::new(program).args(words).current_dir(self.path()).output().unwrap()
    }

    /// What it prints; it must succeed.
    fn said(&self, program: &str, words: &[&str]) -> String {
        let done = self.run(program, words);
        assert!(done.status.success(), "{program} {words:?}: {}", String::from_utf8_lossy(&done.stderr));
        String::from_utf8(done.stdout).unwrap().trim_end().to_owned()
    }

    fn git(&self, words: &[&str]) -> String {
        self.said("git", words)
    }

    pub fn release(&self, version: &str) {
        self.said("scripts/release", &[version]);
    }

    /// Why it is refused; nothing is changed by that.
    fn refused(&self, version: &str) -> String {
        let before = (self.git(&["rev-parse", "HEAD"]), self.git(&["status", "--porcelain"]), self.git(&["tag"]));
        let done = self.run("scripts/release", &[version]);
        assert!(!done.status.success(), "{version} should be refused");
        let after = (self.git(&["rev-parse", "HEAD"]), self.git(&["status", "--porcelain"]), self.git(&["tag"]));
        assert_eq!(before, after, "{version}");
        String::from_utf8(done.stderr).unwrap()
    }

    fn text(&self, file: &str) -> String {
        fs::read_to_string(self.path().join(file)).unwrap()
    }

    /// The changelog, with something new in it, committed.
    pub fn news(&self, line: &str) {
        let log = self
            .text("CHANGELOG.md")
            .replace("## [Unreleased]\n", &format!("## [Unreleased]\n\n### Added\n- {line}\n"));
        fs::write(self.path().join("CHANGELOG.md"), log).unwrap();
        self.git(&["commit", "--quiet", "--all", "--message", "News"]);
    }
}

fn yaml(text: &str) -> Value {
    serde_saphyr::from_str(text).unwrap()
}

/// Every place that names the version, as whoever reads it sees it.
fn versions(read: impl Fn(&str) -> String) -> Vec<(String, String)> {
    let mut all = Vec::new();
    let mut add = |place: &str, value: &Value| {
        all.push((place.to_owned(), value.as_str().unwrap_or_else(|| panic!("{place}: {value}")).to_owned()));
    };
    let chart = yaml(&read("charts/bodega/Chart.yaml"));
    add("chart", &chart["version"]);
    add("what the chart installs", &chart["appVersion"]);
    add("the chart's dependency", &chart["dependencies"][0]["version"]);
    add("the chart of Redis", &yaml(&read("charts/bodega/charts/redis/Chart.yaml"))["version"]);
    for image in yaml(&read("manifests/base/kustomization.yaml"))["images"].as_array().unwrap() {
        add("manifests", &image["newTag"]);
    }
    let compose = yaml(&read("compose.yaml"));
    for service in ["api", "web"] {
        let image = compose["services"][service]["image"].as_str().unwrap();
        let tag = image.trim_end_matches('}').rsplit(':').next().unwrap();
        add("compose", &Value::from(tag));
    }
    add(
        "the description of the API",
        &serde_json::from_str::<Value>(&read("api/openapi.json")).unwrap()["info"]["version"],
    );
    all
}

/// What cargo says of our own programs; the lock file must be right for it.
fn crates(folder: &Path) -> Vec<(String, String)> {
    // A build brings what it needs itself, not what another platform would.
    let rustc = printed("rustc", &["-vV"]);
    let host = rustc.lines().find_map(|line| line.strip_prefix("host: ")).unwrap();
    let done = Command::new("cargo")
        .args(["metadata", "--locked", "--offline", "--format-version", "1", "--filter-platform", host])
        .current_dir(folder)
        .output()
        .unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let metadata: Value = serde_json::from_slice(&done.stdout).unwrap();
    let own = metadata["packages"].as_array().unwrap().iter().filter(|package| package["source"].is_null());
    own.map(|package| (package["name"].to_string(), package["version"].as_str().unwrap().to_owned())).collect()
}

#[test]
fn every_place_says_the_same_version() {
    let all = [versions(text), crates(&root())].concat();
    assert!(all.len() >= 15, "{all:?}");
    for (place, version) in all {
        assert_eq!(version, NOW, "{place}");
    }
    assert_eq!(printed("scripts/version", &[]).trim(), NOW);
    printed("scripts/version", &["check"]);
    let images =
        Objects::overlay("pro").containers().map(|(_, container)| container["image"].to_string()).collect::<String>();
    assert!(
        images.contains(&format!("bodega-api:{NOW}\"")) && images.contains(&format!("bodega-web:{NOW}\"")),
        "{images}"
    );
}

#[test]
fn a_release_changes_every_place_and_is_committed_and_tagged() {
    let copy = Copy::new();
    copy.news("Something to see.");
    copy.release("7.8.9");
    for (place, version) in [versions(|file| copy.text(file)), crates(copy.path())].concat() {
        assert_eq!(version, "7.8.9", "{place}");
    }
    assert_eq!(copy.git(&["log", "-1", "--format=%s"]), "Release 7.8.9");
    assert_eq!(copy.git(&["rev-parse", "v7.8.9^{commit}"]), copy.git(&["rev-parse", "HEAD"]));
    assert_eq!(copy.git(&["cat-file", "-t", "v7.8.9"]), "tag");
    assert_eq!(copy.git(&["status", "--porcelain"]), "");
    copy.said("scripts/version", &["check", "v7.8.9"]);
    let other = copy.run("scripts/version", &["check", "v7.8.10"]);
    assert!(!other.status.success(), "a tag of another version");
    assert!(copy.refused("7.8.9").contains("v7.8.9 is there already"));
}

#[test]
fn the_changelog_keeps_each_versions_news_and_links() {
    let copy = Copy::new();
    copy.news("What comes first.");
    copy.release("7.0.0-rc.1");
    copy.news("What comes second.");
    copy.release("7.0.0");
    let log = copy.text("CHANGELOG.md");
    let today = copy.said("date", &["-u", "+%F"]);
    assert!(log.contains(&format!("## [Unreleased]\n\n## [7.0.0] - {today}\n")), "{log}");
    for link in ["[Unreleased]: ../../compare/v7.0.0...HEAD", "[7.0.0]: ../../compare/v7.0.0-rc.1...v7.0.0"] {
        assert!(log.lines().any(|line| line == link), "{link}: {log}");
    }
    assert_eq!(copy.said("scripts/release-notes", &[]), "### Added\n- What comes second.");
    let first = copy.said("scripts/release-notes", &["7.0.0-rc.1"]);
    assert!(
        first.starts_with("### Added\n- What comes first.")
            && !first.contains("]: ")
            && !first.contains("comes second")
    );
    assert!(!copy.run("scripts/release-notes", &["6.0.0"]).status.success(), "nothing is said of it");
}

#[test]
fn a_bad_version_is_refused() {
    let copy = Copy::new();
    copy.news("Something.");
    for bad in ["", "1", "7.2", "v7.2.3", "7.2.3.4", "07.2.3", "7.2.3-", "7.2.3+build", "7.2.3 4", "7.2.3;true", "next"]
    {
        assert!(copy.refused(bad).contains("is no version"), "{bad}");
    }
    copy.release("7.0.0");
    copy.news("More.");
    for lower in ["6.9.9", "7.0.0-rc.1", "0.0.1"] {
        assert!(copy.refused(lower).contains("is lower than 7.0.0"), "{lower}");
    }
}

#[test]
fn nothing_new_and_nothing_half_done_is_released() {
    let copy = Copy::new();
    copy.news("Something.");
    copy.release("7.0.0");
    assert!(copy.refused("7.0.1").contains("nothing under [Unreleased]"));
    fs::write(copy.path().join("left-over"), "").unwrap();
    assert!(copy.refused("7.0.1").contains("not committed"));
}

#[test]
fn the_guide_for_contributors_is_short() {
    assert!(text("CONTRIBUTING.md").lines().count() <= 80);
}

#[test]
fn the_changelog_begins_with_what_is_not_released() {
    let log = text("CHANGELOG.md");
    assert!(log.starts_with("# Changelog\n"));
    let sections: Vec<_> = log.lines().filter_map(|line| line.strip_prefix("## [")).collect();
    assert_eq!(sections.first(), Some(&"Unreleased]"));
    for section in sections {
        let name = section.split(']').next().unwrap();
        assert!(log.lines().any(|line| line.starts_with(&format!("[{name}]: ../../"))), "{name} has no link");
    }
}
