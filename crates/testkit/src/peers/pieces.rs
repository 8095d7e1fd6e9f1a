//! The pieces of a long query that may be names.

use text::script::{Script, runs};

/// The longest query that is cut, in characters, and the longest piece, in units.
const MAX_CHARS: usize = 64;
const MAX_UNITS: usize = 24;

/// Returns every piece of `query` of two or more Chinese characters, or of one or more Tibetan syllables, longest first.
///
/// A piece is of one script. At most some two thousand, of a query of any length.
#[must_use]
pub fn pieces(query: &str) -> Vec<String> {
    let end = query
        .char_indices()
        .nth(MAX_CHARS)
        .map_or(query.len(), |(at, _)| at);
    let query = &query[..end];
    let mut pieces: Vec<String> = Vec::new();
    for run in runs(query) {
        let text = &query[run.start..run.end];
        match run.script {
            Script::Tibetan => {
                let syllables: Vec<&str> = text.split(['་', '།', ' ']).filter(|s| !s.is_empty()).collect();
                add(&mut pieces, &syllables, 1, "་");
            }
            Script::Han => {
                let letters = text.chars().filter(|c| c.is_alphanumeric());
                let characters: Vec<String> = letters.map(String::from).collect();
                let characters: Vec<&str> = characters.iter().map(String::as_str).collect();
                add(&mut pieces, &characters, 2, "");
            }
            _ => {}
        }
    }
    pieces.sort_by_key(|piece| std::cmp::Reverse(piece.chars().count()));
    let mut seen = std::collections::HashSet::new();
    pieces.retain(|piece| seen.insert(piece.clone()));
    pieces
}

fn add(pieces: &mut Vec<String>, units: &[&str], fewest: usize, between: &str) {
    for from in 0..units.len() {
        for to in from + fewest..=units.len().min(from + MAX_UNITS) {
            pieces.push(units[from..to].join(between));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pieces_are_of_one_script_and_the_longest_come_first() {
        assert_eq!(pieces("民法典"), ["民法典", "民法", "法典"]);
        assert_eq!(pieces("法院 ཁྲིམས་ཁང"), ["ཁྲིམས་ཁང", "ཁྲིམས", "法院", "ཁང"]);
        assert_eq!(pieces("qbhs"), Vec::<String>::new());
    }

    #[test]
    fn a_query_of_any_length_has_few_pieces() {
        assert!(pieces(&"民".repeat(10_000)).len() <= MAX_UNITS);
        let distinct: String = ('一'..).take(10_000).collect();
        assert!(pieces(&distinct).len() < 2_000);
    }
}
