//! Choosing a picture, seeing it before it goes out, and how far it is.
use super::{
    field::{Around, Label},
    picture_source::{put, sources},
};
use crate::{
    api::{self, Result, Upload},
    components::{Filled, Picture, Tick, button, element, live},
    i18n::{lang, words},
};
use leptos::prelude::*;
use shared::image::Image;
use web_sys::{Blob, File, HtmlInputElement, Url};

/// What the API takes, for the file picker.
const TAKEN: &str = "image/png,image/jpeg,image/gif,image/webp";

/// The picture of a form: the present one or the chosen one, and the box to take it away. It may come from the file picker, a
/// drop, the clipboard or a phone's camera.
#[component]
pub fn PictureField(
    current: Option<Image>,
    #[prop(into)] name: String,
    upload: Upload,
    /// Round, for people.
    #[prop(optional)]
    round: bool,
) -> impl IntoView {
    let (around, o, idle) = (Around::new("picture"), lang().photo(), RwSignal::new(false));
    let preview = RwSignal::new(None::<String>);
    let (input, camera) = (StoredValue::new(around.id()), StoredValue::new(format!("{}-camera", around.id())));
    let look = move || {
        let address = chosen(&input.get_value()).and_then(|file| Url::create_object_url_with_blob(&file).ok());
        release(preview.get_untracked());
        preview.set(address);
    };
    let take = Callback::new(move |file: Option<File>| {
        input.with_value(|input| put(input, file.as_ref()));
        look();
    });
    Effect::new(move || sources(take));
    on_cleanup(move || release(preview.try_get_untracked().flatten()));
    let removable = current.is_some();
    let shown = move || match preview.get() {
        Some(url) => Some(Image { thumbnail_url: url.clone(), url }),
        None => current.clone(),
    };
    let shoot =
        Callback::new(move |()| element::<HtmlInputElement>(&camera.get_value()).iter().for_each(|it| it.click()));
    let forget = Callback::new(move |()| take.run(None));
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
                    on:change=move |_| look()
                />
                <input
                    id=camera.get_value() type="file" accept="image/*" capture="environment" hidden
                    on:change=move |_| take.run(handed_over(&camera.get_value()))
                />
                {button(o.shoot, "camera", None, idle, shoot)}
                {live(move || preview.with(Option::is_some).then(|| button(o.forget, "", None, idle, forget)))}
                {around.below(o.hint)}
                {live(move || {
                    let done = upload.get()?.to_string();
                    Some(view! { <progress max="100" value=done aria-label=words().uploading></progress> }.into_any())
                })}
                {removable.then(|| view! { <Tick name="remove_picture" label=words().remove_picture value=false/> })}
            </div>
        </div>
    }
}

/// The file of this input, which has none then.
fn handed_over(input: &str) -> Option<File> {
    let file = chosen(input);
    if let Some(input) = element::<HtmlInputElement>(input) {
        input.set_value("");
    }
    file
}

fn chosen(input: &str) -> Option<File> {
    element::<HtmlInputElement>(input)?.files()?.get(0)
}

/// Gives the browser its memory back.
fn release(address: Option<String>) {
    if let Some(address) = address {
        // An address that is not known any more needs no release.
        let _ = Url::revoke_object_url(&address);
    }
}

/// What became of a picture: nothing, or it was changed, and this was there before.
pub enum Sent {
    /// The form says nothing of it.
    Nothing,
    /// It is another one now.
    Changed(Option<Blob>),
}

/// Does to the picture what the form says: puts the chosen one, takes the present one away, or nothing.
pub async fn send_picture(path: String, current: Option<&Image>, filled: &Filled, upload: Upload) -> Result<Sent> {
    let (file, removes) = (filled.file("picture"), filled.is_ticked("remove_picture"));
    if file.is_none() && !removes {
        return Ok(Sent::Nothing);
    }
    // Kept for the way back; where it cannot be had there is none.
    let before = match current {
        Some(image) => api::picture(&image.url).await.ok(),
        None => None,
    };
    match file {
        Some(file) => api::put_picture(&path, &file, upload).await?,
        None => api::remove_picture(&path).await?,
    }
    Ok(Sent::Changed(before))
}
