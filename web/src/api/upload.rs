//! Sends a picture.
use super::{
    Result,
    file::{Transfer, Upload},
};
use shared::{Code, image::MAX_BYTES};
use web_sys::File;

/// Puts the file at the path.
pub(crate) async fn put_picture(path: &str, file: File, upload: Upload) -> Result<()> {
    // 16 MB are exact in an f64.
    #[allow(clippy::cast_precision_loss)]
    if file.size() > MAX_BYTES as f64 {
        return Err(Code::TooLarge.into());
    }
    let kind = Some(file.type_()).filter(|kind| !kind.is_empty());
    let headers = [("content-type", kind.as_deref().unwrap_or("application/octet-stream"))];
    Transfer { method: "PUT", path, headers: &headers, file: Some((&file, upload)) }.run().await.map(drop)
}
