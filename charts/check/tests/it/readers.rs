//! Those who only read the database of the chart: its exporter, and Grafana.
use base64::{Engine, prelude::BASE64_STANDARD};
use check::{Objects, text};
use serde_json::{Value, json};

const ENGINES: [(&str, &str, u64); 2] = [("pro", "postgresql", 9187), ("monitoring", "mysql", 9104)];

fn secret_of(container: &Value, setting: &str) -> Value {
    let settings = container["env"].as_array().unwrap();
    let found = settings.iter().find(|one| one["name"] == setting).unwrap_or_else(|| panic!("no {setting}"));
    found["valueFrom"]["secretKeyRef"].clone()
}

#[test]
fn they_are_there_only_when_they_are_wanted() {
    let objects = Objects::chart(&[]);
    for (kind, name) in [
        ("Deployment", "bodega-database-exporter"),
        ("Job", "bodega-database-readers"),
        ("Secret", "bodega-readers"),
        ("Secret", "bodega-datasource"),
    ] {
        assert!(!objects.has(kind, name), "{kind} {name}");
        assert!(Objects::preset("pro").has(kind, name), "{kind} {name}");
    }
}

#[test]
fn the_exporter_signs_in_as_somebody_who_sees_the_server_only() {
    for (preset, engine, port) in ENGINES {
        let objects = Objects::preset(preset);
        let pod = &objects.get("Deployment", "bodega-database-exporter")["spec"]["template"]["spec"];
        let container = &pod["containers"][0];
        let setting = if engine == "mysql" { "MYSQLD_EXPORTER_PASSWORD" } else { "DATA_SOURCE_PASS" };
        let expected = json!({"name": "bodega-readers", "key": "exporter-password"});
        assert_eq!(secret_of(container, setting), expected, "{preset}");
        assert_eq!(container["ports"], json!([{"name": "metrics", "containerPort": port}]), "{preset}");
        let service = objects.get("Service", "bodega-database-exporter");
        assert_eq!(service["metadata"]["labels"]["bodega/metrics"], "true", "{preset}: the ServiceMonitor finds it");
        let script = text(&format!("charts/bodega/files/readers/{engine}.sh"));
        let granted: Vec<_> = script.lines().filter(|line| line.contains("TO exporter")).collect();
        assert_eq!(granted.len(), 1, "{engine}: {granted:?}");
        assert!(granted[0].contains("pg_monitor") || granted[0].contains("PROCESS"), "{engine}");
    }
}

#[test]
fn the_users_are_made_after_each_installation_and_upgrade() {
    for (preset, engine, _) in ENGINES {
        let objects = Objects::preset(preset);
        let job = objects.get("Job", "bodega-database-readers");
        assert_eq!(job["metadata"]["annotations"]["helm.sh/hook"], "post-install,post-upgrade");
        let container = &job["spec"]["template"]["spec"]["containers"][0];
        assert_eq!(container["args"][0], text(&format!("charts/bodega/files/readers/{engine}.sh")), "{preset}");
        let server = objects.get("StatefulSet", &format!("bodega-{engine}"));
        assert_eq!(container["image"], server["spec"]["template"]["spec"]["containers"][0]["image"], "{preset}");
        let (setting, key) =
            if engine == "mysql" { ("MYSQL_PWD", "root-password") } else { ("PGPASSWORD", "password") };
        assert_eq!(secret_of(container, setting), json!({"name": "bodega-database", "key": key}), "{preset}");
    }
}

#[test]
fn grafana_is_told_of_the_database_with_the_password_of_its_user() {
    for (preset, kind, place) in [
        ("pro", "grafana-postgresql-datasource", "bodega-postgresql.shop.svc:5432"),
        ("monitoring", "mysql", "bodega-mysql.shop.svc:3306"),
    ] {
        let objects = Objects::preset(preset);
        let secret = objects.get("Secret", "bodega-datasource");
        assert_eq!(secret["metadata"]["labels"]["grafana_datasource"], "1", "{preset}");
        let file = Objects::read(secret["stringData"]["bodega-shop.yaml"].as_str().unwrap());
        let source = &file.0[0]["datasources"][0];
        assert_eq!((&source["type"], &source["url"]), (&json!(kind), &json!(place)), "{preset}");
        assert_eq!(source["user"], "grafana", "{preset}");
        assert!(source["uid"].as_str().unwrap().len() <= 40, "{preset}: Grafana takes no more");
        let password = &objects.get("Secret", "bodega-readers")["data"]["grafana-password"];
        let password = BASE64_STANDARD.decode(password.as_str().unwrap()).unwrap();
        assert_eq!(source["secureJsonData"]["password"], String::from_utf8(password).unwrap(), "{preset}");
    }
}

#[test]
fn a_secret_of_ones_own_is_in_no_object() {
    let words = "monitoring.sql.enabled=true,monitoring.sql.existingSecret=mine,monitoring.sql.datasource.enabled=true";
    let objects = Objects::chart(&["--set", words]);
    assert!(!objects.has("Secret", "bodega-readers"));
    let pod = &objects.get("Deployment", "bodega-database-exporter")["spec"]["template"]["spec"];
    assert_eq!(secret_of(&pod["containers"][0], "DATA_SOURCE_PASS")["name"], "mine");
    let file =
        objects.get("Secret", "bodega-datasource")["stringData"]["bodega-shop.yaml"].as_str().unwrap().to_owned();
    assert!(file.contains("secureJsonData: {password: \"$BODEGA_SQL_PASSWORD\"}"), "Grafana has it as a variable");
}

#[test]
fn policies_let_them_to_the_database_and_nowhere_else() {
    let objects = Objects::preset("pro");
    let labels = |part: &str| json!({"app.kubernetes.io/component": part, "app.kubernetes.io/instance": "bodega", "app.kubernetes.io/name": "bodega"});
    let database = &objects.get("NetworkPolicy", "bodega-database")["spec"]["ingress"];
    assert_eq!(
        database[1],
        json!({"ports": [{"port": "sql"}], "from": [
            {"podSelector": {"matchLabels": labels("database-exporter")}},
            {"podSelector": {"matchLabels": labels("database-readers")}},
            {"namespaceSelector": {}, "podSelector": {"matchLabels": {"app.kubernetes.io/name": "grafana"}}},
        ]})
    );
    for part in ["database-exporter", "database-readers"] {
        let spec = &objects.get("NetworkPolicy", &format!("bodega-{part}"))["spec"];
        assert_eq!(spec["podSelector"]["matchLabels"], labels(part));
        let only = json!([{"to": [{"podSelector": {"matchLabels": labels("database")}}], "ports": [{"port": "sql"}]}]);
        assert_eq!(spec["egress"], only, "{part}");
    }
    let without = Objects::chart(&["--set", "networkPolicy.enabled=true"]);
    assert_eq!(without.get("NetworkPolicy", "bodega-database")["spec"]["ingress"].as_array().unwrap().len(), 1);
}

#[test]
fn the_database_is_read_by_nobody_who_could_read_people() {
    for engine in ["postgresql", "mysql"] {
        let script = text(&format!("charts/bodega/files/readers/{engine}.sh"));
        for table in ["users", "sessions"] {
            let tables = script.lines().filter(|line| line.contains("GRANT SELECT") || line.contains("for table in"));
            assert!(
                tables.clone().count() >= 1 && tables.clone().all(|line| !line.contains(table)),
                "{engine}: {table}"
            );
        }
    }
}
