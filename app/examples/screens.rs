//! Writes every sample screen in every language as a page, with the stylesheet, into the folder that is named.

use std::error::Error;
use std::fs;
use std::path::Path;

use dioxus::prelude::*;
use key_app::testing::{NOW, samples};
use key_app::{Dispatch, Shown, ShownProps};
use key_core::screen::View;
use key_protocol::language::Language;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args().nth(1).ok_or("name the folder to write to")?;
    let folder = Path::new(&folder);
    for path in key_assets::PATHS {
        let file = key_assets::file(path).ok_or("an asset is missing")?;
        write(&folder.join("assets").join(path), file.bytes)?;
    }
    for language in Language::ALL {
        for (name, view) in samples(language) {
            let page = page(language, &name, view);
            write(&folder.join(language.tag()).join(format!("{name}.html")), page.as_bytes())?;
        }
    }
    Ok(())
}

fn page(language: Language, name: &str, view: View) -> String {
    let mut dom = VirtualDom::new_with_props(Shown, ShownProps { now: NOW, view });
    dom.provide_root_context(Dispatch::new(|_| {}));
    dom.rebuild_in_place();
    let (tag, body) = (language.tag(), dioxus_ssr::render(&dom));
    format!(
        r#"<!doctype html>
<html lang="{tag}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{name}</title>
<link rel="stylesheet" href="../assets/app.css">
</head>
<body><div id="main"><div class="phone">{body}</div></div></body>
</html>
"#
    )
}

fn write(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    fs::create_dir_all(path.parent().unwrap_or(path))?;
    fs::write(path, bytes)
}
