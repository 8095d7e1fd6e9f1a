//! The answer to a search as JSON: a head made for the question, and hits copied from the index.

use std::time::Duration;

use app::{Facets, ReadyHit, SearchAnswer};
use axum::body::Body;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

use super::hit::{self, HitBody};
use crate::notices::notice_codes;
use crate::observe;
use crate::web::Web;
use crate::web::ui::Ui;

/// The answer to a search, best hits first.
#[derive(Debug, ToSchema)]
#[expect(dead_code, reason = "describes in the API's document what `write` writes")]
pub struct SearchBody {
    /// What was asked.
    query: String,
    /// How it was read.
    readings: Vec<ReadingBody<'static>>,
    /// How many concepts match in all.
    total: usize,
    hits: Vec<HitBody>,
    notices: Vec<NoticeBody<'static>>,
    /// The hits counted by what can be chosen. Only where `facets` was asked for.
    #[schema(nullable = false)]
    facets: Option<FacetsBody<'static>>,
    /// What the search cost. Only where `explain` was asked for.
    #[schema(nullable = false)]
    explain: Option<EffortBody>,
    /// Where the next page begins; bound to `index_seq`.
    #[schema(required)]
    next_cursor: Option<String>,
    /// The change up to which the index had read.
    index_seq: u64,
    /// Microseconds the search took.
    took_us: u64,
}

/// What stands before the hits. [`SearchBody`] says what each member is.
#[derive(Serialize)]
struct Head<'a> {
    query: &'a str,
    readings: Vec<ReadingBody<'a>>,
    total: usize,
    notices: Vec<NoticeBody<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    facets: Option<FacetsBody<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    explain: Option<EffortBody>,
    next_cursor: Option<&'a str>,
    index_seq: u64,
    took_us: u64,
}

/// One way in which the text was understood.
#[derive(Debug, Serialize, ToSchema)]
struct ReadingBody<'a> {
    /// `han`, `tibetan`, `pinyin`, `initials`, `ewts`, `phonetic` or `latin`.
    kind: &'static str,
    text: &'a str,
    /// Present and true if nothing can be found with this reading.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    invalid: bool,
}

/// Something the asker should know of the answer.
#[derive(Debug, Serialize, ToSchema)]
struct NoticeBody<'a> {
    /// `truncated`, `too_many_words`, `nothing_to_search`, `ambiguous`, `only_similar`, `only_partly`, `too_deep`, or
    /// `store_unavailable` while the database does not answer: changes since then are not found.
    code: &'static str,
    /// The same in words.
    message: &'a str,
}

/// How many of the hits have each value, the most frequent first.
#[derive(Debug, Serialize, ToSchema)]
struct FacetsBody<'a> {
    subject_fields: Vec<CountBody<'a>>,
    collections: Vec<CountBody<'a>>,
    workflows: Vec<CountBody<'a>>,
    /// False if there are more hits than are counted: then these are the counts of the best ones.
    is_complete: bool,
}

/// A value, as the parameter that narrows a search takes it, and how many hits have it.
#[derive(Debug, Serialize, ToSchema)]
struct CountBody<'a> {
    name: &'a str,
    count: usize,
}

/// What a search cost.
#[derive(Debug, Serialize, ToSchema)]
struct EffortBody {
    /// How many headwords were looked at, whatever the machine.
    steps: usize,
}

/// How an answer is written.
#[derive(Debug, Clone, Copy)]
pub struct Manner<'a> {
    /// What has the sentences of notices.
    pub web: &'a Web,
    /// Their language.
    pub ui: Ui,
    /// Whether each hit says by what it was placed.
    pub explains: bool,
}

/// A JSON text that is already written.
#[derive(Debug)]
pub struct Written(pub Vec<u8>);

impl IntoResponse for Written {
    fn into_response(self) -> Response {
        let mut response = Response::new(Body::from(self.0));
        let headers = response.headers_mut();
        // With room for what every answer gets, instead of growing on the way.
        headers.reserve(observe::HEADERS);
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        response
    }
}

/// Appends the JSON of `answer`, which took so long to find, to `out`.
///
/// # Errors
/// If an entry of the index is no JSON object, which only a damaged index can bring about.
pub fn write(
    out: &mut Vec<u8>,
    manner: Manner<'_>,
    mut answer: SearchAnswer<ReadyHit>,
    took: Duration,
) -> Result<(), serde_json::Error> {
    let hits = std::mem::take(&mut answer.hits);
    let n_bytes: usize = hits.iter().map(|hit| hit.json.len()).sum();
    out.reserve(HEAD_BYTES + n_bytes + hits.len() * HIT_BYTES);
    serde_json::to_writer(&mut *out, &head(manner, &answer, took))?;
    // The object stays open for the hits, which are copied.
    out.pop();
    out.extend_from_slice(b",\"hits\":[");
    for (n, hit) in hits.into_iter().enumerate() {
        if n > 0 {
            out.push(b',');
        }
        hit::write(out, hit, manner.explains)?;
    }
    out.extend_from_slice(b"]}");
    Ok(())
}

/// About what a head takes, in bytes, and what is written of a hit besides its entry.
const HEAD_BYTES: usize = 512;
const HIT_BYTES: usize = 160;

fn head<'a>(manner: Manner<'a>, answer: &'a SearchAnswer<ReadyHit>, took: Duration) -> Head<'a> {
    let reading = |r: &'a app::Reading| ReadingBody {
        kind: r.kind.as_str(),
        text: &r.text,
        invalid: r.invalid,
    };
    let notice = |code: &'static str| NoticeBody {
        code,
        message: manner
            .web
            .translations()
            .find(manner.ui, &format!("notice.{code}"))
            .unwrap_or(code),
    };
    Head {
        query: &answer.query,
        readings: answer.readings.iter().map(reading).collect(),
        total: answer.total,
        notices: notice_codes(&answer.notices, answer.is_store_away)
            .map(notice)
            .collect(),
        facets: answer.facets.as_ref().map(FacetsBody::of),
        explain: manner.explains.then_some(EffortBody { steps: answer.steps }),
        next_cursor: answer.next_cursor.as_deref(),
        index_seq: answer.index_seq,
        took_us: u64::try_from(took.as_micros()).unwrap_or(u64::MAX),
    }
}

impl<'a> FacetsBody<'a> {
    fn of(facets: &'a Facets) -> Self {
        let named = |counts: &'a [(String, usize)]| {
            let count = |(name, count): &'a (String, usize)| CountBody { name, count: *count };
            counts.iter().map(count).collect()
        };
        let workflow = |(workflow, count): &(glossary::Workflow, usize)| CountBody {
            name: workflow.as_str(),
            count: *count,
        };
        Self {
            subject_fields: named(&facets.subject_fields),
            collections: named(&facets.collections),
            workflows: facets.workflows.iter().map(workflow).collect(),
            is_complete: facets.is_complete,
        }
    }
}
