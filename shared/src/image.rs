//! Pictures as the API shows them.
use serde::{Deserialize, Serialize};

/// The most bytes of a picture sent in.
pub const MAX_BYTES: usize = 16 * 1024 * 1024;
/// Longer side of the full size, in pixels, at most.
pub const FULL_SIDE: u32 = 2048;
/// Longer side of the thumbnail, in pixels, at most.
pub const THUMBNAIL_SIDE: u32 = 320;

/// Where a picture is found, in two sizes. The addresses never change their content, so they may be kept for ever.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Image {
    /// Path of the full size: at most 2,048 pixels on the longer side.
    #[cfg_attr(feature = "openapi", schema(example = "/api/v1/images/4f1c0a7d9e2b4c55a1b2c3d4e5f60718.jpg"))]
    pub url: String,
    /// Path of the small size: at most 320 pixels on the longer side.
    #[cfg_attr(feature = "openapi", schema(example = "/api/v1/images/4f1c0a7d9e2b4c55a1b2c3d4e5f60718-320.jpg"))]
    pub thumbnail_url: String,
}

impl Image {
    /// The paths of the picture that is stored under this key (`<hash>.<extension>`).
    pub fn of_key(key: &str) -> Self {
        Self { url: format!("/api/v1/images/{key}"), thumbnail_url: format!("/api/v1/images/{}", thumbnail_key(key)) }
    }
}

/// The key of the small size beside this one.
pub fn thumbnail_key(key: &str) -> String {
    match key.rsplit_once('.') {
        Some((stem, extension)) => format!("{stem}-{THUMBNAIL_SIDE}.{extension}"),
        None => format!("{key}-{THUMBNAIL_SIDE}"),
    }
}
