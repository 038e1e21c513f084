//! QR codes as SVG within a page.

use fast_qr::QRBuilder;

/// The code of `text`, without a quiet zone: the frame around it serves as one. Each run of dark modules is one stroke.
pub(super) fn svg(text: &str) -> Option<String> {
    let code = QRBuilder::new(text).build().ok()?;
    let mut path = String::new();
    for row in 0..code.size {
        let modules = &code[row];
        let mut column = 0;
        while column < code.size {
            let run = modules[column..].iter().take_while(|module| module.value()).count();
            if run > 0 {
                path.push_str(&format!("M{column} {row}h{run}v1h-{run}z"));
            }
            column += run.max(1);
        }
    }
    let size = code.size;
    Some(format!(
        r#"<svg viewBox="0 0 {size} {size}" aria-hidden="true" focusable="false"><path fill="currentColor" d="{path}"/></svg>"#
    ))
}

#[cfg(test)]
mod tests {
    use super::svg;

    #[test]
    fn a_code_is_drawn_without_styles() {
        let code = svg("https://login.example/k#AAAA").unwrap();
        assert!(code.contains("M0 0h7v1h-7z") && !code.contains("style"));
    }
}
