//! Sends a picture and tells how far it is, which `fetch` cannot.
use super::{Result, transport::refused};
use js_sys::Promise;
use leptos::prelude::{RwSignal, Set};
use send_wrapper::SendWrapper;
use shared::{Code, image::MAX_BYTES};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{File, ProgressEvent, XmlHttpRequest};

/// How many percent of the picture have gone out; nothing while none is being sent.
pub(crate) type Upload = RwSignal<Option<u8>>;

/// Puts the file at the path.
pub(crate) async fn put_picture(path: &str, file: File, upload: Upload) -> Result<()> {
    // 16 MB are exact in an f64.
    #[allow(clippy::cast_precision_loss)]
    if file.size() > MAX_BYTES as f64 {
        return Err(Code::TooLarge.into());
    }
    upload.set(Some(0));
    let answer = SendWrapper::new(send(format!("/api{path}"), file, upload)).await;
    upload.set(None);
    let (status, text) = answer.map_err(|_| Code::BadGateway)?;
    if (200..300).contains(&status) { Ok(()) } else { Err(refused(status, &text)) }
}

async fn send(url: String, file: File, upload: Upload) -> std::result::Result<(u16, String), JsValue> {
    let request = XmlHttpRequest::new()?;
    request.open_with_async("PUT", &url, true)?;
    let kind = Some(file.type_()).filter(|kind| !kind.is_empty());
    request.set_request_header("content-type", kind.as_deref().unwrap_or("application/octet-stream"))?;
    let progress = Closure::<dyn Fn(ProgressEvent)>::new(move |event: ProgressEvent| {
        if event.length_computable() && event.total() > 0.0 {
            // From 0 to 100.
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
            upload.set(Some((event.loaded() / event.total() * 100.0) as u8));
        }
    });
    request.upload()?.set_onprogress(Some(progress.as_ref().unchecked_ref()));
    let ended = Promise::new(&mut |resolve, _| request.set_onloadend(Some(&resolve)));
    request.send_with_opt_blob(Some(&file))?;
    JsFuture::from(ended).await?;
    // Status 0: the answer never came.
    match request.status()? {
        0 => Err(JsValue::NULL),
        status => Ok((status, request.response_text()?.unwrap_or_default())),
    }
}
