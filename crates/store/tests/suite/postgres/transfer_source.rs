//! A data directory with something in every table, also in those that are not copied.

use glossary::list_change::{ListChange, ListChangeKind, ListEntry};
use glossary::{BatchKind, CollectionKind, Concept, ConceptId, Register, Workflow};
use store::accounts::{self, Account};
use store::audit::{self, AuditAnchor, AuditEntry, AuditLink};
use store::batches::{self, Authorised, Batch, BatchItem, Scan};
use store::courts::{self, Court};
use store::key_checks::{self, KeyCheck};
use store::lists::{self, Succession};
use store::login_sessions::{self, LoginSession};
use store::one_time_codes::{self, OneTimeCode};
use store::role_changes::{self, RoleChange};
use store::spelling_changes::{self, SpellingChange};
use store::tokens::{self, Token};
use store::{
    Act, BatchState, Chunk, Collection, Deed, Error, ItemClass, JobCounts, JobState, KeyedRequest, Lease,
    Purpose, RoleOp, RoleState, Session, Stage, StagedRow, Standing, Store, collections, editions,
    idempotency, import_files, jobs, login_counters, staging,
};

use super::transfer_proposals::with_readers_words;
use crate::fixtures::{account, concept, digest, listed, stamp, update};

/// Longer than any test takes.
pub const LONG_MS: u64 = 3_600_000;

/// Writes `extra` concepts beside those that show something, and returns the lease of a job that somebody still works on.
pub fn fill(store: &Store, extra: usize) -> Lease {
    let court = store
        .write(move |tx| {
            for number in 0..extra {
                tx.create(name("法", number), &stamp("import", 3))?;
            }
            let judge = tx.create(concept("法官", "ཁྲིམས་དཔོན"), &stamp("李", 4))?;
            let same = tx.create(concept("审判员", ""), &stamp("李", 5))?;
            let gone = tx.create(concept("书记", "དྲུང་ཡིག"), &stamp("བཀྲ་ཤིས", 6))?;
            tx.delete(gone.id, 1, &stamp("李", 7))?;
            tx.merge(same.id, 1, judge.id, &stamp("李", 8))?;
            tx.create(
                listed(concept("法院", "ཁྲིམས་ཁང"), "charges-2024", "8(1)"),
                &stamp("李", 9),
            )
        })
        .unwrap();
    update(
        store,
        court.id,
        1,
        listed(concept("人民法院", "མི་དམངས་ཁྲིམས་ཁང"), "charges-2024", "8(1)"),
    )
    .unwrap();
    describe(store);
    keep_answer(store);
    keep_audit(store);
    sign_up(store);
    with_authority(store, court.id);
    with_readers_words(store, court.id);
    with_jobs(store)
}

/// The request whose answer is kept.
pub fn request() -> KeyedRequest {
    KeyedRequest::new("李", "ཀ-1", "法院")
}

fn name(zh: &str, number: usize) -> Concept {
    listed(
        concept(&format!("{zh}{number}"), &format!("ཁྲིམས་ཁང་{number}")),
        "a-list",
        &number.to_string(),
    )
}

/// A batch with a concept that stands and has a successor, a spelling that waits, a scan, and an edition.
fn with_authority(store: &Store, court: ConceptId) {
    let open = Batch {
        id: "b-1".to_owned(),
        kind: BatchKind::PublishedBefore,
        number: "第1批".to_owned(),
        committee: "术语审定委员会".to_owned(),
        decided_on: Some("2026-11-20".to_owned()),
        decision: Some("1".to_owned()),
        title: Some("词典".to_owned()),
        publisher: Some("ཤན་སྦྱར".to_owned()),
        note: None,
        state: BatchState::Open,
        revision: 1,
        created_by: "李".to_owned(),
        created_at_ms: 10,
        authorised: None,
    };
    let scan = Scan {
        name: "批文.pdf".to_owned(),
        media_type: "application/pdf".to_owned(),
        bytes: vec![0, 39, 92, 255],
        digest: digest(1),
    };
    let body = |zh| Concept {
        workflow: Workflow::Authorised,
        ..listed(concept(zh, "མི་དམངས་ཁྲིམས་ཁང"), "charges-2024", "8(1)")
    };
    let deed = Deed {
        reason: Some("会议通过".to_owned()),
        batch: Some("b-1".to_owned()),
        standing: Standing::This,
        ..Deed::of(Act::Authorise)
    };
    let spelled = SpellingChange {
        concept: court,
        revision: 3,
        at_ms: 11,
    };
    let item = BatchItem {
        concept: court,
        revision: 3,
        class: ItemClass::Substance,
    };
    store
        .write(move |tx| {
            batches::create(tx, &open)?;
            batches::put_scan(tx, "b-1", &scan)?;
            tx.perform(court, 2, body("人民法院"), &deed, &stamp("李", 12))?;
            batches::put_item(tx, "b-1", &item)?;
            let seq = tx.last_seq();
            let by = "李".to_owned();
            batches::close(tx, "b-1", 1, &Authorised { by, at_ms: 12, seq })?;
            spelling_changes::add(tx, &spelled)?;
            editions::freeze(tx, "第一版", Some("试用"), "李", 13)?;
            tx.update(court, 3, body("法院"), &stamp("李", 14))
        })
        .unwrap();
}

fn describe(store: &Store) {
    let described = Collection {
        name: "charges-2024".parse().unwrap(),
        title_zh: Some("罪名".to_owned()),
        title_en: None,
        title_bo: Some("ཉེས་མིང་།".to_owned()),
        bo_source: Some("《西藏法制报藏文版》".to_owned()),
        kind: Some(CollectionKind::OfficialList),
        licence: Some(String::new()),
        source: Some("最高人民法院".to_owned()),
        note: Some("ཉེས་མིང་།\n第二行\t'\\".to_owned()),
        register: Register::Older,
    };
    let succession = Succession {
        collection: "charges-2024".parse().unwrap(),
        predecessor: "charges-2021".parse().unwrap(),
        at_ms: 44,
    };
    let change = ListChange {
        kind: ListChangeKind::Renamed,
        old: Some(ListEntry {
            concept: ConceptId::new(1),
            number: None,
            name: "旧罪".to_owned(),
            article: Some("第1条".to_owned()),
        }),
        new: None,
    };
    store
        .write_aside(move |session| {
            collections::upsert(session, &described)?;
            lists::succeed(session, &succession, std::slice::from_ref(&change))
        })
        .unwrap();
}

fn keep_answer(store: &Store) {
    store
        .write(|tx| idempotency::keep(tx, &request(), "{\"id\":\"c-1\"}", 44))
        .unwrap();
}

/// Makes a chain whose first link was cut off, and an entry that waits.
fn keep_audit(store: &Store) {
    let entry = |nth: i64| AuditEntry {
        id: format!("e-{nth}"),
        at_ms: nth,
        actor_kind: "account".to_owned(),
        actor_id: Some("a-1".to_owned()),
        actor_name: "བཀྲ་ཤིས".to_owned(),
        address: Some("10.1.2.3".to_owned()),
        action: "view-person".to_owned(),
        outcome: "done".to_owned(),
        object_kind: None,
        object_id: None,
        fields: "phone".to_owned(),
        reason: Some("核对".to_owned()),
        request_id: Some(String::new()),
        detail: None,
    };
    let link = |number: u64| AuditLink {
        number,
        entry: format!("e-{number}"),
        digest: vec![7; 32],
    };
    let anchor = AuditAnchor {
        number: 1,
        digest: vec![7; 32],
        at_ms: 5,
        mac: vec![8; 32],
    };
    store
        .write_aside(move |session| {
            (1..=4).try_for_each(|nth| audit::append(session, &entry(nth)))?;
            audit::link(session, &[link(1), link(2), link(3)])?;
            audit::cut(session, &anchor)
        })
        .unwrap();
}

/// Makes courts, accounts and what belongs to them. The court above stands behind the one below in the order of codes.
fn sign_up(store: &Store) {
    store
        .write_aside(|session| {
            for (code, parent) in [("Z", None), ("A", Some("Z"))] {
                let court = Court {
                    code: code.to_owned(),
                    name_zh: format!("{code}法院"),
                    parent: parent.map(str::to_owned),
                };
                courts::put(session, &court)?;
            }
            accounts::create(session, &account("a-2", "李明"))?;
            accounts::create(session, &administrator())?;
            ask_for_roles(session)?;
            give_codes(session)?;
            tokens::create(session, &token())?;
            let check = KeyCheck {
                key_id: "k-1".to_owned(),
                suite: "aes-256-gcm-siv".to_owned(),
                digest: digest(9),
                created_at_ms: 5,
            };
            key_checks::put(session, &check)?;
            sign_in(session)
        })
        .unwrap();
}

fn administrator() -> Account {
    Account {
        display_name: "བཀྲ་ཤིས 扎西".to_owned(),
        court: Some("A".to_owned()),
        person: Some(String::new()),
        is_disabled: true,
        password: Some("$argon2id$v=19$m=47104,t=1,p=1$c2FsdA$aGFzaA".to_owned()),
        password_at_ms: Some(7),
        totp_secret: Some(vec![0, 39, 92, 255]),
        totp_step: Some(1 << 40),
        roles: vec!["reader".to_owned(), "security_admin".to_owned()],
        ..account("a-1", "扎西")
    }
}

fn ask_for_roles(session: &mut dyn Session) -> Result<(), Error> {
    for (id, op) in [("r-1", RoleOp::Grant), ("r-2", RoleOp::Revoke)] {
        let change = RoleChange {
            id: id.to_owned(),
            account: "a-1".to_owned(),
            role: "auditor".to_owned(),
            op,
            reason: "接替\n第二行".to_owned(),
            asked_by: "李明".to_owned(),
            asked_at_ms: 8,
            state: RoleState::Waiting,
            decided_by: None,
            decided_at_ms: None,
        };
        role_changes::ask(session, &change)?;
    }
    role_changes::decide(session, "r-2", RoleState::Refused, "王", 9).map(drop)
}

/// Gives a code for ever, which is used, and one for a time.
fn give_codes(session: &mut dyn Session) -> Result<(), Error> {
    for (byte, purpose, expires_at_ms) in [(200, Purpose::Recovery, None), (0, Purpose::First, Some(99))] {
        let code = OneTimeCode {
            digest: digest(byte),
            account: "a-1".to_owned(),
            purpose,
            created_at_ms: 5,
            expires_at_ms,
            used_at_ms: None,
        };
        one_time_codes::put(session, &code)?;
    }
    one_time_codes::use_once(session, &digest(200), 6).map(drop)
}

fn token() -> Token {
    Token {
        id: "t-1".to_owned(),
        name: "电子卷宗".to_owned(),
        digest: digest(3),
        scopes: "glossary:read documents".to_owned(),
        court: Some("A".to_owned()),
        addresses: "10.0.0.0/8".to_owned(),
        created_by: "李明".to_owned(),
        created_at_ms: 5,
        expires_at_ms: 99,
        revoked_at_ms: None,
        last_used_at_ms: Some(6),
        last_used_from: Some("10.1.2.3".to_owned()),
    }
}

/// Makes what is not copied.
fn sign_in(session: &mut dyn Session) -> Result<(), Error> {
    let login = LoginSession {
        digest: digest(4),
        account: "a-1".to_owned(),
        stage: Stage::Full,
        created_at_ms: 5,
        seen_at_ms: 6,
        proved_at_ms: 5,
        address: "10.1.2.3".to_owned(),
        agent: String::new(),
    };
    login_sessions::start(session, &login)?;
    login_counters::add(session, "account", "李明", 5, 100).map(drop)
}

/// Makes a job that ended, one that nobody works on, and one with staged rows that somebody works on.
fn with_jobs(store: &Store) -> Lease {
    let base = store.read(staging::base).unwrap();
    let rows = [
        concept("离婚", "གཉེན་འབྲལ"),
        listed(concept("盗窃罪", "རྐུ་ཉེས"), "charges-2024", "264"),
    ];
    let rows = (0..).zip(rows).map(|(nth, body)| StagedRow {
        id: base.new_id(nth),
        expected_revision: 0,
        body,
    });
    let chunk = Chunk::prepare(&rows.collect::<Vec<_>>()).unwrap();
    store
        .write_aside(move |session| {
            for id in ["j-ended", "j-waiting", "j-staged"] {
                jobs::create(session, id, "import_glossary", "{\"行\":1}", 10)?;
            }
            let ended = jobs::take(session, "j-ended", "node", 0)?;
            let counts = JobCounts {
                created: 1,
                updated: 2,
                unchanged: 3,
                rejected: 4,
            };
            jobs::finish(session, &ended, JobState::Failed, counts, "{}", 12)?;
            import_files::put(session, "j-waiting", "{}", &[0, 255])?;
            let lease = jobs::take(session, "j-staged", "node", LONG_MS)?;
            jobs::progress(session, &lease, 2, Some(7), 13)?;
            staging::add_chunk(session, "j-staged", &chunk)?;
            Ok::<_, Error>(lease)
        })
        .unwrap()
}
