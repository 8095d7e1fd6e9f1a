//! `GET /api/v1/changes/stream`: the change feed as server-sent events, for systems that want to hear of a change at once.
//!
//! An open stream is a task and holds no thread. It looks at the position of the index, which is memory, and reads the
//! change log when that has moved; from time to time it reads without being told, because an index can stand still. The
//! log is what all nodes share, so it does not matter at which of them somebody writes.

use std::io;
use std::time::Duration;

use app::{ChangePage, Permit, ReadGlossary};
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;
use tokio::sync::mpsc::{Sender, channel};
use tokio::time::{Instant, Interval, MissedTickBehavior, interval, timeout};
use utoipa::IntoParams;

use super::changes::{ChangeBody, DEFAULT_SINCE, INCLUDES, include_schema, since_schema};
use super::export_stream::ChunkBody;
use crate::caller::Caller;
use crate::handle::Handle;
use crate::input::{Fields, FromQuery, Members};
use crate::pools::Pool;
use crate::problem::{Code, Issue, IssueCode, Problem};
use crate::streams::StreamPlace;

/// The header by which a client that comes again says what it had last.
const LAST_EVENT_ID: &str = "last-event-id";

/// How often the position of the index is looked at.
const LOOK_EVERY: Duration = Duration::from_millis(500);
/// After how many looks the log is read whatever the index says.
const READ_ANYWAY: u32 = 10;
/// How many changes are read at once.
const PAGE: usize = 100;
/// How long a client may take nothing before the stream ends; the connection itself loses patience no later.
const PATIENCE: Duration = Duration::from_secs(30);
/// After how many milliseconds a client comes again.
const RETRY: &str = "retry: 2000\n\n";

/// From where, and with what.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct StreamParams {
    /// Only changes after this one, where there is no `Last-Event-ID`; 0 is all of them.
    #[param(schema_with = since_schema)]
    since: u64,
    /// `body`: each change carries the concept as it is now.
    #[param(rename = "include", schema_with = include_schema)]
    with_body: bool,
}

impl Members for StreamParams {
    const NAMES: &'static [&'static str] = &["since", "include"];

    fn take(fields: &mut Fields) -> Self {
        Self {
            since: fields
                .number("since", 0..=i64::MAX.unsigned_abs())
                .unwrap_or(DEFAULT_SINCE),
            with_body: fields.word_of("include", &INCLUDES).is_some(),
        }
    }
}

/// Sends committed writes in their order, as they come: the `id` of an event is the `seq`, its `data` one change as
/// `/api/v1/changes` lists it. A stream ends after some minutes; the client comes again with the last id and misses nothing.
#[utoipa::path(get, path = "/api/v1/changes/stream", tag = "glossary",
    params(StreamParams, ("Last-Event-ID" = Option<u64>, Header, description = "The id of the last event that arrived; counts before `since`")),
    responses((status = 200, description = "Events without an end; a comment from time to time shows that the stream lives",
        content((String = "text/event-stream")))))]
pub async fn stream_changes(
    State(handle): State<Handle>,
    caller: Caller,
    headers: HeaderMap,
    FromQuery(params): FromQuery<StreamParams>,
) -> Result<Response, Problem> {
    let permit = handle.permit::<ReadGlossary>(&caller).await?;
    let since = last_event_id(&headers)?.unwrap_or(params.since);
    let place = handle.streams().place()?;
    let mut feed = Feed {
        handle,
        permit,
        with_body: params.with_body,
        read_to: since,
    };
    // What cannot be followed is refused while there is still a status to do it with.
    let first = feed.read().await?;
    let (sender, receiver) = channel(1);
    tokio::spawn(feed.run(first, sender, place));
    let mut response = Response::new(Body::new(ChunkBody::of(receiver)));
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("text/event-stream"),
    );
    // nginx would gather the events of minutes otherwise.
    headers.insert("x-accel-buffering", HeaderValue::from_static("no"));
    Ok(response)
}

/// Reads the header; left out and empty are the same, because a client that had no event yet says so.
fn last_event_id(headers: &HeaderMap) -> Result<Option<u64>, Problem> {
    let mut values = headers.get_all(LAST_EVENT_ID).iter();
    let text = match (values.next(), values.next()) {
        (None, _) => return Ok(None),
        (Some(value), None) => value.to_str().unwrap_or("?").trim(),
        (Some(_), Some(_)) => "?",
    };
    let most = i64::MAX.unsigned_abs();
    match text.parse() {
        _ if text.is_empty() => Ok(None),
        Ok(seq) if seq <= most => Ok(Some(seq)),
        _ => {
            let issue = Issue::of("Last-Event-ID", IssueCode::OutOfRange);
            Err(Problem::invalid(vec![issue.with("min", 0).with("max", most)]))
        }
    }
}

/// One stream on its way through the log.
struct Feed {
    handle: Handle,
    permit: Permit<ReadGlossary>,
    with_body: bool,
    /// The last change that was read, whether or not it is one that is sent.
    read_to: u64,
}

impl Feed {
    /// Reads the next page of the log and stands behind it.
    async fn read(&mut self) -> Result<ChangePage, Problem> {
        let (permit, since, with_body) = (self.permit.clone(), self.read_to, self.with_body);
        let list = move |app: &app::App| app.list_changes(&permit, since, PAGE, with_body);
        let page = self.handle.run(Pool::Reads, list).await?;
        self.read_to = page.read_to;
        Ok(page)
    }

    /// Sends what there is and what comes, until the client, the server or the stream has come to its end.
    async fn run(self, first: ChangePage, sender: Sender<Result<Bytes, io::Error>>, mut place: StreamPlace) {
        let now = Instant::now();
        let client = Client {
            sender: sender.clone(),
            heard_at: now,
            heartbeat: place.limits.heartbeat,
        };
        let until = now.checked_add(place.limits.age);
        tokio::select! {
            () = self.follow(first, client, until) => {}
            () = place.ended() => {}
            () = sender.closed() => {}
        }
    }

    async fn follow(mut self, first: ChangePage, mut client: Client, until: Option<Instant>) {
        let is_over = || until.is_some_and(|until| until <= Instant::now());
        let mut looks = interval(LOOK_EVERY);
        looks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut page = first;
        let mut is_reached = client.hears(RETRY.to_owned()).await;
        while is_reached {
            let events = events(&page);
            if !events.is_empty() && !client.hears(events).await {
                return;
            }
            if page.read_to >= page.last_seq {
                if is_over() {
                    return;
                }
                is_reached = self.wait_for_news(&mut looks, &mut client).await;
                if is_over() {
                    return;
                }
            }
            page = match self.read().await {
                Ok(page) => page,
                // The log was cut behind us, so that nobody can go on from here: who comes again is told so.
                Err(problem) if problem.code == Code::ChangesGone => return,
                // The store is away, or everybody reads: the client keeps what it has, and we ask again.
                Err(_) => ChangePage {
                    changes: Vec::new(),
                    last_seq: self.read_to,
                    read_to: self.read_to,
                },
            };
        }
    }

    /// Waits until there may be something to read, showing that the stream lives; false when the client is gone.
    async fn wait_for_news(&self, looks: &mut Interval, client: &mut Client) -> bool {
        for _ in 0..READ_ANYWAY {
            looks.tick().await;
            if !client.sees_life().await {
                return false;
            }
            if self.handle.index_position() > self.read_to {
                break;
            }
        }
        true
    }
}

/// Whoever reads a stream.
struct Client {
    sender: Sender<Result<Bytes, io::Error>>,
    heard_at: Instant,
    heartbeat: Duration,
}

impl Client {
    /// Sends a piece; false if it is not taken in time.
    async fn hears(&mut self, text: String) -> bool {
        let sent = timeout(PATIENCE, self.sender.send(Ok(Bytes::from(text)))).await;
        self.heard_at = Instant::now();
        matches!(sent, Ok(Ok(())))
    }

    /// Sends a comment if there was nothing to hear for a while; false if it is not taken in time.
    async fn sees_life(&mut self) -> bool {
        self.heard_at.elapsed() < self.heartbeat || self.hears(": \n\n".to_owned()).await
    }
}

/// Writes the changes as events. JSON has no line ends, so each is one line of data.
fn events(page: &ChangePage) -> String {
    let mut text = String::new();
    for change in &page.changes {
        let body = ChangeBody::from(change.clone());
        // What consists of numbers, texts and lists is always written.
        if let Ok(json) = serde_json::to_string(&body) {
            text.push_str(&format!("id: {}\ndata: {json}\n\n", body.seq));
        }
    }
    text
}
