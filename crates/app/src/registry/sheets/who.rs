//! What the rows of a sheet say of a person, as far as it tells one from another.

use exchange::roster::{Birth, RosterRow};

use super::desk::Desk;

/// What rows say of a person.
#[derive(Debug, Clone, Default)]
pub(super) struct Who {
    /// A guest of another province, who is nobody's person.
    pub is_guest: bool,
    pub id: Option<String>,
    pub zh: Option<String>,
    pub bo: Option<String>,
    /// The code of the court, or its words if they mean none.
    pub court: Option<String>,
    pub birth: Option<Birth>,
    pub number: Option<String>,
    pub last_four: Option<String>,
    /// The training, where only those who are on its roster can be meant.
    pub training: Option<String>,
}

impl Who {
    /// Returns the name by which it is told from others.
    pub(super) fn name(&self) -> &str {
        self.zh.as_deref().or(self.bo.as_deref()).unwrap_or_default()
    }

    /// Returns what tells it from all others in a sheet, and finds the answers to the same question again.
    pub(super) fn key(&self) -> String {
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        if self.id.is_some() {
            return format!("{}\u{1f}{}", text(&self.id), text(&self.training));
        }
        let guest = if self.is_guest { "guest" } else { "" };
        let birth = self.birth.map(|birth| birth.to_string()).unwrap_or_default();
        [
            text(&self.zh),
            text(&self.bo),
            text(&self.court),
            birth,
            text(&self.number),
            text(&self.last_four),
            text(&self.training),
            guest.to_owned(),
        ]
        .join("\u{1f}")
    }

    /// Tells whether somebody new of the same name in the same sheet is the same: clearly, perhaps, or not.
    pub(super) fn is_in_file(&self, other: &Self) -> Option<bool> {
        let differ = |one: &Option<String>, other: &Option<String>| {
            one.as_ref()
                .zip(other.as_ref())
                .is_some_and(|(one, other)| one != other)
        };
        let births = self.birth.zip(other.birth);
        let is_another = differ(&self.number, &other.number)
            || differ(&self.last_four, &other.last_four)
            || self.court != other.court
            || births.is_some_and(|(one, other)| !fit(one, other));
        (!is_another).then_some(births.is_some())
    }
}

fn fit(one: Birth, other: Birth) -> bool {
    match (one, other) {
        (Birth::On(day), birth) | (birth, Birth::On(day)) => birth.fits(day),
        (one, other) => one == other,
    }
}

/// Returns what a row says of a person; `training` is the one that it names.
pub(super) fn who(desk: &Desk, row: &RosterRow, training: Option<&String>) -> Who {
    let (person, post) = (&row.statement.person, &row.statement.post);
    let key = |name: &Option<String>| {
        let spelling = name.as_deref().and_then(|name| desk.spellings.of(name));
        spelling.map(|spelling| spelling.key.clone())
    };
    let number = person.identity_number.as_ref();
    let court = post.court.as_deref();
    let enrolment = row.statement.enrolment.id.as_ref();
    let enrolled = enrolment.and_then(|id| desk.enrolments.get(id.as_str())?.person());
    Who {
        is_guest: row.statement.enrolment.is_guest == Some(true),
        id: person.id.as_ref().or(enrolled).map(|id| id.as_str().to_owned()),
        zh: key(&person.name.zh),
        bo: key(&person.name.bo),
        court: court.map(|words| desk.courts.find(words).unwrap_or(words).to_owned()),
        birth: person.born.or(number.map(|number| Birth::On(number.born_on()))),
        number: number.map(|number| number.in_full().to_owned()),
        last_four: person.identity_last_four.clone(),
        training: training.filter(|_| desk.is_of_marks()).cloned(),
    }
}
