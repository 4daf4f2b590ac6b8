//! What the server writes while it runs, and how it stops.
use crate::{
    app::{add, book, coffee, movement, registration},
    client::{Client, PASSWORD},
    database::Place,
    program::{Program, api},
};
use serde_json::Value;
use shared::{
    Code,
    movement::{Kind, NewMovement},
    session::Token,
    user::Me,
};

#[actix_web::test]
async fn every_line_is_json_one_for_each_request_and_none_tells_a_secret() {
    let dir = tempfile::tempdir().unwrap();
    let program = Program::start(api(&dir.path().join("data")).env("REGISTRATION", "open"));
    let guest = Client::guest(&program.url);
    let me: Me = guest.post("/api/v1/auth/register", &registration("lola@tienda.example")).await.ok(201);
    let token: Token = guest.log_in("lola@tienda.example", PASSWORD).await.ok(200);
    let lola = Client { token: token.access_token.clone(), ..guest.clone() };
    let product = add(&lola, &coffee()).await;
    let sale = NewMovement { note: "words of a note".into(), ..movement(Kind::Sale, 2) };
    let journal = crate::app::journal(&product);
    let id = [("x-request-id", "the-booking"), ("content-type", "application/json")];
    lola.send("POST", &journal, &id, serde_json::to_string(&sale).unwrap()).await.value(201);
    lola.send("GET", "/api/v1/products?q=secretly-sought", &[("x-request-id", "the-search")], "").await.value(200);
    lola.send("GET", "/nowhere/secret-path", &[("x-request-id", "lost")], "").await.refused(Code::NotFound);
    guest.get("/health").await;
    let (code, text) = program.stop();
    assert_eq!(code, Some(0));

    let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).expect(line)).collect();
    // Nothing here is worth a warning: a second line for each booking would drown what is.
    assert!(lines.iter().all(|line| line["level"] == "INFO"), "{text}");
    let requests: Vec<_> = lines.iter().filter(|line| line["message"] == "request").collect();
    // Probes would drown the rest, so they are left out.
    assert_eq!(requests.len(), 6, "{text}");
    for line in &requests {
        assert!(line["ms"].as_f64().is_some_and(|ms| ms >= 0.0), "{line}");
        assert!(line["timestamp"].is_string() && line["level"] == "INFO" && line["method"].is_string(), "{line}");
    }
    let of = |id: &str| requests.iter().find(|line| line["request_id"] == id).unwrap();
    let booking = of("the-booking");
    assert_eq!(booking["route"], "/api/v1/products/{id}/movements");
    assert_eq!((&booking["method"], &booking["status"]), (&"POST".into(), &201.into()));
    assert_eq!(booking["user"], me.user.id.to_string());
    assert_eq!((&of("lost")["code"], &of("lost")["route"]), (&"not_found".into(), &"unmatched".into()));
    let sign = token.access_token.rsplit('.').next().unwrap();
    for secret in [PASSWORD, "tres+gatos", sign, "lola@", "words of a note", "secretly-sought", "secret-path", "Café"]
    {
        assert!(!text.contains(secret), "{secret} is in\n{text}");
    }
}

#[actix_web::test]
async fn a_fault_is_logged_with_the_number_that_the_caller_got() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    let program = Program::start(&mut api(&data));
    Place::of(&data).run("DROP TABLE counters").await.unwrap();
    let problem = Client::guest(&program.url).get("/api/v1/visits").await.refused(Code::Internal);
    let (_, text) = program.stop();
    let id = problem.request_id.unwrap();
    let line = text.lines().find(|line| line.contains("ERROR")).unwrap();
    assert!(line.contains(&id) && line.contains("counters"), "{line}");
}

#[actix_web::test]
async fn what_was_acknowledged_is_there_after_a_stop_and_a_start() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    let start = || Program::start(api(&data).env("REGISTRATION", "open"));
    let program = start();
    let guest = Client::guest(&program.url);
    guest.post("/api/v1/auth/register", &registration("lola@tienda.example")).await.ok::<Me>(201);
    let token: Token = guest.log_in("lola@tienda.example", PASSWORD).await.ok(200);
    let lola = Client { token: token.access_token, ..guest };
    let product = add(&lola, &coffee()).await;
    book(&lola, &product, Kind::Sale, 5).await;
    assert_eq!(program.stop().0, Some(0));

    let program = start();
    // The secrets stayed as well, so the session still stands.
    let lola = Client { url: program.url.clone(), ..lola };
    assert_eq!(crate::app::read(&lola, &product).await.quantity, 19);
    // Killed without a word, it has lost nothing either.
    book(&lola, &product, Kind::Sale, 4).await;
    drop(program);
    let program = start();
    let lola = Client { url: program.url.clone(), ..lola };
    assert_eq!(crate::app::read(&lola, &product).await.quantity, 15);
}
