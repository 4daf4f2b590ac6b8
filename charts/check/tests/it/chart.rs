//! The chart as a whole: valid, documented, and clear about what it refuses.
use check::{KUBERNETES, Objects, presets, printed, refused, rendered, text, valid};
use serde_json::json;
use std::{collections::BTreeSet, fs};

/// Kinds whose schemas are not at hand; tests of their own look at them.
const UNKNOWN: &str = "HTTPRoute";

#[test]
fn helm_has_nothing_to_complain_of() {
    for preset in presets() {
        let file = format!("charts/bodega/ci/{preset}-values.yaml");
        printed(
            "helm",
            &["lint", "--strict", "--quiet", "--kube-version", KUBERNETES, "charts/bodega", "--values", &file],
        );
    }
}

#[test]
fn every_preset_is_valid_for_kubernetes_and_its_operators() {
    let folder = tempfile::tempdir().unwrap();
    for preset in presets() {
        let file = folder.path().join(format!("{preset}.yaml"));
        fs::write(&file, rendered(&["--values", &format!("charts/bodega/ci/{preset}-values.yaml")])).unwrap();
        valid(&["-skip", UNKNOWN, file.to_str().unwrap()]);
    }
}

#[test]
fn kube_score_finds_nothing_that_is_not_explained() {
    // Each with the reason why it does not hold here.
    let explained = [
        // Nodes hand images over by name and tag; a registry is asked only for what is not there.
        "container-image-pull-policy",
        // CPU that nobody needs is nobody's to hold back; what is asked for is what counts. Memory has its limit.
        "container-resources",
        // `networkPolicy.enabled` makes them.
        "pod-networkpolicy",
        // Readiness and liveness ask for the same on purpose: see the probes' comment in the chart.
        "pod-probes-identical",
        // The images of the databases and of SeaweedFS have the users that they have.
        "container-security-context-user-group-id",
        // There is one database and one store: a budget would hold up every node that is emptied.
        "statefulset-has-poddisruptionbudget",
        "statefulset-has-host-podantiaffinity",
        // One exporter is enough: while it is away, only its figures are.
        "deployment-replicas",
        // Small volumes for temporary files are bounded where they can grow.
        "container-ephemeral-storage-request-and-limit",
    ];
    let mut words = vec!["score", "--output-format", "ci", "--kubernetes-version", "v1.34"];
    words.extend(explained.iter().flat_map(|test| ["--ignore-test", test]));
    let folder = tempfile::tempdir().unwrap();
    for preset in ["pro", "mysql", "monitoring"] {
        let file = folder.path().join(format!("{preset}.yaml"));
        fs::write(&file, rendered(&["--values", &format!("charts/bodega/ci/{preset}-values.yaml")])).unwrap();
        let all = [words.as_slice(), &[file.to_str().unwrap()]].concat();
        let found = check::run("kube-score", &all);
        let found = String::from_utf8_lossy(&found.stdout).into_owned();
        assert!(
            found.lines().filter(|line| line.starts_with("[OK]")).count() >= 20,
            "{preset}: it has looked: {found}"
        );
        let bad: Vec<_> =
            found.lines().filter(|line| line.starts_with("[CRITICAL]") || line.starts_with("[WARNING]")).collect();
        assert!(bad.is_empty(), "{preset}: {bad:#?}");
    }
}

#[test]
fn every_object_says_what_it_belongs_to() {
    for preset in presets() {
        for object in &Objects::preset(&preset).0 {
            let labels = &object["metadata"]["labels"];
            for label in ["name", "instance", "component", "part-of", "version", "managed-by"] {
                let label = format!("app.kubernetes.io/{label}");
                assert!(
                    labels[&label].is_string(),
                    "{preset}: {} {} has no {label}",
                    object["kind"],
                    object["metadata"]["name"]
                );
            }
            assert_eq!(object["metadata"]["namespace"], "shop", "{preset}: {}", object["kind"]);
        }
    }
}

#[test]
fn no_two_objects_have_the_same_name() {
    for preset in presets() {
        let objects = Objects::preset(&preset);
        let names: BTreeSet<_> = objects
            .0
            .iter()
            .map(|object| (object["kind"].to_string(), object["metadata"]["name"].to_string()))
            .collect();
        assert_eq!(names.len(), objects.0.len(), "{preset}");
    }
}

#[test]
fn nonsense_is_refused_in_words() {
    for (words, say) in [
        ("database.mode=sqlite", "database/mode"),
        ("database.engine=oracle", "database/engine"),
        ("api.replcas=3", "replcas"),
        ("api.replicas=-1", "api/replicas"),
        ("pods.antiAffinity=maybe", "pods/antiAffinity"),
        ("ingress.host=Shop_1", "ingress/host"),
        ("publicUrl=shop.example", "publicUrl"),
        ("web.service.nodePort=80", "web/service/nodePort"),
        ("database.storage.size=2", "database/storage/size"),
        ("redis.enabled=true,redis.replicas=2", "replicas"),
        ("database.mode=external", "database.existingSecret: the secret of the external database"),
        ("database.mode=external,database.existingSecret=db", "database.external.host"),
        (
            "objectStore.mode=external,objectStore.existingSecret=s3",
            "objectStore.endpoint: where the external object store is",
        ),
        ("objectStore.mode=external,objectStore.endpoint=https://s3.example", "objectStore.existingSecret"),
        ("pods.antiAffinity=hard,pods.nearDatabase=hard", "both hard"),
        ("ingress.host=", "ingress.host: the host of the shop"),
        ("redis.enabled=true,externalRedis.host=cache", "choose one of them"),
        ("api.autoscaling.enabled=true,api.autoscaling.min=5,api.autoscaling.max=2", "min is more than max"),
        ("database.mode=cnpg,database.engine=mysql", "set database.engine to postgresql"),
        ("httpRoute.enabled=true", "httpRoute.parentRefs"),
        ("database.mode=cnpg,monitoring.sql.enabled=true", "monitoring.sql: for an embedded database only"),
        ("monitoring.sql.datasource.enabled=true", "set monitoring.sql.enabled"),
    ] {
        let said = refused(&["--set", words]).replace('.', "/");
        assert!(said.contains(&say.replace('.', "/")), "{words}: {said}");
    }
}

#[test]
fn names_that_look_like_something_else_stay_names() {
    let objects =
        Objects::chart(&["--set-string", "database.name=yes,objectStore.bucket=123456,image.tag=0.1.0@sha256:12ab"]);
    let settings = &objects.get("ConfigMap", "bodega-api")["data"];
    assert_eq!((&settings["DB_NAME"], &settings["S3_BUCKET"]), (&json!("yes"), &json!("123456")));
    assert_eq!(objects.get("Deployment", "bodega-api")["metadata"]["labels"]["app.kubernetes.io/version"], "0.1.0");
    let container = &objects.get("Deployment", "bodega-api")["spec"]["template"]["spec"]["containers"][0];
    assert_eq!(container["image"], "bodega-api:0.1.0@sha256:12ab");
}

#[test]
fn the_readme_lists_every_value_as_it_is() {
    let readme = text("charts/bodega/README.md");
    let table = printed("scripts/chart-readme", &[]);
    assert!(readme.ends_with(&table), "scripts/chart-readme --write brings charts/bodega/README.md up to date");
}

#[test]
fn the_notes_say_how_to_go_on() {
    // Only a cluster renders them; `scripts/cluster-check` reads what it made of them.
    let notes = text("charts/bodega/templates/NOTES.txt");
    for step in [
        "rollout status",
        "helm -n {{ .Release.Namespace }} test",
        "api user create",
        "bodega.publicUrl",
        "bodega.secrets",
    ] {
        assert!(notes.contains(step), "{step}");
    }
}

#[test]
fn a_persons_own_objects_are_templates() {
    let own = r#"extraObjects=[{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"{{ .Release.Name }}-own"}}]"#;
    assert!(Objects::chart(&["--set-json", own]).has("ConfigMap", "bodega-own"));
}
