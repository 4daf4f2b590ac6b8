//! Imports: sheets read, compared, stored or refused.
use crate::{
    app::{App, add, coffee, read},
    client::{Client, Reply},
};
use futures::SinkExt;
use serde_json::json;
use shared::{
    Code, Page, Rule,
    audit::AuditEvent,
    import::{ImportProgress, ImportReport, Outcome, Phase},
    movement::{Kind, Movement},
    product::{NewProduct, Product},
    sheet::Field,
};

pub const IMPORTS: &str = "/api/v1/product-imports";

pub async fn send(client: &Client, query: &str, sheet: impl Into<Vec<u8>>) -> Reply {
    client.send("POST", &format!("{IMPORTS}?{query}"), &[("content-type", "text/csv")], sheet.into()).await
}

pub async fn import(client: &Client, query: &str, sheet: impl Into<Vec<u8>>) -> ImportReport {
    send(client, query, sheet).await.ok(200)
}

pub async fn products(client: &Client) -> Vec<Product> {
    client.get("/api/v1/products?sort=code&limit=100").await.ok::<Page<Product>>(200).items
}

async fn movements(client: &Client) -> Vec<Movement> {
    client.get("/api/v1/movements?limit=100").await.ok::<Page<Movement>>(200).items
}

async fn events(client: &Client) -> Vec<AuditEvent> {
    client.get("/api/v1/audit-events?limit=100").await.ok::<Page<AuditEvent>>(200).items
}

fn counts(report: &ImportReport) -> [u64; 5] {
    [report.rows, report.created, report.changed, report.same, report.failed]
}

/// The rows that were refused: line, column, rule.
fn wrong(report: &ImportReport) -> Vec<(u64, &str, Rule)> {
    let failed = report.items.iter().filter(|item| item.outcome == Outcome::Failed);
    failed
        .flat_map(|item| {
            item.errors.iter().map(|e| (item.line, e.field.map_or("row", Field::name), e.rule)).collect::<Vec<_>>()
        })
        .collect()
}

#[actix_web::test]
async fn new_products_come_in_with_their_opening_quantity_and_leave_their_traces() {
    let app = App::start().await;
    let owner = app.owner().await;
    let sheet = "code,name,barcode,description,price,unit,minimum,public,quantity\n\
        CAF-250,Café molido,8412345678905,Tueste natural,4.95,kg,6,no,24\nT-1,Té,,,,,,,\n";
    let report = import(&owner, "", sheet).await;
    assert_eq!((counts(&report), report.opened, report.counted), ([2, 2, 0, 0, 0], 1, 0));
    let products = products(&owner).await;
    let coffee = &products[0];
    let got = (coffee.code.as_str(), coffee.name.as_str(), coffee.barcode.as_deref(), coffee.description.as_str());
    assert_eq!(got, ("CAF-250", "Café molido", Some("8412345678905"), "Tueste natural"));
    let got = (coffee.price_minor, coffee.unit.as_str(), coffee.min_quantity, coffee.is_public, coffee.quantity);
    assert_eq!(got, (495, "kg", Some(6), false, 24));
    let tea = &products[1];
    let got = (tea.price_minor, tea.unit.as_str(), tea.min_quantity, tea.is_public, tea.quantity, tea.seq);
    assert_eq!(got, (0, "ud", None, true, 0, 0));
    let [opening] = movements(&owner).await.try_into().unwrap();
    let got = (opening.kind, opening.delta, opening.balance_after, opening.seq, opening.actor.id);
    assert_eq!(got, (Kind::Opening, 24, 24, 1, owner.id));
    assert_eq!(opening.reference, format!("import {}", report.id));
    let events = events(&owner).await;
    assert_eq!(events.len(), 2);
    assert!(events.iter().all(|event| event.action.name() == "create" && event.request_id.is_some()), "{events:?}");
    // What came in by a sheet is found and low like everything else.
    assert_eq!(owner.get("/api/v1/products?q=cafe%20molido").await.ok::<Page<Product>>(200).items.len(), 1);
}

#[actix_web::test]
async fn a_dry_run_tells_what_a_real_one_does_and_stores_nothing() {
    let app = App::start().await;
    let owner = app.owner().await;
    add(&owner, &coffee()).await;
    add(&owner, &NewProduct { code: "T-1".into(), name: "Té".into(), ..coffee() }).await;
    let before = (products(&owner).await, movements(&owner).await, events(&owner).await);
    let sheet = "code;name;price;quantity\ncaf-250;Café;5,95;30\nT-1;Té;4,95;24\nN-1;Nuevo;1,00;7\n";
    let dry = import(&owner, "dry_run=true&stock=count", sheet).await;
    assert_eq!((counts(&dry), dry.opened, dry.counted, dry.dry_run), ([3, 1, 1, 1, 0], 1, 1, true));
    assert_eq!((products(&owner).await, movements(&owner).await, events(&owner).await), before);
    let new = dry.items.iter().find(|item| item.outcome == Outcome::Created).unwrap();
    let gets: Vec<_> = new.changes.iter().map(|it| (it.field.as_str(), it.old.as_deref(), it.new.as_deref())).collect();
    let name = ("name", None, Some("Nuevo"));
    let rest = [("price_minor", None, Some("100")), ("unit", None, Some("ud")), ("is_public", None, Some("true"))];
    assert_eq!(gets, [&[name][..], &rest, &[("quantity", None, Some("7"))]].concat());
    let real = import(&owner, "stock=count", sheet).await;
    assert_eq!(ImportReport { id: real.id, dry_run: false, ..dry }, real);
    let again = import(&owner, "stock=count", sheet).await;
    assert_eq!(counts(&again), [3, 0, 0, 3, 0]);
}

#[actix_web::test]
async fn a_row_changes_what_it_says_and_nothing_else() {
    let app = App::start().await;
    let owner = app.owner().await;
    let old = NewProduct { barcode: Some("123".into()), description: "Old".into(), min_quantity: Some(3), ..coffee() };
    let product = add(&owner, &old).await;
    let report = import(&owner, "", "code,price,quantity\n CAF-250 ,5.95,99\n").await;
    let [item] = report.items.try_into().unwrap();
    assert_eq!((item.line, item.code.as_str(), item.outcome), (2, "CAF-250", Outcome::Changed));
    assert_eq!(json!(item.changes), json!([{ "field": "price_minor", "old": "495", "new": "595" }]));
    let now = read(&owner, &product).await;
    assert_eq!((now.price_minor, now.version, now.quantity), (595, 2, 24), "the quantity of the sheet may be old");
    let untouched = Product { price_minor: 495, version: 1, updated_at: product.updated_at, ..now };
    assert_eq!(untouched, product);
    let [event, _] = events(&owner).await.try_into().unwrap();
    assert_eq!((event.action.name(), json!(event.changes)), ("update", json!(item.changes)));
}

#[actix_web::test]
async fn an_empty_cell_empties_what_may_be_empty_and_leaves_the_rest() {
    let app = App::start().await;
    let owner = app.owner().await;
    let old = NewProduct { barcode: Some("123".into()), description: "Old".into(), min_quantity: Some(3), ..coffee() };
    let product = add(&owner, &old).await;
    let header = "code,name,barcode,description,price,unit,minimum,public,quantity,archived\n";
    // Cells that are not there say nothing.
    assert_eq!(counts(&import(&owner, "", format!("{header}CAF-250,\n")).await), [1, 0, 0, 1, 0]);
    assert_eq!(read(&owner, &product).await, product);
    assert_eq!(counts(&import(&owner, "", format!("{header}CAF-250,,,,,,,,,\n")).await), [1, 0, 1, 0, 0]);
    let now = read(&owner, &product).await;
    assert_eq!((now.barcode, now.description.as_str(), now.min_quantity), (None, "", None));
    let got = (now.name, now.price_minor, now.unit, now.is_public, now.quantity, now.archived_at);
    assert_eq!(got, (product.name, 495, product.unit, true, 24, None));
}

#[actix_web::test]
async fn a_counted_quantity_is_booked_where_it_differs() {
    let app = App::start().await;
    let owner = app.owner().await;
    add(&owner, &coffee()).await;
    let report = import(&owner, "stock=count", "code,quantity\nCAF-250,20\n").await;
    assert_eq!((counts(&report), report.counted), ([1, 0, 1, 0, 0], 1));
    assert_eq!(json!(report.items[0].changes), json!([{ "field": "quantity", "old": "24", "new": "20" }]));
    let count = &movements(&owner).await[0];
    assert_eq!((count.kind, count.delta, count.balance_after, count.seq), (Kind::Count, -4, 20, 2));
    assert_eq!(count.reference, format!("import {}", report.id));
    assert_eq!(counts(&import(&owner, "stock=count", "code,quantity\nCAF-250,20\n").await), [1, 0, 0, 1, 0]);
    assert_eq!(movements(&owner).await.len(), 2);
}

#[actix_web::test]
async fn one_wrong_row_keeps_all_from_being_stored_and_every_wrong_cell_is_named() {
    let app = App::start().await;
    let owner = app.owner().await;
    add(&owner, &coffee()).await;
    let sheet = format!(
        "code,name,price,quantity,public,unit\nN-1,Good,1,1,yes,ud\nCAF-250,Changed,9,1,,\n,No code,1,1,,\n\
         N-2,,1,1,,\nN-3,{},x,-1,maybe,\nN-4,Many,1,1,,,extra\n n-1 ,Twice,1,1,,\nN-5,Fine,1000000000000,1,,\nN-6,,x,1,,\n",
        "x".repeat(201)
    );
    let before = (products(&owner).await, movements(&owner).await, events(&owner).await);
    let dry = import(&owner, "dry_run=true", sheet.clone()).await;
    assert_eq!(counts(&dry), [9, 1, 1, 0, 7]);
    let expected = [
        (4, "code", Rule::Required),
        (5, "name", Rule::Required),
        (6, "price", Rule::Format),
        (6, "public", Rule::Type),
        (6, "name", Rule::TooLong),
        (6, "quantity", Rule::TooSmall),
        (7, "row", Rule::TooBig),
        (8, "code", Rule::Repeated),
        (9, "price", Rule::TooBig),
        (10, "price", Rule::Format),
        (10, "name", Rule::Required),
    ];
    assert_eq!(wrong(&dry), expected);
    let fields = send(&owner, "", sheet).await.invalid();
    assert_eq!(fields, expected.map(|(line, field, rule)| (format!("line {line}.{field}"), rule)));
    assert_eq!((products(&owner).await, movements(&owner).await, events(&owner).await), before);
}

#[actix_web::test]
async fn a_refusal_names_a_hundred_cells_and_a_report_as_many_rows_as_asked() {
    let app = App::start().await;
    let owner = app.owner().await;
    let rows = |name: &str| (0..300).map(|n| format!("C-{n},{name}")).collect::<Vec<_>>().join("\n");
    let problem = send(&owner, "", format!("code,name\n{}", rows(""))).await.refused(Code::Invalid);
    assert_eq!(problem.fields.len(), 100);
    assert!(problem.detail.unwrap().contains("300 of 300"));
    let good = format!("code,name\n{}\nC-0,twice\n", rows("Good"));
    let report = import(&owner, "dry_run=true&limit=5", good.clone()).await;
    assert_eq!((report.items.len(), report.truncated, counts(&report)), (5, true, [301, 300, 0, 0, 1]));
    assert_eq!((report.items[0].line, report.items[0].outcome), (302, Outcome::Failed));
    assert_eq!(import(&owner, "dry_run=true", good.clone()).await.items.len(), 100);
    assert_eq!(import(&owner, "dry_run=true&limit=99999", good).await.items.len(), 301);
}

#[actix_web::test]
async fn the_wrong_rows_come_back_as_a_sheet_to_correct_and_send_again() {
    let app = App::start().await;
    let owner = app.owner().await;
    let sheet = "code;name;price;Notes\nN-1;Good;1,50;\nN-2;'=Bad;x;=evil()\nN-3;\"a;\nb\";-1;k\n";
    let headers = [("content-type", "text/csv"), ("accept", "text/csv")];
    let reply = owner.send("POST", &format!("{IMPORTS}?dry_run=true"), &headers, sheet).await;
    assert_eq!((reply.status, reply.header("content-type")), (200, "text/csv; charset=utf-8; header=present"));
    let expected = "\u{feff}line;problem;code;name;price;Notes\r\n3;price: format;N-2;'=Bad;x;'=evil()\r\n\
        4;\"name: format; price: too_small 0\";N-3;\"a;\nb\";'-1;k\r\n";
    assert_eq!(reply.text(), expected);
    let corrected = reply.text().replace(";x;", ";2,50;").replace("'-1", "3").replace("a;\nb", "ab");
    assert_eq!(counts(&import(&owner, "", corrected).await), [2, 2, 0, 0, 0]);
    assert_eq!(products(&owner).await.iter().map(|p| p.name.as_str()).collect::<Vec<_>>(), ["=Bad", "ab"]);
    // With nothing wrong there is a header only.
    let reply = owner.send("POST", &format!("{IMPORTS}?dry_run=true"), &headers, "code,name\nX,Y\n").await;
    assert_eq!(reply.text(), "\u{feff}line,problem,code,name\r\n");
}

#[actix_web::test]
async fn archived_products_are_changed_only_by_rows_that_restore_them() {
    let app = App::start().await;
    let owner = app.owner().await;
    let product = add(&owner, &coffee()).await;
    assert_eq!(counts(&import(&owner, "", "code,archived\nCAF-250,true\n").await), [1, 0, 1, 0, 0]);
    assert!(read(&owner, &product).await.archived_at.is_some());
    assert_eq!(counts(&import(&owner, "", "code,archived\nCAF-250,sí\n").await), [1, 0, 0, 1, 0]);
    for sheet in ["code,price\nCAF-250,4.95\n", "code,price,archived\nCAF-250,1,true\n", "code,archived\nCAF-250,\n"] {
        assert_eq!(send(&owner, "", sheet).await.invalid(), [("line 2.code".into(), Rule::Archived)], "{sheet}");
    }
    let report = import(&owner, "stock=count", "code,price,archived,quantity\nCAF-250,1,false,5\n").await;
    assert_eq!(report.items[0].changes.len(), 3);
    let now = read(&owner, &product).await;
    assert_eq!((now.price_minor, now.archived_at, now.quantity), (100, None, 5));
    let report = import(&owner, "", "code,name,quantity,archived\nOLD-1,Old,3,true\n").await;
    assert_eq!(counts(&report), [1, 1, 0, 0, 0]);
    let archived = owner.get("/api/v1/products?archived=true").await.ok::<Page<Product>>(200).items;
    assert_eq!((archived[0].code.as_str(), archived[0].quantity), ("OLD-1", 3));
    let actions: Vec<_> = events(&owner).await.iter().map(|event| event.action.name()).collect();
    assert_eq!(actions, ["archive", "create", "update", "restore", "archive", "create"]);
}

#[actix_web::test]
async fn a_request_sent_again_imports_nothing_again() {
    let app = App::start().await;
    let owner = app.owner().await;
    let headers = [("content-type", "text/csv"), ("idempotency-key", "sheet-1")];
    let post = async |query: &str, sheet: &'static str| {
        owner.send("POST", &format!("{IMPORTS}?{query}"), &headers, sheet).await
    };
    let sheet = "code,name,quantity\nN-1,New,3\n";
    // A dry run does not use the key up.
    post("dry_run=true", sheet).await.value(200);
    let first = post("", sheet).await;
    let again = post("", sheet).await;
    assert_eq!((first.header("idempotency-replayed"), again.header("idempotency-replayed")), ("", "true"));
    assert_eq!(first.ok::<ImportReport>(200), again.ok::<ImportReport>(200));
    post("stock=count", sheet).await.refused(Code::KeyReused);
    post("", "code,name,quantity\nN-1,New,4\n").await.refused(Code::KeyReused);
    assert_eq!(movements(&owner).await.len(), 1);
}

#[actix_web::test]
async fn one_import_runs_at_a_time_and_its_shop_sees_how_far_it_is() {
    let app = App::start().await;
    let (owner, other) = (app.owner().await, app.owner().await);
    let current = format!("{IMPORTS}/current");
    assert_eq!(owner.get(&current).await.value(200), json!(null));
    let (mut file, body) = futures::channel::mpsc::channel::<Result<&str, std::io::Error>>(1);
    let headers = [("content-type", "text/csv")];
    let upload = owner.send("POST", IMPORTS, &headers, reqwest::Body::wrap_stream(body));
    let others = async {
        file.send(Ok("code,name\n")).await.unwrap();
        while owner.get(&current).await.value(200).is_null() {}
        let progress: ImportProgress = owner.get(&current).await.ok(200);
        assert_eq!(progress, ImportProgress { phase: Phase::Receiving, rows_done: 0, rows_total: 0 });
        assert_eq!(other.get(&current).await.value(200), json!(null));
        send(&other, "", "code,name\nX,Y\n").await.refused(Code::Busy);
        file.send(Ok("N-1,New\n")).await.unwrap();
        drop(file);
    };
    let (reply, ()) = futures::join!(upload, others);
    assert_eq!(counts(&reply.ok(200)), [1, 1, 0, 0, 0]);
    assert_eq!(owner.get(&current).await.value(200), json!(null));
    assert_eq!(counts(&import(&other, "", "code,name\nX,Y\n").await), [1, 1, 0, 0, 0]);
}
