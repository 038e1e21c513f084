//! A page as a person without scripts uses it: text, links, forms.

/// A page of the service.
#[derive(Clone, Debug)]
pub struct Page {
    /// The path of the page.
    pub path: String,
    /// The HTTP status.
    pub status: u16,
    /// The HTML source.
    pub html: String,
}

/// A form of a page.
#[derive(Clone, Debug)]
pub struct Form {
    /// The path that the form is sent to.
    pub action: String,
    /// The fields that the page has filled in.
    pub hidden: Vec<(String, String)>,
    /// The names of the fields that a person fills in.
    pub open: Vec<String>,
}

impl Page {
    /// The text that a person reads, with white space collapsed.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = String::new();
        let mut rest = self.html.as_str();
        for (start, end) in [("<head", "</head>"), ("<script", "</script>"), ("<noscript", "</noscript>")] {
            if let (Some(from), Some(to)) = (rest.find(start), rest.find(end)) {
                let cut = format!("{}{}", &rest[..from], &rest[to + end.len()..]);
                return Self { html: cut, ..self.clone() }.text();
            }
        }
        while let Some(open) = rest.find('<') {
            text.push_str(&rest[..open]);
            text.push(' ');
            rest = rest[open..].split_once('>').map_or("", |(_, rest)| rest);
        }
        text.push_str(rest);
        unescape(&text).split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// Whether a person reads this text.
    #[must_use]
    pub fn shows(&self, text: &str) -> bool {
        self.text().contains(text)
    }

    /// The form that is sent to `action`.
    ///
    /// # Panics
    /// If there is none.
    #[must_use]
    pub fn form(&self, action: &str) -> Form {
        let found = self.forms().into_iter().find(|form| form.action == action);
        found.unwrap_or_else(|| {
            panic!("no form to {action} on {} ({}): {}", self.path, self.status, self.text())
        })
    }

    /// All forms.
    #[must_use]
    pub fn forms(&self) -> Vec<Form> {
        let sources = self.html.split("<form").skip(1).map(|form| form.split("</form>").next().unwrap_or(""));
        sources.map(|form| read_form(&self.path, form)).collect()
    }

    /// The first six digits in two groups, such as `416 207`.
    #[must_use]
    pub fn six_digits(&self) -> Option<String> {
        let text = self.text();
        let words: Vec<&str> = text.split(' ').collect();
        let group = |word: &str| word.len() == 3 && word.bytes().all(|byte| byte.is_ascii_digit());
        words.windows(2).find(|pair| group(pair[0]) && group(pair[1])).map(|pair| pair.concat())
    }

    /// The pairing link in the text.
    #[must_use]
    pub fn pairing_link(&self) -> Option<String> {
        let start = self.html.find("/k#")?;
        let from = self.html[..start].rfind("http")?;
        let link = self.html[from..].split(['"', '<', ' ', '\n']).next()?;
        Some(unescape(link))
    }
}

fn read_form(path: &str, source: &str) -> Form {
    let tag = source.split('>').next().unwrap_or("");
    let action = attribute(tag, "action").unwrap_or_else(|| path.to_owned());
    let fields =
        || source.split('<').filter(|tag| ["input ", "button "].iter().any(|name| tag.starts_with(name)));
    let hidden = fields().filter(|tag| attribute(tag, "type").as_deref() == Some("hidden"));
    let open = fields()
        .filter(|tag| tag.starts_with("input") && attribute(tag, "type").as_deref() != Some("hidden"));
    Form {
        action,
        hidden: hidden
            .filter_map(|tag| Some((attribute(tag, "name")?, attribute(tag, "value").unwrap_or_default())))
            .collect(),
        open: open.filter_map(|tag| attribute(tag, "name")).collect(),
    }
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
    rest.split('"').next().map(unescape)
}

fn unescape(text: &str) -> String {
    let named =
        [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&#x27;", "'"), ("&#34;", "\"")];
    named.iter().fold(text.to_owned(), |text, (from, to)| text.replace(from, to)).replace("&amp;", "&")
}
