//! Light or dark: as the system has it, unless a person has chosen. The choice stands on the document, so the first thing that
//! is painted has it.
use leptos::prelude::use_context;

/// How the pages look.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// As the system has it.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl Theme {
    /// All of them.
    pub const ALL: [Theme; 3] = [Theme::System, Theme::Light, Theme::Dark];

    /// Its name in addresses and in the cookie.
    pub const fn code(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// The one of this name.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|theme| theme.code() == code)
    }

    /// What stands on the document, if it is not left to the system.
    pub(crate) fn chosen(self) -> Option<&'static str> {
        Some(self.code()).filter(|_| self != Self::System)
    }
}

/// The one of the page being shown.
pub(crate) fn theme() -> Theme {
    use_context().unwrap_or_default()
}
