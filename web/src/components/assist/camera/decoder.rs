//! Finds a code in a picture: those on goods (EAN and UPC), those on labels (Code 128, Code 39), and QR codes. Only browsers
//! that cannot do this by themselves load it.
use rxing::{
    BinaryBitmap, DecodeHints, Luma8LuminanceSource, Reader,
    common::HybridBinarizer,
    oned::{Code39Reader, Code128Reader, MultiFormatUPCEANReader},
    qrcode::QRCodeReader,
};
use wasm_split_helpers::{SplitLoaderError, wasm_split};

/// A picture in shades of grey, line by line.
pub struct Picture {
    shades: Vec<u8>,
    width: u32,
    height: u32,
}

impl Picture {
    /// From red, green, blue and opacity of each point, weighed as eyes do (ITU-R BT.601).
    pub fn of_colours(colours: &[u8], width: u32, height: u32) -> Self {
        let shade = |point: &[u8]| {
            let [red, green, blue] = [point[0], point[1], point[2]].map(u32::from);
            // Weights of 256 in all: no more than 255 comes out.
            #[allow(clippy::cast_possible_truncation)]
            let shade = ((red * 77 + green * 150 + blue * 29) >> 8) as u8;
            shade
        };
        Self { shades: colours.chunks_exact(4).map(shade).collect(), width, height }
    }
}

/// The code in the picture, if there is one.
#[wasm_split(decoder, fallible)]
#[allow(clippy::unnecessary_wraps, reason = "its code may not come")]
pub fn decode(picture: Picture) -> Result<Option<String>, SplitLoaderError> {
    Ok(find(picture))
}

fn find(picture: Picture) -> Option<String> {
    let source = Luma8LuminanceSource::new(picture.shades, picture.width, picture.height).ok()?;
    let mut picture = BinaryBitmap::new(HybridBinarizer::new(source));
    // Lying on its side it counts, too.
    let hints = DecodeHints { TryHarder: Some(true), ..DecodeHints::default() };
    let found = MultiFormatUPCEANReader::new(&hints)
        .decode_with_hints(&mut picture, &hints)
        .or_else(|_| Code128Reader.decode_with_hints(&mut picture, &hints))
        .or_else(|_| Code39Reader::default().decode_with_hints(&mut picture, &hints))
        .or_else(|_| QRCodeReader.decode_with_hints(&mut picture, &hints));
    found.ok().map(|found| found.getText().to_owned())
}
