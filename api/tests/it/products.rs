//! Products: added, read, edited, archived and restored.
use crate::{
    app::{App, add, book, coffee, journal, movement, path, read},
    pictures,
};
use serde_json::json;
use shared::{
    Code, Page, Rule,
    movement::{Kind, Movement},
    product::{NewProduct, Product},
};

const PRODUCTS: &str = "/api/v1/products";

#[actix_web::test]
async fn a_product_opens_with_a_movement_of_what_is_on_hand() {
    let app = App::start().await;
    let owner = app.owner().await;
    let reply = owner.post(PRODUCTS, &coffee()).await;
    let (etag, location) = (reply.header("etag").to_owned(), reply.header("location").to_owned());
    let product: Product = reply.ok(201);
    assert_eq!((product.quantity, product.seq, product.version), (24, 1, 1));
    assert_eq!((etag, &location), (product.etag(), &path(&product)));
    assert_eq!(owner.get(&location).await.ok::<Product>(200), product);
    let page: Page<Movement> = owner.get(&journal(&product)).await.ok(200);
    let opening = &page.items[0];
    assert_eq!((page.items.len(), opening.kind, opening.delta, opening.balance_after), (1, Kind::Opening, 24, 24));
    assert_eq!((opening.actor.id, opening.seq), (owner.id, 1));
}

#[actix_web::test]
async fn code_and_name_are_enough_and_an_empty_start_books_nothing() {
    let app = App::start().await;
    let owner = app.owner().await;
    let product: Product = owner.post(PRODUCTS, &json!({ "code": " B-1 ", "name": " Bolt " })).await.ok(201);
    let got = (product.code.as_str(), product.name.as_str(), product.unit.as_str(), product.price_minor);
    assert_eq!(got, ("B-1", "Bolt", "ud", 0));
    assert_eq!((product.is_public, product.quantity, product.seq, product.barcode), (true, 0, 0, None));
    let page: Page<Movement> = owner.get(&format!("{PRODUCTS}/{}/movements", product.id)).await.ok(200);
    assert!(page.items.is_empty());
}

#[actix_web::test]
async fn a_code_is_taken_in_its_shop_whatever_the_case_and_accents() {
    let app = App::start().await;
    let (owner, other) = (app.owner().await, app.owner().await);
    add(&owner, &NewProduct { code: "Café Ñ-1".into(), ..coffee() }).await;
    for code in ["café ñ-1", "CAFE N-1", " Cafe\u{301}  n\u{303}-1 "] {
        let again = NewProduct { code: code.into(), ..coffee() };
        let problem = owner.post(PRODUCTS, &again).await.refused(Code::CodeTaken);
        assert_eq!((problem.fields[0].field.as_str(), problem.fields[0].rule), ("code", Rule::Taken));
        add(&other, &NewProduct { code: format!("{code}{}", code.len()), ..coffee() }).await;
    }
    add(&other, &NewProduct { code: "Café Ñ-1".into(), ..coffee() }).await;
    let bolt = add(&owner, &NewProduct { code: "B-1".into(), ..coffee() }).await;
    owner.edit(&path(&bolt), "*", &json!({ "code": "cafe n-1" })).await.refused(Code::CodeTaken);
    assert_eq!(read(&owner, &bolt).await, bolt);
    // Its own code in another spelling is nobody else's.
    assert_eq!(owner.edit(&path(&bolt), "*", &json!({ "code": "b-1" })).await.ok::<Product>(200).code, "b-1");
}

#[actix_web::test]
async fn a_refused_code_leaves_no_half_of_a_product() {
    let app = App::start().await;
    let owner = app.owner().await;
    add(&owner, &coffee()).await;
    owner.post(PRODUCTS, &coffee()).await.refused(Code::CodeTaken);
    let page: Page<Product> = owner.get(&format!("{PRODUCTS}?include_total=true")).await.ok(200);
    assert_eq!((page.items.len(), page.total), (1, Some(1)));
}

#[actix_web::test]
async fn an_edit_wants_the_tag_that_was_read() {
    let app = App::start().await;
    let owner = app.owner().await;
    let product = add(&owner, &coffee()).await;
    let (path, tag) = (path(&product), product.etag());
    owner.patch(&path, &json!({ "name": "Tea" })).await.refused(Code::PreconditionRequired);
    owner.delete(&path).await.refused(Code::PreconditionRequired);
    let reply = owner.edit(&path, &tag, &json!({ "name": "Tea" })).await;
    let next = reply.header("etag").to_owned();
    let tea: Product = reply.ok(200);
    assert_eq!((tea.name.as_str(), tea.version, &next), ("Tea", 2, &tea.etag()));
    for stale in [tag.as_str(), "\"nonsense\"", "nonsense", "\"-\"", "\"9-1\"", ""] {
        owner.edit(&path, stale, &json!({ "name": "Milk" })).await.refused(Code::Stale);
        owner.archive(&path, stale).await.refused(Code::Stale);
    }
    assert_eq!(read(&owner, &product).await, tea);
    owner.edit(&path, "*", &json!({ "name": "Milk" })).await.ok::<Product>(200);
}

#[actix_web::test]
async fn a_movement_does_not_make_an_edit_stale() {
    let app = App::start().await;
    let owner = app.owner().await;
    let product = add(&owner, &coffee()).await;
    book(&owner, &product, Kind::Sale, 4).await;
    assert_ne!(read(&owner, &product).await.etag(), product.etag());
    let tea: Product = owner.edit(&path(&product), &product.etag(), &json!({ "name": "Tea" })).await.ok(200);
    assert_eq!((tea.name.as_str(), tea.quantity), ("Tea", 20));
}

#[actix_web::test]
async fn an_edit_changes_what_it_names_and_null_empties() {
    let app = App::start().await;
    let owner = app.owner().await;
    let barcode = Some("8412345678905".into());
    let product = add(&owner, &NewProduct { barcode, min_quantity: Some(30), ..coffee() }).await;
    assert!(product.low_since.is_some());
    let path = path(&product);
    let same: Product = owner.edit(&path, "*", &json!({})).await.ok(200);
    assert_eq!(same, Product { version: 2, updated_at: same.updated_at, ..product.clone() });
    let patch = json!({ "barcode": null, "min_quantity": null, "price_minor": 0, "is_public": false,
        "description": " Two\nlines ", "unit": "kg" });
    let other: Product = owner.edit(&path, "*", &patch).await.ok(200);
    assert_eq!((other.barcode, other.min_quantity, other.low_since), (None, None, None));
    assert_eq!((other.price_minor, other.is_public, other.description.as_str()), (0, false, "Two\nlines"));
    assert_eq!((other.name, other.code, other.unit.as_str()), (product.name, product.code, "kg"));
    let blank: Product = owner.edit(&path, "*", &json!({ "barcode": "  ", "description": "" })).await.ok(200);
    assert_eq!((blank.barcode, blank.description.as_str()), (None, ""));
}

#[actix_web::test]
async fn an_edit_keeps_the_rules_field_by_field() {
    let app = App::start().await;
    let owner = app.owner().await;
    let product = add(&owner, &coffee()).await;
    let cases = [
        (json!({ "name": null }), "name", Rule::Type),
        (json!({ "code": null }), "code", Rule::Type),
        (json!({ "name": " " }), "name", Rule::Required),
        (json!({ "price_minor": -1 }), "price_minor", Rule::TooSmall),
        (json!({ "min_quantity": -1 }), "min_quantity", Rule::TooSmall),
        (json!({ "min_quantity": "6" }), "min_quantity", Rule::Type),
        (json!({ "unit": "x".repeat(17) }), "unit", Rule::TooLong),
        (json!({ "quantity": 100 }), "quantity", Rule::Unknown),
        (json!({ "opening_quantity": 100 }), "opening_quantity", Rule::Unknown),
    ];
    for (patch, field, rule) in cases {
        let refused = owner.edit(&path(&product), "*", &patch).await.invalid();
        assert_eq!(refused, [(field.to_owned(), rule)], "{patch}");
    }
    assert_eq!(read(&owner, &product).await, product);
}

#[actix_web::test]
async fn an_archived_product_is_out_of_use_until_it_is_restored() {
    let app = App::start().await;
    let owner = app.owner().await;
    let product = add(&owner, &coffee()).await;
    let path = path(&product);
    owner.archive(&path, &product.etag()).await.done();
    let archived = read(&owner, &product).await;
    assert!(archived.archived_at.is_some());
    owner.edit(&path, "*", &json!({ "name": "Tea" })).await.refused(Code::Archived);
    owner.archive(&path, "*").await.refused(Code::Archived);
    owner.post(&journal(&product), &movement(Kind::Sale, 1)).await.refused(Code::Archived);
    owner.upload(&format!("{path}/image"), "image/png", pictures::png()).await.refused(Code::Archived);
    owner.delete(&format!("{path}/image")).await.refused(Code::Archived);
    let listed =
        async |query: &str| owner.get(&format!("{PRODUCTS}{query}")).await.ok::<Page<Product>>(200).items.len();
    assert_eq!((listed("").await, listed("?archived=true").await), (0, 1));
    // Its journal stays, and its code stays taken.
    assert_eq!(owner.get(&journal(&product)).await.ok::<Page<Movement>>(200).items.len(), 1);
    owner.post(PRODUCTS, &coffee()).await.refused(Code::CodeTaken);

    let restored: Product = owner.post(&format!("{path}/restoration"), &json!(null)).await.ok(200);
    assert_eq!((restored.archived_at, restored.quantity, restored.version), (None, 24, 3));
    assert_eq!((listed("").await, listed("?archived=true").await), (1, 0));
    let again: Product = owner.post(&format!("{path}/restoration"), &json!(null)).await.ok(200);
    assert_eq!(again, restored);
    book(&owner, &product, Kind::Sale, 1).await;
}

#[actix_web::test]
async fn a_picture_sent_for_an_archived_product_leaves_no_file() {
    let app = App::start().await;
    let owner = app.owner().await;
    let product = add(&owner, &coffee()).await;
    owner.archive(&path(&product), "*").await.done();
    owner.upload(&format!("{}/image", path(&product)), "image/png", pictures::png()).await.refused(Code::Archived);
    assert_eq!(files(&app.dir.path().join("pictures")), 0);
}

fn files(folder: &std::path::Path) -> usize {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.map(|path| if path.is_dir() { files(&path) } else { 1 }).sum()
}

#[actix_web::test]
async fn a_product_of_another_shop_is_not_there() {
    let app = App::start().await;
    let (owner, stranger) = (app.owner().await, app.owner().await);
    let product = add(&owner, &coffee()).await;
    stranger.get(&path(&product)).await.refused(Code::NotFound);
    stranger.edit(&path(&product), &product.etag(), &json!({ "name": "Mine" })).await.refused(Code::NotFound);
    assert!(stranger.get(PRODUCTS).await.ok::<Page<Product>>(200).items.is_empty());
    let found: Page<Product> = stranger.get(&format!("{PRODUCTS}?q=CAF-250&include_total=true")).await.ok(200);
    assert_eq!((found.items, found.total), (vec![], Some(0)));
}
