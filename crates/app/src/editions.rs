//! Editions: what is authorised, frozen under a number, so that a judgment can cite it for ever.

use access::AuthoriseGlossary;
use exchange::{Language, table_out};
use glossary::ConceptId;
use store::editions::{self, Difference, Edition};
use store::{Session, concepts};

use crate::audit::{self, AuditEvent};
use crate::editing::line_of;
use crate::{App, Error, Permit, ReadGlossary};

/// Most characters of a title.
const MAX_TITLE_CHARS: usize = 200;
/// Most characters of a remark.
const MAX_NOTE_CHARS: usize = 1_000;

/// How many concepts are compared at once for a workbook.
const PAGE: usize = 200;

/// A concept that is not the same in two editions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EditionChange {
    /// The concept.
    pub id: ConceptId,
    /// Its Chinese name in the later edition, or in the earlier one if it is gone.
    pub zh: Option<String>,
    /// Its Tibetan name there.
    pub bo: Option<String>,
    /// Its revision in the first edition; `None` if it is not there.
    pub from: Option<u64>,
    /// Its revision in the second; `None` if it is not there.
    pub to: Option<u64>,
}

impl EditionChange {
    /// Returns what became of the concept, by the name that the API uses.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match (self.from, self.to) {
            (None, _) => "added",
            (_, None) => "removed",
            _ => "changed",
        }
    }

    fn cells(self, language: Language) -> Vec<String> {
        let kind = match (language, self.kind()) {
            (Language::En, kind) => kind,
            (Language::Zh, "added") => "新增",
            (Language::Zh, "removed") => "删去",
            (Language::Zh, _) => "修改",
        };
        let revision = |number: Option<u64>| number.map(|number| number.to_string()).unwrap_or_default();
        vec![
            self.id.to_string(),
            self.zh.unwrap_or_default(),
            self.bo.unwrap_or_default(),
            kind.to_owned(),
            revision(self.from),
            revision(self.to),
        ]
    }
}

impl App {
    /// Freezes all that is authorised now as the next edition.
    ///
    /// # Errors
    /// [`Error::TitleMissing`]; [`Error::NothingAuthorised`] if there would be nothing in it.
    pub fn freeze_edition(
        &self,
        permit: &Permit<AuthoriseGlossary>,
        title: &str,
        note: Option<&str>,
    ) -> Result<Edition, Error> {
        let title = line_of(title, MAX_TITLE_CHARS);
        if title.is_empty() {
            return Err(Error::TitleMissing);
        }
        let note = note
            .map(|note| line_of(note, MAX_NOTE_CHARS))
            .filter(|note| !note.is_empty());
        let (by, at_ms) = (permit.actor().name(), self.clock.now_ms());
        let noted = self.audit_entry(permit.actor(), &AuditEvent::done("freeze-edition"))?;
        self.write_noted(move |tx| {
            let edition = editions::freeze(tx, &title, note.as_deref(), &by, at_ms)?;
            if edition.concepts == 0 {
                return Err(Error::NothingAuthorised);
            }
            audit::append(tx, &audit::on_new(&noted, "edition", edition.number.to_string()))?;
            Ok(edition)
        })
    }

    /// Lists all editions, newest first.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn list_editions(&self, _: &Permit<ReadGlossary>) -> Result<Vec<Edition>, Error> {
        Ok(self.store.read(editions::list)?)
    }

    /// Returns up to `limit` concepts with ids after `after` that are not the same in two editions, by id.
    ///
    /// # Errors
    /// [`Error::NoSuchEdition`].
    pub fn compare_editions(
        &self,
        _: &Permit<ReadGlossary>,
        (from, to): (u64, u64),
        after: Option<ConceptId>,
        limit: usize,
    ) -> Result<Vec<EditionChange>, Error> {
        self.store.read(|session| {
            for number in [from, to] {
                editions::find(session, number)?.ok_or(Error::NoSuchEdition(number))?;
            }
            let (mut changes, mut after) = (Vec::new(), after);
            // What is hidden takes no place of a page, or a page of it would look like the end of the list.
            while changes.len() < limit {
                let page = editions::differences(session, from, to, after, limit - changes.len())?;
                let Some(last) = page.last() else { break };
                after = Some(last.concept);
                for difference in page {
                    changes.extend(self.edition_change(session, difference)?);
                }
            }
            Ok(changes)
        })
    }

    /// Returns all concepts that are not the same in two editions as a workbook, with headings in `language`: an id, the
    /// names, what became of it, and both revisions.
    ///
    /// # Errors
    /// [`Error::NoSuchEdition`]; [`Error::File`] if there are more rows than a sheet has.
    pub fn compare_editions_in_workbook(
        &self,
        permit: &Permit<ReadGlossary>,
        (from, to): (u64, u64),
        language: Language,
    ) -> Result<Vec<u8>, Error> {
        let (headings, sheet) = match language {
            Language::En => (
                ["id", "zh", "bo", "change", "from_revision", "to_revision"],
                "editions",
            ),
            Language::Zh => (
                [
                    "词条编号",
                    "汉文",
                    "藏文",
                    "变动",
                    "前一版次的版本",
                    "后一版次的版本",
                ],
                "版次比较",
            ),
        };
        let (mut rows, mut after) = (Vec::new(), None);
        loop {
            let page = self.compare_editions(permit, (from, to), after, PAGE)?;
            let Some(last) = page.last() else { break };
            after = Some(last.id);
            rows.extend(page.into_iter().map(|change| change.cells(language)));
        }
        let name = format!("{sheet} {from}-{to}");
        Ok(table_out::workbook(&name, &headings, &rows)?)
    }

    /// Returns what a difference is about; `None` for what a hidden collection has, whichever edition it is in.
    fn edition_change(
        &self,
        session: &mut dyn Session,
        difference: Difference,
    ) -> Result<Option<EditionChange>, Error> {
        let number = difference.to.or(difference.from).unwrap_or_default();
        let found = concepts::find_revision(session, difference.concept, number)?;
        let seen = found.and_then(|found| self.public_view(&found.body?));
        Ok(seen.map(|seen| {
            let name = |lang| seen.preferred(lang).map(str::to_owned);
            EditionChange {
                id: difference.concept,
                zh: name(glossary::Lang::Zh),
                bo: name(glossary::Lang::Bo),
                from: difference.from,
                to: difference.to,
            }
        }))
    }
}
