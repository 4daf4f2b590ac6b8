//! The files that the tools read: kind's, k3d's, Vagrant's, Ansible's.
use check::{Objects, printed, root, run, text};
use serde_json::{Value, json};
use std::{collections::BTreeSet, process::Command};

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

/// What the Vagrantfile says, with these in the environment; nothing where there is no Ruby to ask.
fn vagrant(env: &[(&str, &str)]) -> Option<Vec<Value>> {
    if !run("sh", &["-c", "command -v ruby"]).status.success() {
        eprintln!("left out: no ruby here");
        return None;
    }
    let mut ruby = Command::new("ruby");
    for variable in ["BOX", "WORKERS", "CPUS", "MEMORY", "NETWORK"] {
        ruby.env_remove(variable);
    }
    let done = ruby
        .args(["charts/check/tests/stand-ins/clusters/vagrantfile.rb", "manifests/clusters/vagrant/Vagrantfile"])
        .envs(env.iter().copied())
        .current_dir(root())
        .output()
        .unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    Some(serde_json::from_slice(&done.stdout).unwrap())
}

/// All that is said by this word.
fn all<'a>(list: &'a [Value], word: &'a str) -> impl Iterator<Item = &'a Value> {
    list.iter().filter(move |one| one["said"] == word)
}

fn inside(one: &Value) -> &[Value] {
    one["inside"].as_array().unwrap()
}

#[test]
fn vagrant_has_one_machine_for_control_and_two_for_work_each_with_an_address() {
    let Some(said) = vagrant(&[]) else { return };
    let machines: Vec<_> = all(&said, "vm.define")
        .map(|machine| {
            let network = all(inside(machine), "vm.network").next().unwrap();
            assert_eq!(network["words"], json!(["private_network"]));
            (machine["words"][0].as_str().unwrap(), network["options"]["ip"].as_str().unwrap())
        })
        .collect();
    assert_eq!(machines, [("control", "192.168.56.10"), ("worker-1", "192.168.56.11"), ("worker-2", "192.168.56.12")]);
    let boxed = all(&said, "vm.box").next().unwrap();
    assert_eq!(boxed["words"], json!(["debian/bookworm64"]));

    let env = [("WORKERS", "3"), ("MEMORY", "4096"), ("BOX", "bento/debian-12")];
    let Some(said) = vagrant(&env) else { return };
    assert_eq!(all(&said, "vm.define").count(), 4);
    assert_eq!(all(&said, "vm.box").next().unwrap()["words"], json!(["bento/debian-12"]));
    for provider in all(&said, "vm.provider") {
        assert_eq!(all(inside(provider), "memory").next().unwrap()["words"], json!([4096]));
    }
}

#[test]
fn ansible_plays_on_all_machines_each_time_and_a_machine_that_starts_again_alone_is_tried() {
    let Some(said) = vagrant(&[]) else { return };
    let machines: Vec<_> = all(&said, "vm.define").collect();
    let (last, others) = machines.split_last().unwrap();
    let provision = all(inside(last), "vm.provision").next().expect("the last one is provisioned, when all are there");
    assert_eq!((&provision["words"], &provision["options"]), (&json!(["ansible"]), &json!({"run": "always"})));
    let word = |name| all(inside(provision), name).next().unwrap()["words"][0].clone();
    assert_eq!((word("playbook"), word("limit")), (json!("site.yaml"), json!("all")));
    assert_eq!(word("groups"), json!({"control_plane": ["control"], "workers": ["worker-1", "worker-2"]}));
    assert_eq!(word("host_vars")["worker-2"], json!({"node_ip": "192.168.56.12"}));
    for machine in others {
        assert_eq!(all(inside(machine), "vm.provision").count(), 0);
        let trigger = all(inside(machine), "trigger.after").next().unwrap();
        assert_eq!(trigger["words"], json!(["reload"]));
        let action = all(inside(trigger), "run").next().unwrap();
        assert_eq!(action["words"], json!([{"path": "cluster", "args": ["smoke"]}]));
    }
}

#[test]
fn every_provision_ends_with_the_check() {
    let plays = file("vagrant/site.yaml");
    let plays = plays.as_array().unwrap();
    assert_eq!(plays.last().unwrap()["ansible.builtin.import_playbook"], "smoke.yaml");
    let smoke = file("vagrant/smoke.yaml");
    let task = &smoke[0]["tasks"][0];
    assert_eq!(task["ansible.builtin.script"]["cmd"], "{{ playbook_dir }}/../check");
    assert_eq!(task["environment"]["NODES"], "{{ groups['all'] | length }}");
    // It is sent alone, so it may read no other file.
    assert!(
        !text("manifests/clusters/check").lines().any(|line| line.starts_with(". ") || line.starts_with("source "))
    );
}

#[test]
fn the_readme_names_every_way() {
    let readme = text("manifests/clusters/README.md");
    for folder in printed("find", &["manifests/clusters", "-mindepth", "1", "-maxdepth", "1", "-type", "d"]).lines() {
        let name = folder.rsplit('/').next().unwrap();
        assert!(readme.contains(&format!("`{name}/cluster create")), "{name}");
    }
}
