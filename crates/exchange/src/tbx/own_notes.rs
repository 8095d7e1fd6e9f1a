//! Notes in which our own files keep what TBX-Basic has no category for, so that the reader gets it back.
//!
//! Such a note is `shanjar:NAME VALUE`. It is understood only in files whose header says that we wrote them; elsewhere it
//! is a note like any other.

use std::borrow::Cow;

/// How such a note begins.
const PREFIX: &str = "shanjar:";

/// How the source description of our own files begins; what follows tells people where the file comes from.
pub(super) const FILE_MARK: &str = "shanjar:export 1";

/// The names of such notes.
pub(super) mod name {
    /// A text that begins like such a note and is none.
    pub const NOTE: &str = "note";
    /// A remark for editors.
    pub const EDITORS: &str = "editors";
    /// How far the entry has come, if it is no draft.
    pub const WORKFLOW: &str = "workflow";
    /// The number in the collection that stands before.
    pub const NUMBER: &str = "number";
    /// A provision, as a JSON object.
    pub const LEGAL_BASIS: &str = "legal_basis";
    /// A kind of relation and the id of the other entry.
    pub const RELATION: &str = "relation";
    /// The register of a term, if it is not the norm.
    pub const REGISTER: &str = "register";
    /// The reliability of a term.
    pub const RELIABILITY: &str = "reliability";
    /// The form that takes the place of a term.
    pub const REPLACED_BY: &str = "replaced_by";
    /// The place in the source that stands before.
    pub const LOCATOR: &str = "locator";
    /// The collection of the source that stands before.
    pub const COLLECTION: &str = "collection";
}

/// Returns the note that keeps `value` under `name`.
pub(super) fn write(name: &str, value: &str) -> String {
    let mut note = String::with_capacity(PREFIX.len() + name.len() + 1 + value.len());
    push_beginning(&mut note, name);
    note + value
}

/// Adds what stands before the value of a note under `name`.
pub(super) fn push_beginning(note: &mut String, name: &str) {
    note.push_str(PREFIX);
    note.push_str(name);
    note.push(' ');
}

/// Returns a text of somebody as a note that is not taken for one of these.
pub(super) fn write_plain(text: &str) -> Cow<'_, str> {
    if text.starts_with(PREFIX) {
        Cow::Owned(write(name::NOTE, text))
    } else {
        Cow::Borrowed(text)
    }
}

/// Returns the name and the value of such a note.
pub(super) fn read(note: &str) -> Option<(&str, &str)> {
    note.strip_prefix(PREFIX)?.split_once(' ')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_reads_back_as_it_was_written() {
        for (name, value) in [
            (name::NUMBER, "8(1)"),
            (name::EDITORS, "a  b\nc"),
            (name::NOTE, "shanjar:x y"),
        ] {
            assert_eq!(read(&write(name, value)), Some((name, value)));
        }
        assert_eq!(write_plain("法院"), "法院");
        assert_eq!(
            read(&write_plain("shanjar:number 8")),
            Some((name::NOTE, "shanjar:number 8"))
        );
        for note in ["", "shanjar:", "shanjar:number", "number 8"] {
            assert_eq!(read(note), None, "{note}");
        }
    }
}
