//! Reading a page as a browser would, as far as the rules about scripts and languages need it.

/// Elements without an end.
const VOID: [&str; 8] = ["meta", "link", "input", "br", "img", "hr", "path", "circle"];

/// A piece of text and the language it stands under.
#[derive(Debug, PartialEq, Eq)]
pub struct Text {
    pub text: String,
    pub lang: String,
}

/// Returns the texts of a page, or of a part of one, with the `lang` of the nearest element around each.
#[track_caller]
pub fn texts(html: &str, page_lang: &str) -> Vec<Text> {
    let mut open: Vec<(String, String)> = Vec::new();
    let mut found = Vec::new();
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        let lang = open.last().map_or(page_lang, |(_, lang)| lang).to_owned();
        // A title and a field hold text alone, so they cannot say which script is which.
        let is_plain = open
            .last()
            .is_some_and(|(name, _)| name == "title" || name == "textarea");
        if !rest[..start].trim().is_empty() && !is_plain {
            found.push(Text {
                text: rest[..start].to_owned(),
                lang: lang.clone(),
            });
        }
        let end = start + rest[start..].find('>').expect("a tag without an end");
        let tag = &rest[start + 1..end];
        let name = tag
            .trim_start_matches('/')
            .split([' ', '/'])
            .next()
            .unwrap_or_default()
            .to_owned();
        if tag.starts_with('/') {
            let (opened, _) = open.pop().unwrap_or_else(|| panic!("</{name}> closes nothing"));
            assert_eq!(opened, name, "elements must be nested");
        } else if !tag.starts_with('!') && !tag.ends_with('/') && !VOID.contains(&name.as_str()) {
            open.push((name, attribute(tag, "lang").map_or(lang, str::to_owned)));
        }
        rest = &rest[end + 1..];
    }
    assert!(open.is_empty(), "left open: {open:?}");
    found
}

/// Returns the values of the attribute `name` in the page.
pub fn attributes<'a>(html: &'a str, name: &'a str) -> impl Iterator<Item = &'a str> {
    html.split('<')
        .filter_map(move |tag| attribute(tag.split('>').next().unwrap_or_default(), name))
}

/// Checks what holds for every page: each script under its own language, nothing inline, nothing from elsewhere.
#[track_caller]
pub fn check(html: &str, page_lang: &str) {
    for Text { text, lang } in texts(html, page_lang) {
        let has = |from: char, to: char| text.chars().any(|c| (from..=to).contains(&c));
        assert!(
            !has('\u{0F00}', '\u{0FFF}') || lang == "bo",
            "Tibetan under `{lang}`: {text}"
        );
        assert!(
            !has('\u{4E00}', '\u{9FFF}') || lang == "zh-Hans" || lang.is_empty(),
            "Chinese under `{lang}`: {text}"
        );
        assert!(
            !text.contains("\u{0F0D}\u{0F0D}"),
            "two shads could part at the end of a line: {text}"
        );
    }
    for name in ["style", "onclick", "onload", "onsubmit"] {
        assert_eq!(attributes(html, name).next(), None, "`{name}` is inline");
    }
    for name in ["src", "action"] {
        assert!(
            attributes(html, name).all(|value| value.starts_with('/')),
            "`{name}` leads elsewhere"
        );
    }
    if html.contains("<html") {
        assert!(html.contains(&format!("<html lang=\"{page_lang}\">")));
        assert_eq!(html.matches("<h1").count(), 1, "a page has one first heading");
    }
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let (_, after) = tag.split_once(&format!(" {name}=\""))?;
    after.split('"').next()
}

#[test]
fn texts_are_read_with_the_language_around_them() {
    let html = "<p lang=\"zh-Hans\">法<input lang=\"en\"><b lang=\"bo\">ཀ</b>院</p>";
    let read: Vec<_> = texts(html, "en")
        .into_iter()
        .map(|t| format!("{}:{}", t.lang, t.text))
        .collect();
    assert_eq!(read, ["zh-Hans:法", "bo:ཀ", "zh-Hans:院"]);
}
