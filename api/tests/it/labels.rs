//! Codes to print: as a scanner and a phone would read them.
use crate::{
    app::{App, add, coffee, path},
    client::Client,
};
use shared::{
    Code,
    product::{NewProduct, Product},
};

/// Which squares of a drawing are dark, row by row.
async fn drawn(owner: &Client, product: &Product, name: &str) -> Vec<Vec<bool>> {
    let reply = owner.get(&format!("{}/{name}", path(product))).await;
    assert_eq!(reply.header("content-type"), "image/svg+xml");
    let svg = reply.text();
    let size = svg.split("viewBox=\"0 0 ").nth(1).unwrap().split('"').next().unwrap();
    let (width, height) = size.split_once(' ').unwrap();
    let mut rows = vec![vec![false; width.parse().unwrap()]; height.parse().unwrap()];
    for square in svg.rsplit("<path d=\"").next().unwrap().split('M').skip(1) {
        let (x, rest) = square.split_once(' ').unwrap();
        let (y, rest) = rest.split_once("h1v").unwrap();
        let high: usize = rest.split('h').next().unwrap().parse().unwrap();
        let (x, y): (usize, usize) = (x.parse().unwrap(), y.parse().unwrap());
        rows[y..y + high].iter_mut().for_each(|row| row[x] = true);
    }
    rows
}

/// What a phone reads in a square.
fn read(rows: &[Vec<bool>]) -> String {
    let big = |at: usize| at / 4;
    let side = rows.len() * 4;
    let mut image =
        rqrr::PreparedImage::prepare_from_greyscale(side, side, |x, y| if rows[big(y)][big(x)] { 0 } else { 255 });
    image.detect_grids()[0].decode().unwrap().1
}

#[actix_web::test]
async fn the_square_leads_to_the_public_page_or_has_the_code() {
    let app = App::with(|config| config.public_url = Some("http://bodega.example/".into())).await;
    let owner = app.owner().await;
    let shown = add(&owner, &coffee()).await;
    let expected = format!("http://bodega.example/products/{}", shown.id);
    assert_eq!(read(&drawn(&owner, &shown, "qr.svg").await), expected);
    let hidden = NewProduct { code: "CÁF-Ñ".into(), barcode: None, is_public: false, ..coffee() };
    let hidden = add(&owner, &hidden).await;
    assert_eq!(read(&drawn(&owner, &hidden, "qr.svg").await), "CÁF-Ñ");
}

#[actix_web::test]
async fn the_bars_are_those_of_the_standards() {
    let app = App::start().await;
    let owner = app.owner().await;
    let bars = async |code: &str, barcode: Option<&str>| {
        let new = NewProduct { code: code.into(), barcode: barcode.map(Into::into), ..coffee() };
        let rows = drawn(&owner, &add(&owner, &new).await, "barcode.svg").await;
        rows[0].iter().map(|dark| if *dark { '1' } else { '0' }).collect::<String>()
    };
    // GS1 General Specifications, 5.2.1: 95 modules, between guards of 101.
    let ean = bars("L-1", Some("5901234123457")).await;
    let inner = ean.trim_matches('0');
    assert_eq!((inner.len(), &inner[..10], &inner[92..]), (95, "1010001011", "101"));
    // ISO/IEC 15417: start B, 11 modules a sign, a check sign, and a stop of 13.
    let code = bars("AB-1", None).await;
    let inner = code.trim_matches('0');
    assert_eq!(
        (inner.len(), &inner[..22], &inner[inner.len() - 13..]),
        (11 * 6 + 13, "1101001000010100011000", "1100011101011")
    );
    // One that only looks like an EAN, by its last digit, is written as it is.
    assert_ne!(bars("L-2", Some("5901234123458")).await.trim_matches('0').len(), 95);
}

#[actix_web::test]
async fn what_no_bars_can_say_has_none_and_others_see_nothing() {
    let app = App::start().await;
    let (owner, stranger) = (app.owner().await, app.owner().await);
    let product = add(&owner, &NewProduct { code: "東京".into(), barcode: None, ..coffee() }).await;
    let path = path(&product);
    owner.get(&format!("{path}/barcode.svg")).await.refused(Code::NotFound);
    stranger.get(&format!("{path}/qr.svg")).await.refused(Code::NotFound);
}
