//! Who may do what, and what attacks come to nothing, shown on the real program over the network.
//!
//! Nothing here knows how the product is made: callers are made by commands and pages, rights are read off statuses.
//! `// attack N` names the line of the list of attacks that a test defends against.

mod attacks;
mod browser;
mod clear_text;
mod http;
mod matrix;
mod one_time_password;
mod town;
mod world;
