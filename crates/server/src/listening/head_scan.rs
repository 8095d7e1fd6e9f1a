//! Refusing heads that two servers could read in two ways, before the HTTP library reads them.
//!
//! The library takes a lone line feed for the end of a line, and where a head has two lengths it silently chooses one
//! (RFC 9112, 2.2 and 6.1, allow both). A proxy in front may choose otherwise, and then whoever sends the request
//! decides what the next one on that connection is. Whatever is doubtful here gets a NUL in its place, which no head
//! may hold, so that the library refuses it in its usual way.

/// The headers that say how long a body is, with their colon.
const LENGTH: &[u8] = b"content-length:";
const CODING: &[u8] = b"transfer-encoding:";

/// What is known of the bytes of a connection so far.
#[derive(Debug, Default)]
pub struct HeadScan {
    place: Place,
    /// The beginning of the present line in small letters.
    line: [u8; CODING.len()],
    /// How many bytes the line has so far.
    n_line: usize,
    last: u8,
    /// Whether a line that is not empty was seen: empty ones before a request are passed over.
    has_line: bool,
    /// What the head says of its body: how often, and how long it is.
    n_lengths: usize,
    is_coded: bool,
    length: u64,
}

/// What the next byte belongs to.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum Place {
    #[default]
    Head,
    /// A body of which so many bytes are still to come.
    Body(u64),
    /// A body in chunks, whose end only the library knows.
    Chunks,
}

impl HeadScan {
    /// Looks at the next bytes, and spoils a head that must not be read.
    pub fn look_at(&mut self, mut bytes: &mut [u8]) {
        while !bytes.is_empty() {
            let n_seen = match self.place {
                Place::Head => self.look_at_head(bytes),
                Place::Body(left) => self.pass_over(left, bytes.len()),
                Place::Chunks => return,
            };
            let (_, rest) = bytes.split_at_mut(n_seen.min(bytes.len()));
            bytes = rest;
        }
    }

    /// Notes that a request was answered, so that the next byte after chunks begins another one.
    pub fn answered(&mut self) {
        if self.place == Place::Chunks {
            *self = Self::default();
        }
    }

    /// Returns how many bytes belong to this head, at least one.
    fn look_at_head(&mut self, bytes: &mut [u8]) -> usize {
        for (n_before, byte) in bytes.iter_mut().enumerate() {
            if *byte != b'\n' {
                self.note(*byte);
                continue;
            }
            let is_doubtful = self.last != b'\r' || self.is_one_length_too_many();
            if is_doubtful {
                *byte = 0;
            }
            self.last = b'\n';
            // Only the carriage return.
            let is_empty = std::mem::take(&mut self.n_line) == 1;
            if is_empty && self.has_line && !is_doubtful {
                self.end_head();
                return n_before + 1;
            }
            self.has_line |= !is_empty;
        }
        bytes.len()
    }

    fn note(&mut self, byte: u8) {
        if let Some(place) = self.line.get_mut(self.n_line) {
            *place = byte.to_ascii_lowercase();
        } else if self.line.starts_with(LENGTH) {
            self.note_digit(byte);
        }
        // The digits directly behind the colon still stand within the beginning of the line.
        if self.n_line >= LENGTH.len() && self.n_line < CODING.len() && self.line.starts_with(LENGTH) {
            self.note_digit(byte);
        }
        self.n_line = self.n_line.saturating_add(1);
        self.last = byte;
    }

    fn note_digit(&mut self, byte: u8) {
        if byte.is_ascii_digit() {
            let digit = u64::from(byte - b'0');
            self.length = self.length.saturating_mul(10).saturating_add(digit);
        }
    }

    /// Counts the line that ends here, if it says how long the body is.
    fn is_one_length_too_many(&mut self) -> bool {
        let begins = |name: &[u8]| self.n_line >= name.len() && self.line.starts_with(name);
        let is_coding = begins(CODING);
        if is_coding || begins(LENGTH) {
            self.is_coded |= is_coding;
            self.n_lengths += 1;
            return self.n_lengths > 1;
        }
        false
    }

    fn end_head(&mut self) {
        let place = match (self.is_coded, self.length) {
            (true, _) => Place::Chunks,
            (false, 0) => Place::Head,
            (false, length) => Place::Body(length),
        };
        *self = Self {
            place,
            ..Self::default()
        };
    }

    fn pass_over(&mut self, left: u64, available: usize) -> usize {
        let n_passed = usize::try_from(left).unwrap_or(usize::MAX).min(available);
        let left = left.saturating_sub(n_passed as u64);
        self.place = if left == 0 { Place::Head } else { Place::Body(left) };
        n_passed
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Returns what is left of `sent` when it arrives in pieces of `size` bytes.
    fn looked_at(sent: &str, size: usize) -> Vec<u8> {
        let mut scan = HeadScan::default();
        let mut bytes = sent.as_bytes().to_vec();
        for piece in bytes.chunks_mut(size) {
            scan.look_at(piece);
        }
        bytes
    }

    #[track_caller]
    fn check(sent: &str, is_spoilt: bool) {
        for size in [1, 2, 3, 7, sent.len()] {
            let seen = looked_at(sent, size);
            assert_eq!(seen.contains(&0), is_spoilt, "{sent:?} in pieces of {size}");
            if !is_spoilt {
                assert_eq!(seen, sent.as_bytes());
            }
        }
    }

    // attack 54
    #[test]
    fn a_head_with_two_readings_is_spoilt() {
        for sent in [
            "GET / HTTP/1.1\nHost: a\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: a\n\r\n",
            "GET / HTTP/1.1\r\nHost: a\r\n\n",
            "POST / HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
            "POST / HTTP/1.1\r\ntransfer-encoding:chunked\r\nHost: a\r\nCONTENT-LENGTH:1\r\n\r\n",
            "POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\n",
            "POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
            "POST / HTTP/1.1\r\nTransfer-Encoding: x\r\nTransfer-Encoding: chunked\r\n\r\n",
            // The second request of a connection, sent with the first.
            "GET / HTTP/1.1\r\n\r\nGET / HTTP/1.1\n\n",
            "POST / HTTP/1.1\r\nContent-Length: 12\r\n\r\n012345678901GET / HTTP/1.1\n\n",
        ] {
            check(sent, true);
        }
    }

    #[test]
    fn what_has_one_reading_is_left_as_it_is() {
        for sent in [
            "GET / HTTP/1.1\r\nHost: a\r\n\r\n",
            "\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n",
            "POST / HTTP/1.1\r\nContent-Length: 6\r\n\r\na\nb\n\n\n",
            "POST / HTTP/1.1\r\ncontent-length:1\r\n\r\n\nGET / HTTP/1.1\r\n\r\n",
            "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n\n\n\r\n0\r\n\r\n",
            "GET / HTTP/1.1\r\nContent-Lengths: 1\r\nX-Content-Length: 1\r\nContent-Length-X: 1\r\n\r\n",
            "GET / HTTP/1.1\r\nConten",
        ] {
            check(sent, false);
        }
    }

    #[test]
    fn after_an_answer_to_chunks_the_next_head_is_looked_at() {
        let mut scan = HeadScan::default();
        scan.look_at(
            &mut b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n\n\r\n0\r\n\r\n".to_vec(),
        );
        scan.answered();
        let mut next = b"GET / HTTP/1.1\n\n".to_vec();
        scan.look_at(&mut next);
        assert!(next.contains(&0));
    }

    proptest! {
        #[test]
        fn the_same_is_seen_however_the_bytes_are_cut(
            sent in "(GET|a|\r\n|\n|\r|:|content-length: 3|transfer-encoding: x| ){0,24}",
            size in 1_usize..9,
        ) {
            prop_assert_eq!(looked_at(&sent, size), looked_at(&sent, usize::MAX));
        }
    }
}
