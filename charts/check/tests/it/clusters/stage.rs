//! The recipes in a copy of their folder, with a stand-in for every tool that they call.
use check::{printed, root};
use std::{collections::BTreeMap, fs, os::unix::fs::symlink, path::PathBuf, process::Command};
use tempfile::TempDir;

const TOOLS: [&str; 14] = [
    "ansible-playbook",
    "gcloud",
    "gke-gcloud-auth-plugin",
    "helm",
    "k3d",
    "karmadactl",
    "kind",
    "kops",
    "kubectl",
    "minikube",
    "nc",
    "sleep",
    "vagrant",
    "wget",
];

pub struct Stage {
    folder: TempDir,
    env: BTreeMap<&'static str, String>,
}

impl Stage {
    /// Nothing is there yet; clusters will have so many nodes.
    pub fn new(nodes: usize) -> Self {
        let stage = Self { folder: tempfile::tempdir().unwrap(), env: BTreeMap::new() };
        for folder in ["bin", "there", "manifests", "scripts"] {
            fs::create_dir(stage.file(folder)).unwrap();
        }
        let stand_in = root().join("charts/check/tests/stand-ins/clusters/tool");
        for tool in TOOLS {
            symlink(&stand_in, stage.file("bin").join(tool)).unwrap();
        }
        for from in ["manifests/clusters", "scripts/ingress-controller", "scripts/cluster"] {
            let to = stage.file(from);
            printed("cp", &["-R", from, to.to_str().unwrap()]);
        }
        // Machines of whoever tests are not meant here.
        let _ = fs::remove_dir_all(stage.file("manifests/clusters/vagrant/.vagrant"));
        let names: Vec<_> = (1..=nodes).map(|number| format!("node-{number}\n")).collect();
        fs::write(stage.file("nodes"), names.concat()).unwrap();
        fs::write(stage.file("classes"), "").unwrap();
        stage.with("PATIENCE", "0")
    }

    pub fn with(mut self, variable: &'static str, value: &str) -> Self {
        self.env.insert(variable, value.to_owned());
        self
    }

    pub fn without(mut self, variable: &'static str) -> Self {
        self.env.remove(variable);
        self
    }

    pub fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Something does not work from now on.
    pub fn broken(&self, what: &str) {
        fs::write(self.file("fault"), what).unwrap();
    }

    /// Whether it went well, and what was said.
    pub fn run(&self, script: &str, words: &[&str]) -> (bool, String) {
        self.run_on(&format!("{}:{}", self.file("bin").display(), std::env::var("PATH").unwrap()), script, words)
    }

    /// The same where these programs are all that there are.
    pub fn run_on(&self, path: &str, script: &str, words: &[&str]) -> (bool, String) {
        let mut command = Command::new(self.file(script));
        for (variable, _) in std::env::vars_os() {
            command.env_remove(variable);
        }
        let done = command
            .args(words)
            .current_dir(self.folder.path())
            .envs(&self.env)
            .env("PATH", path)
            .env("HOME", self.folder.path())
            .env("STAND_IN", self.folder.path())
            .output()
            .unwrap();
        (done.status.success(), String::from_utf8_lossy(&[done.stdout, done.stderr].concat()).into_owned())
    }

    /// The same, and it has to go well.
    pub fn does(&self, script: &str, words: &[&str]) -> String {
        let (is_well, said) = self.run(script, words);
        assert!(is_well, "{script} {words:?}: {said}\n{}", self.told());
        said
    }

    /// And here it has to be refused.
    pub fn refuses(&self, script: &str, words: &[&str]) -> String {
        let (is_well, said) = self.run(script, words);
        assert!(!is_well, "{script} {words:?}: {said}\n{}", self.told());
        said
    }

    /// What the tools were told, one call a line.
    pub fn told(&self) -> String {
        fs::read_to_string(self.file("told")).unwrap_or_default()
    }

    /// How many calls begin so.
    pub fn calls(&self, beginning: &str) -> usize {
        self.told().lines().filter(|line| line.starts_with(beginning)).count()
    }
}
