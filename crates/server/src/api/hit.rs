//! Hits as the API writes them: the bytes that stand in the index, and what belongs to one answer alone.

use app::view::TermSummary;
use app::{Match, Part, Placement, ReadyHit, Successor};
use serde::Serialize;
use serde::ser::{Error, Serializer};
use utoipa::ToSchema;

/// A concept that matches.
#[derive(Debug, ToSchema)]
#[expect(dead_code, reason = "describes in the API's document what `write` writes")]
pub struct HitBody {
    #[schema(example = "c-000123")]
    id: String,
    revision: u64,
    /// `draft`, `reviewed`, `authorised` or `withdrawn`. Only `authorised` is law language that a body approved.
    workflow: String,
    /// 0 to 100, falling with rank; comparable within one answer only.
    score: f32,
    #[schema(rename = "match")]
    matched: MatchBody<'static>,
    /// Chinese terms, best first.
    zh: Vec<TermBody>,
    /// Tibetan terms, best first; empty where none is known.
    bo: Vec<TermBody>,
    subject_fields: Vec<String>,
    collections: Vec<String>,
    /// Where the concept stands in official lists.
    list_entries: Vec<ListEntryBody>,
    /// The provision it rests on first; left out where none is known.
    #[schema(nullable = false)]
    legal_basis: Option<ProvisionBody>,
    /// The concepts that have taken its place; left out where there are none.
    #[schema(nullable = false)]
    replaced_by: Option<Vec<SuccessorBody>>,
    /// Only where `bo` is empty: the longest parts of the name that have a pair. No official rendering.
    #[schema(nullable = false)]
    parts: Option<Vec<PartBody>>,
    /// Only where `explain` was asked for.
    #[schema(nullable = false)]
    explain: Option<PlaceBody>,
}

/// What a hit says besides its concept. [`HitBody`] says what each member is.
#[derive(Serialize)]
struct OfThisAnswer<'a> {
    score: f32,
    #[serde(rename = "match")]
    matched: MatchBody<'a>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    replaced_by: Vec<SuccessorBody>,
    #[serde(skip_serializing_if = "Option::is_none")]
    parts: Option<Vec<PartBody>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    explain: Option<PlaceBody>,
}

/// A concept that has taken the place of another.
#[derive(Debug, Serialize, ToSchema)]
pub struct SuccessorBody {
    #[schema(example = "c-000123")]
    id: String,
    /// Its Chinese name; its Tibetan one if it has none.
    name: String,
}

/// Why a concept matches.
#[derive(Debug, Serialize, ToSchema)]
pub struct MatchBody<'a> {
    /// `exact`, `folded`, `variant`, `prefix`, `ending`, `substring`, `phrase`, `words` and so on, best first.
    kind: &'static str,
    lang: &'static str,
    /// The term that matched.
    term: &'a str,
    /// The places that matched, `[start, end)` in Unicode scalar values.
    ranges: Vec<[usize; 2]>,
}

/// By what a hit was placed, the most important first. The smaller each number, the better.
#[derive(Debug, Serialize, ToSchema)]
pub struct PlaceBody {
    /// The place of the kind of match among all kinds, 0 for the best.
    tier: u8,
    /// `whole`, `begun` (the term goes on), `far` or `partly`: with the kind of match, what the tier is.
    extent: &'static str,
    /// How far what was typed is from the term, in tenths of a letter.
    cost: u16,
    /// Whether the term is in another language than the one asked for.
    other_lang: bool,
    /// 0 for a form of the region asked for, 1 for the norm of all regions, 2 for others; 0 if none was asked for.
    region: u8,
    /// What does not depend on the text, by name, the most important first.
    #[serde(serialize_with = "in_order")]
    #[schema(value_type = BTreeMap<String, u32>)]
    standing: Vec<(&'static str, u32)>,
    /// Where the match begins in the term as it is searched, in Unicode scalar values.
    position: u16,
}

/// A term as lists show it.
#[derive(Debug, ToSchema)]
#[expect(
    dead_code,
    reason = "describes in the API's document what `TermSummary` is written as"
)]
pub struct TermBody {
    text: String,
    /// `preferred`, `admitted`, `deprecated` or `superseded`.
    administrative_status: String,
    /// For a form that is not to be used: the form of the same concept that takes its place.
    #[schema(nullable = false)]
    replaced_by: Option<String>,
    /// A dialect area or division code; `null` is the written norm for all regions.
    #[schema(required)]
    region: Option<String>,
    /// `norm`, `courtroom_oral` (never for documents) or `older` (a form of older dictionaries).
    register: String,
    /// 1 to 4: how far the source can be relied on; `null` where nobody said.
    #[schema(required)]
    reliability: Option<u8>,
    /// Title of the first source.
    #[schema(required)]
    source: Option<String>,
    /// How a Chinese term is read, with tone marks.
    #[schema(nullable = false)]
    pinyin: Option<String>,
    /// A Tibetan term in Extended Wylie transliteration.
    #[schema(nullable = false)]
    ewts: Option<String>,
}

/// A place in an official list.
#[derive(Debug, Serialize, ToSchema)]
pub struct ListEntryBody {
    #[schema(example = "charges-2024")]
    pub collection: String,
    /// The number as the list writes it.
    pub number: String,
}

/// A law and the article in it.
#[derive(Debug, ToSchema)]
#[expect(
    dead_code,
    reason = "describes in the API's document what an entry of the index holds"
)]
pub struct ProvisionBody {
    #[schema(example = "中华人民共和国刑法")]
    law: String,
    #[schema(example = "第264条", required)]
    article: Option<String>,
}

/// A part of a name that has a pair of its own; the pair is not a rendering of the whole name.
#[derive(Debug, Serialize, ToSchema)]
pub struct PartBody {
    /// The part.
    zh: String,
    /// The concept it names.
    id: String,
    /// How far that concept has come.
    workflow: &'static str,
    /// Its Tibetan terms, best first.
    #[schema(value_type = Vec<TermBody>)]
    bo: Vec<TermSummary>,
}

/// Appends the JSON of `hit` to `out`: its entry as it stands in the index, and behind that what is of this answer.
///
/// # Errors
/// If the entry is no JSON object, which only a damaged index can bring about.
pub fn write(out: &mut Vec<u8>, hit: ReadyHit, explains: bool) -> Result<(), serde_json::Error> {
    let Some(entry) = hit.json.strip_suffix(b"}") else {
        return Err(Error::custom(
            "an entry of the index is no object (hint: `shanjar reindex`)",
        ));
    };
    out.extend_from_slice(entry);
    let joint = out.len();
    let of_this_answer = OfThisAnswer {
        score: hit.score,
        matched: MatchBody::of(&hit.matched),
        replaced_by: hit.replaced_by.into_iter().map(SuccessorBody::from).collect(),
        parts: hit
            .parts
            .map(|parts| parts.into_iter().map(PartBody::from).collect()),
        explain: explains.then(|| PlaceBody::of(&hit.place)),
    };
    serde_json::to_writer(&mut *out, &of_this_answer)?;
    // Two objects become one where the second begins.
    if let Some(brace) = out.get_mut(joint) {
        *brace = b',';
    }
    Ok(())
}

impl From<Successor> for SuccessorBody {
    fn from(successor: Successor) -> Self {
        Self {
            id: successor.id.to_string(),
            name: successor.name,
        }
    }
}

impl<'a> MatchBody<'a> {
    fn of(matched: &'a Match) -> Self {
        Self {
            kind: matched.kind.as_str(),
            lang: matched.lang.as_str(),
            term: &matched.term,
            ranges: matched
                .ranges
                .iter()
                .map(|range| [range.start, range.end])
                .collect(),
        }
    }
}

impl PlaceBody {
    fn of(place: &Placement) -> Self {
        let Placement {
            tier,
            extent,
            cost,
            other_lang,
            region,
            standing,
            position,
        } = *place;
        Self {
            tier,
            extent: extent.as_str(),
            cost,
            other_lang,
            region,
            standing: standing.criteria(),
            position,
        }
    }
}

impl From<Part> for PartBody {
    fn from(part: Part) -> Self {
        Self {
            zh: part.zh,
            id: part.summary.id.to_string(),
            workflow: part.summary.workflow.as_str(),
            bo: part.summary.bo,
        }
    }
}

/// Writes named values as an object that keeps their order, for whoever reads it by eye.
fn in_order<S: Serializer>(values: &[(&'static str, u32)], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(values.iter().copied())
}
