//! Text cut into runs of one script, so that each stands under the `lang` whose fonts and voices fit it.

use std::fmt::Write;

use super::ui::Ui;

/// Returns `text` as HTML for an element in the language `around`: escaped, every run of another script under its
/// own `lang`. Two shads stay together at the end of a line.
pub fn to_html(text: &str, around: Ui) -> String {
    let mut html = String::with_capacity(text.len() + 32);
    for (script, run) in runs(text) {
        let lang = match script {
            Script::Tibetan if around != Ui::Bo => Some("bo"),
            Script::Han if around != Ui::Zh => Some("zh-Hans"),
            Script::Latin if around == Ui::Bo => Some("en"),
            _ => None,
        };
        let class = if script == Script::Tibetan {
            " class=\"bo\""
        } else {
            ""
        };
        match lang {
            Some(lang) => {
                let _ = write!(html, "<span lang=\"{lang}\"{class}>");
            }
            None if script == Script::Tibetan => html.push_str("<span class=\"bo\">"),
            None => {}
        }
        escape_into(&mut html, run, script == Script::Tibetan);
        if lang.is_some() || script == Script::Tibetan {
            html.push_str("</span>");
        }
    }
    html
}

/// Returns Tibetan text as a page shows it: no line may begin with the second of two shads.
///
/// U+00A0 is put between them on output only; what is stored and copied never has it.
pub fn shads_joined(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        shown.push(c);
        if c != SHAD {
            continue;
        }
        let mut spaces = String::new();
        while let Some(space) = chars.next_if(|&c| c == ' ' || c == '\u{A0}') {
            spaces.push(space);
        }
        if chars.peek() == Some(&SHAD) {
            shown.push('\u{A0}');
        } else {
            shown.push_str(&spaces);
        }
    }
    shown
}

/// Returns the `lang` of a text that stands as a whole where no mark can be inside; empty where only the reader knows it.
pub fn html_lang(text: &str) -> &'static str {
    match text.chars().any(|c| ('\u{0F00}'..='\u{0FFF}').contains(&c)) {
        true => "bo",
        false => "",
    }
}

/// Appends `text` with the five characters that mean something in HTML written as references.
pub fn escape_into(html: &mut String, text: &str, tibetan: bool) {
    let joined;
    let text = if tibetan {
        joined = shads_joined(text);
        &joined
    } else {
        text
    };
    for c in text.chars() {
        match c {
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '&' => html.push_str("&amp;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            c => html.push(c),
        }
    }
}

const SHAD: char = '\u{0F0D}';

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Script {
    Tibetan,
    Han,
    Latin,
    /// Digits, spaces, signs: they belong to the run before them.
    Neutral,
}

fn script_of(c: char) -> Script {
    match c {
        '\u{0F00}'..='\u{0FFF}' => Script::Tibetan,
        '\u{2E80}'..='\u{2FDF}'
        | '\u{3400}'..='\u{9FFF}'
        | '\u{F900}'..='\u{FAFF}'
        | '\u{20000}'..='\u{3FFFF}' => Script::Han,
        c if c.is_alphabetic() => Script::Latin,
        _ => Script::Neutral,
    }
}

/// Cuts `text` into runs of one script. Signs go with the run before them, at the start with the one after,
/// except that Tibetan takes no sign but the spaces between its own letters.
fn runs(text: &str) -> Vec<(Script, &str)> {
    let mut runs = Vec::new();
    let (mut start, mut script, mut tibetan_end) = (0, Script::Neutral, 0);
    for (at, c) in text.char_indices() {
        let next = script_of(c);
        if next == Script::Tibetan {
            if script != Script::Tibetan {
                push(&mut runs, script, &text[start..at]);
                (start, script) = (at, Script::Tibetan);
            }
            tibetan_end = at + c.len_utf8();
            continue;
        }
        if script == Script::Tibetan && next == Script::Neutral && c.is_whitespace() {
            continue;
        }
        if script == Script::Tibetan {
            push(&mut runs, script, &text[start..tibetan_end]);
            (start, script) = (tibetan_end, next);
        } else if next != Script::Neutral && script == Script::Neutral {
            script = next;
        } else if next != Script::Neutral && next != script {
            push(&mut runs, script, &text[start..at]);
            (start, script) = (at, next);
        }
    }
    let end = if script == Script::Tibetan {
        tibetan_end
    } else {
        text.len()
    };
    push(&mut runs, script, &text[start..end]);
    push(&mut runs, Script::Neutral, &text[end..]);
    runs
}

fn push<'a>(runs: &mut Vec<(Script, &'a str)>, script: Script, run: &'a str) {
    if !run.is_empty() {
        runs.push((script, run));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(page: Ui, text: &str, html: &str) {
        assert_eq!(to_html(text, page), html);
    }

    #[test]
    fn a_choice_with_tibetan_in_it_is_tibetan() {
        for (text, lang) in [("རུ་ཚན་གཉིས་པ", "bo"), ("一组 ཀ", "bo"), ("一组", ""), ("", "")]
        {
            assert_eq!(html_lang(text), lang, "{text}");
        }
    }

    #[test]
    fn each_script_stands_under_its_own_lang() {
        check(
            Ui::Zh,
            "法院 ཁྲིམས་ཁང court",
            "法院 <span lang=\"bo\" class=\"bo\">ཁྲིམས་ཁང</span> court",
        );
        check(Ui::En, "法院 is", "<span lang=\"zh-Hans\">法院 </span>is");
        check(
            Ui::Bo,
            "法院(Q)ཀ",
            "<span lang=\"zh-Hans\">法院(</span><span lang=\"en\">Q)</span><span class=\"bo\">ཀ</span>",
        );
        check(Ui::Zh, "", "");
        check(Ui::Zh, "12–3", "12–3");
        check(Ui::Zh, "ཀ ཁ", "<span lang=\"bo\" class=\"bo\">ཀ ཁ</span>");
        check(Ui::Zh, "《ཀ།》", "《<span lang=\"bo\" class=\"bo\">ཀ།</span>》");
    }

    #[test]
    fn what_means_something_in_html_is_escaped_in_every_run() {
        check(
            Ui::En,
            "<法&ཀ>",
            "<span lang=\"zh-Hans\">&lt;法&amp;</span><span lang=\"bo\" class=\"bo\">ཀ</span>&gt;",
        );
        check(Ui::Zh, "a\"b'c", "a&quot;b&#39;c");
    }

    #[test]
    fn a_second_shad_never_begins_a_line() {
        for (text, shown) in [
            ("ཀ། །", "ཀ།\u{A0}།"),
            ("ཀ།།", "ཀ།\u{A0}།"),
            ("ཀ། ཁ", "ཀ། ཁ"),
            ("ཀ།", "ཀ།"),
        ] {
            assert_eq!(shads_joined(text), shown);
        }
    }

    #[test]
    fn no_character_is_lost_between_runs() {
        for text in ["ཀ \u{0} 法a1ཀ། །  ", "\u{0F71}\u{0F0D} 、ཀ法", "  ", "་ ་法 ་"] {
            let joined: String = runs(text).into_iter().map(|(_, run)| run).collect();
            assert_eq!(joined, text);
        }
    }
}
