//! Sends a picture, and gets one back.
use super::{
    Result,
    file::{Transfer, Upload},
};
use shared::{Code, image::MAX_BYTES};
use web_sys::Blob;

/// Puts the picture at the path.
pub(crate) async fn put_picture(path: &str, picture: &Blob, upload: Upload) -> Result<()> {
    // 16 MB are exact in an f64.
    #[allow(clippy::cast_precision_loss)]
    if picture.size() > MAX_BYTES as f64 {
        return Err(Code::TooLarge.into());
    }
    let kind = Some(picture.type_()).filter(|kind| !kind.is_empty());
    let headers = [("content-type", kind.as_deref().unwrap_or("application/octet-stream"))];
    Transfer { method: "PUT", path, headers: &headers, file: Some((picture, upload)) }.run().await.map(drop)
}

/// Gets a picture by its address as the API tells it.
pub(crate) async fn picture(url: &str) -> Result<Blob> {
    let path = url.strip_prefix("/api").ok_or(Code::NotFound)?;
    Transfer { method: "GET", path, headers: &[], file: None }.run().await
}
