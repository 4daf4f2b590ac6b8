//! `manifests/`: two environments side by side.
use check::{Objects, overlay, printed, run, text, valid};
use serde_json::json;
use std::fs;

#[test]
fn both_are_valid_for_kubernetes() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["dev", "pro"] {
        let file = folder.path().join(format!("{name}.yaml"));
        fs::write(&file, overlay(name)).unwrap();
        valid(&[file.to_str().unwrap()]);
    }
    for name in ["monitoring", "logging"] {
        let file = folder.path().join(format!("{name}.yaml"));
        fs::write(&file, printed("kustomize", &["build", &format!("manifests/components/{name}")])).unwrap();
        valid(&[file.to_str().unwrap()]);
    }
}

#[test]
fn dev_has_two_replicas_and_no_redis() {
    let objects = Objects::overlay("dev");
    assert_eq!(objects.get("Deployment", "api")["spec"]["replicas"], 2);
    assert!(!objects.has("StatefulSet", "redis"));
    assert!(objects.named("ConfigMap", "bodega-api")["data"].get("REDIS_HOST").is_none());
}

#[test]
fn pro_has_four_replicas_and_redis() {
    let objects = Objects::overlay("pro");
    assert_eq!(objects.get("Deployment", "api")["spec"]["replicas"], 4);
    assert!(objects.has("StatefulSet", "redis"));
    assert_eq!(objects.named("ConfigMap", "bodega-api")["data"]["REDIS_HOST"], "redis");
    assert_eq!(objects.named("ConfigMap", "bodega-api")["data"]["REGISTRATION"], "closed");
}

#[test]
fn each_has_its_own_namespace_hosts_and_bucket() {
    for name in ["dev", "pro"] {
        let objects = Objects::overlay(name);
        let namespace = format!("bodega-{name}");
        let own = objects.get("Namespace", &namespace);
        assert_eq!(own["metadata"]["labels"]["pod-security.kubernetes.io/enforce"], "restricted");
        for object in objects.0.iter().filter(|object| object["kind"] != "Namespace") {
            assert_eq!(object["metadata"]["namespace"], namespace.as_str(), "{}", object["metadata"]["name"]);
        }
        for (ingress, host) in
            [("bodega", format!("app.{name}.localhost")), ("object-store", format!("storage.{name}.localhost"))]
        {
            let spec = &objects.get("Ingress", ingress)["spec"];
            assert_eq!((&spec["ingressClassName"], &spec["rules"][0]["host"]), (&json!("nginx"), &json!(host)));
        }
        let bucket = &objects.named("ConfigMap", "bodega-api")["data"]["S3_BUCKET"];
        let made = &objects.get("StatefulSet", "object-store")["spec"]["template"]["spec"]["containers"][0]["env"][0];
        assert_eq!((&made["name"], &made["value"]), (&json!("S3_BUCKET"), bucket));
        assert_eq!(bucket, &json!(namespace));
    }
}

#[test]
fn database_and_store_have_volumes() {
    let objects = Objects::overlay("pro");
    for (name, size) in [("postgresql", "2Gi"), ("object-store", "5Gi")] {
        let set = &objects.get("StatefulSet", name)["spec"];
        assert_eq!(set["replicas"], 1);
        assert_eq!(set["volumeClaimTemplates"][0]["spec"]["resources"]["requests"]["storage"], size);
    }
    assert_eq!(objects.get("Service", "postgresql")["spec"]["clusterIP"], "None");
}

#[test]
fn secrets_are_made_by_whoever_installs_and_are_in_no_commit() {
    for name in ["dev", "pro"] {
        let sample = text(&format!("manifests/overlays/{name}/secrets.env.example"));
        assert!(sample.lines().filter(|line| !line.starts_with('#')).all(|line| line.ends_with('=')), "{name}");
        let file = format!("manifests/overlays/{name}/secrets.env");
        assert!(
            run("git", &["check-ignore", "--quiet", "--no-index", &file]).status.success(),
            "{file} is not ignored"
        );
        let secret = Objects::overlay(name);
        let secret = secret.named("Secret", "bodega")["data"].as_object().unwrap().clone();
        assert!(secret.values().all(|value| value.as_str().unwrap().len() >= 64), "{name}");
    }
}

#[test]
fn the_makefile_has_its_eighteen_targets() {
    let help = printed("make", &["--no-print-directory", "help"]);
    for target in [
        "help",
        "up",
        "down",
        "stop-dev",
        "start-dev",
        "stop-pro",
        "start-pro",
        "stop-db-pro",
        "start-db-pro",
        "stop-cache-pro",
        "start-cache-pro",
        "update-image",
        "update-dev",
        "update-pro",
        "update-monitoring",
        "update-logging",
        "restart-dev",
        "restart-pro",
    ] {
        assert!(help.lines().any(|line| line.split(' ').next() == Some(target)), "{target}");
    }
}

#[test]
fn the_readme_names_every_resource_and_key() {
    let readme = text("manifests/README.md");
    let objects = Objects::overlay("pro");
    for object in objects.0.iter().chain(&Objects::component("logging").0) {
        let kind = object["kind"].as_str().unwrap();
        assert!(readme.contains(kind), "{kind}");
    }
    for (kind, name) in [("ConfigMap", "bodega-api"), ("ConfigMap", "bodega-web"), ("Secret", "bodega")] {
        for key in objects.named(kind, name)["data"].as_object().unwrap().keys() {
            assert!(readme.contains(&format!("`{key}`")), "{kind} {name}: {key}");
        }
    }
}
