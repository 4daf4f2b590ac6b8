//! The files that the tools read: kind's and k3d's.
use check::{Objects, text};
use serde_json::{Value, json};
use std::collections::BTreeSet;

const KIND: [&str; 4] = ["prod-east", "prod-west", "staging", "karmada-host"];

fn file(path: &str) -> Value {
    Objects::read(&text(&format!("manifests/clusters/{path}"))).0.remove(0)
}

fn keys(object: &Value) -> BTreeSet<&str> {
    object.as_object().unwrap().keys().map(String::as_str).collect()
}

/// The first and the last address of a network, such as `10.100.0.0/16`.
fn range(network: &Value) -> (u32, u32) {
    let (address, bits) = network.as_str().unwrap().split_once('/').unwrap();
    let first = u32::from(address.parse::<std::net::Ipv4Addr>().unwrap());
    let bits: u32 = bits.parse().unwrap();
    (first, first | (u32::MAX >> bits))
}

#[test]
fn the_networks_of_kinds_clusters_overlap_nowhere() {
    let mut ranges: Vec<_> = KIND
        .iter()
        .flat_map(|name| {
            let networking = file(&format!("kind/{name}.yaml"))["networking"].take();
            [range(&networking["podSubnet"]), range(&networking["serviceSubnet"])]
        })
        .collect();
    ranges.sort_unstable();
    assert_eq!(ranges.len(), 8);
    for pair in ranges.windows(2) {
        assert!(pair[0].1 < pair[1].0, "{pair:?}");
    }
}

#[test]
fn kinds_clusters_have_their_names_and_ports_of_their_own() {
    let mut ports = BTreeSet::from([8080]);
    for name in KIND {
        let cluster = file(&format!("kind/{name}.yaml"));
        assert_eq!(
            (&cluster["kind"], &cluster["apiVersion"], &cluster["name"]),
            (&json!("Cluster"), &json!("kind.x-k8s.io/v1alpha4"), &json!(name))
        );
        assert_eq!(keys(&cluster), BTreeSet::from(["kind", "apiVersion", "name", "networking", "nodes"]));
        assert_eq!(keys(&cluster["networking"]), BTreeSet::from(["podSubnet", "serviceSubnet"]));
        assert_eq!(cluster["nodes"].as_array().unwrap().len(), 1, "the others are added by `cluster`");
        for mapping in cluster["nodes"][0]["extraPortMappings"].as_array().into_iter().flatten() {
            assert_eq!((&mapping["containerPort"], &mapping["listenAddress"]), (&json!(30080), &json!("127.0.0.1")));
            assert!(ports.insert(mapping["hostPort"].as_u64().unwrap()), "{name}: {mapping}");
        }
    }
    assert_eq!(ports, BTreeSet::from([8080, 8081, 8082, 8083]));
    assert!(text("manifests/clusters/env").contains("controller.service.httpPort.nodePort=30080"));
}

#[test]
fn k3d_has_one_server_two_agents_and_port_8080_without_its_own_ingress_controller() {
    let cluster = file("k3d/k3d.yaml");
    assert_eq!(
        keys(&cluster),
        BTreeSet::from(["apiVersion", "kind", "metadata", "servers", "agents", "image", "ports", "options"])
    );
    assert_eq!((&cluster["apiVersion"], &cluster["kind"]), (&json!("k3d.io/v1alpha5"), &json!("Simple")));
    assert_eq!((&cluster["servers"], &cluster["agents"]), (&json!(1), &json!(2)));
    assert_eq!(cluster["ports"], json!([{"port": "8080:80", "nodeFilters": ["loadbalancer"]}]));
    assert_eq!(
        cluster["options"]["k3s"],
        json!({"extraArgs": [{"arg": "--disable=traefik", "nodeFilters": ["server:0"]}]})
    );
}
