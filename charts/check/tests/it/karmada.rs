//! `manifests/karmada/`: what each cluster gets, without a cluster. `scripts/karmada-check` asks real ones.
use check::{
    Objects,
    karmada::{MEMBERS, environment, file, gets, member, policies},
    printed, text, valid,
};
use serde_json::{Value, json};
use std::fs;

#[test]
fn policies_and_environments_are_valid_for_their_schemas() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["policies", "production", "staging"] {
        let place = folder.path().join(format!("{name}.yaml"));
        fs::write(&place, printed("kustomize", &["build", &format!("manifests/karmada/{name}")])).unwrap();
        valid(&[place.to_str().unwrap()]);
    }
}

#[test]
fn each_cluster_gets_what_is_written_down_for_it() {
    for (cluster, _) in MEMBERS {
        assert!(
            text(&file(cluster)) == member(cluster),
            "{} is not up to date; scripts/members renews it",
            file(cluster)
        );
        valid(&[&file(cluster)]);
    }
}

#[test]
fn replicas_of_production_are_divided_and_none_is_lost() {
    let objects = environment("production");
    for name in ["api", "web"] {
        let replicas = |objects: &Objects| objects.get("Deployment", name)["spec"]["replicas"].as_u64().unwrap();
        let (east, west) = (replicas(&gets("prod-east")), replicas(&gets("prod-west")));
        assert_eq!((east, west), (2 * west, replicas(&objects) / 3));
        assert_eq!(gets("staging").get("Deployment", name)["spec"]["replicas"], 1);
    }
}

#[test]
fn overrides_change_registry_resources_and_hosts_where_they_should() {
    let api = |objects: &Objects| objects.get("Deployment", "api")["spec"]["template"]["spec"]["containers"][0].clone();
    let registry = |container: &Value| container["image"].as_str().unwrap().split('/').next().unwrap().to_owned();
    let memory = |container: &Value| container["resources"]["limits"]["memory"].clone();
    let production = api(&environment("production"));
    let (east, west, staging) = (api(&gets("prod-east")), api(&gets("prod-west")), api(&gets("staging")));
    assert_eq!((registry(&east), memory(&east)), (registry(&production), memory(&production)));
    assert_ne!(registry(&west), registry(&production));
    let [all, less, least] = [memory(&east), memory(&west), memory(&staging)];
    assert!(all != less && less != least && all != least, "{all} {less} {least}");
    let hosts = |cluster: &str| gets(cluster).get("Ingress", "bodega")["spec"]["tls"][0]["hosts"].clone();
    assert_eq!(hosts("prod-east")[0], hosts("prod-west")[0]);
    assert_ne!(hosts("prod-east")[1], hosts("prod-west")[1]);
    for cluster in ["prod-east", "prod-west"] {
        let rules = gets(cluster).get("Ingress", "bodega")["spec"]["rules"].clone();
        assert_eq!(json!([rules[0]["host"], rules[1]["host"]]), hosts(cluster), "what is served has a certificate");
    }
}

#[test]
fn an_environment_stays_where_it_belongs() {
    for (cluster, own) in MEMBERS {
        let namespace = format!("bodega-{own}");
        let objects = gets(cluster);
        let of = |object: &Value| match object["kind"].as_str() {
            Some("Namespace") => object["metadata"]["name"].clone(),
            _ => object["metadata"]["namespace"].clone(),
        };
        assert!(objects.0.iter().all(|object| of(object) == namespace.as_str()), "{cluster}");
        let place = objects.get("Namespace", &namespace);
        assert_eq!(place["metadata"]["labels"]["pod-security.kubernetes.io/enforce"], "restricted");
        assert_eq!(place["metadata"]["labels"]["namespace.karmada.io/skip-auto-propagation"], "true");
    }
}

#[test]
fn nothing_of_an_environment_is_left_without_a_policy() {
    for (cluster, name) in MEMBERS {
        let (arrived, objects) = (gets(cluster), environment(name));
        for object in &objects.0 {
            let (kind, name) = (object["kind"].as_str().unwrap(), object["metadata"]["name"].as_str().unwrap());
            assert!(arrived.has(kind, name), "{kind} {name} does not reach {cluster}");
        }
    }
}

#[test]
fn production_keeps_nothing_in_a_cluster_and_staging_its_own() {
    let production = environment("production");
    assert_eq!(production.all("StatefulSet").count(), 0);
    let settings = &production.named("ConfigMap", "bodega-api")["data"];
    for key in ["DB_HOST", "REDIS_HOST", "S3_ENDPOINT"] {
        assert!(
            settings[key].as_str().unwrap().contains('.'),
            "{key} is outside: in a cluster it would be a short name"
        );
    }
    let staging = environment("staging");
    for name in ["postgresql", "object-store"] {
        assert!(staging.has("StatefulSet", name) && staging.has("Service", name), "{name}");
    }
    assert_eq!(staging.named("ConfigMap", "bodega-api")["data"]["DB_HOST"], "postgresql");
}

#[test]
fn scaling_is_federated_and_starts_with_what_runs() {
    let (policies, production) = (policies(), environment("production"));
    for scaler in policies.all("FederatedHPA") {
        let target = production.get("Deployment", scaler["spec"]["scaleTargetRef"]["name"].as_str().unwrap());
        assert_eq!(scaler["spec"]["minReplicas"], target["spec"]["replicas"]);
        let cpu = &target["spec"]["template"]["spec"]["containers"][0]["resources"]["requests"]["cpu"];
        assert!(cpu.is_string(), "a share of nothing cannot be told");
    }
    assert_eq!(policies.all("FederatedHPA").count(), 2);
}
