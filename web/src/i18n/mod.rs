//! The two languages: which one counts, and everything that is said in it.
mod edits;
mod format;
mod news;
mod notices;
mod on_demand;
mod refusal;
mod sentence;
mod sheet;
mod sheet_words;
mod words;

pub(crate) use format::Clock;
use leptos::prelude::use_context;
pub(crate) use notices::Notices;
pub(crate) use on_demand::{
    assist::AssistWords, counting::CountingWords, desk::DeskWords, door::DoorWords, form::FormWords,
    labels::LabelWords, people::OfficeWords, photo::PhotoWords, product::ProductWords, records::RecordWords,
    shelf::ShelfWords, system::SystemWords,
};
pub(crate) use sheet_words::SheetWords;
pub(crate) use words::Words;

/// A language of the pages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lang {
    /// Spanish.
    Es,
    /// English.
    #[default]
    En,
}

impl Lang {
    /// All of them.
    pub const ALL: [Lang; 2] = [Lang::Es, Lang::En];

    /// Its code (BCP 47), as in `<html lang>`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Es => "es",
            Self::En => "en",
        }
    }

    /// What its speakers call it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Es => "Español",
            Self::En => "English",
        }
    }

    /// The language of a tag such as `es`, `es-MX` or `EN_gb`.
    pub fn parse(tag: &str) -> Option<Self> {
        let code = tag.trim().split(['-', '_']).next()?.to_ascii_lowercase();
        Self::ALL.into_iter().find(|lang| lang.code() == code)
    }

    /// A person's choice wins, then the browser's best wish (RFC 9110, 12.5.4), then English.
    pub fn negotiate(cookie: Option<&str>, accept_language: Option<&str>) -> Self {
        let wished = || accept_language.and_then(best);
        cookie.and_then(Self::parse).or_else(wished).unwrap_or_default()
    }

    /// The words of this language.
    pub(crate) const fn words(self) -> &'static Words {
        Words::of(self)
    }

    /// The words of the pages about people and account; like those below, they come with their pages.
    pub(crate) const fn office(self) -> &'static OfficeWords {
        OfficeWords::of(self)
    }

    /// Those of the way in.
    pub(crate) const fn door(self) -> &'static DoorWords {
        DoorWords::of(self)
    }

    /// Those of keys and palette.
    pub(crate) const fn assist(self) -> &'static AssistWords {
        AssistWords::of(self)
    }

    /// Those of the tools of the list.
    pub(crate) const fn desk(self) -> &'static DeskWords {
        DeskWords::of(self)
    }

    /// Those of labels.
    pub(crate) const fn labels(self) -> &'static LabelWords {
        LabelWords::of(self)
    }

    /// Those of stock-takes.
    pub(crate) const fn counting(self) -> &'static CountingWords {
        CountingWords::of(self)
    }

    /// Those of the form of a product.
    pub(crate) const fn form(self) -> &'static FormWords {
        FormWords::of(self)
    }

    /// Those of choosing a picture.
    pub(crate) const fn photo(self) -> &'static PhotoWords {
        PhotoWords::of(self)
    }

    /// Those of the page of a product.
    pub(crate) const fn product(self) -> &'static ProductWords {
        ProductWords::of(self)
    }

    /// Those of journal and audit trail.
    pub(crate) const fn records(self) -> &'static RecordWords {
        RecordWords::of(self)
    }

    /// Those of the system's page.
    pub(crate) const fn system(self) -> &'static SystemWords {
        SystemWords::of(self)
    }

    /// Those of the notices to another program.
    pub(crate) const fn notices(self) -> &'static Notices {
        Notices::of(self)
    }
}

/// The known language with the highest weight; the first one of equals.
fn best(header: &str) -> Option<Lang> {
    let mut found: Option<(Lang, f32)> = None;
    for wish in header.split(',') {
        let (tag, parameters) = wish.split_once(';').unwrap_or((wish, ""));
        let weight = parameters.trim().strip_prefix("q=").map_or(Ok(1.0), str::parse).unwrap_or(0.0);
        if let Some(lang) = Lang::parse(tag)
            && weight > found.map_or(0.0, |(_, best)| best)
        {
            found = Some((lang, weight));
        }
    }
    found.map(|(lang, _)| lang)
}

/// The language of the page being shown.
pub(crate) fn lang() -> Lang {
    use_context().unwrap_or_default()
}

/// Those of the pages about people and account.
pub(crate) fn office() -> &'static OfficeWords {
    lang().office()
}

/// Those of the public catalogue.
pub(crate) fn shelf_words() -> &'static ShelfWords {
    ShelfWords::of(lang())
}

/// The words of the page being shown.
pub(crate) fn words() -> &'static Words {
    lang().words()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_choice_wins_over_the_browser_and_the_browser_over_the_default() {
        assert_eq!(Lang::negotiate(Some("en"), Some("es")), Lang::En);
        assert_eq!(Lang::negotiate(Some("fr"), Some("es-MX,es;q=0.9")), Lang::Es);
        assert_eq!(Lang::negotiate(None, Some("de-DE, de;q=0.9")), Lang::En);
        assert_eq!(Lang::negotiate(None, None), Lang::En);
    }

    #[test]
    fn the_browsers_weights_count_and_the_first_of_equals_wins() {
        assert_eq!(best("en;q=0.5, es;q=0.8"), Some(Lang::Es));
        assert_eq!(best("de, en-GB;q=0.7, es;q=0.7"), Some(Lang::En));
        assert_eq!(best("es;q=0, en;q=0.1"), Some(Lang::En));
        assert_eq!(best("es;q=x"), None);
    }
}
