//! Chart, manifests and compose file name the same images and the same ports.
use check::{Objects, text};
use serde_json::Value;
use std::collections::BTreeMap;

/// Image and ports by container, of what all three have.
type Parts = BTreeMap<String, (String, Vec<u64>)>;

fn parts(objects: &Objects) -> Parts {
    let ports = |container: &Value| {
        container["ports"].as_array().into_iter().flatten().filter_map(|port| port["containerPort"].as_u64()).collect()
    };
    let part = |container: &Value| {
        let text = |key: &str| container[key].as_str().unwrap().to_owned();
        (text("name"), (text("image"), ports(container)))
    };
    objects.containers().map(|(_, container)| part(container)).filter(|(name, _)| name != "smoke").collect()
}

#[test]
fn the_chart_and_the_manifests() {
    assert_eq!(parts(&Objects::chart(&["--set", "redis.enabled=true"])), parts(&Objects::overlay("pro")));
}

#[test]
fn the_chart_and_the_compose_file() {
    let chart = parts(&Objects::chart(&["--set", "redis.enabled=true"]));
    let services = crate::compose::services(&["--profile", "*"]);
    for (container, service) in [
        ("api", "api"),
        ("web", "web"),
        ("postgresql", "postgresql"),
        ("seaweedfs", "seaweedfs"),
        ("redis", "valkey"),
        ("exporter", "valkey-exporter"),
    ] {
        assert_eq!(services[service]["image"], chart[container].0.as_str(), "{service}");
    }
    let watched = parts(&Objects::preset("pro"));
    assert_eq!(services["postgresql-exporter"]["image"], watched["database-exporter"].0.as_str());
    assert_eq!(services["postgresql-readers"]["image"], services["postgresql"]["image"]);
    let mysql = parts(&Objects::preset("mysql"));
    assert_eq!(services["mysql"]["image"], mysql["mysql"].0.as_str());
}

#[test]
fn the_images_and_everybody() {
    let chart = parts(&Objects::chart(&[]));
    for program in ["api", "web"] {
        let exposed = format!("EXPOSE {}", chart[program].1.iter().map(u64::to_string).collect::<Vec<_>>().join(" "));
        assert!(text(&format!("Dockerfile.{program}")).contains(&exposed), "{program}: {exposed}");
    }
    let services = crate::compose::services(&[]);
    assert_eq!(services["web"]["ports"][0]["target"], chart["web"].1[0]);
    assert_eq!(services["web"]["environment"]["API_URL"], format!("http://api:{}/api", chart["api"].1[0]));
}

#[test]
fn all_are_of_one_version() {
    let cargo = text("Cargo.toml");
    let version = cargo.lines().find_map(|line| line.strip_prefix("version = ")).unwrap().trim_matches('"').to_owned();
    for (file, line) in [
        ("charts/bodega/Chart.yaml", format!("appVersion: {version}")),
        ("compose.yaml", format!("bodega-api:{version}")),
        ("compose.yaml", format!("bodega-web:{version}")),
        ("manifests/base/kustomization.yaml", format!("{{name: bodega-api, newTag: {version}}}")),
        ("manifests/base/kustomization.yaml", format!("{{name: bodega-web, newTag: {version}}}")),
    ] {
        assert!(text(file).contains(&line), "{file}: {line}");
    }
}
