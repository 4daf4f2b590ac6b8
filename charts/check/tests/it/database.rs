//! What keeps data: database, object store, Redis, and the secrets that belong to them.
use base64::{Engine, prelude::BASE64_STANDARD};
use check::{Objects, presets};
use serde_json::{Value, json};

fn claim(objects: &Objects, name: &str) -> Value {
    objects.get("StatefulSet", name)["spec"]["volumeClaimTemplates"][0]["spec"].clone()
}

#[test]
fn postgresql_is_one_stateful_replica_behind_a_headless_service() {
    let objects = Objects::chart(&[]);
    let database = &objects.get("StatefulSet", "bodega-postgresql")["spec"];
    assert_eq!(database["replicas"], 1);
    assert_eq!(database["serviceName"], "bodega-postgresql");
    assert_eq!(objects.get("Service", "bodega-postgresql")["spec"]["clusterIP"], "None");
    let storage = claim(&objects, "bodega-postgresql");
    assert_eq!(storage["resources"]["requests"]["storage"], "2Gi");
    assert!(storage.get("storageClassName").is_none(), "the cluster's default");
    assert_eq!(objects.get("ConfigMap", "bodega-api")["data"]["DB_HOST"], "bodega-postgresql");
}

#[test]
fn mysql_takes_its_place_by_one_value() {
    let objects = Objects::preset("mysql");
    assert!(!objects.has("StatefulSet", "bodega-postgresql"));
    let database = &objects.get("StatefulSet", "bodega-mysql")["spec"];
    assert_eq!(database["replicas"], 1);
    assert_eq!(objects.get("Service", "bodega-mysql")["spec"]["clusterIP"], "None");
    assert_eq!(objects.get("Service", "bodega-mysql")["spec"]["ports"][0]["port"], 3306);
    assert_eq!(claim(&objects, "bodega-mysql")["storageClassName"], "standard");
    let settings = &objects.get("ConfigMap", "bodega-api")["data"];
    assert_eq!((&settings["DB_ENGINE"], &settings["DB_HOST"]), (&json!("mysql"), &json!("bodega-mysql")));
}

#[test]
fn an_operator_may_make_the_database() {
    let objects = Objects::preset("ha");
    let cluster = &objects.get("Cluster", "bodega-database")["spec"];
    assert_eq!(cluster["instances"], 3);
    assert_eq!(cluster["bootstrap"]["initdb"], json!({"database": "bodega", "owner": "bodega"}));
    assert_eq!(variable(&objects, "DATABASE_URL"), json!({"name": "bodega-database-app", "key": "uri"}));
    assert!(objects.has("PodMonitor", "bodega-database"));
    assert_eq!(objects.all("StatefulSet").count(), 2, "the object store and Redis");
}

/// Out of which secret a variable of the API comes.
fn variable(objects: &Objects, name: &str) -> Value {
    let all = &objects.get("Deployment", "bodega-api")["spec"]["template"]["spec"]["containers"][0]["env"];
    let found = all.as_array().unwrap().iter().find(|variable| variable["name"] == name);
    found.unwrap_or_else(|| panic!("{name} is not set"))["valueFrom"]["secretKeyRef"].clone()
}

#[test]
fn everything_may_be_elsewhere_with_secrets_that_are_there_already() {
    let objects = Objects::preset("external");
    assert_eq!(objects.all("StatefulSet").count(), 0);
    assert_eq!(objects.all("Secret").count(), 0);
    for (name, secret, key) in [
        ("JWT_SECRET", "bodega-auth", "jwt-secret"),
        ("PASSWORD_PEPPER", "bodega-auth", "password-pepper"),
        ("REGISTRATION_KEY", "bodega-auth", "registration-key"),
        ("DATABASE_URL", "bodega-db", "url"),
        ("REDIS_URL", "bodega-redis", "url"),
        ("S3_ACCESS_KEY", "bodega-s3", "access-key"),
        ("S3_SECRET_KEY", "bodega-s3", "secret-key"),
    ] {
        assert_eq!(variable(&objects, name), json!({"name": secret, "key": key}), "{name}");
    }
    let settings = &objects.get("ConfigMap", "bodega-api")["data"];
    assert_eq!(settings["S3_ENDPOINT"], "https://s3.eu-west-1.amazonaws.com");
    assert_eq!(settings["S3_PATH_STYLE"], "false");
    assert!(settings.get("DB_HOST").is_none());
}

#[test]
fn an_external_database_may_be_given_in_parts() {
    let words = "database.mode=external,database.existingSecret=db,database.external.host=db.example,database.external.port=6432";
    let objects = Objects::chart(&["--set", words]);
    let settings = &objects.get("ConfigMap", "bodega-api")["data"];
    assert_eq!((&settings["DB_HOST"], &settings["DB_PORT"]), (&json!("db.example"), &json!("6432")));
    assert_eq!(variable(&objects, "DB_PASSWORD"), json!({"name": "db", "key": "password"}));
}

#[test]
fn redis_comes_along_where_it_is_wanted_with_a_password_and_an_exporter() {
    assert!(!Objects::chart(&[]).has("StatefulSet", "bodega-redis"));
    let objects = Objects::preset("pro");
    let pod = &objects.get("StatefulSet", "bodega-redis")["spec"]["template"]["spec"];
    assert_eq!((&pod["containers"][0]["name"], &pod["containers"][1]["name"]), (&json!("redis"), &json!("exporter")));
    assert!(pod["containers"][0]["args"][0].as_str().unwrap().contains("requirepass $PASSWORD"));
    assert_eq!(variable(&objects, "REDIS_PASSWORD"), json!({"name": "bodega-redis", "key": "password"}));
    assert_eq!(objects.get("ConfigMap", "bodega-api")["data"]["REDIS_HOST"], "bodega-redis");
    let bare = Objects::chart(&["--set", "redis.enabled=true,redis.exporter.enabled=false,redis.existingSecret=mine"]);
    assert!(!bare.has("Secret", "bodega-redis"));
    assert_eq!(variable(&bare, "REDIS_PASSWORD"), json!({"name": "mine", "key": "password"}));
    let containers = &bare.get("StatefulSet", "bodega-redis")["spec"]["template"]["spec"]["containers"];
    assert_eq!(containers.as_array().unwrap().len(), 1);
}

#[test]
fn pictures_are_in_a_store_of_its_own_which_shows_nothing_else() {
    let objects = Objects::chart(&[]);
    assert_eq!(claim(&objects, "bodega-object-store")["resources"]["requests"]["storage"], "5Gi");
    let ports = objects.get("Service", "bodega-object-store")["spec"]["ports"].as_array().unwrap().clone();
    assert_eq!(ports.iter().map(|port| &port["port"]).collect::<Vec<_>>(), [8333]);
    let settings = &objects.get("ConfigMap", "bodega-api")["data"];
    assert_eq!(settings["S3_ENDPOINT"], "http://bodega-object-store:8333");
}

#[test]
fn secrets_are_made_anew_each_time_and_stay_when_the_release_goes() {
    let (one, two) = (Objects::chart(&[]), Objects::chart(&[]));
    for secret in ["bodega-app", "bodega-database", "bodega-object-store"] {
        let (one, two) = (one.get("Secret", secret), two.get("Secret", secret));
        assert_eq!(one["metadata"]["annotations"]["helm.sh/resource-policy"], "keep");
        for (key, value) in one["data"].as_object().unwrap() {
            assert_ne!(value, &two["data"][key], "{secret}, {key}");
            assert!(value.as_str().unwrap().len() >= 48, "{secret}, {key} is short");
        }
    }
}

#[test]
fn no_secret_stands_where_it_may_be_read() {
    for preset in presets() {
        let objects = Objects::preset(&preset);
        let (secrets, others): (Vec<_>, Vec<_>) = objects.0.iter().partition(|object| object["kind"] == "Secret");
        let others = others.iter().map(ToString::to_string).collect::<String>();
        for secret in secrets.iter().filter_map(|secret| secret["data"].as_object()).flatten().map(|(_, value)| value) {
            let secret = secret.as_str().unwrap();
            let plain = String::from_utf8(BASE64_STANDARD.decode(secret).unwrap()).unwrap();
            assert!(!others.contains(secret) && !others.contains(&plain), "{preset}");
        }
    }
}
