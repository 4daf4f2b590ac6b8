//! Who reaches what: Ingress, gateway, ports of the nodes, policies, monitoring.
use check::Objects;
use serde_json::{Value, json};

/// The paths of a host, with the services that they lead to.
fn paths(ingress: &Value, host: &str) -> Vec<(String, String)> {
    let rules = ingress["spec"]["rules"].as_array().unwrap();
    let rule = rules.iter().find(|rule| rule["host"] == host).unwrap_or_else(|| panic!("no host {host}"));
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let paths = rule["http"]["paths"].as_array().unwrap().iter();
    paths.map(|path| (text(&path["path"]), text(&path["backend"]["service"]["name"]))).collect()
}

#[test]
fn the_ingress_of_class_nginx_leads_to_the_pages() {
    let objects = Objects::chart(&[]);
    let ingress = objects.get("Ingress", "bodega");
    assert_eq!(ingress["spec"]["ingressClassName"], "nginx");
    let expected =
        [("/", "bodega-web"), ("/health", "bodega-web")].map(|(path, service)| (path.into(), service.into()));
    assert_eq!(paths(ingress, "bodega.localhost"), expected);
    assert!(ingress["metadata"].get("annotations").is_none(), "nothing that only one controller understands");
}

#[test]
fn any_host_will_do_and_tls_comes_with_its_secret() {
    let objects = Objects::chart(&[
        "--set",
        "ingress.host=bodega.203.0.113.7.nip.io,ingress.apiHost=api.example,ingress.tlsSecret=tls",
    ]);
    let ingress = objects.get("Ingress", "bodega");
    assert_eq!(
        ingress["spec"]["tls"][0],
        json!({"secretName": "tls", "hosts": ["bodega.203.0.113.7.nip.io", "api.example"]})
    );
    assert_eq!(paths(ingress, "api.example")[0], ("/api".to_owned(), "bodega-api".to_owned()));
    for part in ["bodega-api", "bodega-web"] {
        assert_eq!(objects.get("ConfigMap", part)["data"]["PUBLIC_URL"], "https://bodega.203.0.113.7.nip.io");
    }
}

#[test]
fn a_gateway_may_take_the_place_of_the_ingress() {
    let objects = Objects::preset("external");
    assert_eq!(objects.all("Ingress").count(), 0);
    let route = &objects.get("HTTPRoute", "bodega")["spec"];
    assert_eq!(route["parentRefs"][0], json!({"name": "gateway", "namespace": "gateways"}));
    assert_eq!(route["hostnames"], json!(["bodega.example.com"]));
    assert_eq!(route["rules"][0]["backendRefs"][0], json!({"name": "bodega-web", "port": 80}));
}

#[test]
fn the_ports_of_the_nodes_may_be_chosen() {
    let objects = Objects::preset("nodeport");
    for (service, port) in [("bodega-api", 31000), ("bodega-web", 30001)] {
        let spec = &objects.get("Service", service)["spec"];
        assert_eq!((&spec["type"], &spec["ports"][0]["nodePort"]), (&json!("NodePort"), &json!(port)));
        assert_eq!(spec["ports"].as_array().unwrap().len(), 1, "no metrics on the nodes' ports");
    }
}

#[test]
fn metrics_are_nowhere_but_on_services_of_their_own() {
    let objects = Objects::chart(&[]);
    for (service, port) in [("bodega-api-metrics", 9463), ("bodega-web-metrics", 9464)] {
        assert_eq!(objects.get("Service", service)["spec"]["ports"][0]["port"], port);
        assert_eq!(objects.get("Service", service)["spec"]["type"], Value::Null);
    }
}

#[test]
fn with_policies_only_the_api_reaches_what_keeps_data() {
    let objects = Objects::preset("pro");
    let all = &objects.get("NetworkPolicy", "bodega-default-deny")["spec"];
    assert_eq!(all["policyTypes"], json!(["Ingress", "Egress"]));
    assert!(all.get("ingress").is_none() && all.get("egress").is_none());
    for part in ["bodega-database", "bodega-object-store", "bodega-redis"] {
        let from = objects.get("NetworkPolicy", part)["spec"]["ingress"][0]["from"].as_array().unwrap().clone();
        assert_eq!(from.len(), 1, "{part}");
        assert_eq!(from[0]["podSelector"]["matchLabels"]["app.kubernetes.io/component"], "api", "{part}");
    }
    let egress = &objects.get("NetworkPolicy", "bodega-web")["spec"]["egress"];
    assert_eq!(egress[0]["to"][0]["podSelector"]["matchLabels"]["app.kubernetes.io/component"], "api");
    assert_eq!(egress.as_array().unwrap().len(), 1);
}

#[test]
fn of_the_object_store_only_the_port_that_asks_for_keys_is_ever_reached() {
    for objects in [Objects::chart(&[]), Objects::overlay("dev")] {
        let policies: Vec<_> = objects.all("NetworkPolicy").collect();
        assert_eq!(policies.len(), 1);
        assert_eq!(policies[0]["spec"]["ingress"], json!([{"ports": [{"port": "s3"}]}]));
        let labels = policies[0]["spec"]["podSelector"]["matchLabels"].as_object().unwrap();
        let store =
            objects.all("StatefulSet").find(|set| set["metadata"]["name"].as_str().unwrap().ends_with("object-store"));
        let own = &store.unwrap()["spec"]["template"]["metadata"]["labels"];
        assert!(labels.iter().all(|(name, value)| &own[name] == value), "it must find the store's pod");
    }
}

#[test]
fn policies_open_where_they_are_told() {
    let objects = Objects::preset("external");
    let web = &objects.get("NetworkPolicy", "bodega-web")["spec"]["ingress"][0]["from"][0];
    assert_eq!(web["namespaceSelector"]["matchLabels"]["kubernetes.io/metadata.name"], "gateways");
    let test =
        &objects.get("NetworkPolicy", "bodega-web")["spec"]["ingress"][1]["from"][0]["podSelector"]["matchLabels"];
    assert_eq!(test["app.kubernetes.io/component"], "test", "`helm test` comes in as well");
    let node = Objects::chart(&["--set", "networkPolicy.enabled=true,api.service.type=NodePort"]);
    assert_eq!(node.get("NetworkPolicy", "bodega-api")["spec"]["ingress"][1], json!({"ports": [{"port": "http"}]}));
    let api = objects.get("NetworkPolicy", "bodega-api")["spec"]["egress"].as_array().unwrap().clone();
    assert!(api.iter().any(|rule| rule["to"][0]["ipBlock"]["cidr"] == "10.20.0.0/16"));
}

#[test]
fn the_operators_prometheus_finds_metrics_and_alerts() {
    let objects = Objects::preset("pro");
    let monitor = objects.get("ServiceMonitor", "bodega");
    assert_eq!(monitor["metadata"]["labels"]["release"], "kube-prometheus-stack");
    assert_eq!(monitor["spec"]["endpoints"][0], json!({"port": "metrics", "path": "/metrics", "interval": "30s"}));
    let (name, value) = ("bodega/metrics", &monitor["spec"]["selector"]["matchLabels"]["bodega/metrics"]);
    for service in ["bodega-api-metrics", "bodega-web-metrics", "bodega-redis", "bodega-database-exporter"] {
        assert_eq!(&objects.get("Service", service)["metadata"]["labels"][name], value, "{service}");
    }
    let groups = objects.get("PrometheusRule", "bodega")["spec"]["groups"].as_array().unwrap();
    let rules: Vec<_> = groups.iter().flat_map(|group| group["rules"].as_array().unwrap()).collect();
    for (alert, time) in
        [("BodegaPodNotReady", "2m"), ("BodegaCpuHigh", "5m"), ("BodegaMemoryHigh", "5m"), ("BodegaErrors", "5m")]
    {
        assert!(rules.iter().any(|rule| rule["alert"] == alert && rule["for"] == time), "{alert}");
    }
}
