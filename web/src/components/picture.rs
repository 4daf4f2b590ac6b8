//! Pictures of goods and people.
use leptos::prelude::*;
use shared::image::Image;

/// A picture, or the initials of the name where there is none.
#[component]
pub fn Picture(
    image: Option<Image>,
    #[prop(into)] name: String,
    /// The full size, with the name as its text; otherwise small and beside the name, so it needs none.
    #[prop(optional)]
    large: bool,
    /// Round, for people.
    #[prop(optional)]
    round: bool,
) -> impl IntoView {
    let class = match (large, round) {
        (true, _) => "picture large",
        (false, true) => "picture round",
        (false, false) => "picture",
    };
    match image {
        Some(image) if large => view! { <img class=class src=image.url alt=name/> }.into_any(),
        Some(image) => view! { <img class=class src=image.thumbnail_url alt="" loading="lazy"/> }.into_any(),
        None => view! { <span class=class aria-hidden="true">{initials(&name)}</span> }.into_any(),
    }
}

/// The first letters of the first two words; the style makes them capitals.
fn initials(name: &str) -> String {
    let firsts = name.split_whitespace().filter_map(|word| word.chars().find(|c| c.is_alphanumeric()));
    firsts.take(2).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_are_of_two_words_at_most_and_pass_over_signs() {
        assert_eq!(initials("café molido 250 g"), "cm");
        assert_eq!(initials("  «óleo»  "), "ó");
        assert_eq!(initials(""), "");
    }
}
