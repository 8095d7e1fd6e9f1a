//! From a term section to a term, with its status, sources and contexts.

use ::glossary::{AdministrativeStatus, Context, Lang, Region, Register, Reliability, Source, Term};

use super::categories::{self, Use};
use super::entry::{EntryReader, Level, source_called};
use super::own_notes::name;
use super::report::Remark;
use crate::glossary::{cell_check, term_text, value};

/// A term whose status waits for the others of its language.
#[derive(Debug)]
pub(super) struct TermDraft {
    pub term: Term,
    /// What the file says.
    pub status: Option<AdministrativeStatus>,
    /// The file says something of its status that we have no name for.
    pub has_unknown_status: bool,
    /// What the file says.
    pub register: Option<Register>,
    /// The file names a region beside the dialect that the language may be.
    has_own_region: bool,
    /// The element of the term.
    pub at: usize,
}

/// How a value goes with what is known of a term.
enum Fit {
    Taken,
    /// The term has another one.
    Second,
    Unknown,
}

impl TermDraft {
    /// Adds a line to the remark on the term.
    pub(super) fn add_note(&mut self, line: &str) {
        match &mut self.term.note {
            Some(note) => {
                note.push('\n');
                note.push_str(line);
            }
            none => *none = Some(line.to_owned()),
        }
    }

    pub(super) fn into_term(self, status: AdministrativeStatus) -> Term {
        Term {
            administrative_status: status,
            register: self.register.unwrap_or(self.term.register),
            ..self.term
        }
    }
}

impl EntryReader<'_, '_> {
    /// Reads a term section: `termSec`, or `tig` and `ntig` of 2008. `area` is the dialect area its language names.
    pub(super) fn term_section(&mut self, index: usize, lang: Lang, area: Option<Region>) {
        self.tree.enter(index);
        let find = |parent, name| {
            let mut children = self.tree.children(parent);
            children.find(|child| self.tree.name(*child) == name)
        };
        let group = find(index, "termGrp");
        // A section has one term; a second is left to be told.
        let Some(term) = find(group.unwrap_or(index), "term") else {
            return;
        };
        let raw = self.tree.take(term);
        let drafted = match term_text::read(lang, &raw) {
            Ok(term) => term,
            Err(fault) => return self.fault(term, &raw, fault),
        };
        self.terms.push(TermDraft {
            term: Term {
                region: area,
                ..drafted
            },
            status: None,
            has_unknown_status: false,
            register: None,
            has_own_region: false,
            at: term,
        });
        self.items(index, &Level::Term(lang));
    }

    /// Takes a data category of the term that was begun last.
    pub(super) fn term_category(&mut self, index: usize, becomes: Use, lang: Lang, source: Option<String>) {
        match becomes {
            Use::Status | Use::TermType | Use::PartOfSpeech | Use::Register => {
                self.listed(index, becomes, lang)
            }
            Use::Region => self.region(index, lang),
            Use::Reliability => self.reliability(index, lang),
            Use::Context => self.context(index, source),
            Use::Source => {
                let title = self.tree.take(index).into_owned();
                if !title.is_empty() {
                    self.add_source(index, source_called(title));
                }
            }
            Use::ExternalReference => self.external_reference(index, lang),
            _ => {}
        }
    }

    /// Takes a value of a closed category; one that is not known becomes a remark.
    fn listed(&mut self, index: usize, becomes: Use, lang: Lang) {
        let said = self.text(index);
        if said.is_empty() {
            return;
        }
        let meaning = categories::meaning(becomes, said);
        let fit = meaning.map_or(Fit::Unknown, |meaning| self.fit(becomes, meaning.ours));
        let meaning = match (fit, meaning) {
            (Fit::Taken, Some(meaning)) => meaning,
            (Fit::Second, _) => return self.keep_second(index, &Level::Term(lang)),
            _ => {
                if let Some(draft) = self.terms.last_mut().filter(|_| becomes == Use::Status) {
                    draft.has_unknown_status = true;
                }
                return self.keep_as_note(index, &Level::Term(lang));
            }
        };
        let said = self.tree.take(index);
        // The name of the standard's own list is the same value; any other spelling is told of.
        let is_standard = meaning.picklist != "-" && self.tree.category(index) == meaning.picklist;
        let same: String = said.chars().filter(|c| c.is_alphanumeric()).collect();
        let ours: String = meaning.ours.chars().filter(|c| c.is_alphanumeric()).collect();
        let is_told = match becomes {
            Use::Status => !is_standard,
            _ => !same.eq_ignore_ascii_case(&ours),
        };
        if is_told {
            self.tell(Remark::ReadAs(meaning.ours), index, &said);
        }
    }

    /// Gives the last term the value called `ours`, if it has no other.
    fn fit(&mut self, becomes: Use, ours: &str) -> Fit {
        let Some(draft) = self.terms.last_mut() else {
            return Fit::Unknown;
        };
        match becomes {
            Use::Status => give(&mut draft.status, ours),
            Use::TermType => give(&mut draft.term.term_type, ours),
            Use::PartOfSpeech => give(&mut draft.term.part_of_speech, ours),
            Use::Register => give(&mut draft.register, ours),
            _ => Fit::Unknown,
        }
    }

    fn region(&mut self, index: usize, lang: Lang) {
        match (value::region(self.text(index)), self.terms.last_mut()) {
            (Ok(region), Some(draft)) => {
                let other = draft.term.region.as_ref().filter(|held| **held != region);
                if other.is_some() && draft.has_own_region {
                    return self.keep_second(index, &Level::Term(lang));
                }
                // A place is narrower than the dialect of the section, which was told where that begins.
                if let Some(dialect) = other.map(|dialect| format!("xml:lang: {}", dialect.as_str())) {
                    draft.add_note(&dialect);
                }
                draft.term.region = Some(region);
                draft.has_own_region = true;
                self.tree.take(index);
            }
            _ => self.keep_as_note(index, &Level::Term(lang)),
        }
    }

    /// Takes a reliability of the scale of ten, and keeps what the file says beside it.
    ///
    /// IATE's older excerpts count to 4, newer ones to 10, as DC-439 has it. 1 to 4 are our own levels; above, the
    /// upper half of ten is spread over the levels from 2 on.
    fn reliability(&mut self, index: usize, lang: Lang) {
        let level = match self.text(index).parse::<u8>() {
            Ok(level @ 1..=4) => Some(level),
            Ok(5 | 6) => Some(2),
            Ok(7..=9) => Some(3),
            Ok(10) => Some(4),
            _ => None,
        };
        let draft = self.terms.last_mut();
        if let Some(draft) = draft.filter(|draft| draft.term.reliability.is_none()) {
            draft.term.reliability = level.and_then(|level| Reliability::try_from(level).ok());
        }
        self.keep_as_note(index, &Level::Term(lang));
    }

    fn context(&mut self, index: usize, source: Option<String>) {
        let text = self.tree.take(index).into_owned();
        if text.is_empty() {
            return;
        }
        if let Some(fault) = cell_check::check_plain(&text) {
            return self.fault(index, &text, fault);
        }
        if let Some(draft) = self.terms.last_mut() {
            let source = source.filter(|source| !source.is_empty());
            draft.term.contexts.push(Context { text, source });
        }
    }

    fn add_source(&mut self, index: usize, source: Source) {
        if let Some(fault) = cell_check::check_plain(&source.title) {
            return self.fault(index, &source.title, fault);
        }
        if let Some(draft) = self.terms.last_mut() {
            draft.term.sources.push(source);
        }
    }

    /// Takes an address: that of the source before it in our own files, elsewhere a source of its own.
    fn external_reference(&mut self, index: usize, lang: Lang) {
        let target = self.tree.attribute(index, "target").unwrap_or_default();
        let Ok(url) = value::web_address(target) else {
            return self.keep_as_note(index, &Level::Term(lang));
        };
        self.tree.take_attribute(index, "target");
        let title = self.tree.take(index).into_owned();
        let before = self
            .terms
            .last_mut()
            .and_then(|draft| draft.term.sources.last_mut());
        match before.filter(|source| self.facts.is_ours && source.url.is_none()) {
            Some(source) => source.url = Some(url),
            None => {
                let title = if title.is_empty() { url.clone() } else { title };
                let source = Source {
                    url: Some(url),
                    ..source_called(title)
                };
                self.add_source(index, source);
            }
        }
    }

    /// Takes a note of our own on the term; `None` if it is not one that we write.
    pub(super) fn own_term_note(&mut self, name: &str, value: &str) -> Option<()> {
        let draft = self.terms.last_mut()?;
        match name {
            name::NOTE => draft.add_note(value),
            name::REGISTER => draft.register = Some(value.parse().ok()?),
            name::RELIABILITY => {
                let level = value.parse::<u8>().ok()?;
                draft.term.reliability = Some(Reliability::try_from(level).ok()?);
            }
            name::REPLACED_BY => draft.term.replaced_by = Some(value.to_owned()),
            name::LOCATOR => draft.term.sources.last_mut()?.locator = Some(value.to_owned()),
            name::COLLECTION => draft.term.sources.last_mut()?.collection = Some(value.parse().ok()?),
            _ => return None,
        }
        Some(())
    }
}

/// Puts the value called `ours` where it belongs, unless another one is there.
fn give<T: PartialEq + std::str::FromStr>(place: &mut Option<T>, ours: &str) -> Fit {
    let Ok(value) = ours.parse() else {
        return Fit::Unknown;
    };
    match place {
        Some(held) if *held != value => Fit::Second,
        place => {
            *place = Some(value);
            Fit::Taken
        }
    }
}
