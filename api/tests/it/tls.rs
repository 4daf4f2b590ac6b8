//! TLS to what the API depends on: nothing is said to a server that nobody answers for.
use crate::{
    app::{add, coffee},
    bucket::{ACCESS, Bucket, SECRET},
    client::Client,
    database::Place,
    envelope::envelope,
    pictures::png,
    program::{Program, api, lola, open_shop, run},
    start::{folder, refused},
    storage::taken,
};
use shared::status::{Dependency, State, Status};
use std::{
    env,
    path::{Path, PathBuf},
};

/// The folder of `scripts/servers`, with its certificates: the one of 127.0.0.1, the authority behind it, and another one.
fn servers() -> Option<PathBuf> {
    let folder = env::var_os("SERVERS").map(PathBuf::from);
    if folder.is_none() {
        println!("left out: not between scripts/servers, which make certificates");
    }
    folder
}

/// The address with TLS, to a server that this authority answers for by its name.
fn vouched(place: &Place, authority: &Path) -> String {
    let parameters =
        if place.engine() == "mysql" { "ssl-mode=VERIFY_IDENTITY&ssl-ca=" } else { "sslmode=verify-full&sslrootcert=" };
    format!("{}?{parameters}{}", place.url.split('?').next().unwrap(), authority.display())
}

/// How one of those it depends on is, at a program.
async fn state(program: &Program, name: Dependency) -> State {
    let status: Status = Client::guest(&program.url).get("/health/ready").await.ok(200);
    status.checks.into_iter().find(|check| check.name == name).unwrap().state
}

#[actix_web::test]
async fn a_database_server_is_spoken_to_only_if_the_named_authority_answers_for_its_name() {
    let (_dir, data) = folder();
    let place = Place::of(&data);
    let Some(servers) = servers().filter(|_| !place.is_embedded()) else { return };
    let by = |authority| vouched(&place, &servers.join(authority));
    let program = Program::start(api(&data).env("DATABASE_URL", by("ca.pem")));
    assert_eq!(state(&program, Dependency::Database).await, State::Ok);
    // The certificate names the number only.
    for address in [by("other-ca.pem"), by("ca.pem").replace("127.0.0.1", "localhost")] {
        let ended = run(api(&data).env("DATABASE_URL", address), "");
        refused(&ended, &["database", "DATABASE_URL", "certificate"]);
    }
}

#[actix_web::test]
async fn redis_is_spoken_to_only_if_an_authority_of_the_system_answers_for_its_name() {
    let (Some(servers), Ok(url)) = (servers(), env::var("REDIS_URL")) else { return };
    let (server, (_dir, data)) = (url.rsplit_once('@').unwrap().1, folder());
    let address = envelope(server.parse().unwrap(), &servers);
    let url = url.replace("redis://", "rediss://").replace(server, &address.to_string());
    for (authority, expected) in [("ca.pem", State::Ok), ("other-ca.pem", State::Warning)] {
        let authority = servers.join(authority);
        let program = Program::start(api(&data).env("REDIS_URL", &url).env("SSL_CERT_FILE", authority));
        assert_eq!(state(&program, Dependency::Cache).await, expected);
    }
}

#[actix_web::test]
async fn s3_is_spoken_to_only_if_an_authority_of_the_system_answers_for_its_name() {
    let Some(servers) = servers() else { return };
    let (bucket, (_dir, data)) = (Bucket::start(), folder());
    let endpoint = format!("https://{}", envelope(bucket.address.parse().unwrap(), &servers));
    let start = |authority| {
        let mut command = api(&data);
        command.env("S3_ENDPOINT", &endpoint).env("S3_PATH_STYLE", "true");
        command.env("S3_ACCESS_KEY", ACCESS).env("S3_SECRET_KEY", SECRET);
        Program::start(command.env("SSL_CERT_FILE", servers.join(authority)))
    };
    open_shop(api(&data));
    let program = start("ca.pem");
    let owner = lola(&program.url).await;
    let image = taken(&owner, &add(&owner, &coffee()).await, png()).await;
    assert_eq!((owner.get(&image.url).await.status, bucket.names().len()), (200, 2));
    let program = start("other-ca.pem");
    assert_eq!(Client::guest(&program.url).get("/health/ready").await.status, 503);
    assert_eq!(lola(&program.url).await.get(&image.url).await.status, 503);
}
