//! Exports: what a spreadsheet gets, and what an import takes back.
use crate::{
    app::{App, add, book, coffee, path},
    client::{Client, Reply},
    imports::{import, products},
    program::{api, run},
};
use shared::{
    Code, Page,
    movement::Kind,
    product::{NewProduct, Product},
};

async fn sheet(client: &Client, path: &str) -> Reply {
    client.send("GET", path, &[("accept", "text/csv")], "").await
}

/// Texts that have undone many an export.
fn nasty() -> Vec<NewProduct> {
    let texts = [
        "=1+1",
        "+34 600",
        "-5",
        "@SUM(A1)",
        "'=quoted",
        "''twice",
        "'tis",
        "a;b,c d",
        "say \"hi\"",
        "🍎 ñ",
        "＝wide",
        "x",
    ];
    let texts = texts.into_iter().enumerate();
    let mut products: Vec<_> = texts
        .map(|(n, text)| NewProduct {
            code: format!("{text}{n}"),
            name: text.into(),
            barcode: Some(text.into()),
            description: format!("{text}\r\nsecond \"line\";\n=third,\tend"),
            price_minor: 123_456 + i64::try_from(n).unwrap(),
            unit: "kg".into(),
            min_quantity: [None, Some(0), Some(7)][n % 3],
            is_public: n % 2 == 0,
            opening_quantity: 5,
        })
        .collect();
    products.push(NewProduct { code: "000123".into(), name: "Leading zeros".into(), ..coffee() });
    products.push(NewProduct {
        code: "Ñ".repeat(64),
        name: "n".repeat(200),
        description: "é".repeat(4000),
        ..coffee()
    });
    products
}

fn content(product: &Product) -> NewProduct {
    let product = product.clone();
    NewProduct {
        code: product.code,
        name: product.name,
        barcode: product.barcode,
        description: product.description,
        price_minor: product.price_minor,
        unit: product.unit,
        min_quantity: product.min_quantity,
        is_public: product.is_public,
        opening_quantity: product.quantity,
    }
}

#[actix_web::test]
async fn what_is_exported_comes_back_without_loss() {
    let app = App::start().await;
    let owner = app.owner().await;
    for new in nasty() {
        add(&owner, &new).await;
    }
    let here: Vec<_> = products(&owner).await.iter().map(content).collect();
    for delimiter in ["", "?delimiter=%3B", "?delimiter=tab"] {
        let exported = sheet(&owner, &format!("/api/v1/products{delimiter}")).await;
        let again = import(&owner, "stock=count", exported.body.clone()).await;
        assert_eq!((again.same, again.rows), (14, 14), "{again:?}");
        let other = app.owner().await;
        assert_eq!(import(&other, "", exported.body).await.created, 14);
        assert_eq!(products(&other).await.iter().map(content).collect::<Vec<_>>(), here, "{delimiter}");
    }
}

#[actix_web::test]
async fn no_cell_of_a_sheet_is_a_formula() {
    let app = App::start().await;
    let owner = app.owner().await;
    for new in nasty() {
        let product = add(&owner, &new).await;
        book(&owner, &product, Kind::Sale, 2).await;
    }
    for (path, numbers) in
        [("/api/v1/products", &["price", "quantity", "minimum"][..]), ("/api/v1/movements", &["delta"])]
    {
        let reply = sheet(&owner, path).await;
        let text = reply.text();
        let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
        let headers = reader.headers().unwrap().clone();
        for row in reader.records() {
            for (header, cell) in headers.iter().zip(&row.unwrap()) {
                let is_number = numbers.contains(&header) && cell.trim_start_matches('-').parse::<f64>().is_ok();
                let is_formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝']);
                assert!(is_number || !is_formula, "{path} {header}: {cell}");
            }
        }
    }
}

#[actix_web::test]
async fn a_sheet_has_the_form_that_spreadsheets_take_and_a_name_with_the_day() {
    let app = App::start().await;
    let owner = app.owner().await;
    add(&owner, &NewProduct { min_quantity: Some(0), ..coffee() }).await;
    let reply = sheet(&owner, "/api/v1/products").await;
    assert_eq!((reply.status, reply.header("content-type")), (200, "text/csv; charset=utf-8; header=present"));
    let name = format!("attachment; filename=\"products-{}.csv\"", chrono::Utc::now().format("%Y-%m-%d"));
    assert_eq!(reply.header("content-disposition"), name);
    assert_eq!(
        reply.text(),
        "\u{feff}code,name,barcode,description,price,unit,minimum,public,quantity,archived\r\n\
         CAF-250,Café molido 250 g,,,4.95,ud,0,true,24,false\r\n"
    );
    let vary = |reply: &Reply| {
        reply.headers.get_all("vary").iter().any(|value| value.to_str().unwrap().to_lowercase().contains("accept"))
    };
    let json = owner.get("/api/v1/products").await;
    assert!(vary(&reply) && vary(&json) && vary(&owner.get("/api/v1/movements").await));
    assert_eq!(json.ok::<Page<Product>>(200).items.len(), 1);
    let semicolons = sheet(&owner, "/api/v1/products?delimiter=%3B").await.text();
    assert!(semicolons.contains("CAF-250;Café molido 250 g;;;4.95;"), "{semicolons}");
    assert!(sheet(&owner, "/api/v1/products?delimiter=tab").await.text().contains("CAF-250\tCafé"));
    sheet(&owner, "/api/v1/products?delimiter=x").await.refused(Code::Malformed);
}

#[actix_web::test]
async fn a_sheet_has_what_the_list_has_on_all_its_pages() {
    let app = App::start().await;
    let (owner, other) = (app.owner().await, app.owner().await);
    add(&other, &coffee()).await;
    let rows = (0..2345).map(|n| format!("N-{n:04},Bolt sort{},{}\n", n % 7, 1 + n % 2));
    import(&owner, "", format!("code,name,quantity\n{}", rows.collect::<String>())).await;
    let codes = async |query: &str| {
        let text = sheet(&owner, &format!("/api/v1/products{query}")).await.text();
        let codes = text.lines().skip(1).map(|line| line.split(',').next().unwrap().to_owned());
        codes.collect::<Vec<_>>()
    };
    let all = codes("?sort=-code&limit=1").await;
    assert_eq!(all, (0..2345).rev().map(|n| format!("N-{n:04}")).collect::<Vec<_>>());
    let mut named = codes("?q=sort3").await;
    named.sort();
    assert_eq!(named, (0..2345).filter(|n| n % 7 == 3).map(|n| format!("N-{n:04}")).collect::<Vec<_>>());
    let one = products(&owner).await.remove(0);
    owner.archive(&path(&one), "*").await.done();
    assert_eq!(codes("?archived=true").await, ["N-0000"]);
    assert_eq!(codes("").await.len(), 2344);
    let journal = sheet(&owner, "/api/v1/movements").await.text();
    assert_eq!(journal.lines().count(), 2346);
}

#[actix_web::test]
async fn the_journal_is_a_sheet_with_what_was_there_before_and_after() {
    let app = App::start().await;
    let owner = app.owner().await;
    let product = add(&owner, &coffee()).await;
    let movement = book(&owner, &product, Kind::Sale, 2).await;
    let reply = sheet(&owner, &format!("/api/v1/movements?kind=sale&product_id={}", product.id)).await;
    let time = movement.created_at.to_rfc3339_opts(chrono::SecondsFormat::Micros, true);
    assert_eq!(
        reply.text(),
        format!(
            "\u{feff}time,code,name,kind,delta,before,after,note,reference,person,id\r\n\
             {time},CAF-250,Café molido 250 g,sale,-2,24,22,,,Lola Vidal,{}\r\n",
            movement.id
        )
    );
    assert!(reply.header("content-disposition").contains("movements-"));
    let nothing = sheet(&owner, "/api/v1/movements?kind=loss").await.text();
    assert_eq!(nothing.lines().count(), 1);
}

#[test]
fn the_command_line_exports_and_imports_as_somebody_of_the_shop() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    let call = |args: &[&str]| run(api(&data).args(args), "tres gatos y un tejado\n");
    for shop in ["lola", "pepe"] {
        let email = format!("{shop}@tienda.example");
        assert_eq!(call(&["user", "create", "--email", &email, "--name", shop, "--shop", shop]).code, Some(0));
    }
    let file = dir.path().join("new.csv");
    let file = file.to_str().unwrap();
    std::fs::write(file, "code,Bezeichnung,price,quantity\nA-1,=Apple,1.50,3\nA-2,Pear,2.50,0\n").unwrap();
    let import = ["import", "--as", "lola@tienda.example", file, "--columns", "Bezeichnung=name"];
    let dry = call(&[&import[..], &["--dry-run"]].concat());
    assert_eq!(dry.code, Some(0), "{}", dry.stderr);
    assert!(dry.stdout.contains("it would be 2 rows: 2 new, 0 changed, 0 the same, 0 wrong"), "{}", dry.stdout);
    let done = call(&import);
    assert!(done.code == Some(0) && done.stdout.starts_with("2 rows: 2 new"), "{}{}", done.stdout, done.stderr);
    let out = dir.path().join("out.csv");
    let out = out.to_str().unwrap();
    assert_eq!(call(&["export", "--shop", "lola@tienda.example", "--out", out]).code, Some(0));
    let printed = call(&["export", "--shop", "LOLA@tienda.example"]);
    assert_eq!(printed.stdout, std::fs::read_to_string(out).unwrap());
    assert!(printed.stdout.contains("A-1,'=Apple,,,1.50,ud,,true,3,false"), "{}", printed.stdout);
    let other = call(&["import", "--as", "pepe@tienda.example", out]);
    assert!(other.stdout.starts_with("2 rows: 2 new"), "{}", other.stdout);
    std::fs::write(file, "code,name,price,quantity\nA-1,,x,2\n").unwrap();
    let count = call(&["import", "--as", "lola@tienda.example", file, "--stock", "count"]);
    assert_eq!((count.code, count.stdout.as_str()), (Some(1), ""));
    assert!(count.stderr.contains("line 2.price: format") && count.stderr.contains("nothing was stored"));
    for refused in [
        &["import", "--as", "nobody@tienda.example", file][..],
        &["import", "--as", "lola@tienda.example", "nowhere.csv"],
        &["export", "--shop", "nobody@tienda.example"],
    ] {
        let ended = call(refused);
        assert_eq!((ended.code, ended.stderr.lines().count()), (Some(1), 1), "{}", ended.stderr);
    }
}
