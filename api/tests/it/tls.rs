//! TLS to a database server, as the address asks for it: nothing is said to a server that nobody answers for.
use crate::{
    client::Client,
    database::Place,
    program::{Program, api, run},
    start::{folder, refused},
};
use shared::status::Status;
use std::{env, path::Path};

/// The address with TLS, to a server that this authority answers for by its name.
fn vouched(place: &Place, authority: &Path) -> String {
    let parameters =
        if place.engine() == "mysql" { "ssl-mode=VERIFY_IDENTITY&ssl-ca=" } else { "sslmode=verify-full&sslrootcert=" };
    format!("{}?{parameters}{}", place.url, authority.display())
}

#[actix_web::test]
async fn a_database_server_is_spoken_to_only_if_the_named_authority_answers_for_its_name() {
    let (_dir, data) = folder();
    let place = Place::of(&data);
    let Some(servers) = env::var_os("SERVERS").filter(|_| !place.is_embedded()) else {
        println!("left out: TEST_DATABASE names no server of scripts/servers, which have a certificate");
        return;
    };
    let by = |authority| vouched(&place, &Path::new(&servers).join(authority));
    let program = Program::start(api(&data).env("DATABASE_URL", by("ca.pem")));
    assert!(Client::guest(&program.url).get("/health/ready").await.ok::<Status>(200).is_ready);
    // The certificate names the number only.
    for address in [by("other-ca.pem"), by("ca.pem").replace("127.0.0.1", "localhost")] {
        let ended = run(api(&data).env("DATABASE_URL", address), "");
        refused(&ended, &["database", "DATABASE_URL", "certificate"]);
    }
}
