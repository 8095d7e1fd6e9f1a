//! `GET /api/v1/browse`: the terms of a language one after the other, as a dictionary has them.

use app::view::TermSummary;
use app::{BrowsedTerm, DictionaryPlace, Direction, ReadGlossary};
use axum::Json;
use axum::extract::State;
use glossary::{ConceptId, Lang};
use serde::Serialize;
use utoipa::openapi::schema::Object;
use utoipa::{IntoParams, ToSchema};

use super::{position, schemas};
use crate::caller::Caller;
use crate::handle::Handle;
use crate::input::{Fields, FromQuery, Members};
use crate::problem::{Code, Problem};

/// Where in the dictionary, and which way.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct BrowseParams {
    /// Whose dictionary: Tibetan order, or pinyin order.
    #[param(schema_with = lang_schema)]
    pub lang: Lang,
    /// Where to begin: any text, whether a term or not. Without it at the first term, or at the last going back.
    #[param(example = "ཁ")]
    pub from: Option<String>,
    /// `backward`: towards the beginning; what is nearest comes first.
    #[param(schema_with = direction_schema)]
    pub direction: Direction,
    /// At most this many terms.
    #[param(schema_with = limit_schema)]
    pub limit: u64,
    /// `next_cursor` of the page before, with the same `lang` and `direction`; `from` does not count then.
    pub cursor: Option<String>,
    /// Waits up to a second until the index has read this change.
    pub min_seq: Option<u64>,
}

/// What browsing can be refused with.
pub const PROBLEMS: &[Code] = &[
    Code::BadCursor,
    Code::Unauthenticated,
    Code::InvalidInput,
    Code::NotYetIndexed,
    Code::IndexBuilding,
];

/// The languages that have a dictionary.
pub const LANGS: [(&str, Lang); 2] = [("bo", Lang::Bo), ("zh", Lang::Zh)];

const DIRECTIONS: [(&str, Direction); 2] =
    [("forward", Direction::Forward), ("backward", Direction::Backward)];
const DEFAULT_LIMIT: u64 = 20;

fn lang_schema() -> Object {
    schemas::word_of(&LANGS, Some("bo"))
}

fn direction_schema() -> Object {
    schemas::word_of(&DIRECTIONS, Some("forward"))
}

fn limit_schema() -> Object {
    schemas::limit(DEFAULT_LIMIT)
}

impl Members for BrowseParams {
    const NAMES: &'static [&'static str] = &["lang", "from", "direction", "limit", "cursor", "min_seq"];

    fn take(fields: &mut Fields) -> Self {
        Self {
            lang: fields.word_of("lang", &LANGS).unwrap_or(Lang::Bo),
            from: fields.text("from"),
            direction: fields
                .word_of("direction", &DIRECTIONS)
                .unwrap_or(Direction::Forward),
            limit: fields
                .number("limit", 1..=schemas::MAX_LIMIT)
                .unwrap_or(DEFAULT_LIMIT),
            cursor: fields.text("cursor"),
            min_seq: fields.number("min_seq", 0..=u64::MAX),
        }
    }
}

impl BrowseParams {
    /// Returns where to begin.
    ///
    /// # Errors
    /// If the cursor was not given for this language and direction.
    pub fn place(&self) -> Result<DictionaryPlace, Problem> {
        match (&self.cursor, &self.from) {
            (Some(raw), _) => read_cursor(self.lang, self.direction, raw)
                .map(|(text, id)| DictionaryPlace::Beyond { text, id })
                .ok_or_else(|| app::Error::BadCursor(raw.chars().take(60).collect()).into()),
            (None, Some(text)) => Ok(DictionaryPlace::Text(text.clone())),
            (None, None) => Ok(DictionaryPlace::Edge),
        }
    }
}

/// Terms in the order of the dictionary.
#[derive(Debug, Serialize, ToSchema)]
pub struct BrowseBody {
    items: Vec<BrowsedTermBody>,
    /// Where the next page begins; it stays good when the glossary changes.
    next_cursor: Option<String>,
}

/// A term in its place, with its concept.
#[derive(Debug, Serialize, ToSchema)]
struct BrowsedTermBody {
    /// The term.
    text: String,
    #[schema(example = "c-000123")]
    id: String,
    /// `draft`, `reviewed`, `authorised` or `withdrawn`.
    workflow: &'static str,
    /// Chinese terms of the concept, best first.
    zh: Vec<FormBody>,
    /// Tibetan terms of the concept, best first; empty where none is known.
    bo: Vec<FormBody>,
}

/// A form of the concept, with what says whether it can be used.
#[derive(Debug, Serialize, ToSchema)]
struct FormBody {
    text: String,
    /// `preferred`, `admitted`, `deprecated` or `superseded`.
    administrative_status: &'static str,
    /// A dialect area or division code; `null` is the written norm for all regions.
    region: Option<String>,
    /// `norm`, `courtroom_oral` (never for documents) or `older` (a form of older dictionaries).
    register: &'static str,
}

impl From<BrowsedTerm> for BrowsedTermBody {
    fn from(term: BrowsedTerm) -> Self {
        let BrowsedTerm { text, id, summary } = term;
        Self {
            text,
            id: id.to_string(),
            workflow: summary.workflow.as_str(),
            zh: summary.zh.into_iter().map(FormBody::from).collect(),
            bo: summary.bo.into_iter().map(FormBody::from).collect(),
        }
    }
}

impl From<TermSummary> for FormBody {
    fn from(term: TermSummary) -> Self {
        Self {
            text: term.text,
            administrative_status: term.administrative_status.as_str(),
            region: term.region.map(String::from),
            register: term.register.as_str(),
        }
    }
}

/// Walks through the terms of a language.
#[utoipa::path(get, path = "/api/v1/browse", tag = "glossary", params(BrowseParams), responses(
    (status = 200, description = "Terms in the order of the dictionary", body = BrowseBody)))]
pub async fn browse(
    State(handle): State<Handle>,
    caller: Caller,
    FromQuery(params): FromQuery<BrowseParams>,
) -> Result<Json<BrowseBody>, Problem> {
    let permit = handle.permit::<ReadGlossary>(&caller).await?;
    let place = params.place()?;
    position::wait_for(&handle, params.min_seq).await?;
    let limit = usize::try_from(params.limit).unwrap_or(usize::MAX);
    // One more than asked for says whether there is a next page.
    let mut terms = handle.look_up().browse(
        &permit,
        params.lang,
        &place,
        params.direction,
        limit.saturating_add(1),
    )?;
    let has_more = terms.len() > limit;
    terms.truncate(limit);
    let last = terms.last().filter(|_| has_more);
    Ok(Json(BrowseBody {
        next_cursor: last.map(|term| cursor(params.lang, params.direction, term)),
        items: terms.into_iter().map(BrowsedTermBody::from).collect(),
    }))
}

/// Returns the cursor of what lies beyond `term` in this direction: opaque, of letters and digits.
pub fn cursor(lang: Lang, direction: Direction, term: &BrowsedTerm) -> String {
    let plain = format!(
        "{} {} {} {}",
        lang.as_str(),
        name_of(direction),
        term.id,
        term.text
    );
    plain.bytes().map(|byte| format!("{byte:02x}")).collect()
}

fn read_cursor(lang: Lang, direction: Direction, raw: &str) -> Option<(String, ConceptId)> {
    let pairs = raw.as_bytes().chunks(2);
    let byte = |pair: &[u8]| {
        let [high, low] = pair else { return None };
        let digit = |d: u8| char::from(d).to_digit(16).and_then(|d| u8::try_from(d).ok());
        Some(digit(*high)? << 4 | digit(*low)?)
    };
    let bytes: Option<Vec<u8>> = pairs.map(byte).collect();
    let plain = String::from_utf8(bytes?).ok()?;
    let mut parts = plain.splitn(4, ' ');
    let is_same = parts.next() == Some(lang.as_str()) && parts.next() == Some(name_of(direction));
    let id = parts.next()?.parse().ok()?;
    let text = parts.next()?.to_owned();
    is_same.then_some((text, id))
}

fn name_of(direction: Direction) -> &'static str {
    let known = DIRECTIONS.iter().find(|(_, d)| *d == direction);
    known.map_or("", |(name, _)| name)
}

#[cfg(test)]
mod tests {
    use app::view::ConceptSummary;
    use glossary::Concept;

    use super::*;

    fn term(text: &str) -> BrowsedTerm {
        let id = ConceptId::new(7);
        BrowsedTerm {
            text: text.to_owned(),
            id,
            summary: ConceptSummary::of(id, 1, &Concept::draft()),
        }
    }

    #[test]
    fn a_cursor_leads_on_from_its_term_in_its_list_only() {
        for text in ["ཁྲིམས་ཁང", "a b  法院", ""] {
            let raw = cursor(Lang::Bo, Direction::Backward, &term(text));
            assert!(raw.bytes().all(|b| b.is_ascii_alphanumeric()), "{raw}");
            let read = |lang, direction| read_cursor(lang, direction, &raw);
            let expected = Some((text.to_owned(), ConceptId::new(7)));
            assert_eq!(read(Lang::Bo, Direction::Backward), expected);
            assert_eq!(read(Lang::Zh, Direction::Backward), None);
            assert_eq!(read(Lang::Bo, Direction::Forward), None);
        }
    }

    #[test]
    fn what_is_no_cursor_is_not_read_as_one() {
        for raw in ["", "x", "6", "626f", "ཀ", "626f20666f7277617264207820ff", "+1"] {
            assert_eq!(read_cursor(Lang::Bo, Direction::Forward, raw), None, "{raw}");
        }
    }
}
