//! The HTTP face of Shanjar: a JSON API under `/api/v1`, and the pages that people read.
//!
//! A handler extracts, calls one use-case of `app` and maps its result. This crate must not know how anything is
//! stored, indexed or ranked: it cannot name those crates. Nothing that was asked is ever logged.
//!
//! ```no_run
//! # async fn serve(app: app::App) -> Result<(), server::Error> {
//! let config = server::ServerConfig::new(([127, 0, 0, 1], 0).into(), "example");
//! let server = server::Server::bind(app, config).await?;
//! println!("listening on http://{}", server.address());
//! server.run(std::future::pending()).await
//! # }
//! ```
#![warn(missing_docs)]

mod server;

mod config;
mod error;

mod armour;
mod handle;
mod listening;
mod router;
mod write;

mod api;
mod caller;
mod observe;
mod pages;
mod probes;

mod input;
mod metrics;
mod notices;
mod pools;
mod problem;
mod streams;
mod web;

#[cfg(test)]
mod tests;

pub use api::search::search_document;
pub use config::{
    ForwardedHeader, HostName, NoHostName, NoWebOrigin, Patience, RateLimit, ServerConfig, StreamLimits,
    TlsFiles, WebOrigin,
};
pub use error::{Error, TlsFault};
pub use server::Server;
