//! Reads codes with the camera. Its code comes when somebody wants it.
mod decoder;
mod reader;
mod stream;

use crate::{
    components::{Dialog, Fetch, Part, Scans, button},
    i18n::lang,
};
use leptos::{html, prelude::*, task::spawn_local};
use reader::Reader;
use std::{sync::Arc, time::Duration};
use stream::{Refused, open, stop};
use wasm_bindgen_futures::JsFuture;
use wasm_split_helpers::{SplitLoaderError, wasm_split};
use web_sys::{HtmlVideoElement, MediaStream};

/// Between two looks.
const PAUSE: Duration = Duration::from_millis(80);

/// The camera in front of the page, as a part that comes later.
pub fn camera() -> Fetch {
    Box::pin(part())
}

#[wasm_split(camera, fallible)]
#[allow(clippy::unnecessary_wraps, reason = "its code may not come")]
fn part() -> Result<Part, SplitLoaderError> {
    Ok(Arc::new(|| view! { <Camera/> }.into_any()))
}

#[component]
fn Camera() -> impl IntoView {
    let (o, scans, idle) = (lang().assist(), Scans::of_page(), RwSignal::new(false));
    let close = Callback::new(move |()| scans.camera.set(false));
    view! {
        <Dialog open=scans.camera on_close=close title=o.camera>
            <Viewer/>
            <div class="actions">{button(o.close, "", None, idle, close)}</div>
        </Dialog>
    }
}

/// A camera that is looking for a code.
#[derive(Clone, Copy)]
struct Looking {
    stream: StoredValue<Option<MediaStream>, LocalStorage>,
    reader: StoredValue<Option<Reader>, LocalStorage>,
    /// Read the last time: only what is read twice is believed.
    last: StoredValue<String>,
    problem: RwSignal<Option<Refused>>,
    scans: Scans,
}

/// The picture of the camera, for as long as it is shown.
#[component]
fn Viewer() -> impl IntoView {
    let (o, video) = (lang().assist(), NodeRef::<html::Video>::new());
    let looking = Looking {
        stream: StoredValue::new_local(None),
        reader: StoredValue::new_local(None),
        last: StoredValue::new(String::new()),
        problem: RwSignal::new(None),
        scans: Scans::of_page(),
    };
    Effect::new(move || {
        if let Some(video) = video.get() {
            spawn_local(looking.begin(video));
        }
    });
    on_cleanup(move || {
        looking.stream.try_update_value(|stream| stream.iter().for_each(stop));
    });
    let text = move || match looking.problem.get() {
        None => o.camera_hint,
        Some(Refused::Denied) => o.camera_denied,
        Some(Refused::Missing) => o.camera_missing,
        Some(Refused::Insecure) => o.camera_insecure,
        Some(Refused::Broken) => o.camera_broken,
    };
    view! {
        <video node_ref=video class="viewer" playsinline muted autoplay aria-label=o.camera></video>
        <p role="status">{Signal::derive(text)}</p>
    }
}

impl Looking {
    async fn begin(self, video: HtmlVideoElement) {
        let stream = match open().await {
            Ok(stream) => stream,
            Err(refused) => return self.refuse(refused),
        };
        // Who closed it meanwhile does not want to be looked at.
        if self.stream.try_set_value(Some(stream.clone())).is_some() {
            return stop(&stream);
        }
        video.set_muted(true);
        video.set_src_object(Some(&stream));
        if let Ok(begun) = video.play() {
            // Where it does not begin, or is closed before, there is nothing to be seen, and nothing more to be done.
            spawn_local(async move { drop(JsFuture::from(begun).await) });
        }
        self.reader.try_set_value(Some(Reader::of_browser().await));
        self.look(video);
    }

    fn refuse(self, why: Refused) {
        self.problem.try_set(Some(why));
    }

    fn look(self, video: HtmlVideoElement) {
        let Some(Some(reader)) = self.reader.try_get_value() else { return };
        spawn_local(async move {
            let Ok(seen) = reader.read(&video).await else { return self.refuse(Refused::Broken) };
            if let Some(code) = seen {
                let is_sure = self.last.try_with_value(|last| *last == code) == Some(true);
                if is_sure {
                    self.scans.camera.set(false);
                    return self.scans.give(code);
                }
                self.last.try_set_value(code);
            }
            set_timeout(move || self.look(video), PAUSE);
        });
    }
}
