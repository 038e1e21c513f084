//! The files that a browser fetches under `/assets/`.

use std::hash::{DefaultHasher, Hasher};

/// A stylesheet after the tokens in both schemes. `data-theme` of the root overrides the platform's scheme.
macro_rules! after_tokens {
    ($($sheet:literal),*) => {
        concat!(
            include_str!("../theme.css"),
            "@media (prefers-color-scheme: dark) {\n:root:not([data-theme=\"light\"]) {\n",
            include_str!("../dark.css"),
            "}\n}\n:root[data-theme=\"dark\"] {\ncolor-scheme: dark;\n",
            include_str!("../dark.css"),
            "}\n:root[data-theme=\"light\"] {\ncolor-scheme: light;\n}\n",
            $(include_str!($sheet)),*
        )
    };
}

/// The app's stylesheet, preceded by the tokens and the shared parts.
pub const APP_CSS: &str = after_tokens!("../base.css", "../app.css");

/// The stylesheet of the service's pages, preceded by the tokens and the shared parts.
pub const PAGES_CSS: &str = after_tokens!("../base.css", "../pages.css");

const THEME_CSS: &str = after_tokens!();

/// Every path that [`file()`] accepts.
pub const PATHS: [&str; 9] = [
    "app-icon.svg",
    "app.css",
    "favicon.svg",
    "fonts/OFL.txt",
    "fonts/inter-latin-ext.woff2",
    "fonts/inter-latin.woff2",
    "mark.svg",
    "pages.css",
    "theme.css",
];

/// One file to serve.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    pub bytes: &'static [u8],
    /// The value of the `Content-Type` header.
    pub content_type: &'static str,
    /// The value of the `ETag` header, including the quotes. It changes with the content.
    pub etag: String,
}

/// Returns the file at `path`, which is relative to `/assets/` and has no leading slash.
pub fn file(path: &str) -> Option<File> {
    let bytes = content(path)?;
    Some(File { bytes, content_type: content_type(path), etag: etag(bytes) })
}

fn content(path: &str) -> Option<&'static [u8]> {
    Some(match path {
        "app-icon.svg" => include_bytes!("../marks/app-icon.svg"),
        "app.css" => APP_CSS.as_bytes(),
        "favicon.svg" => include_bytes!("../marks/favicon.svg"),
        "fonts/OFL.txt" => include_bytes!("../fonts/OFL.txt"),
        "fonts/inter-latin-ext.woff2" => include_bytes!("../fonts/inter-latin-ext.woff2"),
        "fonts/inter-latin.woff2" => include_bytes!("../fonts/inter-latin.woff2"),
        "mark.svg" => include_bytes!("../marks/mark.svg"),
        "pages.css" => PAGES_CSS.as_bytes(),
        "theme.css" => THEME_CSS.as_bytes(),
        _ => return None,
    })
}

fn content_type(path: &str) -> &'static str {
    match path.rsplit('.').next() {
        Some("css") => "text/css; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("woff2") => "font/woff2",
        _ => "text/plain; charset=utf-8",
    }
}

fn etag(bytes: &[u8]) -> String {
    let mut hasher = DefaultHasher::new();
    hasher.write(bytes);
    format!("\"{:016x}\"", hasher.finish())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_listed_path_has_a_file_with_its_type() {
        for path in PATHS {
            let file = file(path).unwrap_or_else(|| panic!("{path} is missing"));
            assert!(!file.bytes.is_empty(), "{path} is empty");
            assert_eq!(file.content_type.starts_with("text/plain"), path.ends_with(".txt"), "{path}");
        }
    }

    #[test]
    fn what_is_not_listed_is_not_served() {
        for path in ["", "/app.css", "../Cargo.toml", "base.css", "fonts/"] {
            assert_eq!(file(path), None, "{path}");
        }
    }

    #[test]
    fn the_tag_changes_with_the_content() {
        assert_ne!(etag(b"a"), etag(b"b"));
        assert_eq!(etag(b"a"), etag(b"a"));
    }

    #[test]
    fn every_file_that_a_stylesheet_names_is_served() {
        for sheet in [APP_CSS, PAGES_CSS] {
            let urls: Vec<_> =
                sheet.split("url(\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
            assert!(!urls.is_empty());
            for url in urls {
                assert!(file(url).is_some(), "{url} is not served");
            }
        }
    }
}
