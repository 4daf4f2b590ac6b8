//! `manifests/clusters/check`: what it finds, and what it leaves behind.
use super::stage::Stage;
use check::{Objects, valid};
use std::fs;

const CHECK: &str = "manifests/clusters/check";

#[test]
fn a_cluster_that_works_is_looked_at_from_each_node_and_left_as_it_was() {
    let stage = Stage::new(3).with("NODES", "3").with("METRICS", "true");
    fs::write(stage.file("classes"), "nginx\ntraefik\n").unwrap();
    let said = stage.does(CHECK, &["kind-staging"]);
    for line in ["3 nodes are ready", "metrics-server knows each node", "storage class: standard", "nginx traefik"] {
        assert!(said.contains(line), "{line}: {said}");
    }
    let told = stage.told();
    for number in 1..=3 {
        assert_eq!(told.matches(&format!(" exec probe-{number} ")).count(), 2, "{told}");
    }
    // Three names six times, and the pods of three nodes, from each of three.
    assert_eq!((stage.calls("nc -z kubernetes.default 443"), stage.calls("nc "), stage.calls("wget ")), (18, 54, 9));
    assert!(
        told.lines().filter(|line| line.starts_with("kubectl")).all(|line| line.contains("--context kind-staging "))
    );
    let last = told.lines().rfind(|line| line.starts_with("kubectl")).unwrap().to_owned();
    assert!(last.contains(" get ingressclasses ") || last.contains(" delete namespace cluster-check-"), "{last}");
    assert_eq!(told.matches(" delete namespace cluster-check-").count(), 1);
}

#[test]
fn its_pods_keep_to_the_restricted_standard_and_run_on_every_node() {
    let stage = Stage::new(1).with("IMAGE", "registry.example.com/busybox:1");
    stage.does(CHECK, &[]);
    assert!(!stage.told().contains("--context"), "without a name it is the current one");
    let file = stage.file("applied");
    let objects = Objects::read(&fs::read_to_string(&file).unwrap());
    fs::rename(file, stage.file("applied.yaml")).unwrap();
    valid(&[stage.file("applied.yaml").to_str().unwrap()]);
    let namespace = objects.all("Namespace").next().unwrap();
    assert_eq!(namespace["metadata"]["labels"]["pod-security.kubernetes.io/enforce"], "restricted");
    let pod = &objects.get("DaemonSet", "probe")["spec"]["template"]["spec"];
    let container = &pod["containers"][0];
    assert_eq!(pod["tolerations"][0]["operator"], "Exists");
    assert_eq!(pod["securityContext"]["runAsNonRoot"], true);
    assert_eq!(pod["securityContext"]["seccompProfile"]["type"], "RuntimeDefault");
    assert_eq!(container["securityContext"]["allowPrivilegeEscalation"], false);
    assert_eq!(container["securityContext"]["capabilities"]["drop"][0], "ALL");
    assert_eq!(container["image"], "registry.example.com/busybox:1");
    assert!(container["command"][2].as_str().unwrap().contains("echo \"$NODE\""), "{container}");
}

#[test]
fn each_fault_is_told_and_nothing_stays() {
    for (fault, words, has_begun) in [
        ("not ready", "node-1", false),
        ("names from node-2", "from a pod on node-2: no answer from kubernetes.default:443", true),
        ("pods from node-3", "from a pod on node-3: no answer from the pod on node-1, 10.0.0.1", true),
        ("metrics", "metrics-server does not know each node", true),
        ("storage", "no storage class is the default one", true),
    ] {
        let stage = Stage::new(3).with("METRICS", "true");
        stage.broken(fault);
        let said = stage.refuses(CHECK, &[]);
        assert!(said.contains(words), "{fault}: {said}");
        let (made, gone) = (stage.calls("kubectl apply "), stage.calls("kubectl delete namespace cluster-check-"));
        assert_eq!((made, gone), (usize::from(has_begun), usize::from(has_begun)), "{fault}");
    }
}

#[test]
fn what_was_promised_has_to_be_there() {
    let said = Stage::new(2).with("NODES", "3").refuses(CHECK, &[]);
    assert!(said.contains("there are 2 nodes, not 3"), "{said}");
    let said = Stage::new(2).with("INGRESS_CLASS", "nginx").refuses(CHECK, &[]);
    assert!(said.contains("there is no Ingress class nginx"), "{said}");
    let stage = Stage::new(2);
    stage.broken("metrics");
    stage.does(CHECK, &[]);
}
