//! What an answer has to be for whoever asked, and whether one is so.

use super::super::http::Answer;

/// How an answer has to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Done, or refused for what was sent and not for who sent it.
    Through,
    /// 401 for programs; to the login page for readers.
    SignIn,
    /// 401 with what was typed, and not to the login page, where it would be lost.
    ComesBack,
    /// 403.
    Forbidden,
    /// 404, as for what is not there.
    Missing,
    /// 403, 404 or 422: the foreign court stands in what was sent, and nothing was made.
    Outside,
    /// 401: a credential that is none, also where none is needed; a page may lead to the login.
    BadToken,
    /// 400: who shows two credentials is not guessed.
    Ambiguous,
    /// A wrong password or code was looked at: 401 or 422, or back to the form.
    Tried,
    /// Any answer but a failure: the route does not look at who asks.
    NotLookedAt,
}

impl Verdict {
    /// Whether `answer` is so.
    pub fn holds(self, answer: &Answer, is_page: bool) -> bool {
        let to_login = answer.status == 303
            && answer
                .header("location")
                .is_some_and(|to| to.starts_with("/login"));
        match self {
            Self::Through => !to_login && ![401, 403, 405].contains(&answer.status) && answer.status < 500,
            Self::SignIn if is_page => to_login,
            Self::SignIn => answer.status == 401,
            Self::ComesBack => answer.status == 401,
            Self::BadToken => answer.status == 401 || (is_page && to_login),
            Self::Forbidden => answer.status == 403,
            Self::Missing => answer.status == 404,
            Self::Outside => [403, 404, 422].contains(&answer.status),
            Self::Ambiguous => answer.status == 400,
            Self::Tried => [200, 303, 400, 401, 422].contains(&answer.status),
            Self::NotLookedAt => answer.status < 500,
        }
    }
}
