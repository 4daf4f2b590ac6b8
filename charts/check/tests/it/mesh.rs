//! A mesh shares out the requests to the API: to whom, for how long, and what is tried again.
use check::{Objects, overlay_with, refused, rendered, run, text, valid};
use serde_json::{Value, json};
use std::{collections::BTreeSet, fs};

/// Kinds whose schemas are not at hand.
const UNKNOWN: &str = "HTTPRoute";
/// As a release is installed with the mesh of this API.
const CHART: [&str; 2] = ["--values", "charts/bodega/ci/ha-values.yaml"];
const GATEWAY: [&str; 4] = [CHART[0], CHART[1], "--set", "mesh.api=gateway"];

fn list(value: &Value) -> Vec<Value> {
    value.as_array().cloned().unwrap_or_default()
}

/// Every way to have Istio's objects, with the name of the API.
fn istio() -> [(Objects, &'static str); 3] {
    [
        (Objects::chart(&CHART), "bodega-api"),
        (Objects::overlay_with("dev", "mesh"), "api"),
        (Objects::overlay_with("pro", "mesh"), "api"),
    ]
}

fn gateway() -> [(Objects, &'static str); 2] {
    [(Objects::chart(&GATEWAY), "bodega-api"), (Objects::overlay_with("pro", "mesh-gateway"), "api")]
}

/// The Deployments whose pods have all of these labels.
fn selected(objects: &Objects, labels: &Value) -> Vec<String> {
    let labels = labels.as_object().unwrap();
    let has_all = |object: &&Value| {
        let own = &object["spec"]["template"]["metadata"]["labels"];
        labels.iter().all(|(name, value)| &own[name] == value)
    };
    objects.all("Deployment").filter(has_all).map(|it| it["metadata"]["name"].as_str().unwrap().to_owned()).collect()
}

/// The labels of a Service, and these.
fn also(service: &Value, labels: &Value) -> Value {
    let mut all = service["spec"]["selector"].clone();
    all.as_object_mut().unwrap().extend(labels.as_object().unwrap().clone());
    all
}

#[test]
fn istio_gives_a_fifth_to_the_pods_of_the_second_version() {
    for (objects, name) in istio() {
        let rule = &objects.get("DestinationRule", name)["spec"];
        assert_eq!(rule["host"], name);
        let service = objects.get("Service", name);
        let subsets = list(&rule["subsets"]);
        for (version, deployment) in [("v1", name.to_owned()), ("v2", format!("{name}-v2"))] {
            let subset = subsets.iter().find(|subset| subset["name"] == version).unwrap();
            assert_eq!(subset["labels"], json!({"version": version}));
            assert_eq!(selected(&objects, &also(service, &subset["labels"])), [deployment]);
        }
        assert_eq!(selected(&objects, &service["spec"]["selector"]).len(), 2, "the Service leads to both");
        let routes = &objects.get("VirtualService", name)["spec"];
        assert_eq!(routes["hosts"], json!([name]));
        for route in list(&routes["http"]) {
            let to = |version, weight| json!({"destination": {"host": name, "subset": version}, "weight": weight});
            assert_eq!(route["route"], json!([to("v1", 80), to("v2", 20)]), "{name}: {}", route["name"]);
        }
    }
}

#[test]
fn only_reading_is_tried_again() {
    for (objects, name) in istio() {
        let http = list(&objects.get("VirtualService", name)["spec"]["http"]);
        let named = |wanted: &str| http.iter().find(|route| route["name"] == wanted).unwrap();
        let tried =
            json!({"attempts": 3, "perTryTimeout": "2s", "retryOn": "5xx,reset,connect-failure,refused-stream"});
        assert_eq!(named("reading")["retries"], tried);
        assert_eq!(named("reading")["match"], json!([{"method": {"regex": "GET|HEAD|OPTIONS"}}]));
        // Istio has retries of its own where none are named.
        for route in http.iter().filter(|route| route["name"] != "reading") {
            assert_eq!(route["retries"], json!({"attempts": 0}), "{}", route["name"]);
        }
        let last = http.last().unwrap();
        assert_eq!(last["name"], "writing");
        assert!(last.get("match").is_none(), "whatever is not reading comes here: POST and PATCH, PUT and DELETE");
    }
}

#[test]
fn every_answer_has_its_time_but_for_those_that_last() {
    for (objects, name) in istio() {
        let http = list(&objects.get("VirtualService", name)["spec"]["http"]);
        let times: Vec<_> = http.iter().map(|route| route["timeout"].as_str()).collect();
        assert_eq!(times, [None, Some("60s"), Some("60s")]);
        let lasting = json!([
            {"uri": {"exact": "/api/v1/product-imports"}},
            {"uri": {"exact": "/api/v1/events"}},
            {"headers": {"accept": {"regex": "(?i).*text/csv.*"}}},
        ]);
        assert_eq!(http[0]["match"], lasting);
    }
    for (objects, name) in gateway() {
        let rules = list(&objects.get("HTTPRoute", name)["spec"]["rules"]);
        let times: Vec<_> = rules.iter().map(|rule| rule["timeouts"]["request"].as_str()).collect();
        assert_eq!(times, [None, Some("60s")]);
        let paths: Vec<_> = list(&rules[0]["matches"]).iter().map(|one| one["path"]["value"].clone()).collect();
        assert_eq!(paths, [json!("/api/v1/product-imports"), json!("/api/v1/events"), Value::Null]);
    }
    // They are the API's own paths.
    let paths: Value = serde_json::from_str(&text("api/openapi.json")).unwrap();
    for (path, method) in [("/api/v1/product-imports", "post"), ("/api/v1/events", "get")] {
        assert!(paths["paths"][path][method].is_object(), "{method} {path}");
    }
    let slow = Objects::chart(&[&CHART[..], &["--set", "mesh.timeout=90s"]].concat());
    assert_eq!(slow.get("VirtualService", "bodega-api")["spec"]["http"][2]["timeout"], "90s");
    assert!(refused(&["--set", "mesh.timeout=never"]).contains("timeout"));
}

#[test]
fn pods_that_fail_are_left_alone_for_a_while() {
    for (objects, name) in istio() {
        let policy = &objects.get("DestinationRule", name)["spec"]["trafficPolicy"]["outlierDetection"];
        assert_eq!((&policy["consecutive5xxErrors"], &policy["baseEjectionTime"]), (&json!(5), &json!("30s")));
        assert_eq!(policy["maxEjectionPercent"], 50, "half of them stay whatever happens");
    }
}

#[test]
fn the_gateway_api_shares_out_the_same() {
    for (objects, name) in gateway() {
        assert_eq!(objects.all("VirtualService").count() + objects.all("DestinationRule").count(), 0);
        let route = &objects.get("HTTPRoute", name)["spec"];
        assert_eq!(route["parentRefs"], json!([{"group": "", "kind": "Service", "name": name, "port": 8080}]));
        for rule in list(&route["rules"]) {
            let to = |version, weight| json!({"name": format!("{name}-{version}"), "port": 8080, "weight": weight});
            assert_eq!(rule["backendRefs"], json!([to("v1", 80), to("v2", 20)]));
            assert!(rule.get("retry").is_none(), "that is no part of the standard");
        }
        for (service, deployment) in [("v1", name.to_owned()), ("v2", format!("{name}-v2"))] {
            let service = objects.get("Service", &format!("{name}-{service}"));
            assert_eq!(service["spec"]["ports"][0]["port"], 8080);
            assert_eq!(selected(&objects, &service["spec"]["selector"]), [deployment]);
        }
    }
    assert!(refused(&["--set", "mesh.api=linkerd"]).contains("mesh"));
}

#[test]
fn without_a_second_version_all_goes_to_the_first() {
    let objects = Objects::chart(&["--set", "mesh.enabled=true"]);
    assert!(!objects.has("Deployment", "bodega-api-v2"));
    assert_eq!(list(&objects.get("DestinationRule", "bodega-api")["spec"]["subsets"]).len(), 1);
    for route in list(&objects.get("VirtualService", "bodega-api")["spec"]["http"]) {
        assert_eq!((list(&route["route"]).len(), &route["route"][0]["weight"]), (1, &json!(100)));
    }
    let objects = Objects::chart(&["--set", "mesh.enabled=true,mesh.api=gateway"]);
    assert!(objects.has("Service", "bodega-api-v1") && !objects.has("Service", "bodega-api-v2"));
    let objects = Objects::chart(&[]);
    assert!(!objects.has("VirtualService", "bodega-api") && !objects.has("Service", "bodega-api-v1"));
}

#[test]
fn every_pod_is_told_its_version() {
    let told =
        json!({"name": "DEPLOYMENT_VERSION", "valueFrom": {"fieldRef": {"fieldPath": "metadata.labels['version']"}}});
    let without = [(Objects::chart(&[]), "bodega-api"), (Objects::overlay("dev"), "api")];
    for (objects, name) in istio().into_iter().chain(gateway()).chain(without) {
        for deployment in objects.all("Deployment") {
            let own = &deployment["metadata"]["name"];
            let template = &deployment["spec"]["template"];
            let version = if *own == format!("{name}-v2") { "v2" } else { "v1" };
            assert_eq!(template["metadata"]["labels"]["version"], version, "{own}");
            assert_eq!(
                deployment["spec"]["selector"]["matchLabels"]["version"], version,
                "{own}: each has its own pods"
            );
            assert!(list(&template["spec"]["containers"][0]["env"]).contains(&told), "{own}");
        }
    }
}

#[test]
fn the_second_version_is_the_first_but_for_image_and_number() {
    for (objects, name) in istio() {
        let pod = |name: &str| objects.get("Deployment", name)["spec"]["template"]["spec"].clone();
        let (first, mut second) = (pod(name), pod(&format!("{name}-v2")));
        assert_eq!(first["containers"][0]["image"], format!("bodega-api:{}", env!("CARGO_PKG_VERSION")));
        assert_eq!(second["containers"][0]["image"], "bodega-api:0.2.0");
        second["containers"][0]["image"] = first["containers"][0]["image"].clone();
        assert_eq!(first, second);
        let second = objects.get("Deployment", &format!("{name}-v2"));
        assert_eq!(
            (&second["spec"]["replicas"], &second["metadata"]["labels"]["app.kubernetes.io/version"]),
            (&json!(1), &json!("0.2.0"))
        );
    }
}

#[test]
fn the_proxies_reach_istiod_through_the_policies() {
    let common = |words: &str| {
        let objects = Objects::chart(&["--set", words]);
        objects.get("NetworkPolicy", "bodega-common")["spec"]["egress"].clone()
    };
    assert_eq!(list(&common("networkPolicy.enabled=true")).len(), 1, "names only");
    let egress = common("networkPolicy.enabled=true,mesh.enabled=true");
    assert_eq!(egress[1], json!({"to": [{"namespaceSelector": {}}], "ports": [{"port": 15012}]}));
}

/// What is rendered of each way, by a name for its file.
fn all() -> [(&'static str, String); 4] {
    [
        ("chart", rendered(&CHART)),
        ("chart-gateway", rendered(&GATEWAY)),
        ("pro", overlay_with("pro", "mesh")),
        ("pro-gateway", overlay_with("pro", "mesh-gateway")),
    ]
}

#[test]
fn all_of_it_is_valid() {
    let folder = tempfile::tempdir().unwrap();
    for (name, yaml) in all() {
        let file = folder.path().join(format!("{name}.yaml"));
        fs::write(&file, yaml).unwrap();
        valid(&["-skip", UNKNOWN, file.to_str().unwrap()]);
    }
}

/// What `istioctl analyze` says of it.
fn analysed(yaml: &str) -> (bool, String) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("all.yaml");
    fs::write(&file, yaml).unwrap();
    let words = ["analyze", "--use-kube=false", "--all-namespaces", "--failure-threshold", "Warning"];
    let done = run("istioctl", &[&words[..], &[file.to_str().unwrap()]].concat());
    (done.status.success(), String::from_utf8_lossy(&[done.stdout, done.stderr].concat()).into_owned())
}

#[test]
fn istio_itself_finds_nothing_and_finds_what_is_wrong() {
    if !run("sh", &["-c", "command -v istioctl"]).status.success() {
        eprintln!("left out: no istioctl here");
        return;
    }
    for (name, yaml) in all() {
        let (is_well, said) = analysed(&yaml);
        assert!(is_well, "{name}: {said}");
    }
    let planted = overlay_with("pro", "mesh");
    for (right, wrong, code) in [
        ("subset: v2", "subset: v3", "IST0101"),
        ("retryOn: 5xx", "retryOn: 5yy", "IST0106"),
        ("weight: 20", "weight: -20", "IST0106"),
    ] {
        assert!(planted.contains(right), "{right}");
        let (is_well, said) = analysed(&planted.replace(right, wrong));
        assert!(!is_well && said.contains(code), "{wrong}: {said}");
    }
}

#[test]
fn the_readmes_name_what_the_components_bring() {
    let readme = text("manifests/README.md");
    let own = text("manifests/components/mesh/README.md");
    let before: BTreeSet<_> = Objects::overlay("pro").0.iter().map(called).collect();
    // Those end with a hash, and are the overlay's.
    let is_new = |it: &(String, String)| !before.contains(it) && it.0 != "ConfigMap" && it.0 != "Secret";
    for component in ["mesh", "mesh-gateway"] {
        assert!(readme.contains(&format!("`components/{component}/`")));
        for (kind, name) in Objects::overlay_with("pro", component).0.iter().map(called).filter(is_new) {
            assert!(readme.contains(&kind) && readme.contains(&format!("`{name}`")), "{kind} {name}");
            assert!(own.contains(&format!("{}/{name}", kind.to_lowercase())), "{kind} {name}: how it is removed");
        }
    }
}

fn called(object: &Value) -> (String, String) {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    (text(&object["kind"]), text(&object["metadata"]["name"]))
}
