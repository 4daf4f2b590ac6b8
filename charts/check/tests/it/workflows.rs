//! `.github/`: what runs there is what anybody can run, with no more rights than it needs.
use check::{printed, root, text};
use serde_json::Value;
use std::{collections::BTreeSet, fs};

/// The workflows, by their files' names.
fn workflows() -> Vec<(String, Value)> {
    let files = fs::read_dir(root().join(".github/workflows")).expect("it is there");
    let names = files.map(|file| file.expect("it can be read").file_name().into_string().expect("names are plain"));
    let read = |name: String| {
        let workflow = serde_saphyr::from_str(&text(&format!(".github/workflows/{name}"))).expect("it is YAML");
        (name, workflow)
    };
    names.map(read).collect()
}

/// Their jobs, by workflow and name.
fn jobs() -> Vec<(String, Value)> {
    let of = |(file, workflow): (String, Value)| {
        let jobs = workflow["jobs"].as_object().expect("every workflow has jobs").clone();
        jobs.into_iter().map(move |(name, job)| (format!("{file} {name}"), job))
    };
    workflows().into_iter().flat_map(of).collect()
}

fn steps(job: &Value) -> &[Value] {
    job["steps"].as_array().map_or(&[], Vec::as_slice)
}

/// What a step has `make` do: its word, or every value of the matrix that the word stands for.
fn targets(job: &Value, step: &Value) -> Vec<String> {
    let line = step["run"].as_str().expect("it runs something");
    let target = line.strip_prefix("make ").unwrap_or_else(|| panic!("{line}: only make is called"));
    let Some(variable) = target.strip_prefix("\"$").and_then(|rest| rest.strip_suffix('"')) else {
        return vec![target.to_owned()];
    };
    let value = step["env"][variable].as_str().expect("the variable is the step's own");
    let key = value.strip_prefix("${{ matrix.").and_then(|rest| rest.strip_suffix(" }}")).expect("it is the matrix's");
    let values = job["strategy"]["matrix"][key].as_array().expect("the matrix has it");
    values.iter().map(|value| value.as_str().expect("targets are words").to_owned()).collect()
}

fn called(jobs: &[(String, Value)]) -> BTreeSet<String> {
    let runs = |job: &Value| -> Vec<String> {
        steps(job).iter().filter(|step| step.get("run").is_some()).flat_map(|step| targets(job, step)).collect()
    };
    jobs.iter().flat_map(|(_, job)| runs(job)).collect()
}

#[test]
fn actionlint_and_zizmor_have_nothing_to_complain_of() {
    printed("actionlint", &[]);
    printed("zizmor", &["--offline", "--no-progress", "--quiet", "--persona", "pedantic", ".github"]);
}

#[test]
fn the_files_are_what_github_reads() {
    for (name, _) in workflows() {
        let file = format!(".github/workflows/{name}");
        printed("check-jsonschema", &["--builtin-schema", "vendor.github-workflows", &file]);
    }
    printed("check-jsonschema", &["--builtin-schema", "vendor.dependabot", ".github/dependabot.yml"]);
}

#[test]
fn every_action_is_pinned_by_its_commit_and_says_its_version() {
    let mut seen = 0;
    for (name, _) in workflows() {
        let text = text(&format!(".github/workflows/{name}"));
        for line in text.lines().filter_map(|line| line.trim_start().trim_start_matches("- ").strip_prefix("uses: ")) {
            if line.starts_with("./") {
                continue;
            }
            let (action, version) = line.split_once(" # v").unwrap_or_else(|| panic!("{name}: {line} says no version"));
            let commit = action.split_once('@').expect("an action is of a version").1;
            assert!(commit.len() == 40 && commit.bytes().all(|byte| byte.is_ascii_hexdigit()), "{name}: {line}");
            assert_eq!(version.split('.').count(), 3, "{name}: {line}");
            seen += 1;
        }
    }
    assert!(seen > 10, "{seen} were looked at");
}

#[test]
fn jobs_call_targets_that_the_makefile_lists() {
    let help = printed("make", &["--no-print-directory", "help"]);
    let known: BTreeSet<_> = help.lines().filter_map(|line| line.split(' ').next()).collect();
    for target in called(&jobs()) {
        assert!(known.contains(target.as_str()), "make {target}");
    }
}

#[test]
fn every_step_of_make_test_has_its_job() {
    let steps = printed("scripts/test", &["--list"]);
    assert!(steps.lines().count() >= 6, "{steps}");
    let jobs: Vec<_> = jobs().into_iter().filter(|(name, _)| name.starts_with("ci.yaml ")).collect();
    let called = called(&jobs);
    for needed in steps.lines().chain(["budget", "image-api", "image-web"]) {
        assert!(called.contains(needed), "no job of ci calls `make {needed}`");
    }
}

#[test]
fn rights_are_given_job_by_job_and_only_a_release_may_write() {
    for (name, workflow) in workflows() {
        assert_eq!(workflow["permissions"], serde_json::json!({}), "{name}");
        assert!(workflow["concurrency"]["group"].is_string(), "{name}");
        assert!(workflow["on"].get("pull_request_target").is_none(), "{name}");
    }
    let mut writers = Vec::new();
    for (name, job) in jobs() {
        let rights = job["permissions"].as_object().unwrap_or_else(|| panic!("{name} says nothing of its rights"));
        let given = rights.iter().filter(|(_, right)| *right == "write");
        writers.extend(given.map(|(right, _)| format!("{name}: {right}")));
    }
    writers.sort();
    let expected = ["images: packages", "notes: contents", "publish: id-token", "publish: packages"];
    assert_eq!(writers, expected.map(|right| format!("release.yaml {right}")));
}

#[test]
fn jobs_end_and_keep_no_credentials() {
    for (name, job) in jobs() {
        // One that calls a workflow leaves both to it.
        if job.get("uses").is_some() {
            continue;
        }
        assert!(job["timeout-minutes"].is_u64(), "{name}");
        for step in steps(&job) {
            if step["uses"].as_str().is_some_and(|action| action.starts_with("actions/checkout@")) {
                assert_eq!(step["with"]["persist-credentials"], false, "{name}");
            }
        }
    }
}

#[test]
fn a_release_is_tested_and_takes_nothing_from_a_cache() {
    let release = text(".github/workflows/release.yaml");
    assert!(!release.contains("cache@") && !release.contains("rust-cache"));
    let jobs = jobs();
    let job = |name: &str| &jobs.iter().find(|(job, _)| job == &format!("release.yaml {name}")).expect("it is there").1;
    for (name, before) in [("ci", "check"), ("images", "ci"), ("publish", "images"), ("notes", "publish")] {
        assert_eq!(job(name)["needs"], before, "{name}");
    }
}

#[test]
fn a_deployment_asks_its_environment_and_looks_at_signatures_first() {
    let jobs = jobs();
    let job = &jobs.iter().find(|(name, _)| name == "deploy.yaml deploy").expect("it is there").1;
    assert_eq!(job["environment"]["name"], "${{ inputs.environment }}");
    let calls: Vec<_> = steps(job).iter().filter_map(|step| step["run"].as_str()).collect();
    assert_eq!(calls, ["make release-check", "make verify-images", "make deliver"]);
}
