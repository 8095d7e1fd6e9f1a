//! What a zip archive says it will unpack to, read before anything is unpacked.

use std::collections::HashSet;

/// Most bytes a workbook may unpack to. A full upload of 64 MiB unpacks to about this much.
const MAX_UNPACKED_BYTES: u64 = 512 << 20;
/// What any workbook may unpack to, and how many times its own size besides: sheets of terms unpack to four to twenty times,
/// and what a few bytes unpack to more than that is there to fill the memory.
const UNPACKED_BYTES_FREE: u64 = 32 << 20;
const UNPACKED_TIMES: u64 = 32;
/// Most entries. A workbook has one a sheet and about ten more.
const MAX_ENTRIES: usize = 10_000;

/// What keeps an archive from being opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Obstacle {
    /// It declares more bytes than are unpacked.
    Bytes { declared: u64, limit: u64 },
    /// It has more entries than are looked at.
    Entries { limit: usize },
    /// It has two entries of one name.
    Twice { name: String },
}

/// Checks the sizes that `archive` declares. The reader that unpacks it stops at the size declared for each entry,
/// so that an archive which declares too little cannot get further than this check allows.
///
/// Every directory record in the file counts, wherever it stands: a file may hold several directories, and which of
/// them a reader follows must not matter. Two entries of one directory never have the same name, in whatever case: which
/// of them is read would depend on the reader. A workbook inside the workbook has a directory of its own.
pub(crate) fn check(archive: &[u8]) -> Result<(), Obstacle> {
    let limit = limit_for(archive.len());
    let (mut declared, mut entries) = (0_u64, 0_usize);
    let (mut at, mut end_of_last) = (0, 0);
    let mut names = HashSet::new();
    while let Some(found) = find(archive.get(at..).unwrap_or_default(), b"PK\x01\x02") {
        let start = at + found;
        let record = archive.get(start..).unwrap_or_default();
        if let Some(size) = unpacked_bytes(record) {
            declared = declared.saturating_add(size);
            entries += 1;
            if start != end_of_last {
                names.clear();
            }
            let (name, n_bytes) = name_and_length(record);
            end_of_last = start + n_bytes;
            let name = String::from_utf8_lossy(name).replace('\\', "/");
            if !names.insert(name.to_ascii_lowercase()) {
                return Err(Obstacle::Twice { name });
            }
        }
        at = start + 4;
        if declared > limit {
            return Err(Obstacle::Bytes { declared, limit });
        }
        if entries > MAX_ENTRIES {
            return Err(Obstacle::Entries { limit: MAX_ENTRIES });
        }
    }
    Ok(())
}

fn limit_for(archive_bytes: usize) -> u64 {
    let packed = u64::try_from(archive_bytes).unwrap_or(u64::MAX);
    let limit = UNPACKED_BYTES_FREE.saturating_add(packed.saturating_mul(UNPACKED_TIMES));
    limit.min(MAX_UNPACKED_BYTES)
}

/// Returns the size declared by the directory record that `bytes` begin with, or `None` if there is none.
///
/// Layout by PKWARE's APPNOTE 4.3.12: method at 10, unpacked size at 24. A size that needs the 64-bit extension
/// stands here as 4 GiB, which is too much already.
fn unpacked_bytes(bytes: &[u8]) -> Option<u64> {
    let [method_low, method_high] = *bytes.get(10..)?.first_chunk()?;
    let size = u32::from_le_bytes(*bytes.get(24..)?.first_chunk()?);
    // Stored or deflated: nothing else can be unpacked. Also keeps chance finds inside packed data out.
    let is_record = matches!(u16::from_le_bytes([method_low, method_high]), 0 | 8) && bytes.len() >= 46;
    is_record.then_some(u64::from(size))
}

/// Returns the name of the entry, and how long the record that `bytes` begin with is.
///
/// Layout by PKWARE's APPNOTE 4.3.12: lengths of name, extra field and comment at 28, 30 and 32, the name at 46.
fn name_and_length(bytes: &[u8]) -> (&[u8], usize) {
    let length = |at: usize| {
        let two = bytes.get(at..).and_then(|rest| rest.first_chunk());
        two.map_or(0, |two| usize::from(u16::from_le_bytes(*two)))
    };
    let (name, rest) = (length(28), length(30) + length(32));
    (bytes.get(46..46 + name).unwrap_or_default(), 46 + name + rest)
}

fn find(haystack: &[u8], needle: &[u8; 4]) -> Option<usize> {
    haystack.windows(4).position(|window| window == needle)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A record without a name, and something behind it, so that no other follows on it.
    fn record(method: u16, size: u32) -> Vec<u8> {
        let mut bytes = vec![0; 47];
        bytes[..4].copy_from_slice(b"PK\x01\x02");
        bytes[10..12].copy_from_slice(&method.to_le_bytes());
        bytes[24..28].copy_from_slice(&size.to_le_bytes());
        bytes
    }

    #[test]
    fn an_archive_is_as_large_as_all_its_records_say() {
        assert_eq!(check(b""), Ok(()));
        let two = |size| [record(8, size), b"something between".to_vec(), record(0, 1)].concat();
        let limit = limit_for(two(0).len());
        let most = u32::try_from(limit).unwrap();
        assert_eq!(check(&two(most - 1)), Ok(()));
        let declared = limit + 1;
        assert_eq!(check(&two(most)), Err(Obstacle::Bytes { declared, limit }));
        let zip64 = record(8, u32::MAX);
        assert!(check(&zip64).is_err());
        assert_eq!(
            check(&record(99, u32::MAX)),
            Ok(()),
            "no method that could be unpacked"
        );
        assert_eq!(check(&record(8, u32::MAX)[..30]), Ok(()), "cut off");
    }

    #[test]
    fn a_small_archive_may_unpack_to_less_than_a_large_one() {
        for (packed, unpacked) in [
            (0, 32 << 20),
            (1 << 20, 64 << 20),
            (15 << 20, 512 << 20),
            (64 << 20, 512 << 20),
        ] {
            assert_eq!(limit_for(packed), unpacked);
        }
    }

    #[test]
    fn an_archive_of_very_many_entries_is_too_large() {
        assert_eq!(check(&record(0, 0).repeat(MAX_ENTRIES)), Ok(()));
        assert_eq!(
            check(&record(0, 0).repeat(MAX_ENTRIES + 1)),
            Err(Obstacle::Entries { limit: MAX_ENTRIES })
        );
    }

    /// A record of an entry with this name.
    fn named(name: &str) -> Vec<u8> {
        let mut bytes = record(8, 1);
        bytes.truncate(46);
        bytes[28..30].copy_from_slice(&u16::try_from(name.len()).unwrap().to_le_bytes());
        bytes[30..32].copy_from_slice(&3_u16.to_le_bytes());
        bytes.extend_from_slice(name.as_bytes());
        bytes.extend_from_slice(b"ext");
        bytes
    }

    #[test]
    fn two_entries_of_one_name_were_read_as_whichever_came() {
        let directory = |names: &[&str]| names.iter().flat_map(|name| named(name)).collect::<Vec<u8>>();
        for (names, twice) in [
            (&["xl/sheet1.xml", "xl/sheet2.xml"][..], None),
            (&["xl/sheet1.xml", "a", "xl/sheet1.xml"], Some("xl/sheet1.xml")),
            (&["xl/sheet1.xml", "XL\\Sheet1.xml"], Some("XL/Sheet1.xml")),
        ] {
            let expected = twice.map_or(Ok(()), |name| {
                Err(Obstacle::Twice {
                    name: name.to_owned(),
                })
            });
            assert_eq!(check(&directory(names)), expected, "{names:?}");
        }
        let inner = [
            directory(&["a"]),
            b"a workbook inside".to_vec(),
            directory(&["a"]),
        ]
        .concat();
        assert_eq!(check(&inner), Ok(()));
    }
}
