//! How names and queries are written for a peer: as they are, or folded and with keys beside them.

use app::ReadGlossary;
use glossary::Lang;
use text::bo::{self, phonetic};
use text::script::{Script, contains};
use text::zh::{self, pinyin};

use super::pieces::pieces;
use crate::{Application, Generated};

/// A concept as a peer gets it: what is shown of it, and what it is found by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Chinese terms, best first.
    pub zh: Vec<String>,
    /// Tibetan terms, best first.
    pub bo: Vec<String>,
}

/// How names and queries are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// As they were typed.
    Raw,
    /// Folded by the crate `text` on both sides, with keys of sound and spelling.
    ///
    /// A key begins with its kind: `w` the Tibetan that a Wylie query means, `e` Wylie by its letters alone,
    /// `p` pinyin, `s` Tibetan sound, `i` initials, `f` pinyin with what is confused made one.
    Folded,
}

impl Row {
    /// Returns every concept of `application`, in the order of their creation.
    #[must_use]
    pub fn all_of(application: &Application) -> Vec<Self> {
        let permit: app::Permit<ReadGlossary> = application.read_permit();
        let mut rows = std::collections::BTreeMap::new();
        let mut since = 0;
        loop {
            let page = application.app.list_changes(&permit, since, 5_000, true).unwrap();
            let Some(last) = page.changes.last() else { break };
            since = last.seq;
            for change in page.changes {
                if let Some(concept) = change.body {
                    let terms = |lang| concept.terms_in(lang).iter().map(|t| t.text.clone()).collect();
                    rows.insert(
                        change.id,
                        Self {
                            zh: terms(Lang::Zh),
                            bo: terms(Lang::Bo),
                        },
                    );
                }
            }
        }
        rows.into_values().collect()
    }

    /// Returns `entry` as a concept.
    #[must_use]
    pub fn of_generated(entry: &Generated) -> Self {
        Self {
            zh: vec![entry.zh.clone()],
            bo: vec![entry.bo.clone()],
        }
    }

    /// Returns what is shown of the concept: its terms, parted by `|`.
    #[must_use]
    pub fn shown(&self) -> String {
        let terms: Vec<&str> = self.zh.iter().chain(&self.bo).map(String::as_str).collect();
        terms.join("|")
    }
}

impl Form {
    /// Returns the names by which `row` is found, none twice, none empty.
    #[must_use]
    pub fn names(self, row: &Row) -> Vec<String> {
        let mut names: Vec<String> = row.zh.iter().chain(&row.bo).map(|name| self.text(name)).collect();
        names.retain(|name| !name.is_empty());
        names.sort();
        names.dedup();
        names
    }

    /// Returns the keys by which `row` is found, none twice.
    #[must_use]
    pub fn keys(self, row: &Row) -> Vec<String> {
        let mut keys = Vec::new();
        if self == Self::Folded {
            row.zh.iter().for_each(|name| add_keys_of_zh(&mut keys, name));
            for name in &row.bo {
                keys.push(format!("w {}", bo::fold(name)));
                keys.push(letters(&bo::to_ewts(name).text));
                keys.push(format!("s {}", phonetic::key(name)));
            }
        }
        keys.sort();
        keys.dedup();
        keys
    }

    /// Returns `typed` as it is compared with names.
    #[must_use]
    pub fn text(self, typed: &str) -> String {
        match self {
            Self::Raw => typed.trim().to_owned(),
            Self::Folded if contains(typed, Script::Tibetan) => bo::fold(typed),
            Self::Folded => zh::fold(typed),
        }
    }

    /// Returns the keys that `typed` means at first sight, best first: none of a text without Latin letters.
    #[must_use]
    pub fn asked_keys(self, typed: &str) -> Vec<String> {
        if self == Self::Raw || !contains(typed, Script::Latin) {
            return Vec::new();
        }
        if contains(typed, Script::Han) {
            let key = pinyin::best_key(typed);
            return vec![format!("p {}", key.full), fuzzy(&key.spaced)];
        }
        let mut keys = Vec::new();
        let tibetan = bo::from_loose_ewts(typed).text;
        if !contains(&tibetan, Script::Latin) {
            keys.push(format!("w {}", bo::fold(&tibetan)));
        }
        keys.push(letters(typed));
        let normal = pinyin::normalize(typed);
        let joined = normal.replace(' ', "");
        keys.push(format!("p {joined}"));
        keys.extend(phonetic::query(typed).iter().map(|key| format!("s {key}")));
        keys.push(format!("i {joined}"));
        keys.extend(pinyin::split(&normal).iter().map(|split| fuzzy(&split.join(" "))));
        keys
    }

    /// Returns the keys that `typed` sounds like, for when nothing has the spelling.
    #[must_use]
    pub fn sounding_keys(self, typed: &str) -> Vec<String> {
        match self {
            Self::Folded if contains(typed, Script::Tibetan) && contains(typed, Script::Han) => Vec::new(),
            Self::Folded if contains(typed, Script::Tibetan) => vec![format!("s {}", phonetic::key(typed))],
            Self::Folded if contains(typed, Script::Han) => vec![fuzzy(&pinyin::best_key(typed).spaced)],
            _ => Vec::new(),
        }
    }

    /// Returns the pieces of `typed` that may be names, longest first.
    #[must_use]
    pub fn pieces(self, typed: &str) -> Vec<String> {
        match self {
            Self::Raw => pieces(typed),
            // Both folds, because each knows only its own script.
            Self::Folded => pieces(&bo::fold(&zh::simplify(typed))),
        }
    }
}

fn add_keys_of_zh(keys: &mut Vec<String>, name: &str) {
    for key in pinyin::keys(name) {
        keys.push(format!("p {}", key.full));
        keys.push(format!("i {}", key.initials));
        keys.push(format!("i {}", key.long_initials));
        keys.push(fuzzy(&key.spaced));
    }
}

/// The letters and digits of Wylie, which is what is left of it when it is typed without care.
fn letters(wylie: &str) -> String {
    let kept = wylie.chars().filter(char::is_ascii_alphanumeric);
    let kept = kept
        .map(|c| c.to_ascii_lowercase())
        .map(|c| if c == 'v' { 'w' } else { c });
    format!("e {}", kept.collect::<String>())
}

fn fuzzy(spaced: &str) -> String {
    format!("f {}", pinyin::fuzzy_key(spaced).replace(' ', ""))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn court() -> Row {
        Row {
            zh: vec!["《法院》".into()],
            bo: vec!["ཁྲིམས་ཁང་".into()],
        }
    }

    #[test]
    fn raw_is_what_was_typed_and_has_no_keys() {
        assert_eq!(Form::Raw.names(&court()), ["ཁྲིམས་ཁང་", "《法院》"]);
        assert!(Form::Raw.keys(&court()).is_empty());
        assert_eq!(Form::Raw.text("  訴訟 "), "訴訟");
        assert!(Form::Raw.asked_keys("fayuan").is_empty());
    }

    #[test]
    fn a_folded_name_is_found_by_the_keys_that_queries_ask_for() {
        let (names, keys) = (Form::Folded.names(&court()), Form::Folded.keys(&court()));
        assert_eq!(names, ["ཁྲིམས་ཁང", "法院"]);
        let check = |typed: &str| {
            let asked = Form::Folded.asked_keys(typed);
            let sounding = Form::Folded.sounding_keys(typed);
            assert!(
                asked.iter().chain(&sounding).any(|key| keys.contains(key)),
                "{typed}: {asked:?} {sounding:?} {keys:?}"
            );
        };
        [
            "fayuan",
            "fa yuan",
            "Fǎyuàn",
            "fy",
            "huayuan",
            "khrims khang",
            "khrimskhang",
            "Khrims-Khang",
            "trimkhang",
            "法yuan",
        ]
        .into_iter()
        .for_each(check);
        ["法园", "ཕྲིམས་ཁང"].into_iter().for_each(check);
    }

    #[test]
    fn pieces_are_folded_as_names_are() {
        let pieces = Form::Folded.pieces("請問「法院」ཁྲིམས་ཁང་གི");
        assert!(
            Form::Folded
                .names(&court())
                .iter()
                .all(|name| pieces.contains(name)),
            "{pieces:?}"
        );
    }

    #[test]
    fn rows_of_an_application_have_all_its_terms() {
        let rows = Row::all_of(&Application::with_pairs(&[("法院", "ཁྲིམས་ཁང"), ("证据", "")]));
        let shown: Vec<String> = rows.iter().map(Row::shown).collect();
        assert_eq!(shown, ["法院|ཁྲིམས་ཁང", "证据"]);
    }
}
