//! Reads EWTS key by key, for an input field.

use super::read::Reader;

/// The most bytes that wait for their end; a longer word is settled as it stands.
const MAX_WAITING_BYTES: usize = 4_096;

/// A text that is being typed in EWTS and shown in Tibetan script.
///
/// What is shown is at every moment what [`from_ewts`](super::from_ewts) makes of everything typed so far. Only
/// the word at the end is read anew with each key.
///
/// ```
/// let mut field = String::new();
/// let mut typing = text::bo::LiveEwts::default();
/// for key in "bod yig".chars() {
///     typing.push(key).apply(&mut field);
/// }
/// assert_eq!(field, "བོད་ཡིག");
/// typing.backspace().unwrap().apply(&mut field);
/// assert_eq!(field, "བོད་ཡི");
/// ```
#[derive(Debug, Clone, Default)]
pub struct LiveEwts {
    /// The last character that is settled.
    settled: Option<char>,
    /// What was typed after it.
    typed: String,
    /// The same as it is shown.
    shown: String,
}

/// A change at the end of the shown text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Edit {
    /// How many characters (scalar values) to take off the end.
    pub remove: usize,
    /// What to write there.
    pub insert: String,
}

impl Edit {
    /// Makes the change in `text`.
    ///
    /// ```
    /// let mut text = "ཀཁ".to_owned();
    /// text::bo::ewts::Edit { remove: 1, insert: "ག".to_owned() }.apply(&mut text);
    /// assert_eq!(text, "ཀག");
    /// ```
    pub fn apply(&self, text: &mut String) {
        let keep = text
            .char_indices()
            .rev()
            .nth(self.remove.saturating_sub(1))
            .map_or(0, |(at, _)| at);
        text.truncate(if self.remove == 0 { text.len() } else { keep });
        text.push_str(&self.insert);
    }
}

impl LiveEwts {
    /// Takes the next key and returns what changes.
    pub fn push(&mut self, key: char) -> Edit {
        if self.is_settled_before(key) {
            self.settled = self.shown.chars().next_back().or(self.settled);
            self.typed.clear();
            self.shown.clear();
        }
        self.typed.push(key);
        self.show()
    }

    /// Takes the last key back; `None` when the word is empty and the field itself has to remove something.
    pub fn backspace(&mut self) -> Option<Edit> {
        self.typed.pop()?;
        Some(self.show())
    }

    /// Tells whether nothing after `key` can change what is shown so far.
    fn is_settled_before(&self, key: char) -> bool {
        let word_is_over = self.typed.ends_with(' ') && key != ' ' && !has_open_bracket(&self.typed);
        word_is_over || self.typed.len() > MAX_WAITING_BYTES
    }

    /// Reads the word anew and returns the difference.
    fn show(&mut self) -> Edit {
        let shown = Reader::new(&self.typed, self.settled, true).read().text;
        let common = self
            .shown
            .chars()
            .zip(shown.chars())
            .take_while(|(old, new)| old == new);
        let (count, bytes) = common.fold((0, 0), |(count, bytes), (c, _)| (count + 1, bytes + c.len_utf8()));
        let edit = Edit {
            remove: self.shown.chars().count() - count,
            insert: shown.get(bytes..).unwrap_or_default().to_owned(),
        };
        self.shown = shown;
        edit
    }
}

fn has_open_bracket(typed: &str) -> bool {
    let mut depth = 0_usize;
    let mut characters = typed.chars();
    while let Some(c) = characters.next() {
        match c {
            // A backslash takes a bracket literally.
            '\\' => {
                let mut ahead = characters.clone();
                if matches!(ahead.next(), Some('\\' | '[' | ']')) {
                    characters = ahead;
                }
            }
            '[' => depth += 1,
            ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    depth > 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(keys: &str, expect: &[&str]) {
        let (mut typing, mut field, mut seen) = (LiveEwts::default(), String::new(), Vec::new());
        for key in keys.chars() {
            typing.push(key).apply(&mut field);
            seen.push(field.clone());
        }
        assert_eq!(seen, expect);
    }

    #[test]
    fn each_key_shows_the_word_so_far() {
        check("dga' ", &["ད", "དག", "དག", "དགའ", "དགའ་"]);
        check("//_", &["།", "༎", "༎ "]);
        check("ka  k", &["ཀ", "ཀ", "ཀ་", "ཀ་", "ཀ་ཀ"]);
        check("[a b] k", &["", "a", "a ", "a b", "a b", "a b་", "a b་ཀ"]);
    }

    #[test]
    fn a_key_is_taken_back_within_the_word_only() {
        let mut typing = LiveEwts::default();
        assert_eq!(typing.backspace(), None);
        for key in "ka kh".chars() {
            typing.push(key);
        }
        assert_eq!(
            typing.backspace(),
            Some(Edit {
                remove: 1,
                insert: "ཀ".to_owned()
            })
        );
        assert_eq!(
            typing.backspace(),
            Some(Edit {
                remove: 1,
                insert: String::new()
            })
        );
        assert_eq!(typing.backspace(), None);
    }
}
