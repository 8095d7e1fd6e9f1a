//! The fields of the small forms of the registry: how each is asked for, and reading what was typed.

use std::str::FromStr;

use app::registry::rules::Day;

use super::told::Told;
use crate::input::Fields;
use crate::pages::concept_form::view::FieldView;
use crate::web::Web;
use crate::web::ui::Ui;

/// How a field is asked for.
#[derive(Debug, Clone, Copy)]
pub enum Kind {
    Line,
    /// Several lines.
    Text,
    Tibetan,
    Court,
    Day,
    /// One of a list, whose members are the translations `<group>.<word>`.
    Word(&'static str, fn() -> Vec<&'static str>),
    /// The same, or nothing.
    MayBe(&'static str, fn() -> Vec<&'static str>),
    /// Never sent back to a browser.
    Secret,
}

/// A field; its label is the translation `registry.field.<name>`.
#[derive(Debug, Clone, Copy)]
pub struct Asked {
    pub name: &'static str,
    pub kind: Kind,
    pub is_wanted: bool,
}

/// A field that has to be filled in.
pub const fn wanted(name: &'static str, kind: Kind) -> Asked {
    Asked {
        name,
        kind,
        is_wanted: true,
    }
}

/// A field that may stay empty.
pub const fn asked(name: &'static str, kind: Kind) -> Asked {
    Asked {
        name,
        kind,
        is_wanted: false,
    }
}

/// The words of a closed list.
macro_rules! words {
    ($($list:ident)::+) => { || $($list)::+::ALL.iter().map(|one| one.as_str()).collect() };
}
pub(super) use words;

/// What was typed into a form, by the names of its fields.
#[derive(Debug, Clone, Default)]
pub struct Typed(Vec<(&'static str, String)>);

impl FromIterator<(&'static str, String)> for Typed {
    fn from_iter<T: IntoIterator<Item = (&'static str, String)>>(fields: T) -> Self {
        Self(fields.into_iter().collect())
    }
}

impl Typed {
    /// Takes the fields `names`.
    pub fn take(fields: &mut Fields, names: &[&'static str]) -> Self {
        let value = |name: &&'static str| (*name, fields.text(name).unwrap_or_default());
        Self(names.iter().map(value).collect())
    }

    /// Returns what stands in a field.
    pub fn value(&self, name: &str) -> &str {
        let found = self.0.iter().find(|(field, _)| *field == name);
        found.map_or("", |(_, value)| value.trim())
    }

    /// Returns a text, unless the field is empty.
    pub fn text(&self, name: &str) -> Option<String> {
        Some(self.value(name).to_owned()).filter(|text| !text.is_empty())
    }

    /// Returns the lines of a field that are not empty.
    pub fn lines(&self, name: &str) -> Vec<String> {
        let lines = self.value(name).lines().map(str::trim);
        lines.filter(|line| !line.is_empty()).map(str::to_owned).collect()
    }

    /// Returns a text of several lines as it is kept, without what browsers add to the ends of lines.
    pub fn paragraphs(&self, name: &str) -> Option<String> {
        self.text(name).map(|text| text.replace("\r\n", "\n"))
    }

    /// Tells whether a box is ticked.
    pub fn is_ticked(&self, name: &str) -> bool {
        self.value(name) == "true"
    }
}

/// Writes digits and Latin letters of full width as the usual ones; nothing else changes.
pub fn narrow(text: &str) -> String {
    let narrow = |c: char| match c {
        '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        other => other,
    };
    text.chars().map(narrow).collect()
}

/// Reads what was typed, and says of each field what keeps it from being read.
pub struct Reading<'a> {
    pub typed: &'a Typed,
    pub told: Told,
    pub web: &'a Web,
    pub ui: Ui,
}

impl<'a> Reading<'a> {
    /// Begins to read.
    pub fn of(typed: &'a Typed, web: &'a Web, ui: Ui) -> Self {
        Self {
            typed,
            told: Told::default(),
            web,
            ui,
        }
    }

    /// Says `registry.<key>` of a field.
    pub fn say(&mut self, name: &str, key: &str) {
        self.told.say(self.web, self.ui, name, key);
    }

    /// Reads a day, if there is one.
    pub fn day(&mut self, name: &str) -> Option<Day> {
        self.read(name, "bad_day")
    }

    /// Reads what `T` is read from, if there is something; else says `registry.<key>`.
    pub fn read<T: FromStr>(&mut self, name: &str, key: &str) -> Option<T> {
        let value = self.typed.value(name);
        if value.is_empty() {
            return None;
        }
        let parsed = narrow(value).parse().ok();
        if parsed.is_none() {
            self.say(name, key);
        }
        parsed
    }

    /// Reads a member of a closed list, if one is chosen.
    pub fn word<T: FromStr>(&mut self, name: &str) -> Option<T> {
        self.read(name, "bad_choice")
    }

    /// Returns what was read of a field that has to be filled in.
    pub fn wanted<T>(&mut self, name: &str, read: Option<T>) -> Option<T> {
        if read.is_none() && self.told.of_field(name).is_none() {
            self.say(name, "missing");
        }
        read
    }
}

/// Shows the fields of the form `form` with what was typed and what is wrong.
pub fn fields(form: &str, asked: &[Asked], typed: &Typed, told: &Told) -> Vec<FieldView> {
    asked.iter().map(|one| field(form, one, typed, told)).collect()
}

fn field(form: &str, asked: &Asked, typed: &Typed, told: &Told) -> FieldView {
    let (kind, group, words, may_be_none): (_, _, Vec<&str>, _) = match asked.kind {
        Kind::Line | Kind::Tibetan | Kind::Court | Kind::Secret => ("line", "", Vec::new(), false),
        Kind::Text => ("text", "", Vec::new(), false),
        Kind::Day => ("day", "", Vec::new(), false),
        Kind::Word(group, words) => ("word", group, words(), false),
        Kind::MayBe(group, words) => ("word", group, words(), true),
    };
    let value = match asked.kind {
        Kind::Secret => String::new(),
        _ => typed.value(asked.name).to_owned(),
    };
    FieldView {
        name: asked.name.to_owned(),
        id: format!("{form}-{}", asked.name),
        label: format!("registry.field.{}", asked.name),
        kind,
        value,
        lang: matches!(asked.kind, Kind::Tibetan).then_some("bo"),
        is_wanted: asked.is_wanted,
        proposals: matches!(asked.kind, Kind::Court).then_some("courts"),
        group,
        words: words.into_iter().map(str::to_owned).collect(),
        may_be_none,
        fault: told.of_field(asked.name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_and_letters_of_full_width_are_read_and_nothing_else_changes() {
        for (typed, read) in [
            ("２０１９-１０-１４", "2019-10-14"),
            ("ｗｍｃｒ ＷＭＣＲ", "wmcr WMCR"),
            ("扎西（演示），བཀྲ་ཤིས། 12", "扎西（演示），བཀྲ་ཤིས། 12"),
        ] {
            assert_eq!(narrow(typed), read);
        }
        let web = Web::load().unwrap();
        let typed = Typed::from_iter([("on", "２０１９-１０-１４".to_owned())]);
        let day = Reading::of(&typed, &web, Ui::Zh).day("on");
        assert_eq!(day, Day::new(2019, 10, 14));
    }
}
