//! Starting the program: what is wrong is said in one line with what to do.
use crate::{
    client::{Client, PASSWORD},
    program::{Ended, Program, embedded, run},
};
use shared::{Code, session::Token, status::Status};
use std::{
    fs,
    net::TcpListener,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
};

/// A folder that goes with the test, and the data folder in it, not there yet.
pub fn folder() -> (tempfile::TempDir, PathBuf) {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    (dir, data)
}

/// It ended with 1 and one line, which has all these words.
#[track_caller]
pub fn refused(ended: &Ended, words: &[&str]) {
    assert_eq!(ended.code, Some(1), "{}{}", ended.stdout, ended.stderr);
    assert_eq!(ended.stderr.lines().count(), 1, "{}", ended.stderr);
    assert!(ended.stderr.starts_with("api: "), "{}", ended.stderr);
    for word in words {
        assert!(ended.stderr.contains(word), "{word} is not in {}", ended.stderr);
    }
    assert!(!ended.stderr.contains("backtrace") && !ended.stderr.contains("panicked"), "{}", ended.stderr);
}

const GOOD: &str = "eight different letters and more, 0123456789";
const OTHER: &str = "another one with as many letters, 9876543210";

#[test]
fn a_port_in_use_is_said_with_the_setting_that_changes_it() {
    let (_dir, data) = folder();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    refused(&run(embedded(&data).env("LISTEN", &address), ""), &[&address, "in use", "LISTEN"]);
    refused(&run(embedded(&data).env("METRICS_LISTEN", &address), ""), &[&address, "in use", "METRICS_LISTEN"]);
}

#[test]
fn an_address_that_is_none_is_refused() {
    let (_dir, data) = folder();
    for address in ["nonsense", "127.0.0.1", "127.0.0.1:99999", "203.0.113.1:80"] {
        refused(&run(embedded(&data).env("LISTEN", address), ""), &[address, "LISTEN"]);
    }
}

#[test]
fn a_data_folder_that_cannot_be_written_is_named() {
    let (_dir, data) = folder();
    fs::write(&data, b"a file in its place").unwrap();
    let name = data.display().to_string();
    refused(&run(&mut embedded(&data), ""), &[&name, "DATA_DIR"]);
    let below = data.join("deeper");
    refused(&run(embedded(&data).env("DATA_DIR", &below), ""), &[&below.display().to_string(), "DATA_DIR"]);
}

#[test]
fn a_database_that_is_none_is_refused_and_left_as_it_is() {
    let (_dir, data) = folder();
    fs::create_dir(&data).unwrap();
    let file = data.join("bodega.db");
    let text = "this is a letter to my aunt, not a database ".repeat(100);
    fs::write(&file, &text).unwrap();
    refused(&run(&mut embedded(&data), ""), &["database", "DATABASE_URL"]);
    assert_eq!(fs::read_to_string(&file).unwrap(), text);
}

#[test]
fn a_database_that_cannot_be_reached_is_refused_without_telling_its_password() {
    let (_dir, data) = folder();
    for url in
        ["postgres://bodega:hunter22@127.0.0.1:1/bodega", "mysql://bodega:hunter22@127.0.0.1:1/bodega", "nonsense://x"]
    {
        let ended = run(embedded(&data).env("DATABASE_URL", url), "");
        refused(&ended, &["database", "DATABASE_URL"]);
        assert!(!ended.stderr.contains("hunter22"), "{}", ended.stderr);
    }
}

#[test]
fn an_unknown_flag_and_a_bad_value_are_refused() {
    let (_dir, data) = folder();
    for (args, word) in [(&["--colour"][..], "--colour"), (&["paint"], "paint"), (&["--bcrypt-cost", "99"], "99")] {
        let ended = run(embedded(&data).args(args), "");
        assert_eq!(ended.code, Some(2));
        assert!(ended.stderr.contains(word), "{}", ended.stderr);
    }
    for (name, value) in [
        ("BCRYPT_COST", "3"),
        ("SESSION_DAYS", "0"),
        ("REGISTRATION", "maybe"),
        ("WORKERS", "many"),
        ("PRODUCTION", "perhaps"),
    ] {
        let ended = run(embedded(&data).env(name, value), "");
        assert_eq!(ended.code, Some(2), "{name}={value}");
        assert!(ended.stderr.contains(value), "{}", ended.stderr);
    }
    assert!(!data.exists());
}

#[test]
fn a_misspelt_setting_is_named_with_the_right_one() {
    let (_dir, data) = folder();
    for (wrong, right) in
        [("DATABSE_URL", "DATABASE_URL"), ("JWT_SECRETS", "JWT_SECRET"), ("REGISTRATON", "REGISTRATION")]
    {
        refused(&run(embedded(&data).env(wrong, "x"), ""), &[wrong, right]);
    }
}

#[test]
fn production_wants_its_secrets_and_good_ones() {
    let (_dir, data) = folder();
    let with = |jwt: Option<&str>, pepper: Option<&str>| {
        let mut command = embedded(&data);
        command.env("PRODUCTION", "true");
        jwt.map(|jwt| command.env("JWT_SECRET", jwt));
        pepper.map(|pepper| command.env("PASSWORD_PEPPER", pepper));
        run(&mut command, "")
    };
    refused(&with(None, None), &["JWT_SECRET"]);
    refused(&with(Some(GOOD), None), &["PASSWORD_PEPPER"]);
    refused(&with(None, Some(GOOD)), &["JWT_SECRET"]);
    refused(&with(Some("short"), Some(GOOD)), &["JWT_SECRET", "weak"]);
    refused(&with(Some(&"ab".repeat(20)), Some(GOOD)), &["JWT_SECRET", "weak"]);
    refused(&with(Some(GOOD), Some(&"x".repeat(40))), &["PASSWORD_PEPPER", "weak"]);
    refused(&with(Some(GOOD), Some(GOOD)), &["differ"]);
    assert!(!data.join("jwt_secret").exists());
}

#[test]
fn weak_secrets_are_refused_outside_production_too() {
    let (_dir, data) = folder();
    refused(&run(embedded(&data).env("JWT_SECRET", "secret"), ""), &["JWT_SECRET", "weak"]);
    refused(&run(embedded(&data).env("REGISTRATION_KEY", "open"), ""), &["REGISTRATION_KEY", "weak"]);
    let file = data.with_file_name("missing");
    refused(&run(embedded(&data).env("JWT_SECRET_FILE", &file), ""), &["JWT_SECRET_FILE", &file.display().to_string()]);
}

#[actix_web::test]
async fn production_starts_with_secrets_from_files() {
    let (dir, data) = folder();
    let file = |name: &str, text: &str| {
        let file = dir.path().join(name);
        fs::write(&file, format!("{text}\n")).unwrap();
        file
    };
    let mut command = embedded(&data);
    command.env("PRODUCTION", "true").env("JWT_SECRET_FILE", file("jwt", GOOD));
    let program = Program::start(command.env("PASSWORD_PEPPER_FILE", file("pepper", OTHER)));
    assert!(Client::guest(&program.url).get("/health/ready").await.ok::<Status>(200).is_ready);
    assert!(!data.join("jwt_secret").exists());
}

#[test]
fn secrets_are_made_once_for_their_owner_only() {
    let (_dir, data) = folder();
    let read = || ["jwt_secret", "password_pepper"].map(|name| fs::read_to_string(data.join(name)).unwrap());
    assert_eq!(run(embedded(&data).arg("migrate"), "").code, Some(0));
    let first = read();
    assert!(first[0] != first[1] && first.iter().all(|secret| secret.len() >= 48));
    for name in ["jwt_secret", "password_pepper"] {
        assert_eq!(fs::metadata(data.join(name)).unwrap().permissions().mode() & 0o777, 0o600, "{name}");
    }
    assert_eq!(run(embedded(&data).arg("migrate"), "").code, Some(0));
    assert_eq!(read(), first);
}

fn create(data: &Path, email: &str, password: &str) -> Ended {
    let mut command = embedded(data);
    command.args(["user", "create", "--email", email, "--name", "Lola Vidal", "--shop", "Ultramarinos Lola"]);
    run(&mut command, &format!("{password}\n"))
}

#[actix_web::test]
async fn an_owner_made_by_hand_can_sign_in() {
    let (_dir, data) = folder();
    let ended = create(&data, "lola@tienda.example", PASSWORD);
    assert_eq!((ended.code, ended.stdout.as_str()), (Some(0), "lola@tienda.example owns Ultramarinos Lola\n"));
    refused(&create(&data, "LOLA@tienda.example", PASSWORD), &["e-mail"]);
    refused(&create(&data, "other@tienda.example", "password12"), &["password: weak"]);
    refused(&create(&data, "nobody", PASSWORD), &["email"]);
    let program = Program::start(&mut embedded(&data));
    Client::guest(&program.url).log_in("lola@tienda.example", PASSWORD).await.ok::<Token>(200);
}

#[test]
fn health_is_asked_by_the_program_itself() {
    let (_dir, data) = folder();
    let program = Program::start(&mut embedded(&data));
    let address = program.url.strip_prefix("http://").unwrap().to_owned();
    assert_eq!(run(embedded(&data).env("LISTEN", &address).arg("healthcheck"), "").code, Some(0));
    program.stop();
    refused(&run(embedded(&data).env("LISTEN", &address).arg("healthcheck"), ""), &[&address]);
}

fn set_password(data: &Path, email: &str, password: &str) -> Ended {
    run(embedded(data).args(["user", "set-password", "--email", email]), &format!("{password}\n"))
}

#[actix_web::test]
async fn a_password_set_by_hand_replaces_the_old_one_and_ends_every_session() {
    const NEW: &str = "nueve barcos de papel";
    let (_dir, data) = folder();
    refused(&set_password(&data, "lola@tienda.example", NEW), &["no database", "DATA_DIR"]);
    assert!(!data.exists());
    create(&data, "lola@tienda.example", PASSWORD);
    refused(&set_password(&data, "nobody@tienda.example", NEW), &["nobody signs in with nobody@tienda.example"]);
    refused(&set_password(&data, "lola@tienda.example", "password12"), &["password: weak"]);
    refused(&set_password(&data, "lola@tienda.example", "lola@tienda.example"), &["password: weak"]);
    let program = Program::start(&mut embedded(&data));
    let guest = Client::guest(&program.url);
    let token: Token = guest.log_in("lola@tienda.example", PASSWORD).await.ok(200);
    let ended = set_password(&data, "LOLA@tienda.example ", NEW);
    let told = "lola@tienda.example has a new password and is signed out everywhere\n";
    assert_eq!((ended.code, ended.stdout.as_str(), ended.stderr.as_str()), (Some(0), told, ""));
    guest.log_in("lola@tienda.example", PASSWORD).await.refused(Code::BadCredentials);
    let again: Token = guest.log_in("lola@tienda.example", NEW).await.ok(200);
    let lola = |token: Token| Client { token: token.access_token, ..guest.clone() };
    lola(token).get("/api/v1/me").await.refused(Code::Unauthenticated);
    let page = lola(again).get("/api/v1/audit-events").await.value(200);
    let event = &page["items"][0];
    assert_eq!((&event["action"], &event["request_id"]), (&"update".into(), &serde_json::Value::Null));
    assert_eq!(event["changes"], serde_json::json!([{ "field": "password", "old": null, "new": null }]));
    assert_eq!(event["actor"]["id"], event["subject_id"]);
}
