//! Rundeck's jobs: their form, and what `release/request` says to good and bad versions.
use crate::rundeck_stage::{Ended, job, jobs, run, script};
use check::{printed, text};
use serde_json::{Value, json};
use std::{collections::BTreeSet, fs};

pub const GOOD_VERSIONS: [&str; 8] =
    ["0.0.1", "1.2.3", "10.20.30", "1.2.3-rc.1", "1.2.3-rc1", "1.2.3-rc-1", "2.0.0-alpha.beta.7", "1.0.0-0"];
pub const BAD_VERSIONS: [&str; 20] = [
    "",
    "1",
    "1.2",
    "1.2.3.4",
    "v1.2.3",
    "01.2.3",
    "1.02.3",
    "1.2.3-",
    "1.2.3-rc..1",
    "1.2.3-rc.",
    "1.2.3_rc1",
    "1.2.3+build",
    "1.2.3 ",
    " 1.2.3",
    "1.2.3\n",
    "1.2.3\n4.5.6",
    "1.2.x",
    "latest",
    "1.2.3;id",
    "$(id)",
];

/// What Rundeck's documentation of the format has, here and there what its own export writes: required and other keys.
const JOB: [&[&str]; 2] = [
    &["name", "description", "loglevel", "sequence"],
    &["uuid", "group", "multipleExecutions", "timeout", "retry", "loglimit", "options", "nodefilters", "notification"],
];
const SEQUENCE: [&[&str]; 2] = [&["keepgoing", "strategy", "commands"], &["pluginConfig"]];
const STEP: [&[&str]; 2] = [&["script"], &["description", "args", "scriptInterpreter", "errorhandler"]];
const OPTION: [&[&str]; 2] = [
    &["name"],
    &["description", "value", "values", "required", "enforced", "regex", "secure", "valueExposed", "storagePath"],
];
const EMAIL: [&[&str]; 2] = [&["recipients"], &["subject", "attachLog", "attachLogInline", "attachLogInFile"]];

fn has_keys(what: &str, value: &Value, [required, others]: [&[&str]; 2]) {
    let keys: BTreeSet<_> = value.as_object().unwrap_or_else(|| panic!("{what}")).keys().map(String::as_str).collect();
    for key in required {
        assert!(keys.contains(key), "{what} has no {key}");
    }
    for key in keys {
        assert!(required.contains(&key) || others.contains(&key), "{what}: Rundeck knows no {key}");
    }
}

fn options(job: &Value) -> &Vec<Value> {
    job["options"].as_array().unwrap()
}

fn option<'a>(job: &'a Value, name: &str) -> &'a Value {
    options(job).iter().find(|option| option["name"] == name).unwrap_or_else(|| panic!("no option {name}"))
}

#[test]
fn the_jobs_are_as_rundeck_reads_them() {
    let jobs = jobs();
    let names: Vec<_> = jobs.iter().map(|job| format!("{}/{}", job["group"], job["name"]).replace('"', "")).collect();
    assert_eq!(names, ["release/request", "release/approve"]);
    for job in &jobs {
        has_keys("a job", job, JOB);
        assert!(["DEBUG", "VERBOSE", "INFO", "WARN", "ERROR"].contains(&job["loglevel"].as_str().unwrap()));
        has_keys("a sequence", &job["sequence"], SEQUENCE);
        assert_eq!(
            (&job["sequence"]["keepgoing"], &job["sequence"]["strategy"]),
            (&json!(false), &json!("node-first"))
        );
        let steps = job["sequence"]["commands"].as_array().unwrap();
        assert_eq!(steps.len(), 1, "a second step would run after the first has refused nothing");
        has_keys("a step", &steps[0], STEP);
        for option in options(job) {
            has_keys("an option", option, OPTION);
        }
    }
    let notification = &jobs[0]["notification"];
    has_keys("notification", notification, [&[], &["onsuccess", "onfailure", "onstart"]]);
    has_keys("an email", &notification["onsuccess"][0]["email"], EMAIL);
}

#[test]
fn options_guard_what_they_take() {
    for job in jobs() {
        for option in options(&job) {
            let (name, enforced) = (&option["name"], option["enforced"] == true);
            // Rundeck looks at no pattern of an option with listed values only.
            assert!(enforced ^ option["regex"].is_string() ^ (option["secure"] == true), "{name}");
            if enforced {
                assert!(option["values"].as_array().unwrap().contains(&option["value"]), "{name}");
            }
            if option["secure"] == true {
                assert!(option["value"].is_null() && option["storagePath"].is_string(), "{name}: no secret in here");
                assert_eq!(option["valueExposed"], true, "{name}: the script needs it");
            }
        }
    }
    let approve = job("approve");
    assert_eq!(option(&approve, "approval")["values"], json!(["no", "APPROVED"]));
    assert_eq!(option(&approve, "approval")["value"], "no", "and not false, as YAML might have it");
    assert_eq!(approve["multipleExecutions"], false, "or two see of each other nothing");
    assert_eq!(approve["sequence"]["pluginConfig"]["LogFilter"][0]["type"], "mask-passwords");
    let names: Vec<_> = options(&approve).iter().map(|option| option["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["request", "approval", "kestra_key", "rundeck_token"], "who and what is typed by nobody");
}

#[test]
fn the_keys_of_the_job_are_those_that_approvers_may_use() {
    let approve = job("approve");
    let wanted: BTreeSet<_> = options(&approve).iter().filter_map(|option| option["storagePath"].as_str()).collect();
    let policies = crate::rundeck_access::policies("approvers");
    let rules = policies[0]["for"]["storage"].as_array().unwrap();
    let granted: BTreeSet<_> = rules.iter().map(|rule| rule["equals"]["path"].as_str().unwrap()).collect();
    assert_eq!(wanted, granted);
}

#[test]
fn nothing_in_a_script_looks_like_a_token_of_rundeck() {
    for job in ["request", "approve"] {
        assert!(!script(job).contains('@'), "{job}: Rundeck would cut out what is between two of them");
    }
}

#[test]
fn the_scripts_have_no_faults_that_shellcheck_knows() {
    let folder = tempfile::tempdir().unwrap();
    for job in ["request", "approve"] {
        let file = folder.path().join(job);
        fs::write(&file, script(job)).unwrap();
        printed("shellcheck", &["--shell", "bash", file.to_str().unwrap()]);
    }
}

#[test]
fn whatever_the_jobs_read_of_the_project_can_be_set_in_its_file() {
    let properties = text("manifests/rundeck/project.properties");
    let jobs = text("manifests/rundeck/jobs.yaml");
    let until =
        |rest: &str| rest.split(|sign: char| !sign.is_ascii_alphabetic() && sign != '_').next().unwrap().to_lowercase();
    let read: BTreeSet<_> =
        ["RD_GLOBALS_", "${globals."].iter().flat_map(|begin| jobs.split(begin).skip(1).map(until)).collect();
    let lines = properties.lines().map(|line| line.trim_start_matches('#'));
    let set: BTreeSet<_> =
        lines.filter_map(|line| Some(line.strip_prefix("project.globals.")?.split_once('=')?.0.to_owned())).collect();
    assert_eq!(read, set);
}

#[test]
fn one_pattern_for_versions_is_in_all_three_places() {
    let request = job("request");
    let pattern = format!("pattern='{}'", option(&request, "version")["regex"].as_str().unwrap());
    for job in ["request", "approve"] {
        assert_eq!(script(job).matches(&pattern).count(), 1, "{job}");
    }
}

/// Ana asks for a version, with these settings beside.
fn request(version: &str, others: &[(&str, &str)]) -> Ended {
    let mut environment = vec![
        ("RD_JOB_EXECID", "4711"),
        ("RD_JOB_PROJECT", "bodega"),
        ("RD_JOB_USERNAME", "ana"),
        ("RD_OPTION_VERSION", version),
    ];
    environment.extend(others);
    run("request", &["git"], &environment)
}

#[test]
fn a_good_version_gets_a_number_and_the_way_to_approve_it() {
    for version in GOOD_VERSIONS {
        let ended = request(version, &[("RD_OPTION_NOTE", "Friday's fixes")]);
        assert!(ended.is_well, "{version}: {}", ended.said);
        assert!(
            ended.said.starts_with(&format!("Request 4711: ana wants to release {version}.\nNote: Friday's fixes\n"))
        );
        let words = "rd run --project bodega --job release/approve --follow -- -request 4711 -approval APPROVED\n";
        assert!(ended.said.ends_with(words), "{}", ended.said);
    }
}

#[test]
fn a_bad_version_is_refused() {
    for version in BAD_VERSIONS {
        let ended = request(version, &[]);
        assert!(!ended.is_well, "{version:?}");
        assert_eq!(ended.said, "Refused: a version is such as 1.4.0 or 1.4.0-rc.1\n", "{version:?}");
    }
}

#[test]
fn where_a_repository_is_known_it_must_have_the_tag() {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().to_str().unwrap();
    let git =
        |words: &[&str]| printed("git", &[&["-C", place, "-c", "user.name=t", "-c", "user.email=t"], words].concat());
    git(&["init", "--quiet"]);
    git(&["commit", "--quiet", "--allow-empty", "--message", "first"]);
    git(&["tag", "v1.2.3"]);
    let settings = [("RD_GLOBALS_REPOSITORY_URL", place)];
    assert!(request("1.2.3", &settings).is_well);
    let ended = request("1.2.4", &settings);
    assert!(!ended.is_well);
    assert_eq!(ended.said, "Refused: the repository has no tag v1.2.4\n");
}

#[test]
fn kestra_takes_the_same_versions_at_the_same_address() {
    let flow: Value = serde_saphyr::from_str(&text("manifests/kestra/deploy.yaml")).unwrap();
    let address = format!("/webhook/{}/{}/", flow["namespace"].as_str().unwrap(), flow["id"].as_str().unwrap());
    assert!(script("approve").contains(&address), "{address}");
    let one = |list: &str, id: &str| flow[list].as_array().unwrap().iter().find(|one| one["id"] == id).unwrap().clone();
    let request = job("request");
    let pattern = option(&request, "version")["regex"].as_str().unwrap().trim_matches(['^', '$']);
    assert_eq!(one("inputs", "version")["validator"], format!("^([0-9a-f]{{12}}|{pattern})$"), "or a commit");
    for field in ["version", "requester", "approver", "request"] {
        let taken = &one("triggers", "release")["inputs"][field];
        assert_eq!(*taken, format!("{{{{ trigger.body.{field} }}}}"), "{field}");
    }
}
