//! Taking pictures in: recognised by content, decoded within limits, turned upright, made smaller and encoded again, so
//! that nothing of the file that was sent in (EXIF, GPS, whatever hides in it) is ever handed out.
use crate::{
    error::{Error, Result},
    storage::Storage,
};
use image::{
    DynamicImage, ExtendedColorType, ImageDecoder, ImageEncoder, ImageError, ImageFormat, ImageReader, Limits,
    codecs::{jpeg::JpegEncoder, webp::WebPEncoder},
    imageops::FilterType,
};
use sha2::{Digest, Sha256};
use shared::{
    Code,
    image::{FULL_SIDE, THUMBNAIL_SIDE, thumbnail_key},
};
use std::{io::Cursor, sync::Arc};
use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore},
    task,
};
use uuid::Uuid;

/// The most pixels of one side, and of the whole: what telephones make today fits.
const MAX_SIDE: u32 = 16_384;
const MAX_PIXELS: u64 = 64_000_000;
/// The most memory one decoding may take, in bytes.
const MAX_ALLOC: u64 = 256 * 1024 * 1024;
const JPEG_QUALITY: u8 = 82;

/// A picture as it is kept.
pub struct Picture {
    /// Name of the full size, made from owner and content.
    pub key: String,
    /// The full size, encoded.
    pub full: Vec<u8>,
    /// The small size, encoded.
    pub thumbnail: Vec<u8>,
}

impl Picture {
    /// Stores both sizes, before any row names them.
    pub async fn keep(&self, storage: &Storage) -> Result<()> {
        let thumbnail = thumbnail_key(&self.key);
        futures::try_join!(storage.put(&self.key, &self.full), storage.put(&thumbnail, &self.thumbnail)).map(|_| ())
    }

    /// Stores again what somebody else took for nobody's and erased, just before a row named it (see `orphans`).
    pub async fn keep_on(&self, storage: &Storage) -> Result<()> {
        let thumbnail = thumbnail_key(&self.key);
        let (full, small) = futures::try_join!(storage.has(&self.key), storage.has(&thumbnail))?;
        if full && small { Ok(()) } else { self.keep(storage).await }
    }
}

/// Takes pictures in: some may be on their way, two are worked on at a time. Each needs memory.
pub struct Images {
    places: Arc<Semaphore>,
    workers: Arc<Semaphore>,
}

impl Default for Images {
    fn default() -> Self {
        Self { places: Arc::new(Semaphore::new(16)), workers: Arc::new(Semaphore::new(2)) }
    }
}

impl Images {
    /// A place for a picture on its way, to be held until it is taken in.
    ///
    /// # Errors
    /// `busy` when there is none left.
    pub fn place(&self) -> Result<OwnedSemaphorePermit> {
        Ok(self.places.clone().try_acquire_owned().map_err(|_| Code::Busy)?)
    }

    /// Makes a picture out of a file. `owner` is the product or the person it belongs to: each has its own name for
    /// the same content, so that removing one never takes another's.
    ///
    /// # Errors
    /// `unsupported_media`, `image_unreadable` or `image_too_large`.
    pub async fn take_in(&self, owner: Uuid, file: impl AsRef<[u8]> + Send + 'static) -> Result<Picture> {
        let place = self.workers.clone().acquire_owned().await.map_err(|e| Error::Task(e.to_string()))?;
        let done = task::spawn_blocking(move || {
            let picture = make(owner, file.as_ref());
            drop(place);
            picture
        });
        Ok(done.await.map_err(|e| Error::Task(e.to_string()))??)
    }
}

fn make(owner: Uuid, file: &[u8]) -> std::result::Result<Picture, Code> {
    let full = decode(file)?;
    let opaque = !full.color().has_alpha() || full.to_rgba8().pixels().all(|pixel| pixel.0[3] == u8::MAX);
    let thumbnail = within(full.clone(), THUMBNAIL_SIDE);
    let (full, thumbnail) = (encode(&full, opaque)?, encode(&thumbnail, opaque)?);
    let hash = Sha256::new().chain_update(owner.as_bytes()).chain_update(&full).finalize();
    let name = hash[..16].iter().fold(String::new(), |name, byte| name + &format!("{byte:02x}"));
    Ok(Picture { key: format!("{name}.{}", if opaque { "jpg" } else { "webp" }), full, thumbnail })
}

/// The picture upright and no larger than it is kept.
fn decode(file: &[u8]) -> std::result::Result<DynamicImage, Code> {
    const TAKEN: [ImageFormat; 4] = [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::Gif, ImageFormat::WebP];
    let format = image::guess_format(file).map_err(|_| Code::UnsupportedMedia)?;
    if !TAKEN.contains(&format) {
        return Err(Code::UnsupportedMedia);
    }
    let mut reader = ImageReader::with_format(Cursor::new(file), format);
    let mut limits = Limits::default();
    limits.max_image_width = Some(MAX_SIDE);
    limits.max_image_height = Some(MAX_SIDE);
    limits.max_alloc = Some(MAX_ALLOC);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(|error| refusal(&error))?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > MAX_PIXELS || decoder.total_bytes() > MAX_ALLOC {
        return Err(Code::ImageTooLarge);
    }
    // A broken EXIF block only costs the rotation.
    let orientation = decoder.orientation().ok();
    let mut picture = within(DynamicImage::from_decoder(decoder).map_err(|error| refusal(&error))?, FULL_SIDE);
    orientation.inspect(|orientation| picture.apply_orientation(*orientation));
    Ok(picture)
}

fn refusal(error: &ImageError) -> Code {
    match error {
        ImageError::Limits(_) => Code::ImageTooLarge,
        _ => Code::ImageUnreadable,
    }
}

fn within(picture: DynamicImage, side: u32) -> DynamicImage {
    if picture.width().max(picture.height()) <= side {
        return picture;
    }
    // From far above, a fast average first; the good filter does the rest.
    let near =
        if picture.width().max(picture.height()) > side * 4 { picture.thumbnail(side * 2, side * 2) } else { picture };
    near.resize(side, side, FilterType::Lanczos3)
}

fn encode(picture: &DynamicImage, opaque: bool) -> std::result::Result<Vec<u8>, Code> {
    let mut out = Vec::new();
    let (width, height) = (picture.width(), picture.height());
    let written = if opaque {
        let pixels = picture.to_rgb8();
        JpegEncoder::new_with_quality(&mut out, JPEG_QUALITY).write_image(
            &pixels,
            width,
            height,
            ExtendedColorType::Rgb8,
        )
    } else {
        let pixels = picture.to_rgba8();
        WebPEncoder::new_lossless(&mut out).write_image(&pixels, width, height, ExtendedColorType::Rgba8)
    };
    written.map(|()| out).map_err(|_| Code::ImageUnreadable)
}
