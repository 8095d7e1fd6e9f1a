//! What whoever asked should know of an answer: the search's own remarks, and that the database is away.

use app::Notice;

/// The database does not answer, so what was written since cannot be found.
const STORE_UNAVAILABLE: &str = "store_unavailable";

/// Returns the codes of all notices of an answer; `notice.<code>` is the sentence.
pub fn notice_codes(notices: &[Notice], is_store_away: bool) -> impl Iterator<Item = &'static str> {
    let of_store = is_store_away.then_some(STORE_UNAVAILABLE);
    notices.iter().map(|notice| notice.as_str()).chain(of_store)
}
