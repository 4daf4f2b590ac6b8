//! The books are checked from end to end: what is off is named, levels are mended, the ledger never is.
use crate::{
    app::{App, add, book, coffee, read},
    client::Client,
    program::{Ended, embedded, run},
    start::{folder, refused},
};
use serde_json::json;
use shared::{
    movement::{Kind, Movement},
    product::{NewProduct, Product},
};
use uuid::Uuid;

pub fn reconcile(app: &App, args: &[&str]) -> Ended {
    app.command(&[&["reconcile"], args].concat())
}

/// The command finds nothing.
#[track_caller]
pub fn agrees(app: &App) {
    let ended = reconcile(app, &[]);
    assert_eq!((ended.code, ended.stderr.as_str()), (Some(0), ""), "{}", ended.stdout);
    assert!(ended.stdout.starts_with("levels and ledger agree: "), "{}", ended.stdout);
}

/// It ends with 1 and has named this, on the standard output.
#[track_caller]
fn finds(app: &App, lines: &[&str]) {
    let ended = reconcile(app, &[]);
    refused(&ended, &[]);
    assert_eq!(ended.stdout.lines().collect::<Vec<_>>(), lines, "{}", ended.stderr);
}

/// A product with an opening of 24, three sold, and the sale undone.
async fn product(owner: &Client) -> Product {
    let product = add(owner, &NewProduct { min_quantity: Some(6), ..coffee() }).await;
    let sold = book(owner, &product, Kind::Sale, 3).await;
    owner.post(&format!("/api/v1/movements/{}/reversal", sold.id), &json!(null)).await.ok::<Movement>(201);
    product
}

#[actix_web::test]
async fn sound_books_are_called_so() {
    let app = App::start().await;
    agrees(&app);
    product(&app.owner().await).await;
    let ended = reconcile(&app, &[]);
    assert_eq!(ended.stdout, "levels and ledger agree: 1 products, 3 movements\n");
    assert_eq!(reconcile(&app, &["--fix"]).stdout, ended.stdout);
}

#[actix_web::test]
async fn a_level_that_is_off_is_named_and_set_from_the_ledger_beside_a_running_server() {
    let app = App::start().await;
    let owner = app.owner().await;
    let product = product(&owner).await;
    app.sql("UPDATE stock_levels SET quantity = 20, seq = 7").await;
    let off = "CAF-250 of Ultramarinos Lola: the level says 20 (movement 7), the ledger says 24 (movement 3)";
    finds(&app, &[off]);
    finds(&app, &[off]);
    let fixed = reconcile(&app, &["--fix"]);
    assert_eq!((fixed.code, fixed.stderr.as_str()), (Some(0), ""));
    let told = "set from the ledger: 1 of 1 levels\nlevels and ledger agree: 1 products, 3 movements\n";
    assert_eq!(fixed.stdout, format!("{off}\n{told}"));
    let now = read(&owner, &product).await;
    assert_eq!((now.quantity, now.seq), (24, 3));
    assert_eq!(book(&owner, &product, Kind::Sale, 24).await.seq, 4);
    agrees(&app);
}

#[actix_web::test]
async fn a_product_without_a_level_gets_one_again() {
    let app = App::start().await;
    let owner = app.owner().await;
    let product = product(&owner).await;
    app.sql("DELETE FROM stock_levels").await;
    finds(&app, &["CAF-250 of Ultramarinos Lola: there is no level, the ledger says 24 (movement 3)"]);
    assert_eq!(reconcile(&app, &["--fix"]).code, Some(0));
    assert_eq!(read(&owner, &product).await.quantity, 24);
}

#[actix_web::test]
async fn what_is_called_low_must_be_low() {
    let app = App::start().await;
    let owner = app.owner().await;
    let product = product(&owner).await;
    app.sql("UPDATE stock_levels SET low_since = updated_at").await;
    finds(&app, &["CAF-250 of Ultramarinos Lola: the level says low at 24, minimum 6"]);
    assert_eq!(reconcile(&app, &["--fix"]).code, Some(0));
    book(&owner, &product, Kind::Sale, 20).await;
    app.sql("UPDATE stock_levels SET low_since = NULL").await;
    finds(&app, &["CAF-250 of Ultramarinos Lola: the level says not low at 4, minimum 6"]);
    assert_eq!(reconcile(&app, &["--fix"]).code, Some(0));
    assert!(read(&owner, &product).await.low_since.is_some());
}

#[actix_web::test]
async fn a_ledger_that_contradicts_itself_is_told_and_left_alone() {
    let app = App::start().await;
    product(&app.owner().await).await;
    app.sql(&app.database.without_trigger("stock_movements", "stock_movements_unchanged")).await;
    let nobody = app.database.id(Uuid::now_v7());
    let tampered = [
        ("balance_after = 20", "seq = 2", "balance_after = 21", vec!["2 says 20 after 24 -3", "3 says 24 after 20 +3"]),
        ("seq = 9", "seq = 3", "seq = 3", vec!["9 comes after movement 2"]),
        (
            &format!("shop_id = {nobody}"),
            "seq = 1",
            "shop_id = (SELECT id FROM shops)",
            vec!["1 is booked in another shop"],
        ),
        ("kind = 'receive'", "seq = 3", "kind = 'reversal'", vec!["3 is of kind receive and undoes another"]),
        (
            "reverses_id = (SELECT id FROM stock_movements WHERE seq = 1)",
            "seq = 3",
            "reverses_id = (SELECT id FROM stock_movements WHERE seq = 2)",
            vec!["3 of +3 undoes one of +24"],
        ),
        (
            &format!("reverses_id = {nobody}"),
            "seq = 3",
            "reverses_id = (SELECT id FROM stock_movements WHERE seq = 2)",
            vec!["3 of +3 undoes no movement before it"],
        ),
    ];
    for (wrong, row, right, lines) in tampered {
        app.sql(&format!("UPDATE stock_movements SET {wrong} WHERE {row}")).await;
        let ended = reconcile(&app, &["--fix"]);
        for line in lines {
            assert!(
                ended.stdout.contains(&format!("CAF-250 of Ultramarinos Lola: movement {line}\n")),
                "{}",
                ended.stdout
            );
        }
        refused(&ended, &["never edited"]);
        let row = if wrong.starts_with("seq") { "seq = 9" } else { row };
        app.sql(&format!("UPDATE stock_movements SET {right} WHERE {row}")).await;
        app.sql("UPDATE stock_levels SET seq = 3").await;
        agrees(&app);
    }
}

#[actix_web::test]
async fn a_level_is_not_set_from_a_ledger_that_does_not_add_up() {
    let app = App::start().await;
    let owner = app.owner().await;
    let product = product(&owner).await;
    // Booked on top of a level that was tampered with: which of the two is right, nobody can tell but who counts.
    app.sql("UPDATE stock_levels SET quantity = 20").await;
    book(&owner, &product, Kind::Sale, 1).await;
    app.sql("UPDATE stock_levels SET quantity = 5").await;
    let ended = reconcile(&app, &["--fix"]);
    refused(&ended, &["1 movements", "count"]);
    assert!(
        ended.stdout.contains("the level says 5 (movement 4), the ledger says 19 (movement 4)"),
        "{}",
        ended.stdout
    );
    assert!(ended.stdout.contains("movement 4 says 19 after 24 -1"), "{}", ended.stdout);
    assert_eq!(read(&owner, &product).await.quantity, 5);
}

#[test]
fn no_database_is_made_where_there_is_none() {
    let (_dir, data) = folder();
    refused(&run(embedded(&data).arg("reconcile"), ""), &["no database", &data.display().to_string(), "DATA_DIR"]);
    assert!(!data.exists());
}
