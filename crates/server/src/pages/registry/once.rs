//! Forms that make something are sent once: sent again, by a second click or from the page before, they make nothing more.

use app::IdempotencyKey;

use super::typed::Typed;

/// The field in which a form brings what it was given when it was shown.
pub const ONCE: &str = "once";

/// Returns the key by which the use-case knows the form again; a form that brings none is taken as it is.
pub fn key(typed: &Typed) -> Option<IdempotencyKey> {
    typed.value(ONCE).parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_form_was_given_is_its_key() {
        let typed = |once: &str| Typed::from_iter([(ONCE, once.to_owned())]);
        let known = key(&typed("f-0123456789abcdef01234567"));
        assert_eq!(
            known.as_ref().map(IdempotencyKey::as_str),
            Some("f-0123456789abcdef01234567")
        );
        for none in ["", " ", "a b", "藏"] {
            assert_eq!(key(&typed(none)), None, "{none:?}");
        }
    }
}
