//! Small drawings on buttons.
use leptos::prelude::*;

/// Which icon.
#[derive(Clone, Copy)]
pub enum Shape {
    /// Put away.
    Bin,
    /// Edit.
    Pen,
    /// Take into use again.
    Back,
}

/// A small drawing; what it means is said by the button around it.
#[component]
pub fn Icon(shape: Shape) -> impl IntoView {
    let path = match shape {
        Shape::Bin => "M4 7h16M10 11v6M14 11v6M6 7l1 13h10l1-13M9 7V4h6v3",
        Shape::Pen => "M4 20h4L19 9l-4-4L4 16zM13 7l4 4",
        Shape::Back => "M4 9h10a6 6 0 0 1 0 12H9M8 5L4 9l4 4",
    };
    view! {
        <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
            <path d=path></path>
        </svg>
    }
}
