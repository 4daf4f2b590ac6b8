//! Runs the scripts of Rundeck's jobs as Rundeck does.
use check::{place, text};
use serde_json::Value;
use std::{fs, os::unix::fs::PermissionsExt, path::Path, process::Command};

/// What nobody may ever see.
pub const KEY: &str = "the-key-of-the-webhook.R_1~";
pub const TOKEN: &str = "theTokenForRundeck";

/// The jobs as Rundeck reads them.
pub fn jobs() -> Vec<Value> {
    serde_saphyr::from_str(&text("manifests/rundeck/jobs.yaml")).expect("it is YAML")
}

pub fn job(name: &str) -> Value {
    jobs().into_iter().find(|job| job["name"] == name).unwrap_or_else(|| panic!("there is no job {name}"))
}

/// What its only step does.
pub fn script(name: &str) -> String {
    job(name)["sequence"]["commands"][0]["script"].as_str().expect("it is a script").to_owned()
}

/// How a script ended, and what it said.
#[derive(Debug)]
pub struct Ended {
    pub is_well: bool,
    pub said: String,
}

/// Runs a job's script with this environment and nothing else, with these tools only, and makes sure that it keeps its secrets.
pub fn run(job: &str, tools: &[&str], environment: &[(&str, &str)]) -> Ended {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    for tool in tools {
        // Writes down with what the tool is started: everybody on the machine can see that.
        let real = place(tool);
        let own =
            format!("#!/bin/sh\nprintf '%s\\n' {tool} \"$@\" >>\"{}\"\nexec {} \"$@\"\n", at("words").display(), real);
        runnable(&at(tool), &own);
    }
    // Somebody's own settings for curl would change what is sent, and show it.
    fs::write(at(".curlrc"), "verbose\nuser-agent = somebody\n").unwrap();
    runnable(&at("script"), &script(job));
    let done = Command::new(place("bash"))
        .arg(at("script"))
        .env_clear()
        .envs([("PATH", folder.path()), ("HOME", folder.path())])
        .envs(environment.iter().copied())
        .output()
        .unwrap();
    let said = String::from_utf8([done.stdout, done.stderr].concat()).unwrap();
    let words = fs::read_to_string(at("words")).unwrap_or_default();
    for secret in [KEY, TOKEN] {
        assert!(!said.contains(secret), "it says a secret: {said}");
        assert!(!words.contains(secret), "it starts a tool with a secret: {words}");
    }
    Ended { is_well: done.status.success(), said }
}

fn runnable(file: &Path, content: &str) {
    fs::write(file, content).unwrap();
    fs::set_permissions(file, fs::Permissions::from_mode(0o755)).unwrap();
}
