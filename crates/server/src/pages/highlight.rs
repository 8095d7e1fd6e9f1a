//! A term cut where a search matched it, so that a page can underline those places.

use std::ops::Range;

use serde::Serialize;

/// A piece of a term.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Segment {
    /// The piece.
    pub text: String,
    /// Whether the search matched it.
    pub is_hit: bool,
}

/// Cuts `term` at `ranges`, given in Unicode scalar values, ascending. What lies beyond the term is left out.
pub fn segments(term: &str, ranges: &[Range<usize>]) -> Vec<Segment> {
    let mut segments: Vec<Segment> = Vec::new();
    for (i, c) in term.chars().enumerate() {
        let is_hit = ranges.iter().any(|range| range.contains(&i));
        match segments.last_mut() {
            Some(last) if last.is_hit == is_hit => last.text.push(c),
            _ => segments.push(Segment {
                text: c.into(),
                is_hit,
            }),
        }
    }
    segments
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(term: &str, ranges: &[(usize, usize)], expected: &str) {
        let ranges: Vec<_> = ranges.iter().map(|(start, end)| *start..*end).collect();
        let shown: Vec<_> = segments(term, &ranges)
            .into_iter()
            .map(|s| if s.is_hit { format!("[{}]", s.text) } else { s.text })
            .collect();
        assert_eq!(shown.concat(), expected);
    }

    #[test]
    fn the_places_that_matched_stand_apart() {
        check("人民法院", &[(2, 4)], "人民[法院]");
        check("མི་དམངས་ཁྲིམས་ཁང", &[(8, 16)], "མི་དམངས་[ཁྲིམས་ཁང]");
        check("离婚纠纷", &[(0, 1), (2, 3)], "[离]婚[纠]纷");
        check("法院", &[], "法院");
        check("", &[(0, 2)], "");
    }

    #[test]
    fn a_place_beyond_the_term_is_left_out() {
        check("法院", &[(1, 9), (20, 30)], "法[院]");
    }
}
