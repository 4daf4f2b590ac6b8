//! Choosing a picture, seeing it before it goes out, and how far it is.
use super::field::{Around, Label};
use crate::{
    api::{self, Result, Upload},
    components::{Filled, Picture, Tick, live},
    i18n::words,
};
use leptos::{ev::Event, prelude::*};
use shared::image::Image;
use web_sys::Url;

/// What the API takes, for the file picker.
const TAKEN: &str = "image/png,image/jpeg,image/gif,image/webp";

/// The picture of a form: the present one or the chosen one, and the box to take it away.
#[component]
pub fn PictureField(
    current: Option<Image>,
    #[prop(into)] name: String,
    upload: Upload,
    /// Round, for people.
    #[prop(optional)]
    round: bool,
) -> impl IntoView {
    let around = Around::new("picture");
    let preview = RwSignal::new(None::<String>);
    let chosen = move |event: Event| {
        let file = event_target::<web_sys::HtmlInputElement>(&event).files().and_then(|files| files.get(0));
        let address = file.and_then(|file| Url::create_object_url_with_blob(&file).ok());
        release(preview.get_untracked());
        preview.set(address);
    };
    on_cleanup(move || release(preview.try_get_untracked().flatten()));
    let removable = current.is_some();
    let shown = move || match preview.get() {
        Some(url) => Some(Image { thumbnail_url: url.clone(), url }),
        None => current.clone(),
    };
    view! {
        <div class="field wide upload">
            {live(move || Some(view! { <Picture image=shown() name=name.clone() round/> }.into_any()))}
            <div>
                <Label around label=words().picture optional=true/>
                <input
                    id=around.id()
                    name="picture"
                    type="file"
                    accept=TAKEN
                    aria-describedby=around.described_by()
                    aria-invalid=around.invalid()
                    on:change=chosen
                />
                {around.below(words().picture_hint)}
                {live(move || {
                    let done = upload.get()?.to_string();
                    Some(view! { <progress max="100" value=done aria-label=words().uploading></progress> }.into_any())
                })}
                {removable.then(|| view! { <Tick name="remove_picture" label=words().remove_picture value=false/> })}
            </div>
        </div>
    }
}

/// Gives the browser its memory back.
fn release(address: Option<String>) {
    if let Some(address) = address {
        // An address that is not known any more needs no release.
        let _ = Url::revoke_object_url(&address);
    }
}

/// Does to the picture what the form says: puts the chosen one, takes the present one away, or nothing.
pub async fn send_picture(path: String, filled: &Filled, upload: Upload) -> Result<()> {
    match filled.file("picture") {
        Some(file) => api::put_picture(&path, file, upload).await,
        None if filled.is_ticked("remove_picture") => api::remove_picture(&path).await,
        None => Ok(()),
    }
}
