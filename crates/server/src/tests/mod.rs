//! The server as its clients see it: requests in, answers out, no network.

mod account_pages;
mod accounts_api;
mod api;
mod armour;
mod batch_page;
mod browse;
mod callers;
mod change_set_pages;
mod change_stream;
mod changes;
mod committee_pages;
mod concept_bodies;
mod concept_list_page;
mod concept_lists;
mod concept_pages;
mod concepts;
mod exports;
mod forms;
pub mod gzip;
mod house;
mod html;
mod imports;
mod lifecycle;
mod list_change_pages;
mod log;
mod login;
mod missing_pages;
mod openapi;
mod openapi_accounts;
mod openapi_answers;
mod openapi_editing;
mod openapi_imports;
mod openapi_members;
mod openapi_proposing;
mod openapi_registry;
mod openapi_shapes;
mod pages;
mod permissions;
mod problems;
mod proposal_pages;
mod registry_api;
mod registry_corrections;
mod registry_details_pages;
mod registry_erasure_page;
mod registry_pages;
mod registry_people_pages;
mod registry_plan_pages;
mod registry_retention;
mod registry_training_pages;
mod samples;
mod samples_accounts;
mod samples_batch;
mod samples_browse;
mod samples_change_sets;
mod samples_corrections;
mod samples_editing;
mod samples_importing;
mod samples_people;
mod samples_proposing;
mod samples_registry;
mod samples_registry_forms;
mod search_page;
mod sheet_imports_api;
mod sheets_api;
mod translations;
mod views;
mod without_database;
mod writes;

use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request, Response, StatusCode};
use http_body_util::BodyExt;
use serde_json::Value;
use testkit::Application;
use tower::ServiceExt;

use crate::config::{ServerConfig, StreamLimits};
use crate::handle::Handle;
use crate::router;

/// Rows of several kinds: a pair, an official list entry without Tibetan, an older form, a form with its own region.
const ROWS: &str = "\
zh,bo,register,subject_field,law,article,number,source,source_url,locator,collection
人民法院,མི་དམངས་ཁྲིམས་ཁང,,court,,,,《人民日报》藏文版,https://example.cn/a,2021-06-20,prc-news-pages
法院,ཁྲིམས་ཁང,,court,,,,藏英词典,,,general-dictionaries
盗窃罪,,,criminal,中华人民共和国刑法,第264条,234,罪名表,,,charges-2024
盗窃,རྐུ་བ,older,criminal,,,,藏汉词典,,第1234行,older-tibetan-chinese-dictionary
离婚,བཟའ་ཚང་བྲལ་བ,,family,,,,藏英词典,,,general-dictionaries
离婚纠纷,,,civil,民事案件案由规定,,14,案由表,,,civil-causes-2026
";

/// A server without a network, on a directory of its own.
pub struct TestServer {
    pub application: Application,
    pub router: Router,
}

/// An answer read to its end.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub text: String,
}

impl TestServer {
    /// Starts a server with [`ROWS`] in it.
    pub fn start() -> Self {
        let application = Application::empty();
        let report = application.import("rows.csv", ROWS);
        assert!(report.applied, "{:?}", report.issues);
        application.catch_up();
        Self::of(application)
    }

    /// Starts a server for `application`.
    pub fn of(application: Application) -> Self {
        let handle = Handle::new(application.app.clone(), config());
        Self {
            router: router::router(handle),
            application,
        }
    }

    /// Sends a request without body.
    pub async fn get(&self, path: &str) -> Answer {
        get(&self.router, path).await
    }

    /// Sends a request with headers.
    pub async fn get_with(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        let mut request = Request::get(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.send(request.body(Body::empty()).unwrap()).await
    }

    /// Sends a JSON body.
    pub async fn post(&self, path: &str, body: &str) -> Answer {
        let request = Request::post(path).header("content-type", "application/json");
        self.send(request.body(Body::from(body.to_owned())).unwrap())
            .await
    }

    /// Sends `request`.
    pub async fn send(&self, request: Request<Body>) -> Answer {
        Answer::read(self.router.clone().oneshot(request).await.unwrap()).await
    }
}

/// Does what waits for a database on a thread that may wait.
pub async fn aside<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    tokio::task::spawn_blocking(work).await.unwrap()
}

/// Sends a request without body to `router`.
pub async fn get(router: &Router, path: &str) -> Answer {
    let request = Request::get(path).body(Body::empty()).unwrap();
    Answer::read(router.clone().oneshot(request).await.unwrap()).await
}

impl Answer {
    /// Reads `response` to its end.
    pub async fn read(response: Response<Body>) -> Self {
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.unwrap().to_bytes();
        Self {
            status: parts.status,
            headers: parts.headers,
            text: String::from_utf8_lossy(&bytes).into_owned(),
        }
    }

    /// Returns the body as JSON.
    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|e| panic!("{e}: {}", self.text))
    }

    /// Returns a header's value; empty if it is not there.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// Checks that this is a problem, and returns it.
    #[track_caller]
    pub fn problem(&self, status: u16, code: &str) -> Value {
        assert_eq!(self.status.as_u16(), status, "{}", self.text);
        assert_eq!(self.header("content-type"), "application/problem+json");
        let problem = self.json();
        assert_eq!(problem["type"], format!("/problems/{code}"));
        assert_eq!(problem["status"], status);
        assert_eq!(problem["request_id"], self.header("x-request-id"));
        problem
    }
}

/// Returns the configuration of a server that is never bound.
pub fn config() -> ServerConfig {
    ServerConfig {
        // Whoever asks every route reads every answer to its end.
        streams: StreamLimits {
            age: Duration::ZERO,
            ..StreamLimits::default()
        },
        ..ServerConfig::new(([127, 0, 0, 1], 0).into(), "test")
    }
}
