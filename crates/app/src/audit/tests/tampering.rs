//! Whatever somebody does to the tables of the audit who may write the database file, the first place is named.
//!
//! `SHANJAR_TAMPERINGS` says how often; each tampering is of a random kind at a random place, in the real file, behind
//! the back of the store, and undone before the next.

use access::chain::Point;
use rusqlite::params;
use sha2::{Digest, Sha256};
use store::audit;

use super::super::links::canonical;
use super::*;

/// What must be named.
#[derive(Debug)]
enum Place {
    Number(u64),
    Entry(String),
}

/// Numbers that look like chance (SplitMix64, Steele, Lea and Flood 2014).
struct Draw(u64);

impl Draw {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (z ^ (z >> 31)) % limit
    }

    fn one_of<'a>(&mut self, items: &[&'a str]) -> &'a str {
        items[usize::try_from(self.below(items.len() as u64)).unwrap()]
    }

    fn from(&mut self, first: u64, last: u64) -> u64 {
        first + self.below(last - first + 1)
    }
}

/// An installation with a chain from `first` to `last`, and a copy of its tables.
struct Sealed {
    place: Installation,
    first: u64,
    last: u64,
}

impl Sealed {
    fn new(keys: Arc<dyn AuditKeys>) -> Self {
        let mut place = Installation::with_keys(keys);
        place.keep_days = 1;
        let sealer = place.start();
        place.record(9);
        sealer.settle();
        place.advance_days(3);
        place.clock.fetch_add(4 * 60 * 60 * 1_000, Ordering::SeqCst);
        place.record(20);
        place.record_one(&AuditEvent::refused("log-in").on("login-name", "李\nroot"));
        place.record_one(&AuditEvent::failed("export").detail("ཡིག་ཆ།"));
        sealer.settle();
        sealer.stop();
        let report = place.report();
        assert!(report.is_sound() && report.removed == 9, "{report:?}");
        let copy = place.directory.path().join("outside").join("copy.db");
        place
            .database()
            .execute("VACUUM INTO ?1", [copy.to_str().unwrap()])
            .unwrap();
        let (first, last) = (report.removed + 1, report.last);
        Self { place, first, last }
    }

    fn undo(&self) {
        let copy = self.place.directory.path().join("outside").join("copy.db");
        let database = self.place.database();
        database
            .execute("ATTACH ?1 AS copy", [copy.to_str().unwrap()])
            .unwrap();
        let tables = ["audit_entry", "audit_link", "audit_unsealed", "audit_anchor"];
        let sql: String = tables
            .iter()
            .map(|table| {
                format!("DELETE FROM main.{table}; INSERT INTO main.{table} SELECT * FROM copy.{table};")
            })
            .collect();
        database.execute_batch(&format!("BEGIN; {sql} COMMIT")).unwrap();
    }

    fn report_without_head(&self) -> AuditReport {
        let nowhere = self.place.directory.path().join("outside").join("nowhere");
        verify(&self.place.app.store, &*self.place.keys, &nowhere, BEGUN_MS).unwrap()
    }

    /// Chains everything from `number` on anew, as somebody without the key can: by plain SHA-256.
    fn chain_anew(&self, number: u64) {
        let (links, anchor) = self
            .place
            .app
            .store
            .read(|session| {
                Ok::<_, store::Error>((audit::walk(session, self.first, 999)?, audit::anchor(session)?))
            })
            .unwrap();
        let anchor = anchor.unwrap();
        let mut last = Point {
            number: anchor.number,
            digest: anchor.digest.try_into().unwrap(),
        };
        let database = self.place.database();
        for (link, entry) in links {
            if link.number < number {
                last = Point {
                    number: link.number,
                    digest: link.digest.try_into().unwrap(),
                };
                continue;
            }
            last = last.next(&canonical(&entry.unwrap()), |text| Sha256::digest(text).into());
            let changed = database
                .execute(
                    "UPDATE audit_link SET digest = ?1 WHERE number = ?2",
                    params![last.digest, last.number.cast_signed()],
                )
                .unwrap();
            assert_eq!(changed, 1);
        }
    }

    fn forge_entry(&self, id: &str) {
        self.place.tamper(&format!(
            "INSERT INTO audit_entry VALUES ('{id}', 1, 'account', 'a-2', '王', NULL, 'log-in', 'done', NULL, NULL, '', \
             NULL, NULL, NULL)"
        ));
    }

    /// Does something of a random kind; returns what it was and what must be named.
    fn tamper(&self, draw: &mut Draw) -> (String, Place) {
        let number = draw.from(self.first, self.last);
        let entry = format!("(SELECT entry FROM audit_link WHERE number = {number})");
        let (sql, place) = match draw.below(12) {
            0 => (edit_of_entry(draw, &entry), number),
            1 => (edit_of_link(draw, number, self.last), number),
            2 => (format!("DELETE FROM audit_link WHERE number = {number}"), number),
            3 => (format!("DELETE FROM audit_entry WHERE id = {entry}"), number),
            4 => {
                let both = format!(
                    "DELETE FROM audit_entry WHERE id = {entry}; DELETE FROM audit_link WHERE number = {number}"
                );
                (both, number)
            }
            5 => {
                let other = draw.from(self.first, self.last);
                // One that is drawn twice changes places with its neighbour.
                let other = if other != number {
                    other
                } else if number == self.last {
                    number - 1
                } else {
                    number + 1
                };
                (swap(number, other), number.min(other))
            }
            6 => {
                let entries = format!("SELECT entry FROM audit_link WHERE number >= {number}");
                (
                    format!(
                        "DELETE FROM audit_entry WHERE id IN ({entries}); DELETE FROM audit_link WHERE number >= {number}"
                    ),
                    number,
                )
            }
            7 => {
                self.forge_entry("forged");
                let sql = format!(
                    "INSERT INTO audit_link VALUES ({}, 'forged', zeroblob(32))",
                    self.last + 1
                );
                self.place.tamper(&sql);
                self.chain_anew(self.last + 1);
                (sql, self.last + 1)
            }
            8 => {
                self.forge_entry("forged");
                let sql = format!(
                    "UPDATE audit_link SET number = -(number + 1) WHERE number >= {number}; UPDATE audit_link SET number = -number \
                     WHERE number < 0; INSERT INTO audit_link VALUES ({number}, 'forged', zeroblob(32))"
                );
                self.place.tamper(&sql);
                self.chain_anew(number);
                return (sql, Place::Number(number));
            }
            9 => {
                let sql = edit_of_entry(draw, &entry);
                self.place.tamper(&sql);
                if !sql.contains("SET id") {
                    self.chain_anew(number);
                }
                return (format!("{sql}, chained anew"), Place::Number(number));
            }
            10 => {
                self.forge_entry("forged");
                return (
                    "an entry beside the chain".to_owned(),
                    Place::Entry("forged".to_owned()),
                );
            }
            _ => self.edit_of_anchor(draw),
        };
        if !sql.contains("'forged'") {
            self.place.tamper(&sql);
        }
        (sql, Place::Number(place))
    }

    fn edit_of_anchor(&self, draw: &mut Draw) -> (String, u64) {
        let anchor = self.first - 1;
        match draw.below(5) {
            0 => ("DELETE FROM audit_anchor".to_owned(), 1),
            1 => (
                "UPDATE audit_anchor SET number = number + 1".to_owned(),
                anchor + 1,
            ),
            2 => ("UPDATE audit_anchor SET digest = zeroblob(32)".to_owned(), anchor),
            3 => ("UPDATE audit_anchor SET at_ms = at_ms - 1".to_owned(), anchor),
            _ => ("UPDATE audit_anchor SET mac = x'00'".to_owned(), anchor),
        }
    }
}

fn edit_of_entry(draw: &mut Draw, entry: &str) -> String {
    let column = draw.one_of(&[
        "id",
        "at_ms",
        "actor_kind",
        "actor_id",
        "actor_name",
        "address",
        "action",
        "outcome",
        "object_kind",
        "object_id",
        "fields",
        "reason",
        "request_id",
        "detail",
    ]);
    let value = match column {
        "at_ms" => "at_ms + 1".to_owned(),
        "outcome" => "CASE outcome WHEN 'done' THEN 'refused' ELSE 'done' END".to_owned(),
        // Nothing becomes an empty text, any text becomes longer by what nobody sees.
        _ => format!("CASE WHEN {column} IS NULL THEN '' ELSE {column} || '\u{200b}' END"),
    };
    format!("UPDATE audit_entry SET {column} = {value} WHERE id = {entry}")
}

fn edit_of_link(draw: &mut Draw, number: u64, last: u64) -> String {
    let change = match draw.below(3) {
        0 => format!("number = {}", last + 7),
        1 => "entry = 'another'".to_owned(),
        _ => "digest = zeroblob(32)".to_owned(),
    };
    format!("UPDATE audit_link SET {change} WHERE number = {number}")
}

fn swap(one: u64, other: u64) -> String {
    format!(
        "UPDATE audit_link SET number = -1 WHERE number = {one}; UPDATE audit_link SET number = {one} WHERE number = {other}; \
         UPDATE audit_link SET number = {other} WHERE number = -1"
    )
}

fn is_located(report: &AuditReport, place: &Place) -> bool {
    match place {
        Place::Number(number) => report.first_bad.is_some_and(|bad| bad.number == *number),
        Place::Entry(id) => report.strays.contains(&Stray::Entry(id.clone())),
    }
}

fn tamperings() -> u64 {
    #[expect(
        clippy::disallowed_methods,
        reason = "the length of a proof is chosen where it is started"
    )]
    let chosen = std::env::var("SHANJAR_TAMPERINGS");
    chosen.map_or(100, |text| text.parse().unwrap())
}

#[test]
fn every_tampering_is_located() {
    let sealed = Sealed::new(Arc::new(SeedKeys::of(&[7; 32]).unwrap()));
    let (tried, mut located) = (tamperings(), 0);
    for seed in 0..tried {
        let (what, place) = sealed.tamper(&mut Draw(seed));
        let report = sealed.place.report();
        assert!(
            is_located(&report, &place),
            "{seed}: {what}: {place:?} is not in {report:?}"
        );
        located += 1;
        sealed.undo();
        assert!(sealed.place.report().is_sound(), "{seed}: {what}: undone");
    }
    println!("audit tampering: {tried} tried, {located} located");
}

/// Digests without a key, as a chain of plain SHA-256 would have them.
struct NoKeys;

impl AuditKeys for NoKeys {
    fn mac(&self, text: &[u8]) -> [u8; 32] {
        Sha256::digest(text).into()
    }

    fn is_mac(&self, text: &[u8], mac: &[u8]) -> bool {
        self.mac(text) == mac
    }

    fn sign(&self, _: &[u8]) -> [u8; 64] {
        [0; 64]
    }

    fn is_signature(&self, _: &[u8], _: &[u8; 64]) -> bool {
        true
    }
}

/// The control: who chains anew what he has edited is found by the key, and by nothing else in the database.
#[test]
fn without_a_key_who_chains_anew_is_not_found() {
    let tried = 20;
    let located = |keys: Arc<dyn AuditKeys>| {
        let sealed = Sealed::new(keys);
        let mut draw = Draw(1);
        let found = (0..tried).filter(|_| {
            let number = draw.from(sealed.first, sealed.last);
            sealed.place.tamper(&format!(
                "UPDATE audit_entry SET actor_name = '王' WHERE id = (SELECT entry FROM audit_link WHERE number = {number})"
            ));
            sealed.chain_anew(number);
            let report = sealed.report_without_head();
            sealed.undo();
            report.first_bad.is_some_and(|bad| bad.number == number)
        });
        found.count()
    };
    let with_key = located(Arc::new(SeedKeys::of(&[7; 32]).unwrap()));
    let without_key = located(Arc::new(NoKeys));
    println!(
        "audit tampering, chained anew: {tried} tried, {with_key} located with the key, {without_key} without one"
    );
    assert_eq!((with_key, without_key), (tried, 0));
}
