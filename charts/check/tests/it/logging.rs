//! Logs: who writes JSON, what Alloy reads out of a line, and where Loki keeps it.
use check::{Objects, root, text};
use serde_json::{Value, json};
use std::{
    fs,
    io::{BufRead, BufReader, Lines, Read, Write},
    net::TcpStream,
    process::{Child, ChildStdout, Command, Stdio},
};

const COMPONENT: &str = "manifests/components/logging";

/// The configurations of compose's Alloy and Loki.
fn in_compose(which: &str) -> String {
    let config = crate::compose::config(&["--profile", "monitoring"]);
    config["configs"][which]["content"].as_str().unwrap().to_owned()
}

fn in_kubernetes(file: &str) -> String {
    text(&format!("{COMPONENT}/{file}"))
}

/// What Alloy does with each line.
fn process(config: &str) -> &str {
    let begin = config.find("loki.process \"json\"").unwrap();
    let end = config[begin..].find("\n}\n").unwrap();
    &config[begin..begin + end]
}

/// The fields that it reads out of a line.
fn fields(process: &str) -> Vec<&str> {
    let expressions = process.split("expressions = {").nth(1).unwrap().split('}').next().unwrap();
    expressions.split(',').map(|field| field.split('=').next().unwrap().trim()).collect()
}

#[test]
fn compose_and_kubernetes_read_the_same_out_of_a_line() {
    let (compose, kubernetes) = (in_compose("alloy"), in_kubernetes("config.alloy"));
    assert_eq!(process(&compose), process(&kubernetes));
    let process = process(&kubernetes);
    assert_eq!(fields(process), ["level", "request_id", "timestamp"]);
    for stage in [
        "stage.labels {\n    values = { level = \"\" }",
        "stage.structured_metadata {\n    values = { request_id = \"\", trace_id = \"\" }",
        "stage.timestamp {\n    source            = \"timestamp\"\n    format            = \"RFC3339Nano\"",
    ] {
        assert!(process.contains(stage), "{stage}");
    }
}

#[test]
fn compose_and_kubernetes_keep_logs_the_same_way_for_fifteen_days() {
    let read = |config: &str| serde_saphyr::from_str::<Value>(config).unwrap();
    let config = read(&in_kubernetes("loki-config.yaml"));
    assert_eq!(read(&in_compose("loki")), config);
    assert_eq!(config["limits_config"]["retention_period"], "360h");
    assert_eq!(config["compactor"]["retention_enabled"], true, "or nothing is ever deleted");
    let objects = Objects::component("logging");
    let claim = &objects.get("StatefulSet", "loki")["spec"]["volumeClaimTemplates"][0];
    assert_eq!(claim["spec"]["resources"]["requests"]["storage"], "5Gi");
    let services = crate::compose::services(&["--profile", "monitoring"]);
    for (name, container) in objects.containers() {
        assert_eq!(services[container["name"].as_str().unwrap()]["image"], container["image"], "{name}");
    }
}

/// The API, as it was built last.
struct Api(Child);

impl Api {
    fn start(data: &str) -> Option<(Self, Lines<BufReader<ChildStdout>>)> {
        let program = root().join("target/debug/api");
        let mut program = Command::new(program);
        program.env_clear().envs([("LISTEN", "127.0.0.1:0"), ("METRICS_LISTEN", ""), ("DATA_DIR", data)]);
        let mut child = program.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().ok()?;
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        Some((Self(child), lines))
    }
}

impl Drop for Api {
    fn drop(&mut self) {
        _ = self.0.kill();
        _ = self.0.wait();
    }
}

#[test]
fn what_is_read_is_in_the_lines_of_our_programs() {
    let config = in_kubernetes("config.alloy");
    let fields = fields(process(&config));
    // Both write their lines by this.
    assert!(text("telemetry/src/request.rs").contains("tracing::info!(request_id, "));
    let data = tempfile::tempdir().unwrap();
    let Some((_api, mut lines)) = Api::start(data.path().to_str().unwrap()) else {
        println!("left out the lines themselves: the API is not built");
        return;
    };
    let mut next = || serde_json::from_str::<Value>(&lines.next().unwrap().unwrap()).unwrap();
    let listening = loop {
        let line = next();
        if line["message"] == "listening" {
            break line;
        }
    };
    let mut stream = TcpStream::connect(listening["address"].as_str().unwrap()).unwrap();
    let trace = "0af7651916cd43dd8448eb211c80319c";
    let parent = format!("traceparent: 00-{trace}-b7ad6b7169203331-01");
    write!(stream, "GET /api/v1/products HTTP/1.1\r\nhost: x\r\nconnection: close\r\n{parent}\r\n\r\n").unwrap();
    stream.read_to_string(&mut String::new()).unwrap();
    let line = next();
    assert!(fields.iter().all(|field| line[field].is_string()), "{line}");
    assert_eq!(line["request_id"], trace, "the id is that of the trace, 32 digits without hyphens");
    assert!(line["status"].is_u64(), "{line}");
}

#[test]
fn alloy_reads_the_pods_of_its_own_node_and_of_dev_and_pro() {
    let config = in_kubernetes("config.alloy");
    assert!(config.contains(r#"field = "spec.nodeName=" + sys.env("K8S_NODE_NAME")"#));
    let keep = "action        = \"keep\"\n    source_labels = [\"__meta_kubernetes_namespace\"]\n    regex         = \"bodega-.+\"";
    assert!(config.contains(keep));
    for label in ["namespace", "pod", "container", "app", "version"] {
        assert!(config.contains(&format!("target_label  = \"{label}\"")), "{label}");
    }
    let objects = Objects::component("logging");
    let alloy = &objects.get("DaemonSet", "alloy")["spec"]["template"]["spec"];
    let node = json!({"name": "K8S_NODE_NAME", "valueFrom": {"fieldRef": {"fieldPath": "spec.nodeName"}}});
    assert_eq!(alloy["containers"][0]["env"], json!([node]));
    let volumes = alloy["volumes"].as_array().unwrap();
    assert!(volumes.iter().all(|volume| volume.get("hostPath").is_none()), "no folder of the node");
}

#[test]
fn alloy_may_find_pods_and_read_their_logs_and_nothing_else() {
    let objects = Objects::component("logging");
    assert_eq!(
        objects.get("ClusterRole", "bodega-alloy")["rules"],
        json!([
            {"apiGroups": [""], "resources": ["pods"], "verbs": ["get", "list", "watch"]},
            {"apiGroups": [""], "resources": ["pods/log"], "verbs": ["get"]},
        ])
    );
    let binding = objects.get("ClusterRoleBinding", "bodega-alloy");
    assert_eq!(binding["roleRef"]["name"], "bodega-alloy");
    assert_eq!(binding["subjects"], json!([{"kind": "ServiceAccount", "name": "alloy", "namespace": "logging"}]));
    assert_eq!(objects.all("Role").count() + objects.all("ClusterRole").count(), 1);
}

#[test]
fn only_alloy_and_grafana_reach_loki() {
    let objects = Objects::component("logging");
    let own = objects.get("Namespace", "logging");
    assert_eq!(own["metadata"]["labels"]["pod-security.kubernetes.io/enforce"], "restricted");
    let ingress = &objects.get("NetworkPolicy", "loki")["spec"]["ingress"];
    let from = json!([
        {"podSelector": {"matchLabels": {"app.kubernetes.io/name": "alloy"}}},
        {"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "monitoring"}}},
    ]);
    assert_eq!(*ingress, json!([{"ports": [{"port": "http"}], "from": from}]));
    let alloy = &objects.get("NetworkPolicy", "alloy")["spec"];
    assert!(alloy.get("ingress").is_none() && alloy["policyTypes"] == json!(["Ingress"]));
}

#[test]
fn grafana_is_told_where_loki_is() {
    let objects = Objects::component("logging");
    let source = objects.get("ConfigMap", "loki-datasource");
    assert_eq!(source["metadata"]["labels"]["grafana_datasource"], "1");
    assert_eq!(source["metadata"]["namespace"], "monitoring", "Grafana looks in its own namespace only");
    let source: Value = serde_saphyr::from_str(source["data"]["loki.yaml"].as_str().unwrap()).unwrap();
    let port = &objects.get("Service", "loki")["spec"]["ports"][0]["port"];
    let source = &source["datasources"][0];
    assert_eq!((&source["uid"], &source["type"]), (&json!("loki"), &json!("loki")));
    assert_eq!(source["url"], format!("http://loki.logging:{port}"));
    assert_eq!(source["jsonData"]["derivedFields"][0]["matcherRegex"], "request_id");
}

/// Words of a container's or a service's command.
fn words(container: &Value) -> String {
    let all = ["command", "args"].into_iter().filter_map(|key| container[key].as_array()).flatten();
    all.filter_map(Value::as_str).collect::<Vec<_>>().join(" ")
}

#[test]
fn whoever_can_log_json_does() {
    const STORE: &str = "-logtostderr=true -log_json=true mini ";
    const MYSQL: &str = "--loose-log-error-services=log_filter_internal,log_sink_json";
    let in_pods = |objects: &Objects, container: &str| {
        let found = objects.containers().find(|(_, one)| one["name"] == container);
        found.unwrap_or_else(|| panic!("there is no {container}")).1.clone()
    };
    for objects in [Objects::chart(&["--set", "redis.enabled=true"]), Objects::overlay("pro")] {
        assert!(words(&in_pods(&objects, "seaweedfs")).starts_with(&format!("weed {STORE}")));
        let exporter = in_pods(&objects, "exporter");
        let format = json!({"name": "REDIS_EXPORTER_LOG_FORMAT", "value": "json"});
        assert!(exporter["env"].as_array().unwrap().contains(&format));
    }
    assert!(words(&in_pods(&Objects::preset("mysql"), "mysql")).contains(MYSQL));
    let services = crate::compose::services(&["--profile", "*"]);
    assert!(words(&services["seaweedfs"]).starts_with(STORE));
    assert!(words(&services["mysql"]).contains(MYSQL));
    assert!(words(&services["valkey"]).ends_with("--log-format logfmt"), "it knows no JSON");
    assert!(words(&services["prometheus"]).contains("--log.format=json"));
    assert_eq!(services["valkey-exporter"]["environment"]["REDIS_EXPORTER_LOG_FORMAT"], "json");
    assert_eq!(services["grafana"]["environment"]["GF_LOG_CONSOLE_FORMAT"], "json");
    assert!(in_kubernetes("loki-config.yaml").contains("log_format: json"));
    for alloy in [in_kubernetes("config.alloy"), in_compose("alloy")] {
        assert!(alloy.contains("logging {\n  format = \"json\"\n}"));
    }
}

/// What the chart's start script makes of its settings, with this server in the image.
fn conf(server: &str, content: &str) -> String {
    let objects = Objects::chart(&["--set", "redis.enabled=true"]);
    let pod = &objects.get("StatefulSet", "bodega-redis")["spec"]["template"]["spec"];
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().to_str().unwrap();
    let script = pod["containers"][0]["args"][0].as_str().unwrap().replace("/conf/", &format!("{place}/"));
    let program = folder.path().join(server);
    fs::write(&program, format!("#!/bin/sh\n# {content}\n")).unwrap();
    check::printed("chmod", &["+x", program.to_str().unwrap()]);
    // No other server is found there.
    let path = format!("{place}:/usr/local/nothing");
    let script = format!("cat() {{ /bin/cat \"$@\"; }}; grep() {{ /bin/grep \"$@\"; }}; {script}");
    let done = Command::new("/bin/sh").args(["-c", &script]).env_clear().env("PATH", path).output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    fs::read_to_string(folder.path().join("redis.conf")).unwrap()
}

#[test]
fn redis_is_not_told_what_only_valkey_knows() {
    assert!(conf("valkey-server", "log-format legacy logfmt").ends_with("log-format logfmt\n"));
    for (server, content) in [("redis-server", "Redis 8"), ("valkey-server", "Valkey 8.0")] {
        assert!(!conf(server, content).contains("log-format"), "{content}");
    }
}

#[test]
fn the_readme_says_how_everybody_logs() {
    let readme = in_kubernetes("README.md");
    for name in ["api, web", "PostgreSQL", "MySQL", "Valkey", "SeaweedFS", "exporter", "Loki, Alloy"] {
        assert!(readme.contains(&format!("| {name}")), "{name}");
    }
    for field in ["timestamp", "level", "message", "request_id", "method", "route", "status", "ms", "user", "code"] {
        assert!(readme.contains(&format!("`{field}`")), "{field}");
    }
}
