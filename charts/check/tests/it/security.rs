//! What pods may do: nothing that they do not need.
use check::Objects;
use serde_json::json;

/// Each way to install, by name.
fn everything() -> Vec<(String, Objects)> {
    let charts = check::presets().into_iter().map(|name| (name.clone(), Objects::preset(&name)));
    let overlays = ["dev", "pro"].map(|name| (format!("overlay {name}"), Objects::overlay(name)));
    charts.chain(overlays).chain([("logging".to_owned(), Objects::component("logging"))]).collect()
}

#[test]
fn pods_keep_to_the_restricted_standard() {
    for (which, objects) in everything() {
        for (name, pod) in objects.pods() {
            let context = &pod["securityContext"];
            assert_eq!(context["runAsNonRoot"], true, "{which}: {name}");
            assert!(context["runAsUser"].as_u64().is_some_and(|user| user > 0), "{which}: {name}");
            assert_eq!(context["seccompProfile"]["type"], "RuntimeDefault", "{which}: {name}");
            // Alloy asks Kubernetes for the logs.
            let may_ask = which == "logging" && name == "DaemonSet alloy";
            assert_eq!(pod["automountServiceAccountToken"] == false, !may_ask, "{which}: {name}");
            assert_eq!(pod["enableServiceLinks"], false, "{which}: {name}");
        }
        for (name, container) in objects.containers() {
            let context = &container["securityContext"];
            assert_eq!(context["allowPrivilegeEscalation"], false, "{which}: {name}");
            assert_eq!(context["readOnlyRootFilesystem"], true, "{which}: {name}");
            assert_eq!(context["capabilities"], json!({"drop": ["ALL"]}), "{which}: {name}");
        }
    }
}

#[test]
fn our_own_programs_run_as_nobody_in_particular() {
    for (which, objects) in everything() {
        for (name, pod) in objects.pods() {
            let part = pod["containers"][0]["name"].as_str().unwrap();
            if part == "api" || part == "web" {
                assert_eq!(pod["securityContext"]["runAsUser"], 65532, "{which}: {name}");
            }
        }
    }
}

#[test]
fn memory_has_a_limit_and_what_is_needed_is_asked_for() {
    for (which, objects) in everything() {
        for (name, container) in objects.containers() {
            let resources = &container["resources"];
            assert!(resources["limits"]["memory"].is_string(), "{which}: {name}");
            assert!(resources["requests"]["memory"].is_string(), "{which}: {name}");
            assert!(resources["requests"]["cpu"].is_string(), "{which}: {name}");
        }
    }
}

#[test]
fn whatever_serves_is_asked_whether_it_does() {
    for (which, objects) in everything() {
        // What only runs to its end serves nobody.
        let serves = |name: &str| !name.starts_with("Job ") && !name.starts_with("Pod ");
        for (name, container) in objects.containers().filter(|(name, _)| serves(name)) {
            assert!(container["readinessProbe"].is_object(), "{which}: {name}");
            assert!(container["livenessProbe"].is_object(), "{which}: {name}");
        }
    }
}

#[test]
fn images_have_a_version() {
    for (which, objects) in everything() {
        for (name, container) in objects.containers() {
            let image = container["image"].as_str().unwrap();
            let (_, tag) = image.rsplit_once(':').unwrap_or_else(|| panic!("{which}: {name}: {image}"));
            assert_ne!(tag, "latest", "{which}: {name}");
        }
    }
}
