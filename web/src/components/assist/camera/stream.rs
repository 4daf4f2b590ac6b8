//! The camera itself (Media Capture and Streams, W3C).
use js_sys::Reflect;
use leptos::prelude::window;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{MediaStream, MediaStreamConstraints, MediaStreamTrack};

/// Why there is no picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// The person, or the device, does not allow it.
    Denied,
    /// There is no camera.
    Missing,
    /// Browsers give no camera to pages without https.
    Insecure,
    /// What reads the codes could not be loaded.
    Broken,
}

/// Wishes for a camera that looks away from the person, sharp enough for thin bars.
const WISHES: &str = r#"{"facingMode":{"ideal":"environment"},"width":{"ideal":1280},"height":{"ideal":960}}"#;

/// Opens it; the browser asks the person.
pub async fn open() -> Result<MediaStream, Refused> {
    let devices = window().navigator().media_devices().ok().filter(|devices| !devices.is_undefined());
    let devices = devices.ok_or(Refused::Insecure)?;
    let wishes = js_sys::JSON::parse(WISHES).map_err(|_| Refused::Missing)?;
    let how = MediaStreamConstraints::new();
    how.set_video(&wishes);
    let stream = devices.get_user_media_with_constraints(&how).map_err(|why| refused(&why))?;
    let stream = JsFuture::from(stream).await.map_err(|why| refused(&why))?;
    stream.dyn_into().map_err(|_| Refused::Missing)
}

fn refused(why: &JsValue) -> Refused {
    let name = Reflect::get(why, &"name".into()).ok().and_then(|name| name.as_string());
    if name.as_deref() == Some("NotAllowedError") { Refused::Denied } else { Refused::Missing }
}

/// Closes it; its light goes out.
pub fn stop(stream: &MediaStream) {
    for track in stream.get_tracks() {
        if let Ok(track) = track.dyn_into::<MediaStreamTrack>() {
            track.stop();
        }
    }
}
