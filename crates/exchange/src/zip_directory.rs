//! What a zip archive says it will unpack to, read before anything is unpacked.

/// Most bytes a workbook may unpack to. A full upload of 64 MiB unpacks to about this much.
const MAX_UNPACKED_BYTES: u64 = 512 << 20;
/// What any workbook may unpack to, and how many times its own size besides: sheets of terms unpack to four to twenty times,
/// and what a few bytes unpack to more than that is there to fill the memory.
const UNPACKED_BYTES_FREE: u64 = 32 << 20;
const UNPACKED_TIMES: u64 = 32;
/// Most entries. A workbook has one a sheet and about ten more.
const MAX_ENTRIES: usize = 10_000;

/// What makes an archive too large to be opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Oversize {
    /// It declares more bytes than are unpacked.
    Bytes { declared: u64, limit: u64 },
    /// It has more entries than are looked at.
    Entries { limit: usize },
}

/// Checks the sizes that `archive` declares. The reader that unpacks it stops at the size declared for each entry,
/// so that an archive which declares too little cannot get further than this check allows.
///
/// Every directory record in the file counts, wherever it stands: a file may hold several directories, and which of
/// them a reader follows must not matter.
pub(crate) fn check(archive: &[u8]) -> Result<(), Oversize> {
    let limit = limit_for(archive.len());
    let (mut declared, mut entries) = (0_u64, 0_usize);
    let mut rest = archive;
    while let Some(at) = find(rest, b"PK\x01\x02") {
        rest = rest.get(at..).unwrap_or_default();
        if let Some(size) = unpacked_bytes(rest) {
            declared = declared.saturating_add(size);
            entries += 1;
        }
        rest = rest.get(4..).unwrap_or_default();
        if declared > limit {
            return Err(Oversize::Bytes { declared, limit });
        }
        if entries > MAX_ENTRIES {
            return Err(Oversize::Entries { limit: MAX_ENTRIES });
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

fn find(haystack: &[u8], needle: &[u8; 4]) -> Option<usize> {
    haystack.windows(4).position(|window| window == needle)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(method: u16, size: u32) -> Vec<u8> {
        let mut bytes = vec![0; 46];
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
        assert_eq!(check(&two(most)), Err(Oversize::Bytes { declared, limit }));
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
            Err(Oversize::Entries { limit: MAX_ENTRIES })
        );
    }
}
