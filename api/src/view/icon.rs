//! The icons: twenty-unit outlines drawn in the colour of the text. Decoration only, so hidden from those who listen.

use std::fmt;

use askama::filters::HtmlSafe;

/// One icon; prints as an inline `svg`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Icon {
    /// Magnifying glass.
    Search,
    /// Tick in a circle.
    Check,
    /// Triangle with a mark.
    Warning,
    /// Octagon with a cross.
    Stop,
    /// Dash in a circle.
    Dash,
    /// Clock.
    Clock,
    /// Padlock.
    Lock,
    /// Pencil.
    Pencil,
    /// Arrow to the right.
    Next,
    /// Arrow to the left.
    Back,
    /// Printer.
    Print,
    /// Arrow into a tray.
    Save,
    /// Picture.
    Picture,
    /// Sheet of paper.
    Sheet,
    /// Envelope.
    Mail,
}

impl Icon {
    const fn path(self) -> &'static str {
        match self {
            Self::Search => "M8.6 2.8a5.8 5.8 0 1 0 0 11.6 5.8 5.8 0 0 0 0-11.6M13 13l4.5 4.5",
            Self::Check => {
                "M10 2.2a7.8 7.8 0 1 0 0 15.6 7.8 7.8 0 0 0 0-15.6M6.4 10.3l2.5 2.5 4.8-5.4"
            }
            Self::Warning => "M10 2.5 18.2 17H1.8zM10 8v4.2M10 14.6v.1",
            Self::Stop => {
                "M6.8 2h6.4L18 6.8v6.4L13.2 18H6.8L2 13.2V6.8zM7.2 7.2l5.6 5.6M12.8 7.2l-5.6 5.6"
            }
            Self::Dash => "M10 2.2a7.8 7.8 0 1 0 0 15.6 7.8 7.8 0 0 0 0-15.6M6.6 10h6.8",
            Self::Clock => "M10 2.2a7.8 7.8 0 1 0 0 15.6 7.8 7.8 0 0 0 0-15.6M10 5.8V10l3 2",
            Self::Lock => "M4.5 9h11v8h-11zM6.8 9V6.2a3.2 3.2 0 0 1 6.4 0V9",
            Self::Pencil => "M3 17l1-4L13.6 3.4l3 3L7 16zM11.6 5.4l3 3",
            Self::Next => "M7.5 4l6 6-6 6",
            Self::Back => "M12.5 4l-6 6 6 6",
            Self::Print => "M5.5 7V2.5h9V7M5.5 14H3V7h14v7h-2.5M5.5 11.5h9v6h-9z",
            Self::Save => "M10 3v9M6 8.5l4 4 4-4M3.5 16.5h13",
            Self::Picture => "M2.5 3.5h15v13h-15zM2.5 14l4.5-4.5 4 4 2.5-2.5 4 4M13 7v.1",
            Self::Sheet => "M5 2.5h7l3.5 3.5v11.5H5zM12 2.5V6h3.5",
            Self::Mail => "M2.5 4.5h15v11h-15zM3 5l7 6 7-6",
        }
    }
}

impl fmt::Display for Icon {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            r#"<svg class="ic" viewBox="0 0 20 20" aria-hidden="true"><path d="{}"/></svg>"#,
            self.path()
        )
    }
}

impl HtmlSafe for Icon {}
