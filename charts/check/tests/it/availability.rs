//! Replicas: how many, where, and how they come and go.
use check::Objects;
use serde_json::{Value, json};

fn set(words: &str) -> Objects {
    Objects::chart(&["--set", words])
}

#[test]
fn there_are_two_replicas_and_none_stops_before_another_is_ready() {
    let objects = Objects::chart(&[]);
    for part in ["bodega-api", "bodega-web"] {
        let spec = &objects.get("Deployment", part)["spec"];
        assert_eq!(spec["replicas"], 2);
        assert_eq!(spec["strategy"]["rollingUpdate"], json!({"maxSurge": 1, "maxUnavailable": 0}));
        assert_eq!(spec["template"]["spec"]["containers"][0]["lifecycle"]["preStop"]["sleep"]["seconds"], 5);
        assert_eq!(objects.get("PodDisruptionBudget", part)["spec"]["maxUnavailable"], 1);
    }
}

#[test]
fn a_single_replica_has_no_budget_that_would_hold_up_its_node() {
    assert_eq!(Objects::preset("minimal").all("PodDisruptionBudget").count(), 0);
}

#[test]
fn load_decides_on_the_replicas_where_that_is_wanted() {
    let objects = set("api.autoscaling.enabled=true");
    let scaler = &objects.get("HorizontalPodAutoscaler", "bodega-api")["spec"];
    assert_eq!(scaler["metrics"][0]["resource"]["target"], json!({"type": "Utilization", "averageUtilization": 70}));
    assert_eq!((&scaler["minReplicas"], &scaler["maxReplicas"]), (&json!(2), &json!(6)));
    assert!(objects.get("Deployment", "bodega-api")["spec"].get("replicas").is_none());
    assert!(!objects.has("HorizontalPodAutoscaler", "bodega-web"));
}

#[test]
fn the_preset_for_high_availability_scales_from_three_to_seven_at_eighty_per_cent() {
    let objects = Objects::preset("ha");
    for part in ["bodega-api", "bodega-web"] {
        let scaler = &objects.get("HorizontalPodAutoscaler", part)["spec"];
        assert_eq!((&scaler["minReplicas"], &scaler["maxReplicas"]), (&json!(3), &json!(7)));
        assert_eq!(scaler["metrics"][0]["resource"]["target"]["averageUtilization"], 80);
    }
}

fn affinity(objects: &Objects) -> Value {
    objects.get("Deployment", "bodega-api")["spec"]["template"]["spec"]["affinity"].clone()
}

#[test]
fn replicas_keep_apart_as_told() {
    let soft =
        affinity(&Objects::chart(&[]))["podAntiAffinity"]["preferredDuringSchedulingIgnoredDuringExecution"][0].clone();
    assert_eq!(soft["podAffinityTerm"]["topologyKey"], "kubernetes.io/hostname");
    assert_eq!(soft["podAffinityTerm"]["labelSelector"]["matchLabels"]["app.kubernetes.io/component"], "api");
    let hard = affinity(&set("pods.antiAffinity=hard"));
    assert_eq!(
        hard["podAntiAffinity"]["requiredDuringSchedulingIgnoredDuringExecution"][0]["topologyKey"],
        "kubernetes.io/hostname"
    );
    assert_eq!(affinity(&set("pods.antiAffinity=none")), Value::Null);
}

#[test]
fn the_api_keeps_near_its_database_as_told() {
    assert_eq!(affinity(&Objects::chart(&[]))["podAffinity"], Value::Null);
    let soft =
        affinity(&set("pods.nearDatabase=soft"))["podAffinity"]["preferredDuringSchedulingIgnoredDuringExecution"][0]
            .clone();
    assert_eq!(soft["podAffinityTerm"]["labelSelector"]["matchLabels"]["app.kubernetes.io/component"], "database");
    let hard = affinity(&set("pods.nearDatabase=hard"));
    let wish = &hard["podAffinity"]["requiredDuringSchedulingIgnoredDuringExecution"][0];
    let objects = set("pods.nearDatabase=hard");
    let labels = &objects.get("StatefulSet", "bodega-postgresql")["spec"]["template"]["metadata"]["labels"];
    assert_eq!(&wish["labelSelector"]["matchLabels"], labels, "it must find the database's pods");
    let operated = affinity(&Objects::preset("ha"));
    let wish = &operated["podAffinity"]["preferredDuringSchedulingIgnoredDuringExecution"][0]["podAffinityTerm"];
    assert_eq!(wish["labelSelector"]["matchLabels"], json!({"cnpg.io/cluster": "bodega-database"}));
}

#[test]
fn replicas_that_must_keep_apart_make_room_for_their_successors() {
    let objects = set("pods.antiAffinity=hard");
    let strategy = &objects.get("Deployment", "bodega-api")["spec"]["strategy"]["rollingUpdate"];
    assert_eq!(strategy, &json!({"maxSurge": 0, "maxUnavailable": 1}));
}

#[test]
fn replicas_spread_over_zones_as_told() {
    let spread = |objects: Objects| {
        objects.get("Deployment", "bodega-web")["spec"]["template"]["spec"]["topologySpreadConstraints"][0]["whenUnsatisfiable"].clone()
    };
    assert_eq!(spread(Objects::chart(&[])), "ScheduleAnyway");
    assert_eq!(spread(set("pods.spread=hard")), "DoNotSchedule");
    assert_eq!(spread(set("pods.spread=none")), Value::Null);
}

#[test]
fn a_new_replica_proves_itself_and_then_only_its_own_life_counts() {
    for objects in [Objects::chart(&[]), Objects::overlay("pro")] {
        for (name, container) in
            objects.containers().filter(|(_, container)| container["name"] == "api" || container["name"] == "web")
        {
            assert_eq!(container["startupProbe"]["httpGet"]["path"], "/health/ready", "{name}");
            assert_eq!(container["readinessProbe"]["httpGet"]["path"], "/health", "{name}");
            assert_eq!(container["livenessProbe"]["httpGet"]["path"], "/health", "{name}");
        }
    }
}

#[test]
fn pods_are_made_anew_when_settings_or_secrets_change_and_only_then() {
    let sums = |words: &str| {
        let objects = set(words);
        let annotations = &objects.get("Deployment", "bodega-web")["spec"]["template"]["metadata"]["annotations"];
        annotations["checksum/config"].clone()
    };
    assert_eq!(sums("api.replicas=2"), sums("api.replicas=3"));
    assert_ne!(sums("registration=closed"), sums("registration=open"));
    let objects = Objects::chart(&[]);
    let annotations = &objects.get("Deployment", "bodega-api")["spec"]["template"]["metadata"]["annotations"];
    for sum in ["checksum/config", "checksum/app", "checksum/database", "checksum/object-store"] {
        assert!(annotations[sum].is_string(), "{sum}");
    }
}
