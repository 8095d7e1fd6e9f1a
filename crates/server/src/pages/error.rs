//! The page that a failed request ends in.

use serde::Serialize;

use crate::problem::{Code, IssueBody};
use crate::web::templates::View;

/// What went wrong, in words.
#[derive(Debug, Clone, Serialize)]
pub struct ErrorView {
    pub code: &'static str,
    pub status: u16,
    pub title: String,
    pub detail: String,
    pub issues: Vec<IssueBody>,
}

impl View for ErrorView {
    const TEMPLATE: &'static str = "error.html";
}

impl ErrorView {
    /// Makes the page of a problem.
    pub fn new(code: Code, title: String, detail: String, issues: Vec<IssueBody>) -> Self {
        Self {
            code: code.as_str(),
            status: code.status().as_u16(),
            title,
            detail,
            issues,
        }
    }
}
