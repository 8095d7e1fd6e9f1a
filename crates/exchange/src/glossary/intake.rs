//! Where rows of every format arrive: good ones are handed on unless they repeat an earlier one, bad ones kept with their
//! reasons.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::Arc;

use ::glossary::{Concept, ConceptId, Fingerprint, Fingerprinting, Lang};

use super::{Contribution, Guess, ReadOptions, Reading, Rejection, Row, name_replacements};
use crate::issue::Fault;
use crate::{Extent, Issue, Place, SheetSummary, codes};

/// After so many bad rows something is wrong with the whole file, and a longer list helps nobody.
const MAX_REJECTIONS: usize = 10_000;

/// Collects what is read of one file.
pub(crate) struct Intake<'a> {
    pub file: Arc<str>,
    pub options: &'a ReadOptions,
    pub reading: Reading,
    /// Who gets the rows that can be used.
    taker: &'a mut dyn FnMut(Row),
    /// What is unusual about the row that is being taken.
    warnings: Vec<Issue>,
    /// What was stated before, and where first.
    stated: HashMap<Fingerprint, Spot>,
}

/// Where a row stands, in as little as can be: there is one for each row of the file.
#[derive(Debug, Clone, Copy)]
struct Spot {
    sheet: usize,
    line: Option<u32>,
    character: Option<u32>,
}

/// Whether to go on reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Next {
    Continue,
    Stop,
}

impl<'a> Intake<'a> {
    pub(crate) fn new(file: &str, options: &'a ReadOptions, taker: &'a mut dyn FnMut(Row)) -> Self {
        Self {
            file: file.into(),
            options,
            reading: Reading::default(),
            taker,
            warnings: Vec::new(),
            stated: HashMap::new(),
        }
    }

    /// Begins a sheet.
    pub(crate) fn open_sheet(&mut self, sheet: SheetSummary) {
        self.reading.sheets.push(sheet);
    }

    /// Takes one row of the sheet that was opened last, whose Chinese term would stand at `zh` under that heading.
    pub(crate) fn take(
        &mut self,
        place: Place,
        (zh, heading): (Place, Option<&str>),
        raw: Vec<String>,
        mut said: Result<Contribution, Vec<Issue>>,
    ) -> Next {
        if let Ok(contribution) = &mut said {
            self.warnings
                .extend(without_chinese(&contribution.concept, zh, heading));
            let guesses = name_replacements(Arc::make_mut(&mut contribution.concept));
            let told =
                |guess: Guess| Issue::new(place.clone(), None, &guess.text, guess.fault(), Extent::Row);
            self.warnings.extend(guesses.into_iter().map(told));
        }
        self.take_reported(place, raw, said)
    }

    /// Takes one row of a file whose reader tells itself what is unusual about it.
    pub(crate) fn take_reported(
        &mut self,
        place: Place,
        raw: Vec<String>,
        said: Result<Contribution, Vec<Issue>>,
    ) -> Next {
        let warnings = std::mem::take(&mut self.warnings);
        let sheet = self.reading.sheets.len().saturating_sub(1);
        if let Some(summary) = self.reading.sheets.last_mut() {
            summary.rows += 1;
        }
        let issues = match said.map(|contribution| (self.repeats(&place, sheet, &contribution), contribution))
        {
            Ok((None, contribution)) => {
                self.reading.warnings.extend(warnings);
                (self.taker)(Row {
                    place,
                    sheet,
                    raw,
                    contribution,
                });
                return Next::Continue;
            }
            Ok((Some(issue), _)) => vec![issue],
            Err(issues) => issues,
        };
        self.reading.issues.extend(issues.iter().cloned());
        if self.reading.rejections.len() >= MAX_REJECTIONS {
            let wrong = (
                format!("more than {MAX_REJECTIONS} rows are bad; the rest was not read"),
                format!("错误行超过 {MAX_REJECTIONS} 行，其余未读取"),
            );
            let hint = (
                "correct what they have in common and try again",
                "请先改正它们共同的错误，再重新导入",
            );
            let fault = Fault::new(codes::TOO_MANY_ISSUES, wrong, hint);
            self.reading
                .issues
                .push(Issue::new(place, None, "", fault, Extent::Sheet));
            return Next::Stop;
        }
        self.reading.rejections.push(Rejection {
            place,
            sheet,
            raw,
            issues,
        });
        Next::Continue
    }

    /// Returns an issue if `contribution` states a pair that the same source has stated before.
    fn repeats(&mut self, place: &Place, sheet: usize, contribution: &Contribution) -> Option<Issue> {
        let spot = Spot {
            sheet,
            line: place.line,
            character: place.character,
        };
        let first = match self.stated.entry(statement(contribution)) {
            Entry::Occupied(first) => *first.get(),
            Entry::Vacant(entry) => {
                entry.insert(spot);
                return None;
            }
        };
        let sheet = self.reading.sheets.get(first.sheet);
        let first = Place {
            line: first.line,
            character: first.character,
            ..Place::of_sheet(&self.file, sheet.and_then(|sheet| sheet.name.as_ref()))
        };
        let terms: Vec<&str> = contribution
            .concept
            .terms
            .iter()
            .map(|term| term.text.as_str())
            .collect();
        let wrong = (
            format!("stands in the file before, at {first}, with the same source"),
            format!("在文件中已经有过（{first}），出处相同"),
        );
        let hint = (
            "remove one of the two, or give the source in which they differ",
            "请删去其中一行，或写明不同的出处",
        );
        let fault = Fault::new(codes::DUPLICATE_ROW, wrong, hint);
        Some(Issue::new(
            place.clone(),
            None,
            &terms.join(" | "),
            fault,
            Extent::Row,
        ))
    }
}

/// Returns a warning if `concept` has no Chinese. Such a row may be meant, and finds its concept by its Tibetan; more
/// often the cell was forgotten.
fn without_chinese(concept: &Concept, place: Place, heading: Option<&str>) -> Option<Issue> {
    if concept.terms.iter().any(|term| term.lang == Lang::Zh) {
        return None;
    }
    let text = concept.terms.first().map_or("", |term| term.text.as_str());
    let wrong = (
        "stands without Chinese, and is taken as Tibetan alone",
        "没有汉文，只按藏文收入",
    );
    let hint = ("fill in the Chinese, if there is any", "如有汉文，请填写");
    let fault = Fault::new(codes::WITHOUT_CHINESE, wrong, hint);
    Some(Issue::new(place, heading, text, fault, Extent::Row))
}

/// Returns what two rows have in common when the second says nothing new.
fn statement(contribution: &Contribution) -> Fingerprint {
    let mut statement = Fingerprinting::default();
    each_part(contribution, &mut |part| statement.add(part));
    statement.finish()
}

/// Calls `part` with each part of what a row states: terms with region, register and sources, and the number in a list,
/// since lists hold the same name at two levels. English counts only where it stands alone.
fn each_part(contribution: &Contribution, part: &mut dyn FnMut(&str)) {
    // Two rows that name two concepts are no repetition, whatever they say: names occur twice in official lists.
    if let Some(id) = contribution.id.map(ConceptId::number) {
        part(&id.to_string());
    }
    let concept = &contribution.concept;
    let is_english = concept.terms.iter().all(|term| term.lang == Lang::En);
    for term in concept
        .terms
        .iter()
        .filter(|term| is_english || term.lang != Lang::En)
    {
        part(term.lang.as_str());
        part(&term.key());
        part(term.region.as_ref().map_or("", |region| region.as_str()));
        part(term.register.as_str());
        for source in &term.sources {
            part(&source.title);
            part(source.url.as_deref().unwrap_or_default());
            part(source.locator.as_deref().unwrap_or_default());
        }
    }
    for membership in &concept.memberships {
        part(membership.collection.as_str());
        part(membership.number.as_deref().unwrap_or_default());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ::glossary::{Region, Source, Term};

    fn statement(concept: &Concept) -> Fingerprint {
        super::statement(&Contribution {
            id: None,
            concept: concept.clone().into(),
            broader: None,
            replaces: Vec::new(),
        })
    }

    fn pair(zh: &str, bo: &str) -> Concept {
        let mut concept = Concept::draft();
        concept.terms = vec![Term::new(Lang::Zh, zh).unwrap(), Term::new(Lang::Bo, bo).unwrap()];
        concept
    }

    fn from_source(title: &str, locator: &str) -> Concept {
        let mut concept = pair("法院", "ཁྲིམས་ཁང");
        let locator = Some(locator.to_owned());
        concept.terms[1].sources = vec![Source {
            title: title.to_owned(),
            url: None,
            locator,
            collection: None,
        }];
        concept
    }

    #[test]
    fn spelling_of_the_edges_does_not_make_a_new_statement() {
        assert_eq!(
            statement(&pair("法院", "ཁྲིམས་ཁང")),
            statement(&pair(" 法院", "ཁྲིམས་ཁང་།"))
        );
        assert_ne!(
            statement(&pair("法院", "ཁྲིམས་ཁང")),
            statement(&pair("法院", "ཁྲིམས་ར"))
        );
    }

    #[test]
    fn source_region_and_number_make_a_new_statement() {
        let mut amdo = pair("法院", "ཁྲིམས་ཁང");
        amdo.terms[1].region = Some(Region::try_from("amdo".to_owned()).unwrap());
        let mut numbered = pair("法院", "ཁྲིམས་ཁང");
        let number = Some("8(1)".to_owned());
        numbered.memberships = vec![::glossary::Membership {
            collection: "causes".parse().unwrap(),
            number,
        }];
        let different = [
            pair("法院", "ཁྲིམས་ཁང"),
            from_source("a", "1"),
            from_source("a", "2"),
            from_source("b", "1"),
            amdo,
            numbered,
        ];
        for (n, one) in different.iter().enumerate() {
            assert!(
                different
                    .iter()
                    .skip(n + 1)
                    .all(|other| statement(one) != statement(other)),
                "{one:?}"
            );
        }
        let english = |text| {
            let mut concept = Concept::draft();
            concept.terms = vec![Term::new(Lang::En, text).unwrap()];
            concept
        };
        assert_ne!(statement(&english("court")), statement(&english("judge")));
        let mut noted = pair("法院", "ཁྲིམས་ཁང");
        noted.terms[0].note = Some("x".to_owned());
        assert_eq!(
            statement(&noted),
            statement(&different[0]),
            "a note alone says nothing new of the pair"
        );
    }
}
