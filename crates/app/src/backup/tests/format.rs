//! The format: one way to write each thing, and pieces that come back whatever their length.

use std::io::Write;
use std::path::Path;

use proptest::prelude::*;

use super::super::check::check_reading;
use super::super::header::{Cost, Header, HeaderFault, Wrapping};
use super::super::key::{Key, KeyId};
use super::super::sealed::{PIECE_BYTES, SealedReader, SealedWriter};

fn header() -> impl Strategy<Value = Header> {
    let cost = (8_u32..=262_144, 1_u32..=16).prop_map(|(memory_kib, passes)| Cost {
        memory_kib,
        passes,
        lanes: 1,
    });
    let wrapping = (
        0_u32..=1 << 20,
        cost,
        any::<[u8; 16]>(),
        any::<[u8; 24]>(),
        any::<[u8; 32]>(),
    );
    let wrapping = wrapping.prop_map(|(bytes, cost, salt, nonce, sha256)| Wrapping {
        bytes,
        cost,
        salt,
        nonce,
        sha256,
    });
    (any::<[u8; 8]>(), any::<[u8; 19]>(), prop::option::of(wrapping)).prop_map(|(key, nonce, wrapped)| {
        Header {
            key: KeyId(key),
            nonce,
            wrapped,
        }
    })
}

proptest! {
    #[test]
    fn a_header_reads_back_with_anything_behind_it(header in header(), behind: Vec<u8>) {
        let written = header.encode();
        let length = written.len();
        prop_assert!(length <= super::super::header::MAX_BYTES);
        let read = Header::decode(&[written, behind].concat());
        prop_assert_eq!(read, Ok((header, length)));
    }

    #[test]
    fn pieces_come_back_whatever_is_in_them_and_however_they_are_written_and_read(
        pieces in 0_usize..3,
        around in -2_isize..3,
        (step, read_step) in (1_usize..100_000, 1_usize..100_000),
        content in prop::collection::vec(any::<u8>(), 1..300),
    ) {
        let length = (pieces * PIECE_BYTES).saturating_add_signed(around);
        let clear: Vec<u8> = content.iter().copied().cycle().take(length).collect();
        let key = Key::from_bytes([content[0]; 32]);
        let header = plain(key.id());
        let mut sealing = SealedWriter::new(Vec::new(), &key, &header);
        for part in clear.chunks(step) {
            sealing.write_all(part).unwrap();
        }
        let sealed = sealing.finish().unwrap();
        prop_assert_eq!(sealed.len(), length + 16 * length.div_ceil(PIECE_BYTES).max(1));
        let mut opened = SealedReader::new(sealed.as_slice(), 0, &key, &header);
        let mut read = Vec::new();
        for part in clear.chunks(read_step) {
            read.extend(opened.read_all(part.len() as u64).unwrap());
        }
        prop_assert!(read == clear);
        prop_assert!(opened.expect_end().is_ok());
        prop_assert!(opened.read_all(1).is_err());
    }

    #[test]
    fn a_key_reads_back(bytes: [u8; 32]) {
        let key = Key::from_bytes(bytes);
        let text = key.to_file();
        prop_assert_eq!(Key::from_file(&text), Ok(key.clone()));
        prop_assert_eq!(Key::from_file(&text.replace('\n', "\r\n")), Ok(key));
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes: Vec<u8>) {
        prop_assert_eq!(check_reading(&bytes), Ok(()));
    }
}

fn plain(key: KeyId) -> Header {
    Header {
        key,
        nonce: [5; 19],
        wrapped: None,
    }
}

#[test]
fn a_header_is_text_that_an_operator_can_read() {
    let written = plain(KeyId([0x3f, 0x9a, 0x0c, 0x12, 0xab, 0x34, 0xcd, 0x56])).encode();
    let text = String::from_utf8(written).unwrap();
    let expected = format!(
        "shanjar backup 1\nkey 3f9a0c12ab34cd56\nnonce {}\n\n",
        "05".repeat(19)
    );
    assert_eq!(text, expected);
}

#[test]
fn a_header_is_refused_for_what_is_wrong_with_it() {
    let key = "key 3f9a0c12ab34cd56\n";
    let nonce = format!("nonce {}\n", "05".repeat(19));
    let keys = |cost: &str| {
        format!(
            "keys 9 argon2id {cost} {} {} {}\n",
            "0".repeat(32),
            "0".repeat(48),
            "0".repeat(64)
        )
    };
    let damaged = |from, to| HeaderFault::Damaged { from, to };
    for (text, expected) in [
        ("".to_owned(), HeaderFault::Foreign),
        ("Shanjar backup 1\n".to_owned(), HeaderFault::Foreign),
        ("shanjar back".to_owned(), HeaderFault::CutOff),
        ("shanjar backup 1".to_owned(), HeaderFault::CutOff),
        ("shanjar backup 01\n".to_owned(), HeaderFault::Foreign),
        ("shanjar backup 0\n".to_owned(), HeaderFault::Foreign),
        ("shanjar backup 12\n".to_owned(), HeaderFault::Newer(12)),
        ("shanjar backup 99999999999\n".to_owned(), HeaderFault::Foreign),
        ("shanjar backup 1\n".to_owned(), HeaderFault::CutOff),
        (format!("shanjar backup 1\n{key}"), HeaderFault::CutOff),
        (
            "shanjar backup 1\nkey 3F9A0C12AB34CD56\n".to_owned(),
            damaged(17, 38),
        ),
        (
            "shanjar backup 1\nkey  3f9a0c12ab34cd5\n".to_owned(),
            damaged(17, 38),
        ),
        (format!("shanjar backup 1\n{key}nonce 05\n\n"), damaged(38, 47)),
        (format!("shanjar backup 1\n{key}{nonce}note\n\n"), damaged(83, 88)),
        (
            format!("shanjar backup 1\n{key}{nonce}{}\n", keys("65536 3 2")),
            damaged(83, 256),
        ),
        (
            format!("shanjar backup 1\n{key}{nonce}{}\n", keys("65536 17 1")),
            damaged(83, 257),
        ),
        (
            format!("shanjar backup 1\n{key}{nonce}{}\n", keys("9999999 3 1")),
            damaged(83, 258),
        ),
        (
            format!("shanjar backup 1\n{key}{nonce}{}\n", keys("065536 3 1")),
            damaged(83, 257),
        ),
        (format!("shanjar backup 1\n{}", "x".repeat(600)), damaged(17, 512)),
    ] {
        assert_eq!(Header::decode(text.as_bytes()), Err(expected), "{text}");
    }
}

#[test]
fn what_fuzzing_kept_is_read_or_refused() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/fuzz/backup.hex");
    let kept = std::fs::read_to_string(&path).unwrap();
    assert!(kept.lines().count() >= 20, "{} is no corpus", path.display());
    for line in kept.lines() {
        let bytes: Vec<u8> = (0..line.len())
            .step_by(2)
            .map(|at| u8::from_str_radix(&line[at..at + 2], 16).unwrap())
            .collect();
        assert_eq!(check_reading(&bytes), Ok(()), "{line}");
    }
}
