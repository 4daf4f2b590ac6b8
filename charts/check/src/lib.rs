//! What the chart, `manifests/` and `compose.yaml` become, made by the real tools, for tests to look at.
pub mod karmada;

use serde_json::Value;
use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

/// The version of Kubernetes that everything is rendered and checked for.
pub const KUBERNETES: &str = "1.34.0";

/// The repository's folder.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../..")
        .canonicalize()
        .expect("the repository is there: this was built in it")
}

/// A file of the repository.
pub fn text(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Runs a tool in the repository's folder.
pub fn run(program: &str, words: &[&str]) -> Output {
    let done = Command::new(program).args(words).current_dir(root()).output();
    done.unwrap_or_else(|error| panic!("{program}: {error}; `make test` says what is needed"))
}

/// What it prints; it must succeed.
pub fn printed(program: &str, words: &[&str]) -> String {
    let done = run(program, words);
    let said = String::from_utf8_lossy(&done.stderr);
    assert!(done.status.success(), "{program} {words:?}: {said}{}", String::from_utf8_lossy(&done.stdout));
    String::from_utf8(done.stdout).expect("the tools print UTF-8")
}

/// Where a tool is.
pub fn place(tool: &str) -> String {
    printed("sh", &["-c", &format!("command -v {tool}")]).trim().to_owned()
}

/// Objects of Kubernetes.
#[derive(Clone, Debug)]
pub struct Objects(pub Vec<Value>);

impl Objects {
    /// Out of YAML documents.
    pub fn read(yaml: &str) -> Self {
        let documents: Vec<Value> = serde_saphyr::from_multiple(yaml).expect("the tools print YAML");
        Self(documents.into_iter().filter(|document| !document.is_null()).collect())
    }

    /// What a release `bodega` of the chart holds, with these words for helm.
    pub fn chart(words: &[&str]) -> Self {
        Self::read(&rendered(words))
    }

    /// The same, with values out of `ci/`.
    pub fn preset(name: &str) -> Self {
        Self::chart(&["--values", &format!("charts/bodega/ci/{name}-values.yaml")])
    }

    /// An overlay of `manifests/`, with secrets made for it.
    pub fn overlay(name: &str) -> Self {
        Self::read(&overlay(name))
    }

    /// The same with one more component.
    pub fn overlay_with(name: &str, component: &str) -> Self {
        Self::read(&overlay_with(name, component))
    }

    /// What is made beside the environments, out of `manifests/components/`.
    pub fn component(name: &str) -> Self {
        Self::read(&printed("kustomize", &["build", &format!("manifests/components/{name}")]))
    }

    /// All of a kind.
    pub fn all<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = &'a Value> {
        self.0.iter().filter(move |object| object["kind"] == kind)
    }

    /// The one of that kind and name.
    pub fn get<'a>(&'a self, kind: &str, name: &str) -> &'a Value {
        let found = self.0.iter().find(|object| object["kind"] == kind && object["metadata"]["name"] == name);
        found.unwrap_or_else(|| panic!("there is no {kind} {name}"))
    }

    /// There is one of that kind and name.
    pub fn has(&self, kind: &str, name: &str) -> bool {
        self.all(kind).any(|object| object["metadata"]["name"] == name)
    }

    /// The one whose name begins so: kustomize adds a hash.
    pub fn named<'a>(&'a self, kind: &str, beginning: &str) -> &'a Value {
        let begins = |name: &str| name.rsplit_once('-').is_some_and(|(begin, _)| begin == beginning);
        let is_it = |object: &&Value| object["kind"] == kind && object["metadata"]["name"].as_str().is_some_and(begins);
        let found = self.0.iter().find(is_it);
        found.unwrap_or_else(|| panic!("there is no {kind} {beginning}-..."))
    }

    /// The pods' templates, with what they belong to.
    pub fn pods(&self) -> impl Iterator<Item = (String, &Value)> {
        self.0.iter().filter_map(|object| {
            let name = format!("{} {}", object["kind"].as_str()?, object["metadata"]["name"].as_str()?);
            match object["kind"].as_str()? {
                "Deployment" | "StatefulSet" | "DaemonSet" | "Job" => Some((name, &object["spec"]["template"]["spec"])),
                "Pod" => Some((name, &object["spec"])),
                _ => None,
            }
        })
    }

    /// All containers, with what they belong to.
    pub fn containers(&self) -> impl Iterator<Item = (String, &Value)> {
        self.pods().flat_map(|(name, pod)| {
            let containers = pod["containers"].as_array().into_iter().flatten();
            containers.map(move |container| (format!("{name}, {}", container["name"]), container))
        })
    }
}

/// What helm renders.
pub fn rendered(words: &[&str]) -> String {
    let all =
        [&["template", "bodega", "charts/bodega", "--namespace", "shop", "--kube-version", KUBERNETES], words].concat();
    printed("helm", &all)
}

/// What helm says when it refuses these values.
pub fn refused(words: &[&str]) -> String {
    let all = [&["template", "bodega", "charts/bodega", "--kube-version", KUBERNETES], words].concat();
    let done = run("helm", &all);
    assert!(!done.status.success(), "{words:?} should be refused");
    String::from_utf8_lossy(&done.stderr).into_owned()
}

/// What kustomize makes of an overlay.
pub fn overlay(name: &str) -> String {
    built(name, |_| ())
}

/// The same with one more component, named as a person does it.
pub fn overlay_with(name: &str, component: &str) -> String {
    built(name, |folder| {
        let file = format!("{folder}/kustomization.yaml");
        let old = fs::read_to_string(&file).expect("an overlay has one");
        let (own, others): (Vec<_>, Vec<_>) = old.lines().partition(|line| line.starts_with("components: ["));
        let own = own.first().map_or("components: [".to_owned(), |line| line.replace(']', ", "));
        let new = format!("{}\n{own}../../components/{component}]\n", others.join("\n"));
        fs::write(&file, new).expect("the copy is ours");
    })
}

/// Builds a copy, as secrets are in no repository, after something was done to it.
fn built(name: &str, prepare: impl FnOnce(&str)) -> String {
    let copy = tempfile::tempdir().expect("there is room for a copy");
    let place = copy.path().join("manifests");
    let place = place.to_str().expect("temporary folders have plain names");
    printed("cp", &["-R", "manifests", place]);
    let folder = format!("{place}/overlays/{name}");
    prepare(&folder);
    let file = format!("{folder}/secrets.env");
    fs::copy(format!("{file}.example"), &file).expect("the sample is there");
    printed("scripts/dotenv", &[&file]);
    printed("kustomize", &["build", &folder])
}

/// The names of the values that `ci/` has.
pub fn presets() -> Vec<String> {
    let files = fs::read_dir(root().join("charts/bodega/ci")).expect("charts/bodega/ci is there");
    let name = |file: fs::DirEntry| Some(file.file_name().to_str()?.strip_suffix("-values.yaml")?.to_owned());
    let mut names: Vec<_> = files.filter_map(|file| name(file.ok()?)).collect();
    names.sort();
    names
}

/// The settings that a program has, by the table in its README, which a test of the program itself keeps true.
pub fn settings(program: &str) -> Vec<String> {
    let readme = text(&format!("{program}/README.md"));
    let rows = readme.lines().filter(|line| line.starts_with("| `"));
    let names = rows
        .filter_map(|row| row.split('|').nth(1))
        .flat_map(|cell| cell.split(','))
        .map(|name| name.trim().trim_matches('`'));
    let is_setting = |name: &&str| {
        !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_')
    };
    names.filter(is_setting).map(str::to_owned).collect()
}

/// Where the usual kubeconform finds schemas: those of Kubernetes, and those that the community keeps of operators.
const SCHEMAS: [&str; 5] = [
    "-ignore-missing-schemas",
    "-schema-location",
    "default",
    "-schema-location",
    "https://raw.githubusercontent.com/datreeio/CRDs-catalog/main/{{.Group}}/{{.ResourceKind}}_{{.ResourceAPIVersion}}.json",
];

/// Has kubeconform compare objects with the schemas of Kubernetes and of operators. `KUBECONFORM` names one that has them on this
/// machine; the usual one fetches them, and leaves out what it does not find.
pub fn valid(words: &[&str]) {
    match std::env::var("KUBECONFORM") {
        Ok(program) => printed(&program, &[&["-strict"], words].concat()),
        Err(_) => printed("kubeconform", &[&["-strict"], &SCHEMAS[..], words].concat()),
    };
}
