//! Codes to print on labels: as bars for scanners at a counter, as a square for phones.
use crate::{db::key, error::Result};
use barcoders::sym::{code128::Code128, ean13::EAN13};
use qrcode::{Color, EcLevel, QrCode};
use shared::{Code, product::Product};
use std::fmt::Write;

/// Light modules around the bars (ISO/IEC 15417, 4.3.3) and around the square (ISO/IEC 18004, 9.1).
const QUIET_BARS: usize = 10;
const QUIET_SQUARE: usize = 4;
/// Bars are drawn so high, in modules; whoever shows them stretches them.
const HEIGHT: usize = 40;

/// The bars of a product: EAN-13 where its barcode is one; else Code 128 of its barcode, or of its code.
///
/// # Errors
/// `not_found` where neither can be written in bars.
pub fn bars(product: &Product) -> Result<String> {
    let barcode = product.barcode.as_deref().unwrap_or_default();
    // A scanner that reads the code as it is compared finds the product as well.
    let code = key::of(&product.code).to_uppercase();
    let code = if product.code.is_ascii() { &product.code } else { &code };
    let modules = ean(barcode).or_else(|| code_128(barcode)).or_else(|| code_128(code)).ok_or(Code::NotFound)?;
    let width = modules.len() + 2 * QUIET_BARS;
    let mut path = String::new();
    for (x, _) in modules.iter().enumerate().filter(|(_, module)| **module == 1) {
        // Writing to a String cannot fail.
        _ = write!(path, "M{} 0h1v{HEIGHT}h-1z", x + QUIET_BARS);
    }
    Ok(drawing(width, HEIGHT, &path, "none"))
}

/// The square: the product's public page where people can reach it, else what the bars say.
///
/// # Errors
/// `not_found` when it does not fit.
pub fn square(product: &Product, public_url: Option<&str>) -> Result<String> {
    let is_shown = product.is_public && product.archived_at.is_none();
    let page = public_url.filter(|_| is_shown);
    let page = page.map(|url| format!("{}/products/{}", url.trim_end_matches('/'), product.id));
    let text = page.unwrap_or_else(|| product.barcode.clone().unwrap_or_else(|| product.code.clone()));
    let square = QrCode::with_error_correction_level(text, EcLevel::M).map_err(|_| Code::NotFound)?;
    let side = square.width();
    let mut path = String::new();
    for (at, _) in square.to_colors().iter().enumerate().filter(|(_, color)| **color == Color::Dark) {
        // Writing to a String cannot fail.
        _ = write!(path, "M{} {}h1v1h-1z", at % side + QUIET_SQUARE, at / side + QUIET_SQUARE);
    }
    Ok(drawing(side + 2 * QUIET_SQUARE, side + 2 * QUIET_SQUARE, &path, "xMidYMid"))
}

fn ean(barcode: &str) -> Option<Vec<u8>> {
    let is_ean = barcode.len() == 13 && barcode.bytes().all(|byte| byte.is_ascii_digit());
    // Refused when its check digit is another one (GS1 General Specifications, 7.9).
    is_ean.then(|| EAN13::new(barcode).ok().map(|ean| ean.encode())).flatten()
}

/// In its set B, which has all printable signs of ASCII.
fn code_128(text: &str) -> Option<Vec<u8>> {
    let is_plain = !text.is_empty() && text.bytes().all(|byte| (0x20..0x7f).contains(&byte));
    is_plain.then(|| Code128::new(format!("\u{181}{text}")).ok().map(|code| code.encode())).flatten()
}

fn drawing(width: usize, height: usize, path: &str, fit: &str) -> String {
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" preserveAspectRatio=\"{fit}\" \
         shape-rendering=\"crispEdges\"><path fill=\"#fff\" d=\"M0 0h{width}v{height}H0z\"/><path d=\"{path}\"/></svg>\n"
    )
}
