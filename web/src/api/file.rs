//! Files on their way: sends one and tells how far it is, which `fetch` cannot, and takes one in with every byte it has, which
//! as a text would lose the mark by which spreadsheets know its letters.
use super::{
    Result, door,
    transport::{has_ended, refused},
};
use js_sys::Promise;
use leptos::prelude::{RwSignal, Set};
use send_wrapper::SendWrapper;
use shared::Code;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, ProgressEvent, XmlHttpRequest, XmlHttpRequestResponseType};

/// How many percent of the file have gone out; nothing while none is being sent.
pub(crate) type Upload = RwSignal<Option<u8>>;

type Js<T> = std::result::Result<T, JsValue>;

/// A request with a file in it, or for one.
pub(super) struct Transfer<'a> {
    /// The method.
    pub method: &'static str,
    /// The path at the API.
    pub path: &'a str,
    /// Headers.
    pub headers: &'a [(&'static str, &'a str)],
    /// What is sent, and who is told how far it is.
    pub file: Option<(&'a Blob, Upload)>,
}

impl Transfer<'_> {
    /// Does it; gives what comes back.
    pub async fn run(self) -> Result<Blob> {
        SendWrapper::new(async move {
            let mut answer = self.exchange().await;
            let status = answer.as_ref().map_or(0, |(status, _)| *status);
            if has_ended(status, self.path) && door::is_opened().await {
                answer = self.exchange().await;
            }
            if let Some((_, upload)) = self.file {
                upload.try_set(None);
            }
            match answer {
                Ok((status, body)) if (200..300).contains(&status) => Ok(body),
                Ok((status, body)) => Err(refused(status, &text(&body).await)),
                Err(_) => Err(self.lost().await.into()),
            }
        })
        .await
    }

    async fn exchange(&self) -> Js<(u16, Blob)> {
        let request = XmlHttpRequest::new()?;
        request.open_with_async(self.method, &format!("/api{}", self.path), true)?;
        request.set_response_type(XmlHttpRequestResponseType::Blob);
        for (name, value) in self.headers {
            request.set_request_header(name, value)?;
        }
        // Lives until the end of the exchange.
        let _progress = self.file.map(|(_, upload)| tell(&request, upload)).transpose()?;
        let ended = Promise::new(&mut |resolve, _| request.set_onloadend(Some(&resolve)));
        request.send_with_opt_blob(self.file.map(|(file, _)| file))?;
        JsFuture::from(ended).await?;
        // Status 0: the answer never came.
        match request.status()? {
            0 => Err(JsValue::NULL),
            status => Ok((status, request.response()?.dyn_into()?)),
        }
    }

    /// Why there is no answer: browsers send no file that was changed after it was chosen.
    async fn lost(&self) -> Code {
        let Some((file, _)) = self.file else { return Code::BadGateway };
        let Ok(first) = file.slice_with_i32_and_i32(0, 1) else { return Code::Malformed };
        match JsFuture::from(first.array_buffer()).await {
            Ok(_) => Code::BadGateway,
            Err(_) => Code::Malformed,
        }
    }
}

fn tell(request: &XmlHttpRequest, upload: Upload) -> Js<Closure<dyn Fn(ProgressEvent)>> {
    upload.try_set(Some(0));
    let progress = Closure::<dyn Fn(ProgressEvent)>::new(move |event: ProgressEvent| {
        if event.length_computable() && event.total() > 0.0 {
            // From 0 to 100.
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
            upload.try_set(Some((event.loaded() / event.total() * 100.0) as u8));
        }
    });
    request.upload()?.set_onprogress(Some(progress.as_ref().unchecked_ref()));
    Ok(progress)
}

/// What is in it, as far as it is text.
pub(super) async fn text(body: &Blob) -> String {
    let text = SendWrapper::new(JsFuture::from(body.text())).await;
    text.ok().and_then(|text| text.as_string()).unwrap_or_default()
}
