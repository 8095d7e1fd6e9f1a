//! The tables that a first question would have to wait for.

use std::sync::LazyLock;

use text::zh::homophone;

use crate::vocabulary::VOCABULARY;

/// Starts reading the tables that a question needs, on a thread of its own, and returns at once.
///
/// They are the same for every index, so they are read while one is opened. A question that comes sooner waits for the rest
/// of them; without a thread the first question reads them itself.
pub fn read_tables_in_background() {
    let read = || {
        LazyLock::force(&VOCABULARY);
        // The tables of readings: whoever needs one of them needs all.
        drop(homophone::key("法"));
    };
    drop(std::thread::Builder::new().name("tables".to_owned()).spawn(read));
}
