//! Pictures to send in, good and bad ones, made here.
use image::{DynamicImage, ImageFormat, Rgb, RgbImage, Rgba, RgbaImage};
use std::io::Cursor;

/// Left half red, right half blue.
pub fn two_halves(width: u32, height: u32) -> DynamicImage {
    let colour = |x| if x < width / 2 { Rgb([255, 0, 0]) } else { Rgb([0, 0, 255]) };
    RgbImage::from_fn(width, height, |x, _| colour(x)).into()
}

/// Seen through on the left, red on the right.
pub fn half_clear(width: u32, height: u32) -> DynamicImage {
    RgbaImage::from_fn(width, height, |x, _| Rgba([255, 0, 0, if x < width / 2 { 0 } else { 255 }])).into()
}

pub fn encoded(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut out = Cursor::new(Vec::new());
    picture.write_to(&mut out, format).unwrap();
    out.into_inner()
}

pub fn png() -> Vec<u8> {
    encoded(&two_halves(40, 20), ImageFormat::Png)
}

/// Words that only the photo's EXIF block has.
pub const SECRET_PLACE: &str = "41.3851N 2.1734E behind the shop";

/// A photo as a telephone held upright makes it: lying on its side, with EXIF saying so and where it was taken.
pub fn photo_on_its_side() -> Vec<u8> {
    let jpeg = encoded(&two_halves(64, 32), ImageFormat::Jpeg);
    let exif = exif();
    let length = u16::try_from(exif.len() + 2).unwrap().to_be_bytes();
    [&jpeg[..2], &[0xFF, 0xE1], &length, &exif, &jpeg[2..]].concat()
}

/// Orientation 6 (turn right to see it upright), a description, and GPS data (Exif 2.32, 4.6).
fn exif() -> Vec<u8> {
    let count = u32::try_from(SECRET_PLACE.len()).unwrap();
    let entry = |tag: u16, kind: u16, count: u32, value: u32| {
        let bytes = [tag.to_le_bytes(), kind.to_le_bytes()].concat();
        [bytes, count.to_le_bytes().to_vec(), value.to_le_bytes().to_vec()].concat()
    };
    // 8 bytes of header, then a directory of three entries, then one of a single entry, then the description.
    let (gps, text) = (8 + 2 + 3 * 12 + 4, 8 + 2 + 3 * 12 + 4 + 2 + 12 + 4);
    let mut tiff = b"II*\0\x08\0\0\0\x03\0".to_vec();
    tiff.extend(entry(0x010E, 2, count, text));
    tiff.extend(entry(0x0112, 3, 1, 6));
    tiff.extend(entry(0x8825, 4, 1, gps));
    tiff.extend([0; 4]);
    tiff.extend([1, 0]);
    tiff.extend(entry(0x0001, 2, 2, u32::from(b'N')));
    tiff.extend([0; 4]);
    tiff.extend(SECRET_PLACE.as_bytes());
    [b"Exif\0\0".to_vec(), tiff].concat()
}

/// A PNG that says it has this many pixels; there is little behind it.
pub fn png_that_claims(width: u32, height: u32) -> Vec<u8> {
    claiming(width, height, 8, None)
}

/// The same with sixteen bits for each of red, green, blue and alpha.
pub fn deep_png_that_claims(width: u32, height: u32) -> Vec<u8> {
    claiming(width, height, 16, Some(6))
}

fn claiming(width: u32, height: u32, depth: u8, colours: Option<u8>) -> Vec<u8> {
    let mut file = png();
    file[24] = depth;
    file[25] = colours.unwrap_or(file[25]);
    file[16..20].copy_from_slice(&width.to_be_bytes());
    file[20..24].copy_from_slice(&height.to_be_bytes());
    let sum = crc(&file[12..29]);
    file[29..33].copy_from_slice(&sum.to_be_bytes());
    file
}

/// The checksum of a PNG's blocks (PNG specification, D).
fn crc(bytes: &[u8]) -> u32 {
    let step = |sum: u32| if sum & 1 == 1 { 0xEDB8_8320 ^ (sum >> 1) } else { sum >> 1 };
    !bytes.iter().fold(!0, |sum, byte| (0..8).fold(sum ^ u32::from(*byte), |sum, _| step(sum)))
}

pub fn decoded(bytes: &[u8]) -> DynamicImage {
    image::load_from_memory(bytes).unwrap()
}

/// Is this pixel of this colour, as far as JPEG is exact?
pub fn looks(picture: &DynamicImage, x: u32, y: u32, colour: [u8; 3]) -> bool {
    let pixel = picture.to_rgb8().get_pixel(x, y).0;
    pixel.iter().zip(colour).all(|(a, b)| a.abs_diff(b) < 40)
}
