//! Sheets as programs and people write them, and how an import understands them.
use crate::{
    app::App,
    client::Client,
    imports::{IMPORTS, import, products, send},
};
use serde_json::json;
use shared::{
    Code, Rule,
    import::ImportReport,
    sheet::{Decimal, Delimiter, Field},
};

async fn dry(client: &Client, query: &str, sheet: impl Into<Vec<u8>>) -> ImportReport {
    import(client, &format!("dry_run=true&{query}"), sheet).await
}

/// What each column was taken for.
fn fields(report: &ImportReport) -> Vec<Option<&'static str>> {
    report.columns.iter().map(|column| column.field.map(Field::name)).collect()
}

fn problems(report: &ImportReport) -> Vec<(&str, Rule)> {
    report.problems.iter().map(|problem| (problem.field.as_str(), problem.rule)).collect()
}

#[actix_web::test]
async fn the_encoding_of_a_sheet_is_found_out() {
    let app = App::start().await;
    let owner = app.owner().await;
    let text = "código;nombre\nÑ-1;Café 5 €\n";
    let (windows, _, _) = encoding_rs::WINDOWS_1252.encode(text);
    let wide = |swap: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(swap).collect::<Vec<u8>>();
    let sheets: [(&str, Vec<u8>); 5] = [
        ("UTF-8", text.into()),
        ("UTF-8", format!("\u{feff}{text}").into()),
        ("windows-1252", windows.into_owned()),
        ("UTF-16LE", [vec![0xff, 0xfe], wide(u16::to_le_bytes)].concat()),
        ("UTF-16BE", [vec![0xfe, 0xff], wide(u16::to_be_bytes)].concat()),
    ];
    let mut created = 1;
    for (encoding, sheet) in sheets {
        let report = import(&owner, "", sheet).await;
        assert_eq!((report.encoding.as_str(), report.columns[0].header.as_str()), (encoding, "código"));
        assert_eq!((report.rows, report.created), (1, created));
        created = 0;
    }
    assert_eq!(products(&owner).await[0].name, "Café 5 €");
    let broken = dry(&owner, "", [b"\xef\xbb\xbf".as_slice(), b"code,name\nA,\xff\n"].concat()).await;
    assert_eq!(problems(&broken), [("encoding", Rule::Format)]);
}

#[actix_web::test]
async fn the_delimiter_and_the_lines_of_a_sheet_are_found_out() {
    let app = App::start().await;
    let owner = app.owner().await;
    for (sheet, delimiter, line) in [
        ("code,name\nA,x", Delimiter::Comma, 2),
        ("code;\"name\";\"a,b,c,d\"\r\n\r\nA;x;\r\n", Delimiter::Semicolon, 3),
        ("code\tname\r\n\"A\"\tx\r\n", Delimiter::Tab, 2),
        ("sep=;\ncode;name,full\nA;x\n", Delimiter::Semicolon, 3),
        ("sep=\t\r\ncode\tname\r\nA\tx\r\n", Delimiter::Tab, 3),
    ] {
        let report = dry(&owner, "columns=name%2Cfull%3D", sheet).await;
        assert_eq!(report.delimiter, delimiter, "{sheet:?}");
        let report = dry(&owner, "", sheet).await;
        assert_eq!((report.rows, report.items[0].line, report.items[0].code.as_str()), (1, line, "A"), "{sheet:?}");
    }
    // Cells of several lines: each row is known by the line on which it begins.
    let report = dry(&owner, "", "code,name,description\r\nA,x,\"1\r\n2\r\n3\"\r\nB,y,\"1\n2\"\r\nC,z,\r\n").await;
    assert_eq!(report.items.iter().map(|item| item.line).collect::<Vec<_>>(), [2, 5, 7]);
    assert_eq!(dry(&owner, "", "code,name\n\n , \n,\n").await.rows, 0);
    import(&owner, "", "code,name,description\r\nA,x,\"one \"\"two\"\"\r\nthree\"\r\n").await;
    assert_eq!(products(&owner).await[0].description, "one \"two\"\r\nthree");
}

#[actix_web::test]
async fn prices_are_read_by_the_sign_that_the_column_shows() {
    let app = App::start().await;
    let owner = app.owner().await;
    for (prices, query, decimal, expected) in [
        (["1.234,50", "2,5", "1.234"], "", Some(Decimal::Comma), [123_450, 250, 123_400]),
        (["1,234.50", "2.5", "1,234"], "", Some(Decimal::Point), [123_450, 250, 123_400]),
        // The column is believed more than the wish.
        (["1.234,50", "2,5", "1.234"], "decimal=point", Some(Decimal::Comma), [123_450, 250, 123_400]),
        (["1.234", "3", "4"], "decimal=comma", Some(Decimal::Comma), [123_400, 300, 400]),
        (["12.500000", "0.300", "1.250"], "", Some(Decimal::Point), [1250, 30, 125]),
        (["9,95 €", "€ 9", "1 234,5"], "", Some(Decimal::Comma), [995, 900, 123_450]),
        (["1", "2", "3"], "", None, [100, 200, 300]),
    ] {
        let rows = prices.iter().enumerate().map(|(n, price)| format!("P-{n};x;\"{price}\"\n"));
        let report = import(&owner, query, format!("code;name;pvp\n{}", rows.collect::<String>())).await;
        assert_eq!(report.decimal, decimal, "{prices:?}");
        let got: Vec<_> = products(&owner).await.iter().map(|product| product.price_minor).collect();
        assert_eq!(got, expected, "{prices:?} {query}");
    }
    // Neither the column nor anybody says what it is, or the column says both.
    for (sheet, line) in [("code;price\nP-0;1.234\n", 2), ("code;price\nP-0;1,5\nP-1;1.5\nP-2;1.234\n", 4)] {
        let wrong = send(&owner, "", sheet).await.invalid();
        assert_eq!(wrong, [(format!("line {line}.price"), Rule::Ambiguous)], "{sheet}");
        send(&owner, "decimal=comma", sheet).await.value(200);
    }
    assert_eq!(send(&owner, "", "code;price\nP-0;1.255,55\nP-1;1,555\n").await.invalid().len(), 1);
    let counts = "code;name;price;stock;mínimo\nQ-1;x;1,50;1.000;12,00\n";
    import(&owner, "", counts).await;
    let product = &products(&owner).await[3];
    assert_eq!((product.quantity, product.min_quantity), (1000, Some(12)));
}

#[actix_web::test]
async fn headers_of_other_languages_and_programs_are_known() {
    let app = App::start().await;
    let owner = app.owner().await;
    for (header, expected) in [
        (
            "Código;Descripción corta;Descripción;PVP;Unidad;Mín. stock;Existencias;Visible;Archivado;Código de barras",
            "code name description price unit minimum quantity public archived barcode",
        ),
        ("REFERENCIA,Nombre,codigo_barras,Precio,Cantidad,Público", "code name barcode price quantity public"),
        (
            "Handle,Title,Body (HTML),Published,Variant SKU,Variant Inventory Qty,Variant Price,Variant Barcode",
            "- name description public code quantity price barcode",
        ),
        (
            "ID,Type,SKU,Name,Published,Short description,Description,Low stock amount,Stock,Regular price",
            "- - code name public - description minimum quantity price",
        ),
        (
            "Product ID;Name *;Reference #;Price (tax excl.);Price (tax incl.);Quantity;EAN-13",
            "- name code - price quantity barcode",
        ),
        ("IPN,name,description,units,minimum_stock,in_stock", "code name description unit minimum quantity"),
        (
            "HB.import_ref,HB.location,HB.quantity,HB.name,HB.description,HB.archived",
            "code - quantity name description archived",
        ),
        ("id,name,description,min_stock_amount,location_id", "code name description minimum -"),
        ("ipn,name,description,instock,minamount,gtin", "code name description quantity minimum barcode"),
    ] {
        let report = dry(&owner, "", format!("{header}\n")).await;
        let got: Vec<_> = fields(&report).into_iter().map(|field| field.unwrap_or("-")).collect();
        assert_eq!(got.join(" "), expected, "{header}");
        assert!(report.problems.is_empty(), "{header}");
    }
}

#[actix_web::test]
async fn columns_can_be_named_and_what_was_understood_is_told_even_if_it_is_not_enough() {
    let app = App::start().await;
    let owner = app.owner().await;
    let sheet = "Artikel,Nummer,\"Preis, netto\",name,Notizen\nKaffee,K-1,4.95,ignored,x\n";
    let report = dry(&owner, "", sheet).await;
    assert_eq!(fields(&report), [None, None, None, Some("name"), None]);
    assert_eq!((problems(&report), report.rows), (vec![("columns.code", Rule::Required)], 0));
    assert_eq!(send(&owner, "", sheet).await.invalid(), [("columns.code".into(), Rule::Required)]);
    let asked =
        serde_urlencoded::to_string([("columns", "ARTIKEL=name,Nummer=code,\"Preis, netto=price\",name=")]).unwrap();
    let report = import(&owner, &asked, sheet).await;
    assert_eq!(fields(&report), [Some("name"), Some("code"), Some("price"), None, None]);
    let product = &products(&owner).await[0];
    assert_eq!((product.code.as_str(), product.name.as_str(), product.price_minor), ("K-1", "Kaffee", 495));
    for (columns, problem) in [
        ("Artikel=code,Nummer=code", ("columns.code", Rule::Repeated)),
        ("Artikel=name,Nummer=code,Preis=price", ("columns.Preis", Rule::NotFound)),
        ("Nummer=code,Artikel=title", ("columns.Artikel", Rule::Type)),
        ("Nummer=code,Artikel", ("columns.Artikel", Rule::Format)),
    ] {
        let asked = serde_urlencoded::to_string([("columns", columns)]).unwrap();
        assert_eq!(problems(&dry(&owner, &asked, sheet).await)[0], problem, "{columns}");
        assert_eq!(send(&owner, &asked, sheet).await.invalid()[0], (problem.0.to_owned(), problem.1));
    }
    // Products that are there need no name; a new one without a column for it has nowhere to take it from.
    assert_eq!(import(&owner, "", "sku,price\nk-1,5.95\n").await.changed, 1);
    assert_eq!(
        json!(dry(&owner, "", "sku\nK-2\n").await.items[0].errors),
        json!([{ "column": null, "field": "name", "rule": "required" }])
    );
}

#[actix_web::test]
async fn what_is_no_sheet_is_refused() {
    let app = App::start().await;
    let owner = app.owner().await;
    let post = async |kind: &str, body: Vec<u8>| owner.send("POST", IMPORTS, &[("content-type", kind)], body).await;
    post("application/json", b"code,name\n".to_vec()).await.refused(Code::UnsupportedMedia);
    post("", b"code,name\n".to_vec()).await.refused(Code::UnsupportedMedia);
    post("application/vnd.ms-excel", b"PK\x03\x04 a workbook".to_vec()).await.refused(Code::UnsupportedMedia);
    post("application/vnd.ms-excel", b"\xd0\xcf\x11\xe0 an old one".to_vec()).await.refused(Code::UnsupportedMedia);
    post("text/csv", vec![b'a'; 64 * 1024 * 1024 + 1]).await.refused(Code::TooLarge);
    for kind in ["text/csv; charset=utf-8", "text/plain", "application/octet-stream", "text/tab-separated-values"] {
        post(kind, b"code,name\n".to_vec()).await.value(200);
    }
    for nothing in ["", "\n\n", "\u{feff}"] {
        assert_eq!(post("text/csv", nothing.into()).await.invalid(), [("columns.code".into(), Rule::Required)]);
    }
    let long = format!("code\n{}", "A\n".repeat(200_001));
    assert_eq!(send(&owner, "", long).await.invalid(), [("rows".into(), Rule::TooBig)]);
    for query in ["dry_run=maybe", "stock=all", "decimal=x", "unknown=1"] {
        send(&owner, query, "code,name\n").await.refused(Code::Malformed);
    }
}
