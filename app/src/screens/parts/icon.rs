//! Icons as inline elements, which load no files.

use dioxus::prelude::*;

/// An icon of `key_assets::icons`.
#[component]
pub fn Icon(svg: &'static str) -> Element {
    rsx! {
        svg {
            class: attribute(svg, "class"),
            view_box: attribute(svg, "viewBox"),
            fill: "none",
            stroke: "currentColor",
            stroke_width: attribute(svg, "stroke-width"),
            stroke_linecap: "round",
            stroke_linejoin: "round",
            "aria-hidden": "true",
            "focusable": "false",
            dangerous_inner_html: content(svg),
        }
    }
}

fn attribute(svg: &'static str, name: &str) -> &'static str {
    let head = svg.split('>').next().unwrap_or_default();
    let start = head.find(&format!(" {name}=\"")).map(|at| at + name.len() + 3);
    start.and_then(|at| head[at..].split('"').next()).unwrap_or_default()
}

fn content(svg: &'static str) -> &'static str {
    let inner = svg.split_once('>').map_or("", |(_, inner)| inner);
    inner.rsplit_once("</svg>").map_or(inner, |(inner, _)| inner)
}

#[cfg(test)]
mod tests {
    use super::{attribute, content};
    use key_assets::icons;

    #[test]
    fn an_icon_is_taken_apart_without_loss() {
        assert_eq!(attribute(icons::TICK, "class"), "tick");
        assert_eq!(attribute(icons::MARK, "viewBox"), "0 0 32 32");
        assert_eq!(attribute(icons::BACK, "stroke-width"), "2");
        assert_eq!(attribute(icons::BACK, "width"), "");
        assert!(content(icons::BACK).starts_with("<path") && content(icons::BACK).ends_with("/>"));
    }
}
