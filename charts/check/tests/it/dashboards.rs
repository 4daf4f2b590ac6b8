//! The dashboards: each can be read, says what it shows, and asks in words that Prometheus understands.
use check::{Objects, printed, root, text};
use serde_json::Value;
use std::{collections::BTreeSet, fs, path::Path};

const FOLDER: &str = "charts/bodega/files/dashboards";

/// All of them, by the name of the file.
pub fn all() -> Vec<(String, Value)> {
    let mut files: Vec<_> = fs::read_dir(root().join(FOLDER))
        .unwrap()
        .map(|file| file.unwrap().file_name().into_string().unwrap())
        .filter(|name| Path::new(name).extension().is_some_and(|end| end == "json"))
        .collect();
    files.sort();
    let read = |name: String| {
        let dashboard = serde_json::from_str(&text(&format!("{FOLDER}/{name}")));
        (name.clone(), dashboard.unwrap_or_else(|error| panic!("{name}: {error}")))
    };
    files.into_iter().map(read).collect()
}

fn panels(dashboard: &Value) -> impl Iterator<Item = &Value> {
    dashboard["panels"].as_array().unwrap().iter().filter(|panel| panel["type"] != "row")
}

fn variables(dashboard: &Value) -> impl Iterator<Item = &Value> {
    dashboard["templating"]["list"].as_array().unwrap().iter()
}

/// What it asks Prometheus, and where its variables get their values from.
pub fn expressions(dashboard: &Value) -> Vec<String> {
    let asked = panels(dashboard).flat_map(|panel| panel["targets"].as_array().unwrap());
    let asked = asked.filter_map(|target| target["expr"].as_str()).map(plain);
    let listed = variables(dashboard).filter_map(|variable| variable["query"]["query"].as_str()).map(|query| {
        let inner = query.strip_prefix("label_values(").and_then(|rest| rest.split_once(", "));
        inner.unwrap_or_else(|| panic!("{query}")).0.to_owned()
    });
    asked.chain(listed).collect()
}

/// The same with values in place of Grafana's variables.
fn plain(expression: &str) -> String {
    let timed = expression.replace("$__rate_interval", "2m").replace("$__range", "1h");
    let mut plain = String::new();
    let mut rest = timed.as_str();
    while let Some((before, after)) = rest.split_once('$') {
        plain += before;
        plain += "value";
        rest = after.trim_start_matches(|letter: char| letter.is_ascii_alphanumeric() || letter == '_');
    }
    plain + rest
}

#[test]
fn there_are_five_and_each_has_a_name_of_its_own() {
    let all = all();
    let names: Vec<_> = all.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["application.json", "business.json", "loadtest.json", "redis.json", "sql.json"]);
    for key in ["uid", "title"] {
        let values: BTreeSet<_> = all.iter().map(|(_, dashboard)| dashboard[key].as_str().unwrap()).collect();
        assert_eq!(values.len(), all.len(), "{key}");
    }
    for (name, dashboard) in &all {
        assert!(dashboard["title"].as_str().unwrap().starts_with("Bodega: "), "{name}");
        assert!(dashboard["uid"].as_str().unwrap().len() <= 40, "{name}: Grafana takes no more");
        let ids: BTreeSet<_> =
            dashboard["panels"].as_array().unwrap().iter().map(|panel| panel["id"].as_u64()).collect();
        assert_eq!(ids.len(), dashboard["panels"].as_array().unwrap().len(), "{name}: each panel has its own id");
    }
}

#[test]
fn every_panel_says_what_it_shows_and_lets_people_choose_where_from() {
    for (name, dashboard) in all() {
        let sources: Vec<_> = variables(&dashboard)
            .filter(|variable| variable["type"] == "datasource")
            .map(|variable| format!("${{{}}}", variable["name"].as_str().unwrap()))
            .collect();
        for panel in panels(&dashboard) {
            let title = panel["title"].as_str().unwrap();
            assert!(panel["description"].as_str().is_some_and(|text| text.len() > 20), "{name}: {title}");
            assert!(panel["fieldConfig"]["defaults"]["unit"].is_string(), "{name}: {title}");
            let targets = panel["targets"].as_array().unwrap().iter().map(|target| &target["datasource"]);
            for source in targets.chain([&panel["datasource"]]) {
                let uid = source["uid"].as_str().unwrap();
                assert!(sources.iter().any(|source| source == uid), "{name}: {title}: {uid}");
            }
        }
        assert!(
            variables(&dashboard).any(|variable| variable["name"] == "namespace" && variable["includeAll"] == true)
        );
    }
}

#[test]
fn they_lead_to_each_other_and_to_the_errors_in_the_log() {
    for (name, dashboard) in all() {
        assert_eq!(dashboard["tags"][0], "bodega", "{name}");
        let links = dashboard["links"].as_array().unwrap();
        assert_eq!((&links[0]["type"], &links[0]["tags"][0]), (&"dashboards".into(), &"bodega".into()), "{name}");
        let pane = pane(links[1]["url"].as_str().unwrap());
        assert_eq!(pane["logs"]["datasource"], "${loki}", "{name}");
        let query = &pane["logs"]["queries"][0];
        assert_eq!(query["expr"], r#"{namespace=~"${namespace:regex}", level="ERROR"}"#, "{name}");
    }
    let application = all().remove(0).1;
    let table = panels(&application).find(|panel| panel["type"] == "table").unwrap().clone();
    let properties = &table["fieldConfig"]["overrides"][0]["properties"];
    let pane = pane(properties[0]["value"][0]["url"].as_str().unwrap());
    let query = pane["logs"]["queries"][0]["expr"].as_str().unwrap();
    assert!(query.contains("route=`${__data.fields.Route:percentencode}`"), "{query}");
}

/// What Explore opens by such an address.
fn pane(url: &str) -> Value {
    let (_, panes) = url.split_once("/explore?schemaVersion=1&panes=").unwrap();
    let mut bytes = Vec::new();
    let mut rest = panes.bytes();
    while let Some(byte) = rest.next() {
        let digits = |rest: &mut std::str::Bytes| [rest.next().unwrap(), rest.next().unwrap()];
        bytes.push(match byte {
            b'%' => u8::from_str_radix(std::str::from_utf8(&digits(&mut rest)).unwrap(), 16).unwrap(),
            _ => byte,
        });
    }
    serde_json::from_slice(&bytes).unwrap_or_else(|error| panic!("{url}: {error}"))
}

#[test]
fn prometheus_understands_what_they_ask() {
    let rules = |(name, dashboard): &(String, Value)| {
        let rule = |(index, expr): (usize, String)| {
            let stem = name.trim_end_matches(".json");
            serde_json::json!({"record": format!("{stem}:{index}"), "expr": expr})
        };
        expressions(dashboard).into_iter().enumerate().map(rule).collect::<Vec<_>>()
    };
    let rules: Vec<_> = all().iter().flat_map(rules).collect();
    assert!(rules.len() > 80, "{} expressions", rules.len());
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("rules.yaml");
    // JSON is YAML.
    let groups = serde_json::json!({"groups": [{"name": "dashboards", "rules": rules}]});
    fs::write(&file, groups.to_string()).unwrap();
    printed("promtool", &["check", "rules", file.to_str().unwrap()]);
}

#[test]
fn prices_know_which_currencies_have_no_cents() {
    let money = text("shared/src/money.rs");
    let whole = money.lines().filter_map(|line| line.trim().strip_prefix("(\"")?.strip_suffix("\", 0),"));
    let mut whole: Vec<_> = whole.map(|code| format!("'{code}'")).collect();
    whole.sort();
    let dashboard = text(&format!("{FOLDER}/sql.json"));
    let (_, list) = dashboard.split_once("s.currency IN (").unwrap();
    let mut known: Vec<_> = list.split_once(')').unwrap().0.split(", ").map(str::to_owned).collect();
    known.sort();
    assert_eq!(known, whole);
}

#[test]
fn one_config_map_holds_them_all_and_is_not_too_large_for_kubectl() {
    let chart = Objects::preset("pro");
    let chart = chart.get("ConfigMap", "bodega-dashboards");
    let manifests = Objects::read(&printed("kustomize", &["build", "manifests/components/monitoring"]));
    let manifests = manifests.get("ConfigMap", "bodega-dashboards");
    for map in [chart, manifests] {
        assert_eq!(map["metadata"]["labels"]["grafana_dashboard"], "1");
        assert_eq!(map["metadata"]["annotations"]["grafana_folder"], "Bodega");
        assert_eq!(map["data"].as_object().unwrap().len(), all().len());
        // `kubectl apply` keeps a copy in an annotation, and all of those may have 256 KiB.
        let size = serde_json::to_string(&map["data"]).unwrap().len();
        assert!(size < 240_000, "{size}");
    }
    assert_eq!(chart["data"], manifests["data"]);
    let mysql = Objects::preset("monitoring");
    let sql = &mysql.get("ConfigMap", "bodega-dashboards")["data"]["sql.json"];
    assert!(!sql.as_str().unwrap().contains("postgresql-datasource"), "MySQL is asked by its own source");
}
