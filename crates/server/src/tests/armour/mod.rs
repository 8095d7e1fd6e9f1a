//! What keeps the server up and its answers to those they are for: attacks of the list, one test each.
//!
//! The number behind `attack` is the line of the list of attacks that a test stands for.

mod bodies;
mod browsers;
mod frame;
mod hosts;
mod limits;
mod markup;
mod methods;
mod reading;
mod running;
mod smuggling;
mod tls;
mod waiting;

pub use running::Running;

use axum::Router;
use testkit::Application;

use super::TestServer;
use crate::config::ServerConfig;
use crate::handle::Handle;
use crate::router;

/// Starts a server of `config` without a network.
pub fn server_of(config: ServerConfig) -> TestServer {
    let application = Application::with_pairs(&[("法院", "ཁྲིམས་ཁང")]);
    TestServer {
        router: router_of(&application, config),
        application,
    }
}

fn router_of(application: &Application, config: ServerConfig) -> Router {
    router::router(Handle::new(application.app.clone(), config))
}
