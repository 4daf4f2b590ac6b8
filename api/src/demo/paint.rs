//! Pictures for the demo, drawn here: simple shapes on a soft ground.
use image::{ImageFormat, Rgb, RgbImage};
use std::io::Cursor;

const SIDE: u32 = 400;

/// What to draw.
#[derive(Clone, Copy)]
pub enum Shape {
    /// A bottle with a label.
    Bottle,
    /// A jar with a lid.
    Jar,
    /// A box.
    Carton,
    /// A bag.
    Bag,
    /// Something round.
    Round,
    /// A tool with a handle.
    Tool,
    /// A book.
    Book,
    /// A person.
    Face,
}

/// A rounded rectangle: middle, half width, half height, radius, and how light it is. An ellipse has all of its radius.
struct Piece(f32, f32, f32, f32, f32, f32);

/// The shape in colours of this hue (degrees), as a PNG file.
///
/// # Errors
/// When it cannot be encoded.
pub fn png(shape: Shape, hue: u16) -> image::ImageResult<Vec<u8>> {
    let ground = |y: f32| color(hue, 0.35, 0.93 - 0.13 * y);
    let mut picture = RgbImage::new(SIDE, SIDE);
    for (y, row) in picture.rows_mut().enumerate() {
        let ink = Rgb(ground(part(u32::try_from(y).unwrap_or(SIDE))));
        row.for_each(|pixel| *pixel = ink);
    }
    fill(&mut picture, &Piece(0.5, 0.86, 0.26, 0.03, 0.03, 0.70), hue, 0.25);
    for piece in pieces(shape) {
        fill(&mut picture, piece, hue, if piece.5 > 0.85 { 0.2 } else { 0.55 });
    }
    let mut file = Cursor::new(Vec::new());
    picture.write_to(&mut file, ImageFormat::Png)?;
    Ok(file.into_inner())
}

fn pieces(shape: Shape) -> &'static [Piece] {
    match shape {
        Shape::Bottle => &[
            Piece(0.5, 0.22, 0.05, 0.10, 0.02, 0.42),
            Piece(0.5, 0.13, 0.06, 0.03, 0.01, 0.30),
            Piece(0.5, 0.58, 0.15, 0.28, 0.08, 0.50),
            Piece(0.5, 0.60, 0.15, 0.11, 0.00, 0.94),
            Piece(0.42, 0.55, 0.015, 0.22, 0.015, 0.66),
        ],
        Shape::Jar => &[
            Piece(0.5, 0.58, 0.22, 0.26, 0.07, 0.58),
            Piece(0.5, 0.28, 0.20, 0.06, 0.02, 0.36),
            Piece(0.5, 0.60, 0.22, 0.10, 0.00, 0.95),
            Piece(0.36, 0.58, 0.02, 0.18, 0.02, 0.72),
        ],
        Shape::Carton => &[
            Piece(0.5, 0.52, 0.22, 0.32, 0.02, 0.55),
            Piece(0.5, 0.26, 0.22, 0.06, 0.02, 0.44),
            Piece(0.5, 0.55, 0.15, 0.12, 0.12, 0.93),
            Piece(0.5, 0.76, 0.15, 0.02, 0.02, 0.70),
        ],
        Shape::Bag => &[
            Piece(0.5, 0.55, 0.24, 0.29, 0.09, 0.52),
            Piece(0.5, 0.25, 0.17, 0.05, 0.02, 0.40),
            Piece(0.5, 0.57, 0.13, 0.13, 0.03, 0.92),
            Piece(0.5, 0.57, 0.06, 0.06, 0.06, 0.62),
        ],
        Shape::Round => &[
            Piece(0.5, 0.56, 0.29, 0.29, 0.29, 0.54),
            Piece(0.42, 0.46, 0.09, 0.07, 0.07, 0.70),
            Piece(0.5, 0.24, 0.02, 0.07, 0.02, 0.34),
            Piece(0.58, 0.21, 0.07, 0.03, 0.03, 0.42),
        ],
        Shape::Tool => &[
            Piece(0.5, 0.58, 0.045, 0.27, 0.04, 0.46),
            Piece(0.5, 0.24, 0.21, 0.08, 0.03, 0.34),
            Piece(0.70, 0.24, 0.05, 0.05, 0.05, 0.42),
            Piece(0.5, 0.72, 0.055, 0.10, 0.04, 0.62),
        ],
        Shape::Book => &[
            Piece(0.52, 0.52, 0.22, 0.32, 0.01, 0.92),
            Piece(0.49, 0.51, 0.22, 0.32, 0.02, 0.48),
            Piece(0.30, 0.51, 0.03, 0.32, 0.02, 0.38),
            Piece(0.53, 0.36, 0.13, 0.06, 0.01, 0.93),
            Piece(0.53, 0.62, 0.08, 0.08, 0.08, 0.66),
        ],
        Shape::Face => &[
            Piece(0.5, 0.92, 0.30, 0.22, 0.20, 0.50),
            Piece(0.5, 0.42, 0.17, 0.20, 0.17, 0.80),
            Piece(0.5, 0.27, 0.19, 0.10, 0.10, 0.32),
            Piece(0.43, 0.43, 0.018, 0.018, 0.018, 0.20),
            Piece(0.57, 0.43, 0.018, 0.018, 0.018, 0.20),
            Piece(0.5, 0.53, 0.06, 0.012, 0.012, 0.42),
        ],
    }
}

/// Paints a piece with a smooth edge.
fn fill(picture: &mut RgbImage, piece: &Piece, hue: u16, saturation: f32) {
    let Piece(x, y, width, height, radius, light) = *piece;
    let ink = color(hue, saturation, light);
    let span = |middle: f32, half: f32| (0..SIDE).filter(move |at| (part(*at) - middle).abs() < half + 0.01);
    for at_y in span(y, height) {
        let dy = (part(at_y) - y).abs() - height + radius;
        for at_x in span(x, width) {
            let dx = (part(at_x) - x).abs() - width + radius;
            let distance = dx.max(0.0).hypot(dy.max(0.0)) + dx.max(dy).min(0.0) - radius;
            mix(picture.get_pixel_mut(at_x, at_y), ink, (0.5 - distance * pixels()).clamp(0.0, 1.0));
        }
    }
}

fn mix(pixel: &mut Rgb<u8>, ink: [u8; 3], cover: f32) {
    for (old, new) in pixel.0.iter_mut().zip(ink) {
        *old = byte(f32::from(*old) * (1.0 - cover) + f32::from(new) * cover);
    }
}

/// A colour from hue, saturation and lightness (CSS Color Module Level 4, 7).
fn color(hue: u16, saturation: f32, light: f32) -> [u8; 3] {
    [0.0, 8.0, 4.0].map(|n| {
        let k = (n + f32::from(hue) / 30.0) % 12.0;
        byte(255.0 * (light - saturation * light.min(1.0 - light) * (k - 3.0).min(9.0 - k).clamp(-1.0, 1.0)))
    })
}

/// A pixel as a part of the side.
#[expect(clippy::cast_precision_loss, reason = "a few hundred pixels are exact")]
fn part(pixel: u32) -> f32 {
    (pixel as f32 + 0.5) / pixels()
}

#[expect(clippy::cast_precision_loss, reason = "a few hundred pixels are exact")]
const fn pixels() -> f32 {
    SIDE as f32
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to what a byte holds")]
fn byte(value: f32) -> u8 {
    value.clamp(0.0, 255.0).round() as u8
}
