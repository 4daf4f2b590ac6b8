//! The compose file: complete, without a password of its own, and nothing starts before what it needs.
use check::{printed, root, run, text};
use serde_json::Value;
use std::process::Command;

/// The settings of the sample, with secrets made for it.
fn sample() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join(".env");
    std::fs::write(&file, text(".env.example")).unwrap();
    printed("scripts/dotenv", &[file.to_str().unwrap()]);
    folder
}

/// What compose makes of the file, with the sample's settings and these words.
pub fn config(words: &[&str]) -> Value {
    let folder = sample();
    let file = folder.path().join(".env");
    let all = [&["compose", "--env-file", file.to_str().unwrap()], words, &["config", "--format", "json"]].concat();
    let mut docker = Command::new("docker");
    // The name of a profile in the environment of whoever tests is not meant here.
    let done = docker.args(&all).current_dir(root()).env_remove("COMPOSE_PROFILES").output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    serde_json::from_slice(&done.stdout).unwrap()
}

pub fn services(words: &[&str]) -> Value {
    config(words)["services"].clone()
}

fn names(services: &Value) -> Vec<&str> {
    services.as_object().unwrap().keys().map(String::as_str).collect()
}

#[test]
fn it_brings_pages_api_database_cache_and_store() {
    assert_eq!(names(&services(&[])), ["api", "postgresql", "seaweedfs", "valkey", "web"]);
}

#[test]
fn profiles_add_mysql_another_store_and_monitoring() {
    for (profile, added) in [
        ("mysql", &["mysql"] as &[&str]),
        ("rustfs", &["rustfs"]),
        (
            "monitoring",
            &["alloy", "grafana", "loki", "postgresql-exporter", "postgresql-readers", "prometheus", "valkey-exporter"],
        ),
    ] {
        let services = services(&["--profile", profile]);
        for service in added {
            assert!(services[service].is_object(), "{profile}: {service}");
        }
    }
}

#[test]
fn without_secrets_it_says_which_are_missing() {
    let done = run("docker", &["compose", "--env-file", ".env.example", "config", "--quiet"]);
    assert!(!done.status.success());
    let said = String::from_utf8_lossy(&done.stderr);
    for secret in ["JWT_SECRET", "PASSWORD_PEPPER", "DB_PASSWORD", "REDIS_PASSWORD", "S3_SECRET_KEY"] {
        assert!(said.contains(secret), "{secret}: {said}");
        assert!(text(".env.example").contains(&format!("{secret}=\n")), "{secret} is filled in for everybody alike");
    }
}

#[test]
fn secrets_are_made_once_and_differ() {
    let (one, two) = (sample(), sample());
    let read = |folder: &tempfile::TempDir| std::fs::read_to_string(folder.path().join(".env")).unwrap();
    let secrets = |text: &str| {
        text.lines().filter(|line| !line.starts_with('#') && line.len() > 64).map(str::to_owned).collect::<Vec<_>>()
    };
    let (first, second) = (secrets(&read(&one)), secrets(&read(&two)));
    assert_eq!(first.len(), 8);
    assert!(first.iter().all(|secret| !second.contains(secret)));
    printed("scripts/dotenv", &[one.path().join(".env").to_str().unwrap()]);
    assert_eq!(secrets(&read(&one)), first, "what is there stays");
}

#[test]
fn a_setting_that_an_update_brought_is_added_and_what_was_there_stays() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join(".env");
    std::fs::write(folder.path().join(".env.example"), "PORT=8080\nOLD_PASSWORD=\nNEW_PASSWORD=\n").unwrap();
    std::fs::write(&file, "PORT=80\nOLD_PASSWORD=mine\n").unwrap();
    printed("scripts/dotenv", &[file.to_str().unwrap()]);
    let text = std::fs::read_to_string(&file).unwrap();
    let (kept, added) = text.split_once("NEW_PASSWORD=").unwrap();
    assert_eq!((kept, added.trim_end().len()), ("PORT=80\nOLD_PASSWORD=mine\n", 64));
}

#[test]
fn each_service_is_asked_for_its_health_and_waited_for() {
    let services = services(&[]);
    for name in ["postgresql", "valkey", "seaweedfs"] {
        assert!(services[name]["healthcheck"]["test"].is_array(), "{name}");
        assert_eq!(services["api"]["depends_on"][name]["condition"], "service_healthy", "{name}");
    }
    assert_eq!(services["web"]["depends_on"]["api"]["condition"], "service_healthy");
    for file in ["Dockerfile.api", "Dockerfile.web"] {
        assert!(text(file).contains("HEALTHCHECK"), "{file}");
    }
}

#[test]
fn data_are_in_volumes_and_our_own_programs_may_write_nothing() {
    let config = config(&[]);
    for (service, volume) in [("postgresql", "postgresql"), ("seaweedfs", "seaweedfs")] {
        assert_eq!(config["services"][service]["volumes"][0]["source"], volume);
    }
    for program in ["api", "web"] {
        let service = &config["services"][program];
        assert_eq!(service["read_only"], true);
        assert_eq!(service["cap_drop"][0], "ALL");
    }
}

#[test]
fn grafana_comes_with_its_dashboards_and_reads_the_tables_as_somebody_who_may_do_nothing_else() {
    let config = config(&["--profile", "monitoring"]);
    let services = &config["services"];
    let mounted = services["grafana"]["volumes"].as_array().unwrap();
    let dashboards = mounted.iter().find(|mount| mount["type"] == "bind").unwrap();
    assert_eq!(dashboards["source"], root().join("charts/bodega/files/dashboards").to_str().unwrap());
    let provider = config["configs"]["dashboards"]["content"].as_str().unwrap();
    assert!(provider.contains(dashboards["target"].as_str().unwrap()));
    let sources = config["configs"]["grafana"]["content"].as_str().unwrap();
    assert!(sources.contains("user: grafana\n") && sources.contains("$GRAFANA_DB_PASSWORD"), "{sources}");
    assert_eq!(services["postgresql-exporter"]["environment"]["DATA_SOURCE_USER"], "exporter");
    // `up --wait` takes a service that ends for a failure, unless others wait for its end.
    for waits in ["grafana", "postgresql-exporter"] {
        let condition = &services[waits]["depends_on"]["postgresql-readers"]["condition"];
        assert_eq!(condition, "service_completed_successfully", "{waits}");
    }
}

#[test]
fn what_is_measured_has_the_namespace_that_dashboards_and_alerts_go_by() {
    let config = config(&["--profile", "monitoring"]);
    let jobs = config["configs"]["prometheus"]["content"].as_str().unwrap();
    let jobs: Vec<_> = jobs.lines().filter(|line| line.contains("job_name")).collect();
    assert_eq!(jobs.len(), 4);
    assert!(jobs.iter().all(|job| job.contains("labels: {namespace: bodega}")), "{jobs:#?}");
    let log = config["configs"]["alloy"]["content"].as_str().unwrap();
    assert!(log.contains("target_label = \"namespace\""));
    let prometheus = config["services"]["prometheus"]["command"].as_array().unwrap();
    assert!(prometheus.contains(&"--web.enable-remote-write-receiver".into()), "for k6");
}

#[test]
fn only_the_pages_are_reached_from_outside() {
    let services = services(&[]);
    let open: Vec<_> = names(&services).into_iter().filter(|name| services[*name]["ports"].is_array()).collect();
    assert_eq!(open, ["web"]);
}

#[test]
fn it_follows_the_schema() {
    printed("check-jsonschema", &["--builtin-schema", "vendor.compose-spec", "compose.yaml"]);
}
