//! JSON bodies: of bounded size, arriving in time, without members that nobody understands.

use std::collections::BTreeSet;
use std::future::poll_fn;
use std::pin::Pin;
use std::time::Duration;

use axum::body::{Body, HttpBody};
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, header};
use tokio::time::Instant;

use super::object::Object;
use super::packed::{is_packed, unpacked};
use super::{Fields, FromQuery, Members, NoMembers};
use crate::problem::{Code, Issue, IssueCode, Problem};

/// The longest body, in bytes, unless a route says otherwise.
const MAX_BODY_BYTES: usize = 2 * 1024 * 1024;

/// How much of a body that is too long is read all the same, in bytes, so that the client hears why it is refused.
const MAX_PASSED_OVER_BYTES: usize = 64 * 1024 * 1024;

/// How long a body may be, and how long it may take to arrive: so long, and longer by what has arrived at the least pace.
const BOUNDS: Bounds = Bounds {
    max_bytes: MAX_BODY_BYTES,
    patience: Patience {
        first: Duration::from_secs(15),
        least_bytes_a_second: 8 * 1024,
    },
};

/// What reading a body can fail with, besides values that cannot be used.
pub const BODY_PROBLEMS: &[Code] = &[
    Code::MalformedJson,
    Code::DuplicateParameter,
    Code::UnknownParameter,
    Code::RequestTimeout,
    Code::PayloadTooLarge,
    Code::UnsupportedMediaType,
    Code::UnsupportedEncoding,
];

/// The members of a JSON object in the body.
#[derive(Debug)]
pub struct FromBody<M>(pub M);

impl<M: Members, S: Send + Sync> FromRequest<S> for FromBody<M> {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &S) -> Result<Self, Problem> {
        let (parts, body) = request.into_parts();
        if !is_json(&parts.headers) {
            return Err(Problem::new(Code::UnsupportedMediaType));
        }
        // Nobody would notice that a parameter beside the body was passed over.
        FromQuery::<NoMembers>::of(&parts.uri)?;
        let bytes = read(body, &parts.headers).await?;
        members(&bytes, M::NAMES, is_lenient(&parts.headers))?
            .read()
            .map(Self)
    }
}

/// How long a body may be, and how long it may take.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bounds {
    /// The longest one, in bytes, packed or not.
    pub max_bytes: usize,
    /// How long it may take to arrive.
    pub patience: Patience,
}

/// How long a body may take.
#[derive(Debug, Clone, Copy)]
pub(super) struct Patience {
    /// So long at the least.
    pub first: Duration,
    /// What has arrived buys time at this pace.
    pub least_bytes_a_second: usize,
}

/// Reads a body to its end, within bounds of size and time, and unpacks it.
///
/// # Errors
/// If it is too long, packed or not, does not arrive in time, or cannot be unpacked.
pub(super) async fn read(body: Body, headers: &HeaderMap) -> Result<Vec<u8>, Problem> {
    read_within(body, headers, BOUNDS).await
}

/// As [`read`], within other bounds.
///
/// # Errors
/// Those of [`read`].
pub(super) async fn read_within(body: Body, headers: &HeaderMap, bounds: Bounds) -> Result<Vec<u8>, Problem> {
    let is_packed = is_packed(headers)?;
    let bytes = arrived(body, headers, bounds).await?;
    if !is_packed {
        return Ok(bytes);
    }
    let unpacked = unpacked(bytes, bounds.max_bytes).await?;
    if unpacked.len() > bounds.max_bytes {
        return Err(too_large(bounds.max_bytes));
    }
    Ok(unpacked)
}

async fn arrived(body: Body, headers: &HeaderMap, bounds: Bounds) -> Result<Vec<u8>, Problem> {
    let Bounds { max_bytes, patience } = bounds;
    let is_too_large = declared_length(headers).is_some_and(|n_bytes| n_bytes > max_bytes);
    // Whoever asks first whether to send at all is told before sending.
    if is_too_large && headers.contains_key(header::EXPECT) {
        return Err(too_large(max_bytes));
    }
    match gather(body, if is_too_large { 0 } else { max_bytes }, patience).await {
        Ok(bytes) if bytes.len() <= max_bytes && !is_too_large => Ok(bytes),
        Err(Broken::Late { is_too_large: false }) if !is_too_large => Err(Problem::new(Code::RequestTimeout)),
        // Chunks that are none; if the connection broke, nobody reads the answer.
        Err(Broken::Unreadable) if !is_too_large => Err(Problem::new(Code::MalformedRequest)),
        Ok(_) | Err(_) => Err(too_large(max_bytes)),
    }
}

fn too_large(max_bytes: usize) -> Problem {
    Problem::new(Code::PayloadTooLarge).with("max_bytes", max_bytes)
}

/// Why a body has no end.
enum Broken {
    /// It did not come in time.
    Late {
        /// Whether more had come by then than is taken.
        is_too_large: bool,
    },
    /// It is none.
    Unreadable,
}

/// Reads `body` to its end and keeps at most `max_kept` bytes and one chunk of it.
///
/// What is too long is passed over, not left unread: an answer sent at once would be lost, because a client that is
/// still sending sees its connection break before it reads anything. It buys no time.
async fn gather(mut body: Body, max_kept: usize, patience: Patience) -> Result<Vec<u8>, Broken> {
    let (mut kept, mut n_passed_over) = (Vec::new(), 0);
    let started = Instant::now();
    loop {
        let bought = Duration::from_secs((kept.len() / patience.least_bytes_a_second) as u64);
        let next = poll_fn(|cx| Pin::new(&mut body).poll_frame(cx));
        let next = tokio::time::timeout_at(started + patience.first + bought, next).await;
        let is_too_large = kept.len() > max_kept;
        let Some(frame) = next.map_err(|_| Broken::Late { is_too_large })? else {
            return Ok(kept);
        };
        let Ok(chunk) = frame.map_err(|_| Broken::Unreadable)?.into_data() else {
            continue;
        };
        if !is_too_large {
            kept.extend_from_slice(&chunk);
        } else {
            n_passed_over += chunk.len();
            if n_passed_over > MAX_PASSED_OVER_BYTES {
                return Ok(kept);
            }
        }
    }
}

fn members(bytes: &[u8], known: &[&str], lenient: bool) -> Result<Fields, Problem> {
    let malformed = |place: String| Problem::new(Code::MalformedJson).with("place", place);
    let Object {
        mut pairs,
        mut repeated,
    } = match Object::read(bytes) {
        Ok(object) => object,
        // What is JSON and no object fails at its beginning.
        Err(e) => return Err(malformed(format!("{}:{}", e.line().max(1), e.column().max(1)))),
    };
    if lenient {
        pairs.retain(|(name, _)| known.contains(&name.as_str()));
        repeated.retain(|issue| pairs.iter().any(|(name, _)| issue.is_below(name)));
    }
    let mut issues = Vec::new();
    let mut seen = BTreeSet::new();
    for (name, _) in &pairs {
        if !known.contains(&name.as_str()) {
            issues.push(Issue::of(name, IssueCode::UnknownMember).with("known", known.join(", ")));
        } else if !seen.insert(name) {
            issues.push(Issue::of(name, IssueCode::DuplicateMember));
        }
    }
    issues.extend(repeated);
    if issues.is_empty() {
        Ok(Fields::of_body(pairs))
    } else {
        Err(Problem::invalid(issues))
    }
}

fn is_json(headers: &HeaderMap) -> bool {
    let declared = headers
        .get(header::CONTENT_TYPE)
        .and_then(|v| v.to_str().ok())
        .unwrap_or_default();
    let essence = declared.split(';').next().unwrap_or_default().trim();
    essence.eq_ignore_ascii_case("application/json")
}

fn is_lenient(headers: &HeaderMap) -> bool {
    // RFC 7240: preferences are a list, spaces around `=` are allowed.
    let preferences = headers.get_all("prefer").iter().filter_map(|v| v.to_str().ok());
    preferences
        .flat_map(|line| line.split([',', ';']))
        .any(|preference| {
            let mut parts = preference.splitn(2, '=').map(|p| p.trim().trim_matches('"'));
            parts
                .next()
                .is_some_and(|name| name.eq_ignore_ascii_case("handling"))
                && parts
                    .next()
                    .is_some_and(|value| value.eq_ignore_ascii_case("lenient"))
        })
}

fn declared_length(headers: &HeaderMap) -> Option<usize> {
    headers.get(header::CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use std::task::{Context, Poll};

    use axum::body::Bytes;
    use axum::http::HeaderValue;
    use hyper::body::Frame;

    use super::*;

    #[track_caller]
    fn check(bytes: &str, lenient: bool, code: Option<Code>) {
        assert_eq!(
            members(bytes.as_bytes(), &["q"], lenient).err().map(|p| p.code),
            code,
            "{bytes}"
        );
    }

    #[test]
    fn only_an_object_of_known_members_is_read() {
        check("{\"q\": \"法院\"}", false, None);
        check("{\"q\": 1, \"x\": 2}", false, Some(Code::InvalidInput));
        check("{\"q\": 1, \"x\": 2}", true, None);
        check("[]", true, Some(Code::MalformedJson));
        check("{\"q\":", true, Some(Code::MalformedJson));
        check("", false, Some(Code::MalformedJson));
        check(&"[".repeat(2_000), false, Some(Code::MalformedJson));
    }

    #[test]
    fn an_unknown_member_is_named() {
        let problem = members("{\"zz\": 1}".as_bytes(), &["q"], false).unwrap_err();
        assert_eq!(problem.issues[0].pointer, "/zz");
        assert_eq!(problem.issues[0].code, IssueCode::UnknownMember);
    }

    #[test]
    fn a_member_that_stands_twice_is_named_and_none_wins() {
        for lenient in [false, true] {
            let problem = members("{\"q\": \"a\", \"q\": \"b\"}".as_bytes(), &["q"], lenient).unwrap_err();
            assert_eq!((problem.code, problem.issues.len()), (Code::InvalidInput, 1));
            assert_eq!(problem.issues[0].pointer, "/q");
            assert_eq!(problem.issues[0].code, IssueCode::DuplicateMember);
        }
    }

    #[test]
    fn a_member_that_stands_twice_deeper_down_was_taken_with_its_last_value() {
        let body = r#"{"q": {"terms": [{"text": "法"}, {"a/b": 1, "text": "法", "a/b": 2, "text": "院"}]}}"#;
        let pointers = |lenient| {
            let problem = members(body.as_bytes(), &["q"], lenient).unwrap_err();
            let issues = problem.issues.into_iter();
            issues
                .map(|issue| (issue.pointer, issue.code))
                .collect::<Vec<_>>()
        };
        let twice = IssueCode::DuplicateMember;
        let expected = ["/q/terms/1/a~1b", "/q/terms/1/text"].map(|pointer| (pointer.to_owned(), twice));
        assert_eq!(pointers(false), expected);
        assert_eq!(pointers(true), expected);
        // What is passed over is not read.
        assert!(members(br#"{"q": 1, "x": {"a": 1, "a": 2}}"#, &["q"], true).is_ok());
    }

    #[test]
    fn leniency_is_asked_for_in_the_prefer_header() {
        for (prefer, expected) in [
            ("handling=lenient", true),
            ("respond-async, Handling = \"lenient\"", true),
            ("handling=strict", false),
            ("lenient", false),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert("prefer", HeaderValue::from_static(prefer));
            assert_eq!(is_lenient(&headers), expected, "{prefer}");
        }
    }

    /// A body of one piece that never ends.
    struct Endless(Option<Bytes>);

    impl HttpBody for Endless {
        type Data = Bytes;
        type Error = std::convert::Infallible;

        fn poll_frame(
            mut self: Pin<&mut Self>,
            _: &mut Context<'_>,
        ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
            match self.0.take() {
                Some(piece) => Poll::Ready(Some(Ok(Frame::data(piece)))),
                None => Poll::Pending,
            }
        }
    }

    async fn read_endless(sent: Vec<u8>, patience: Patience) -> Code {
        let body = Body::new(Endless(Some(sent.into())));
        let bounds = Bounds { patience, ..BOUNDS };
        arrived(body, &HeaderMap::new(), bounds).await.unwrap_err().code
    }

    // attack 57
    #[tokio::test]
    async fn a_body_that_stops_coming_is_given_up_with_the_reason() {
        let patience = Patience {
            first: Duration::from_millis(20),
            least_bytes_a_second: 1024,
        };
        for sent in [vec![], b"{".to_vec(), vec![b' '; 1023]] {
            assert_eq!(read_endless(sent, patience).await, Code::RequestTimeout);
        }
        // What is too long is called that, however it ends, and has bought no time.
        let long = vec![b' '; MAX_BODY_BYTES + 1];
        let hasty = Patience {
            least_bytes_a_second: usize::MAX,
            ..patience
        };
        assert_eq!(read_endless(long, hasty).await, Code::PayloadTooLarge);
    }

    #[test]
    fn json_must_be_declared() {
        for (declared, expected) in [
            ("application/json; charset=utf-8", true),
            ("Application/JSON", true),
            ("text/plain", false),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(declared));
            assert_eq!(is_json(&headers), expected);
        }
    }
}
