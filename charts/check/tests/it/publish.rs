//! `scripts/publish`, with stand-ins for the programs that reach a registry: they write down what they are told.
use crate::release::Copy;
use check::root;
use std::{fs, os::unix::fs::PermissionsExt, path::Path, process::Command};
use tempfile::TempDir;

const DIGEST: &str = "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

/// A copy of the repository, released as 7.0.0, and the folder of the stand-ins.
struct Registry(Copy, TempDir);

impl Registry {
    /// One that says of everything that it has this digest.
    fn with(digest: &str) -> Self {
        let copy = Copy::new();
        copy.news("Something to see.");
        copy.release("7.0.0");
        let place = tempfile::tempdir().unwrap();
        for (name, answer) in [("docker", ""), ("helm", "Digest: "), ("cosign", ""), ("gh", "")] {
            let file = place.path().join(name);
            let gh = if name == "gh" { "cat >>\"$STAND_IN/words\"\n" } else { "" };
            let script = format!("#!/bin/sh\necho \"{name} $*\" >>\"$STAND_IN/words\"\n{gh}echo '{answer}{digest}'\n");
            fs::write(&file, script).unwrap();
            fs::set_permissions(&file, PermissionsExt::from_mode(0o755)).unwrap();
        }
        Self(copy, place)
    }

    /// Whether it went well, and what the stand-ins were told.
    fn publish(&self, words: &[&str]) -> (bool, String) {
        let stand_ins = self.1.path();
        let done = Command::new("scripts/publish")
            .args(words)
            .current_dir(self.0.path())
            .env("PATH", format!("{}:{}", stand_ins.display(), std::env::var("PATH").unwrap()))
            .env("STAND_IN", stand_ins)
            .env("REGISTRY", "ghcr.io/Some-Body")
            .env("REPOSITORY", "https://github.com/Some-Body/bodega")
            .env_remove("VERSION")
            .output()
            .unwrap();
        (done.status.success(), fs::read_to_string(stand_ins.join("words")).unwrap_or_default())
    }

    /// What they were told; it must go well.
    fn told(&self, words: &[&str]) -> String {
        let (well, told) = self.publish(words);
        assert!(well, "{words:?}: {told}");
        told
    }
}

#[test]
fn an_image_says_what_is_in_it_how_it_was_made_and_for_which_machine() {
    let machine = if std::env::consts::ARCH == "aarch64" { "arm64" } else { "amd64" };
    let told = Registry::with(DIGEST).told(&["image", "api"]);
    for words in [
        "docker buildx build",
        &format!("--platform linux/{machine} "),
        "--sbom=true",
        "--provenance=mode=max",
        "--push",
        "--label org.opencontainers.image.source=https://github.com/Some-Body/bodega",
        "--file Dockerfile.api",
        "--build-arg VERSION=7.0.0 ",
        &format!("--tag ghcr.io/some-body/bodega-api:7.0.0-{machine} "),
    ] {
        assert!(told.contains(words), "{words}: {told}");
    }
}

#[test]
fn the_images_of_both_machines_become_one_that_is_signed_by_what_it_is() {
    let told = Registry::with(DIGEST).told(&["index", "web"]);
    let name = "ghcr.io/some-body/bodega-web";
    let make = format!("docker buildx imagetools create --tag {name}:7.0.0 {name}:7.0.0-amd64 {name}:7.0.0-arm64");
    assert_eq!(told.lines().next(), Some(make.as_str()));
    assert_eq!(told.lines().last(), Some(format!("cosign sign --yes --recursive {name}@{DIGEST}").as_str()));
}

#[test]
fn the_chart_is_packed_pushed_and_signed() {
    let told = Registry::with(DIGEST).told(&["chart"]);
    assert!(told.contains("helm package charts/bodega "), "{told}");
    assert!(told.contains("bodega-7.0.0.tgz oci://ghcr.io/some-body/charts\n"), "{told}");
    assert!(
        told.ends_with(&format!("cosign sign --yes --recursive ghcr.io/some-body/charts/bodega@{DIGEST}\n")),
        "{told}"
    );
}

#[test]
fn nothing_is_signed_that_has_no_digest() {
    for words in [["chart", ""], ["index", "api"]] {
        let (well, told) = Registry::with("latest").publish(&words);
        assert!(!well && !told.contains("cosign"), "{words:?}: {told}");
    }
}

#[test]
fn signatures_are_those_of_the_workflow_at_the_tag() {
    let told = Registry::with(DIGEST).told(&["verify"]);
    let workflow = "https://github.com/Some-Body/bodega/.github/workflows/release.yaml@refs/tags/v7.0.0";
    let issuer = "https://token.actions.githubusercontent.com";
    let asked = |part: &str| {
        format!(
            "cosign verify --certificate-oidc-issuer {issuer} --certificate-identity {workflow} ghcr.io/some-body/bodega-{part}:7.0.0"
        )
    };
    assert_eq!(told.lines().collect::<Vec<_>>(), [asked("api"), asked("web")]);
}

#[test]
fn the_release_has_the_changelogs_words() {
    let told = Registry::with(DIGEST).told(&["notes"]);
    let made = "gh release create v7.0.0 --verify-tag --title Bodega 7.0.0 --notes-file -\n";
    assert!(told.starts_with(&format!("{made}### Added\n- Something to see.\n")), "{told}");
}

#[test]
fn only_known_parts_and_commands_are_taken() {
    let registry = Registry::with(DIGEST);
    for words in [["image", "db"], ["index", ""], ["sell", ""]] {
        assert_eq!(registry.publish(&words), (false, String::new()), "{words:?}");
    }
}

#[test]
fn a_kubeconfig_is_read_by_nobody_else_and_goes_away() {
    let done = Command::new("scripts/with-kubeconfig")
        .args([
            "bash",
            "-c",
            "stat -c %a $KUBECONFIG; cat $KUBECONFIG; echo ${KUBECONFIG_TEXT-none} $KUBECONFIG; exit 7",
        ])
        .current_dir(root())
        .env("KUBECONFIG_TEXT", "kind: Config")
        .output()
        .unwrap();
    assert_eq!(done.status.code(), Some(7));
    let said = String::from_utf8(done.stdout).unwrap();
    let said: Vec<_> = said.split_whitespace().collect();
    assert_eq!(said[..4], ["600", "kind:", "Config", "none"]);
    assert!(!Path::new(said[4]).exists(), "{}", said[4]);
}
