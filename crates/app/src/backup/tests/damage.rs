//! Damaged backups: every byte counts, and each refusal says where.

use std::fs;
use std::io::Write;

use sha2::{Digest, Sha256};

use super::*;
use crate::backup::header::Header;
use crate::backup::key::{self, Key};
use crate::backup::manifest::{Manifest, PartOfBackup};
use crate::backup::opening::Opened;
use crate::backup::sealed::SealedWriter;
use crate::backup::wrapped::KeyFiles;

const DATABASE: &[u8] = b"a database that is short enough to change each of its bytes";

/// Makes a backup of a few hundred bytes, keys included, and the folder with its key.
fn small() -> (TempDir, Vec<u8>) {
    let folder = tempfile::tempdir().unwrap();
    let keys = key::folder_in(folder.path());
    let (key, _) = key::present(&keys, &chance).unwrap();
    let passphrase = Passphrase::to_wrap(PASSPHRASE.into()).unwrap();
    let (wrapping, section) = KeyFiles::read(&keys).unwrap().wrap(&passphrase, &chance).unwrap();
    let header = Header {
        key: key.id(),
        nonce: [3; 19],
        wrapped: Some(wrapping),
    };
    (
        folder,
        [
            header.encode(),
            section,
            sealed(&key, &header, DATABASE, &manifest()),
        ]
        .concat(),
    )
}

fn manifest() -> Manifest {
    Manifest {
        format: 1,
        program: "0.1.0".into(),
        store_id: "1".repeat(32),
        made_at_ms: NOW_MS,
        seq: 1,
        tables: [("concept".to_owned(), 1)].into(),
        database: PartOfBackup::new(DATABASE.len() as u64, Sha256::digest(DATABASE).into()),
        configuration: None,
        audit_head: None,
    }
}

fn sealed(key: &Key, header: &Header, database: &[u8], manifest: &Manifest) -> Vec<u8> {
    let mut sealing = SealedWriter::new(Vec::new(), key, header);
    sealing.write_all(&manifest.encode()).unwrap();
    sealing.write_all(database).unwrap();
    sealing.finish().unwrap()
}

/// Reads a backup to its end.
fn read(folder: &Path, bytes: &[u8]) -> Result<(), Error> {
    let path = folder.join("small.backup");
    fs::write(&path, bytes).unwrap();
    Opened::open(&path, &unlock(folder))?.read_database(|_| Ok(()))
}

#[test]
fn every_byte_of_a_backup_counts() {
    let (folder, whole) = small();
    read(folder.path(), &whole).unwrap();
    for at in 0..whole.len() {
        for change in [0x01, 0x20, 0x80] {
            let mut changed = whole.clone();
            changed[at] ^= change;
            let told = read(folder.path(), &changed)
                .expect_err(&format!("byte {at} ^ {change}"))
                .to_string();
            assert!(told.contains("small.backup`"), "byte {at}: {told}");
        }
    }
}

#[test]
fn a_backup_is_refused_wherever_it_is_cut_and_when_it_goes_on() {
    let (folder, whole) = small();
    for length in 0..whole.len() {
        let told = read(folder.path(), &whole[..length])
            .expect_err(&format!("{length} bytes"))
            .to_string();
        assert!(told.contains("(hint: "), "{length} bytes: {told}");
    }
    let mut longer = whole.clone();
    longer.push(0);
    assert!(read(folder.path(), &longer).is_err());
    longer.extend_from_slice(&whole);
    assert!(read(folder.path(), &longer).is_err());
}

#[test]
fn a_refusal_says_which_bytes() {
    let place = Place::new();
    let made = place.back_up("a.backup").unwrap();
    let whole = fs::read(place.path("a.backup")).unwrap();
    let header = 17 + 21 + 45 + 1;
    assert_eq!(whole[header - 2..header], *b"\n\n", "the header ends here");
    let piece = 65_536 + 16;
    let check = |bytes: &[u8], parts: &[&str]| {
        fs::write(place.path("a.backup"), bytes).unwrap();
        check_refused(place.verify("a.backup"), parts);
        assert_eq!(
            place.names("data/backups"),
            Vec::<String>::new(),
            "nothing is left"
        );
    };
    let flipped = |at: usize| {
        let mut bytes = whole.clone();
        bytes[at] ^= 1;
        bytes
    };
    let bytes_of = |number: usize| {
        let to = (header + (number + 1) * piece).min(whole.len());
        format!(
            "bytes {} to {to} are not as they were written",
            header + number * piece
        )
    };
    check(&flipped(header + 5), &["a.backup", &bytes_of(0)]);
    check(&flipped(header + piece), &[&bytes_of(1)]);
    check(
        &flipped(whole.len() - 1),
        &[&bytes_of((whole.len() - header) / piece)],
    );
    // A digit of the nonce: the header still reads, and the first piece is bound to another.
    check(&flipped(50), &[&bytes_of(0)]);
    check(
        &whole[..header + piece],
        &[&format!("is cut off after byte {}", header + piece)],
    );
    check(
        &whole[..header + piece + 20],
        &[&format!("is cut off after byte {}", header + piece + 20)],
    );
    check(&whole[..header], &[&format!("is cut off after byte {header}")]);
    check(&whole[..9], &["is cut off after byte 9"]);
    check(b"", &["is not a backup of shanjar: it is empty"]);
    check(
        b"PK\x03\x04",
        &["is not a backup of shanjar: it does not begin with"],
    );
    check(
        b"shanjar backup 2\nwho knows",
        &["a newer version", "its format is 2, this version reads 1"],
    );
    let exchanged = [
        &whole[..header],
        &whole[header + piece..header + 2 * piece],
        &whole[header..header + piece],
        &whole[header + 2 * piece..],
    ];
    check(&exchanged.concat(), &[&bytes_of(0)]);
    let goes_on = |length: usize| {
        format!(
            "goes on after its end: it has {length} bytes and its manifest speaks of {}",
            whole.len()
        )
    };
    check(&[&whole[..], b"x"].concat(), &[&goes_on(whole.len() + 1)]);
    check(&[&whole[..], &whole[..]].concat(), &[&goes_on(2 * whole.len())]);
    fs::write(place.path("a.backup"), &whole).unwrap();
    assert_eq!(place.verify("a.backup").unwrap().manifest, made.manifest);
}

/// A key in the data directory `directory`, and the header of a backup that it seals.
fn key_and_header(directory: &Path) -> (Key, Header) {
    let (key, _) = key::present(&key::folder_in(directory), &chance).unwrap();
    let header = Header {
        key: key.id(),
        nonce: [3; 19],
        wrapped: None,
    };
    (key, header)
}

#[test]
fn what_was_sealed_and_does_not_fit_together_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let (key, header) = key_and_header(folder.path());
    let check = |manifest: Manifest, database: &[u8], expected: &str| {
        let bytes = [header.encode(), sealed(&key, &header, database, &manifest)].concat();
        let told = read(folder.path(), &bytes).unwrap_err().to_string();
        assert!(told.contains(expected), "{told}");
    };
    check(manifest(), &DATABASE[1..], "is cut off after byte");
    check(manifest(), &[DATABASE, b"x"].concat(), "goes on after its end");
    check(
        manifest(),
        &DATABASE.to_ascii_uppercase(),
        "the database has another digest",
    );
    let newer = Manifest {
        format: 2,
        ..manifest()
    };
    check(
        newer,
        DATABASE,
        "a newer version of shanjar: its manifest is of form 2",
    );
    let with_chain = Manifest {
        audit_head: Some("x".into()),
        ..manifest()
    };
    check(
        with_chain,
        DATABASE,
        "a newer version of shanjar: its audit chain ends in another form",
    );
    let with_file = Manifest {
        configuration: Some(PartOfBackup::new(3, [0; 32])),
        ..manifest()
    };
    check(
        with_file,
        &[b"a=1", DATABASE].concat(),
        "the configuration file has another digest",
    );
}

#[test]
fn numbers_in_the_other_byte_order_are_told_from_too_large_ones() {
    let folder = tempfile::tempdir().unwrap();
    let (key, header) = key_and_header(folder.path());
    for (length, expected) in [
        (300_u32.to_le_bytes(), "its numbers stand in the other byte order"),
        ([0xff; 4], "its manifest is too long"),
    ] {
        let mut sealing = SealedWriter::new(Vec::new(), &key, &header);
        sealing.write_all(&length).unwrap();
        sealing.write_all(&[b' '; 300]).unwrap();
        let bytes = [header.encode(), sealing.finish().unwrap()].concat();
        let told = read(folder.path(), &bytes).unwrap_err().to_string();
        assert!(told.contains(expected), "{told}");
    }
}

#[test]
fn a_manifest_that_says_otherwise_than_the_database_is_refused() {
    let summary = store::copy::Summary {
        store_id: StoreId::from_random([0x11; 16]),
        last_seq: 1,
        tables: [("concept".to_owned(), 1)].into(),
        audit_end: None,
    };
    let end = |number, byte| store::copy::AuditEnd {
        number,
        digest: vec![byte; 32],
    };
    let with_chain = Manifest {
        audit_head: Some(format!("7 {}", "ab".repeat(32))),
        ..manifest()
    };
    for (audit_end, expected) in [
        (Some(end(7, 0xab)), None),
        (Some(end(6, 0xab)), Some("the audit chain ends at 6 abab")),
        (Some(end(7, 0xac)), Some("the audit chain ends at 7 acac")),
        (None, Some("the audit chain ends at nowhere, not 7 abab")),
    ] {
        let found = store::copy::Summary {
            audit_end,
            ..summary.clone()
        };
        let told = with_chain.difference(&found);
        assert_eq!(told.is_some(), expected.is_some(), "{told:?}");
        assert!(told.unwrap_or_default().starts_with(expected.unwrap_or_default()));
        // One of a version that did not say.
        assert_eq!(manifest().difference(&found), None);
    }
    assert_eq!(manifest().difference(&summary), None);
    for (change, expected) in [
        (
            &(|s: &mut store::copy::Summary| s.last_seq = 2) as &dyn Fn(&mut store::copy::Summary),
            "the last change is 2, not 1",
        ),
        (&|s| s.tables.clear(), "`concept` has no table, not 1 rows"),
        (
            &|s| s.tables.extend([("job".into(), 0)]),
            "`job` has 0 rows, not no table",
        ),
        (
            &|s| s.tables.extend([("concept".into(), 3)]),
            "`concept` has 3 rows, not 1 rows",
        ),
        (
            &|s| s.store_id = StoreId::from_random([2; 16]),
            "the store is `0202",
        ),
    ] {
        let mut found = summary.clone();
        change(&mut found);
        let told = manifest().difference(&found).unwrap();
        assert!(told.contains(expected), "{told}");
    }
}

#[test]
fn a_store_that_was_damaged_before_is_not_called_sound() {
    let place = Place::new();
    let changed = place
        .store
        .write_aside::<_, store::Error>(|session| {
            session.execute("UPDATE concept_revision SET body = '{}'", &[])
        })
        .unwrap();
    assert_eq!(changed, 1);
    place.back_up("a.backup").unwrap();
    check_refused(
        place.verify("a.backup"),
        &[
            "a.backup",
            "is not sound: ",
            "use an older backup",
            "revision 1 of `c-000001` is not what was written",
        ],
    );
    assert_eq!(place.names("data/backups"), Vec::<String>::new());
}
