//! Where an element starts, counted while the file is read from its start to its end.

/// A line and the character in it, both from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Spot {
    pub line: u32,
    pub character: u32,
}

/// Turns offsets that only grow into spots, looking at each byte once: a file may stand in one line.
#[derive(Debug)]
pub(super) struct SpotCounter<'a> {
    text: &'a str,
    /// The offset that `spot` belongs to.
    offset: usize,
    spot: Spot,
}

impl<'a> SpotCounter<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self {
            text,
            offset: 0,
            spot: Spot {
                line: 1,
                character: 1,
            },
        }
    }

    /// Returns the spot of the byte at `offset`; of the furthest one so far if that lies behind.
    pub(super) fn spot_at(&mut self, offset: usize) -> Spot {
        let passed = self.text.as_bytes().get(self.offset..offset).unwrap_or_default();
        let breaks = passed.iter().filter(|byte| **byte == b'\n').count();
        let last_line = match passed.iter().rposition(|byte| *byte == b'\n') {
            Some(at) => {
                self.spot.line = self.spot.line.saturating_add(saturated(breaks));
                self.spot.character = 1;
                passed.get(at + 1..).unwrap_or_default()
            }
            None => passed,
        };
        let characters = last_line
            .iter()
            .filter(|byte| is_start_of_character(**byte))
            .count();
        self.spot.character = self.spot.character.saturating_add(saturated(characters));
        self.offset = self.offset.max(offset);
        self.spot
    }
}

/// Tells the first byte of a character of UTF-8 from those that follow.
fn is_start_of_character(byte: u8) -> bool {
    byte & 0b1100_0000 != 0b1000_0000
}

fn saturated(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_characters_are_counted_as_an_editor_shows_them() {
        let text = "法院\nཁྲི<b>\r\n\n<c>";
        let mut spots = SpotCounter::new(text);
        for (at, line, character) in [
            (0, 1, 1),
            ("法".len(), 1, 2),
            (text.find("<b").unwrap(), 2, 4),
            (text.find("<c").unwrap(), 4, 1),
            // What lies behind is not looked for again.
            (0, 4, 1),
            (text.len(), 4, 4),
            (text.len() + 7, 4, 4),
        ] {
            assert_eq!(spots.spot_at(at), Spot { line, character }, "byte {at}");
        }
    }
}
