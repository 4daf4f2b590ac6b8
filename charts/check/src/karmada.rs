//! What Karmada makes of `manifests/karmada/` for each member cluster: which objects its policies bring there, how the replicas are
//! divided, and what the overrides change. Only what these policies use; the names are those of Karmada's API.
use crate::{Objects, printed};
use serde_json::{Value, json};

/// The member clusters, and which environment runs in each.
pub const MEMBERS: [(&str, &str); 3] =
    [("prod-east", "production"), ("prod-west", "production"), ("staging", "staging")];

/// An environment's objects, as `scripts/deliver render` prints them.
pub fn environment(name: &str) -> Objects {
    Objects::read(&printed("kustomize", &["build", &format!("manifests/karmada/{name}")]))
}

/// The policies, with the namespaces.
pub fn policies() -> Objects {
    Objects::read(&printed("kustomize", &["build", "manifests/karmada/policies"]))
}

/// Where the result for a cluster is kept.
pub fn file(cluster: &str) -> String {
    format!("manifests/karmada/members/{cluster}.yaml")
}

/// What a cluster gets of what is in the repository.
pub fn gets(cluster: &str) -> Objects {
    let (_, own) = MEMBERS.into_iter().find(|(name, _)| *name == cluster).expect("one of the members");
    arrives(cluster, &environment(own), &policies())
}

/// The same as a file. Our images' version is left open: every delivery changes it.
pub fn member(cluster: &str) -> String {
    let arrived = gets(cluster);
    let documents = arrived.0.iter().map(|object| serde_saphyr::to_string(object).expect("JSON can be said in YAML"));
    let documents: Vec<_> = documents.map(|document| without_version(&document)).collect();
    format!("# What {cluster} gets; scripts/members writes it.\n{}", documents.join("---\n"))
}

fn without_version(document: &str) -> String {
    let line = |line: &str| match line.split_once("/bodega-").filter(|_| line.contains("image: ")) {
        Some((begin, rest)) => format!("{begin}/bodega-{}:VERSION\n", rest.split(':').next().unwrap_or(rest)),
        None => format!("{line}\n"),
    };
    document.lines().map(line).collect()
}

/// What arrives in a member cluster.
fn arrives(cluster: &str, environment: &Objects, policies: &Objects) -> Objects {
    let all: Vec<&Value> = policies.all("Namespace").chain(&environment.0).collect();
    let mut arrived: Vec<Value> = Vec::new();
    for object in &all {
        let Some(policy) = placing(object, policies)
            .filter(|policy| names(&policy["spec"]["placement"]["clusterAffinity"]).contains(&cluster))
        else {
            continue;
        };
        if policy["spec"]["propagateDeps"] == true {
            arrived.extend(all.iter().filter(|other| refers(object, other)).map(|other| (*other).clone()));
        }
        arrived.push(changed(cluster, divided(cluster, (*object).clone(), policy), policies));
    }
    arrived.sort_by_key(|object| (object["kind"].to_string(), object["metadata"]["name"].to_string()));
    arrived.dedup();
    Objects(arrived)
}

/// The policy that brings the object somewhere; two would be a mistake.
fn placing<'a>(object: &Value, policies: &'a Objects) -> Option<&'a Value> {
    let all = policies.all("PropagationPolicy").chain(policies.all("ClusterPropagationPolicy"));
    let found: Vec<_> = all.filter(|policy| selects(policy, object)).collect();
    assert!(found.len() < 2, "two policies place {}", object["metadata"]);
    found.first().copied()
}

/// A policy of a namespace sees only what is in it.
fn selects(policy: &Value, object: &Value) -> bool {
    let sees = policy["metadata"]["namespace"] == object["metadata"]["namespace"];
    sees && list(&policy["spec"]["resourceSelectors"]).iter().any(|selector| {
        let labels = selector["labelSelector"]["matchLabels"].as_object();
        selector["apiVersion"] == object["apiVersion"]
            && selector["kind"] == object["kind"]
            && (selector["name"].is_null() || selector["name"] == object["metadata"]["name"])
            && labels.is_none_or(|wanted| wanted.iter().all(|(key, value)| object["metadata"]["labels"][key] == *value))
    })
}

/// A workload's pods take settings from it.
fn refers(object: &Value, other: &Value) -> bool {
    let containers = list(&object["spec"]["template"]["spec"]["containers"]);
    let sources = containers.iter().flat_map(|container| list(&container["envFrom"]));
    other["kind"] == "ConfigMap"
        && other["metadata"]["namespace"] == object["metadata"]["namespace"]
        && sources.into_iter().any(|from| from["configMapRef"]["name"] == other["metadata"]["name"])
}

/// Replicas by static weights. What is left over would go to the heaviest; weights here divide evenly, which is checked.
fn divided(cluster: &str, mut object: Value, policy: &Value) -> Value {
    let scheduling = &policy["spec"]["placement"]["replicaScheduling"];
    if object["kind"] != "Deployment" || scheduling["replicaSchedulingType"] != "Divided" {
        return object;
    }
    let weights = list(&scheduling["weightPreference"]["staticWeightList"]);
    let weight = |entry: &Value| entry["weight"].as_u64().expect("weights are numbers");
    let mine = weights.iter().find(|entry| names(&entry["targetCluster"]).contains(&cluster));
    let total: u64 = weights.iter().map(weight).sum();
    let replicas = object["spec"]["replicas"].as_u64().expect("an environment says how many") * mine.map_or(0, weight);
    assert_eq!(replicas % total, 0, "{} cannot be divided evenly", object["metadata"]["name"]);
    object["spec"]["replicas"] = json!(replicas / total);
    object
}

/// What the overrides for this cluster change. Karmada chooses them by the object as it is without them.
fn changed(cluster: &str, mut object: Value, policies: &Objects) -> Value {
    let chosen: Vec<_> = policies.all("OverridePolicy").filter(|policy| selects(policy, &object)).collect();
    let rules = chosen.into_iter().flat_map(|policy| list(&policy["spec"]["overrideRules"]));
    for rule in rules.filter(|rule| names(&rule["targetCluster"]).contains(&cluster)) {
        for over in list(&rule["overriders"]["imageOverrider"]) {
            other_registry(&mut object, over);
        }
        for over in list(&rule["overriders"]["plaintext"]) {
            other_value(&mut object, over);
        }
    }
    object
}

fn other_registry(object: &mut Value, over: &Value) {
    assert_eq!((&over["component"], &over["operator"]), (&json!("Registry"), &json!("replace")), "not known here");
    let containers =
        object["spec"]["template"]["spec"]["containers"].as_array_mut().expect("a workload has containers");
    for image in containers.iter_mut().map(|container| &mut container["image"]) {
        let (_, rest) = image.as_str().and_then(|image| image.split_once('/')).expect("our images name their registry");
        *image = json!(format!("{}/{rest}", over["value"].as_str().expect("a registry")));
    }
}

fn other_value(object: &mut Value, over: &Value) {
    assert_eq!(over["operator"], "replace", "not known here");
    let path = over["path"].as_str().expect("a JSON pointer");
    *object.pointer_mut(path).unwrap_or_else(|| panic!("{path} is not there to be replaced")) = over["value"].clone();
}

fn names(clusters: &Value) -> Vec<&str> {
    list(&clusters["clusterNames"]).iter().filter_map(Value::as_str).collect()
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}
