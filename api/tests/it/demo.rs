//! The demo shops: whole, honest, and never where real ones are.
use crate::{
    client::Client,
    program::{Ended, Program, api, open_shop, run},
};
use shared::{Page, movement::Movement, product::Product, session::Token, user::Users};
use std::{collections::HashSet, fs, path::Path};

fn seed(data: &Path) -> Ended {
    run(api(data).args(["seed", "--demo"]), "")
}

/// The password and the e-mails that were printed.
fn logins(printed: &str) -> (String, Vec<String>) {
    let password = printed.split('"').nth(1).unwrap().to_owned();
    (password, printed.split_whitespace().filter(|word| word.contains('@')).map(str::to_owned).collect())
}

#[actix_web::test]
async fn the_demo_shops_can_be_used_at_once_and_their_books_are_right() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    let ended = seed(&data);
    assert_eq!((ended.code, ended.stderr.as_str()), (Some(0), ""));
    assert_eq!(fs::read_to_string(data.join("demo-logins.txt")).unwrap(), ended.stdout);
    let (password, emails) = logins(&ended.stdout);
    let program = Program::start(&mut api(&data));
    let mut shops = HashSet::new();
    for email in emails {
        let guest = Client::guest(&program.url);
        let token: Token = guest.log_in(&email, &password).await.ok(200);
        let client = Client { token: token.access_token, ..guest };
        let me = client.get("/api/v1/me").await.value(200);
        if shops.insert(me["shop"]["name"].as_str().unwrap().to_owned()) {
            inspect(&client).await;
        }
    }
    assert!(shops.len() >= 2, "{shops:?}");
}

/// Every product of a shop has the quantity that its journal adds up to, and every picture is there.
async fn inspect(client: &Client) {
    let mut pictures: Vec<_> = Vec::new();
    let mut quantities = Vec::new();
    for list in ["", "&archived=true"] {
        let page: Page<Product> = client.get(&format!("/api/v1/products?limit=100{list}")).await.ok(200);
        for product in page.items {
            let journal = format!("/api/v1/products/{}/movements?limit=100", product.id);
            let journal: Page<Movement> = client.get(&journal).await.ok(200);
            assert_eq!(
                journal.items.iter().map(|moved| moved.delta).sum::<i64>(),
                product.quantity,
                "{}",
                product.name
            );
            quantities.push(product.quantity);
            pictures.extend(product.image);
        }
    }
    assert!(quantities.len() >= 10 && quantities.contains(&0), "{quantities:?}");
    assert!(pictures.len() >= 10);
    let team: Users = client.get("/api/v1/users").await.ok(200);
    pictures.extend(team.items.into_iter().filter_map(|user| user.picture));
    for url in pictures.into_iter().flat_map(|picture| [picture.url, picture.thumbnail_url]) {
        assert_eq!(client.get(&url).await.status, 200, "{url}");
    }
}

#[test]
fn the_demo_is_refused_where_there_is_something_already() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    open_shop(api(&data));
    let ended = seed(&data);
    assert_eq!((ended.code, ended.stdout.as_str()), (Some(1), ""));
    assert!(ended.stderr.contains("not empty"), "{}", ended.stderr);
    assert!(!data.join("demo-logins.txt").exists());
}

#[test]
fn the_demo_is_refused_in_production() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    let mut command = api(&data);
    command.env("PRODUCTION", "true").env("JWT_SECRET", "eight different letters and more, 0123456789");
    command.env("PASSWORD_PEPPER", "another one with as many letters, 9876543210").args(["seed", "--demo"]);
    let ended = run(&mut command, "");
    assert_eq!((ended.code, ended.stdout.as_str()), (Some(1), ""));
    assert!(ended.stderr.contains("production"), "{}", ended.stderr);
}
