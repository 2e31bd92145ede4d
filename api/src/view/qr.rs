//! QR codes as inline pictures.

use std::fmt::Write;

use qrcode::{Color, EcLevel, QrCode};

/// The QR code of `text` as an `svg` element without colours of its own (the style sheet sets them on white), empty where
/// the text is longer than a QR code holds.
///
/// The reader is told what it is by the words beside it, so the picture is hidden from those who listen.
#[must_use]
pub fn svg(text: &str) -> String {
    let Ok(code) = QrCode::with_error_correction_level(text, EcLevel::M) else {
        return String::new();
    };
    let side = code.width();
    let mut path = String::new();
    for (y, row) in code.to_colors().chunks(side).enumerate() {
        let mut x = 0;
        for run in row.chunk_by(|a, b| a == b) {
            if run.first() == Some(&Color::Dark) {
                // Writing to a String cannot fail.
                let _ = write!(path, "M{x} {y}.5h{}", run.len());
            }
            x += run.len();
        }
    }
    format!(
        r#"<svg class="qrc" viewBox="-2 -2 {0} {0}" aria-hidden="true"><path d="{path}"/></svg>"#,
        side + 4
    )
}

#[cfg(test)]
mod tests {
    use super::svg;

    #[test]
    fn a_code_is_one_path_without_colours() {
        let drawn = svg("https://hongjian.example/verify/136011370000128");
        assert!(
            drawn.starts_with("<svg class=\"qrc\" viewBox=\"-2 -2 "),
            "{drawn}"
        );
        assert!(drawn.contains("<path d=\"M"), "{drawn}");
        assert!(!drawn.contains('#') && !drawn.contains("style"), "{drawn}");
    }

    #[test]
    fn a_text_too_long_for_a_code_gives_no_picture() {
        assert_eq!(svg(&"长".repeat(4000)), "");
    }
}
