//! The frame of a screen: bar, body, actions, and keyboard.

use dioxus::prelude::*;
use key_assets::icons;
use key_core::screen::Action;

use super::icon::Icon;
use crate::dispatch::Dispatch;
use crate::texts::Texts;

/// The button at the start of the bar. Both send [`Action::Back`], as Escape does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Leave {
    /// Goes one step back.
    Back,
    /// Closes the task.
    Close,
}

/// A screen. When `name` changes, the shell moves the focus to the element with `data-focus`, or else to the heading.
#[component]
pub(crate) fn Frame(
    name: &'static str,
    texts: Texts,
    children: Element,
    /// The part at the end of the bar.
    #[props(default = VNode::empty())]
    aside: Element,
    #[props(default)] centre: bool,
    /// The action of the Enter key on a keyboard, beside a keypad.
    #[props(default)]
    enter: Option<Action>,
    /// The part under the body, within reach of the thumb.
    #[props(default = VNode::empty())]
    foot: Element,
    /// Whether this is the first screen, which has a large title.
    #[props(default)]
    home: bool,
    #[props(default)] keypad: bool,
    #[props(default)] leave: Option<Leave>,
    #[props(default)] title: Option<String>,
    /// A modal sheet over the screen.
    #[props(default)]
    sheet: Option<Element>,
) -> Element {
    let dispatch = use_context::<Dispatch>();
    let under = sheet.as_ref().map(|_| "true");
    let keys = move |event: KeyboardEvent| {
        let plain = event.modifiers().difference(Modifiers::SHIFT).is_empty();
        let key = event.key();
        let entered = enter.clone().filter(|_| key == Key::Enter);
        if let Some(action) = entered.or_else(|| typed(&key, keypad, leave.is_some())).filter(|_| plain) {
            dispatch.send(action);
        }
    };
    rsx! {
        main {
            class: if keypad { "screen screen-keypad" } else { "screen" },
            lang: texts.language().tag(), tabindex: "-1", "data-screen": name, "data-leave": leave.map(|_| "true"), onkeydown: keys,
            div { class: "under", "inert": under,
                if leave.is_some() || title.is_some() {
                    header { class: if home { "bar bar-home" } else { "bar" },
                        if let Some(leave) = leave {
                            LeaveButton { leave, texts }
                        }
                        if let Some(title) = title {
                            h1 { class: "bar-title", tabindex: "-1", "{title}" }
                        }
                        {aside}
                    }
                }
                div { class: if centre { "body body-centre" } else { "body" }, {children} }
                {foot}
            }
            if let Some(sheet) = sheet {
                {sheet}
            }
        }
    }
}

/// The buttons at the foot of a screen.
#[component]
pub(crate) fn Actions(children: Element) -> Element {
    rsx! {
        footer { class: "actions", {children} }
    }
}

#[component]
fn LeaveButton(leave: Leave, texts: Texts) -> Element {
    let dispatch = use_context::<Dispatch>();
    let (svg, label) = match leave {
        Leave::Back => (icons::BACK, texts.get("action-back")),
        Leave::Close => (icons::CLOSE, texts.get("action-close")),
    };
    rsx! {
        button {
            r#type: "button",
            class: "icon-button",
            aria_label: "{label}",
            onclick: move |_| dispatch.send(Action::Back),
            Icon { svg }
        }
    }
}

/// Returns the action of a key on a keyboard.
fn typed(key: &Key, keypad: bool, leave: bool) -> Option<Action> {
    match key {
        Key::Backspace if keypad => Some(Action::Erase),
        Key::Character(text) if keypad => {
            let digit = text.parse().ok().filter(|digit| *digit <= 9 && text.len() == 1)?;
            Some(Action::Digit(digit))
        }
        Key::Escape if leave => Some(Action::Back),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::typed;
    use dioxus::prelude::Key;
    use key_core::screen::Action;

    #[test]
    fn digits_can_be_typed_on_a_keyboard() {
        let key = |text: &str| Key::Character(text.to_owned());
        assert_eq!(typed(&key("7"), true, true), Some(Action::Digit(7)));
        assert_eq!(typed(&Key::Backspace, true, false), Some(Action::Erase));
        assert_eq!(typed(&Key::Escape, false, true), Some(Action::Back));
        for (nothing, keypad) in [(key("7"), false), (key("x"), true), (key("12"), true), (key("+7"), true)] {
            assert_eq!(typed(&nothing, keypad, true), None);
        }
    }
}
