//! What reads the codes in a picture: the browser where it can (Barcode Detection API, WICG), else our own decoder.
use super::decoder::{Picture, decode};
use js_sys::{Array, Function, Promise, Reflect};
use leptos::prelude::{document, window};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use wasm_split_helpers::SplitLoaderError;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, HtmlVideoElement};

/// One of the two.
#[derive(Clone)]
pub enum Reader {
    /// The browser's.
    Browser(JsValue),
    /// Ours.
    Own,
}

impl Reader {
    /// The browser's where it reads what is on goods; some have one that reads nothing.
    pub async fn of_browser() -> Self {
        native().await.map_or(Self::Own, Self::Browser)
    }

    /// The code in what the camera shows now, if there is one.
    pub async fn read(&self, video: &HtmlVideoElement) -> Result<Option<String>, SplitLoaderError> {
        if let Self::Browser(detector) = self
            && let Ok(code) = detect(detector, video).await
        {
            return Ok(code);
        }
        match picture(video) {
            Some(picture) => decode(picture).await,
            None => Ok(None),
        }
    }
}

async fn native() -> Option<JsValue> {
    let class: Function = Reflect::get(&window(), &"BarcodeDetector".into()).ok()?.dyn_into().ok()?;
    let formats = call(&class, "getSupportedFormats", &Array::new()).await.ok()?;
    if !Array::from(&formats).includes(&"ean_13".into(), 0) {
        return None;
    }
    Reflect::construct(&class, &Array::new()).ok()
}

async fn detect(detector: &JsValue, video: &HtmlVideoElement) -> Result<Option<String>, JsValue> {
    let found = Array::from(&call(detector, "detect", &Array::of1(video)).await?);
    Ok(Reflect::get(&found.get(0), &"rawValue".into()).ok().and_then(|code| code.as_string()))
}

/// Calls what answers later.
async fn call(of: &JsValue, method: &str, arguments: &Array) -> Result<JsValue, JsValue> {
    let method: Function = Reflect::get(of, &method.into())?.dyn_into()?;
    JsFuture::from(method.apply(of, arguments)?.dyn_into::<Promise>()?).await
}

/// What the camera shows now, without its colours; nothing as long as it shows nothing.
fn picture(video: &HtmlVideoElement) -> Option<Picture> {
    let (width, height) = (video.video_width(), video.video_height());
    if width == 0 || height == 0 {
        return None;
    }
    let canvas: HtmlCanvasElement = document().create_element("canvas").ok()?.dyn_into().ok()?;
    canvas.set_width(width);
    canvas.set_height(height);
    let context: CanvasRenderingContext2d = canvas.get_context("2d").ok()??.dyn_into().ok()?;
    context.draw_image_with_html_video_element(video, 0.0, 0.0).ok()?;
    let data = context.get_image_data(0.0, 0.0, f64::from(width), f64::from(height)).ok()?.data();
    // Some browsers give its memory back late, and have little of it.
    canvas.set_width(0);
    canvas.set_height(0);
    Some(Picture::of_colours(&data, width, height))
}
