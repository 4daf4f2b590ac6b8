//! A database of the version before: it is brought up to date, and nothing of it is lost.
use crate::{
    app::{add, book, coffee, ledger, registration, undo},
    client::Client,
    program::{Program, embedded},
};
use sea_orm::{ConnectionTrait, Database};
use shared::{
    movement::{Kind, Movement},
    user::Me,
};

/// Takes back what the migration `m0004_ledger` did.
const BEFORE: &str = "
    DROP TRIGGER stock_movements_unchanged;
    DROP TRIGGER stock_movements_kept;
    DROP TRIGGER stock_movements_moved;
    DROP INDEX stock_movements_shop;
    DROP INDEX stock_movements_kind;
    DROP INDEX stock_movements_actor;
    ALTER TABLE stock_movements DROP COLUMN shop_id;
    DROP INDEX stock_levels_low;
    DROP TABLE idempotency_keys;
    DROP TABLE audit_events;
    DELETE FROM seaql_migrations WHERE version = 'm0004_ledger'";

#[actix_web::test]
async fn movements_of_the_version_before_find_their_shop() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    let start = || Program::start(embedded(&data).env("REGISTRATION", "open"));
    let program = start();
    let mut shops = Vec::new();
    for email in ["lola@tienda.example", "otra@tienda.example"] {
        let guest = Client::guest(&program.url);
        guest.post("/api/v1/auth/register", &registration(email)).await.ok::<Me>(201);
        let owner = Client { email: email.into(), ..guest }.again().await;
        let product = add(&owner, &coffee()).await;
        undo(&owner, &book(&owner, &product, Kind::Sale, 5).await).await;
        shops.push((ledger(&owner).await, owner, product));
    }
    assert_eq!(program.stop().0, Some(0));
    let db = Database::connect(format!("sqlite://{}", data.join("bodega.db").display())).await.unwrap();
    db.execute_unprepared(BEFORE).await.unwrap();
    db.close().await.unwrap();

    let program = start();
    for (rows, owner, product) in shops {
        let owner = Client { url: program.url.clone(), ..owner };
        assert_eq!(ledger(&owner).await, rows);
        assert_eq!(rows.len(), 3);
        let moved: Movement = book(&owner, &product, Kind::Sale, 1).await;
        assert_eq!((moved.seq, moved.balance_after), (4, 23));
    }
}
