//! Pictures from elsewhere than the file picker: dropped on the page, or pasted.
use super::{changed_by_hand, element};
use leptos::{ev, prelude::*};
use web_sys::{ClipboardEvent, DataTransfer, DragEvent, File, HtmlInputElement};

/// Hands over each picture that is dropped or pasted while the form is there.
pub(super) fn sources(take: Callback<Option<File>>) {
    // What is not told to be wanted may not be dropped, and what is dropped elsewhere would replace the page.
    let over = window_event_listener(ev::dragover, |event: DragEvent| {
        if event.data_transfer().is_some_and(|dragged| dragged.types().includes(&"Files".into(), 0)) {
            event.prevent_default();
        }
    });
    let dropped = window_event_listener(ev::drop, move |event: DragEvent| {
        if let Some(file) = event.data_transfer().as_ref().and_then(first) {
            event.prevent_default();
            take.run(Some(file));
        }
    });
    let pasted = window_event_listener(ev::paste, move |event: ClipboardEvent| {
        // Tables bring a picture of themselves along with their text.
        let picture = event.clipboard_data().filter(|data| !data.types().includes(&"text/plain".into(), 0));
        if let Some(file) = picture.as_ref().and_then(first) {
            event.prevent_default();
            take.run(Some(file));
        }
    });
    on_cleanup(move || {
        over.remove();
        dropped.remove();
        pasted.remove();
    });
}

/// The first file in it, whatever it is: where it is no picture the API says so.
fn first(data: &DataTransfer) -> Option<File> {
    data.files()?.get(0)
}

/// Makes it the file of this input, or takes the chosen one away.
pub(super) fn put(input: &str, file: Option<&File>) {
    let Some(input) = element::<HtmlInputElement>(input) else { return };
    let Some(file) = file else {
        input.set_value("");
        return changed_by_hand(&input);
    };
    let files = DataTransfer::new().and_then(|data| {
        data.items().add_with_file(file)?;
        Ok(data.files())
    });
    // A browser that cannot do this has its file picker.
    if let Ok(Some(files)) = files {
        input.set_files(Some(&files));
        changed_by_hand(&input);
    }
}
