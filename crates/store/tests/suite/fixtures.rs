//! Empty stores, small concepts, and the words that tests write them with.

use std::any::Any;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Barrier, Once};
use std::thread;

use glossary::{Concept, ConceptId, Lang, Membership, Source, Term};
use store::accounts::Account;
use store::{Error, Options, Row, Session, Stamp, Store, StoreId, Stored, Value};
use testkit::postgres::PostgresServer;

/// An empty store, and whatever must live as long as it does.
pub struct Fresh {
    pub store: Arc<Store>,
    _guard: Box<dyn Any>,
}

impl Fresh {
    /// Makes an empty store in a directory of its own.
    pub fn sqlite() -> Self {
        let directory = tempfile::tempdir().unwrap();
        let store = Store::open(directory.path(), &store_id(1), Options::default()).unwrap();
        Self {
            store: Arc::new(store),
            _guard: Box::new(directory),
        }
    }

    /// Makes an empty store in a database of its own, on the server that `SHANJAR_TEST_SERVER` names if it names one.
    pub fn postgres() -> Self {
        let own = || {
            let server = PostgresServer::shared();
            server.url(&server.fresh_database())
        };
        let store = open_postgres(&given_database().unwrap_or_else(own)).unwrap();
        Self {
            store: Arc::new(store),
            _guard: Box::new(()),
        }
    }
}

/// Returns the address of the next empty database of a server that is there already.
///
/// `SHANJAR_TEST_SERVER` is an address with `{}` for the number of the database; the databases are made before the run, from
/// 1 on, because the server may be one that we cannot start. `docs/zh/cluster.md` says how.
fn given_database() -> Option<String> {
    static GIVEN: AtomicU64 = AtomicU64::new(0);
    #[expect(
        clippy::disallowed_methods,
        reason = "the server is chosen for a whole run of the suite, by whoever has one"
    )]
    let address = std::env::var("SHANJAR_TEST_SERVER").ok()?;
    assert!(
        address.contains("{}"),
        "SHANJAR_TEST_SERVER has no `{{}}` for the number of the database"
    );
    let number = GIVEN.fetch_add(1, Ordering::Relaxed) + 1;
    Some(address.replace("{}", &number.to_string()))
}

/// Opens a data directory, again and again for a while if it is locked: other tests start processes, and each of them holds
/// our lock until it has become another program.
pub fn unless_just_locked(open: impl Fn() -> Result<Store, Error>) -> Result<Store, Error> {
    let mut opened = open();
    for _ in 0..1_000 {
        if !matches!(opened, Err(Error::Locked { .. })) {
            break;
        }
        std::thread::yield_now();
        opened = open();
    }
    opened
}

/// Opens the database at `url`.
pub fn open_postgres(url: &str) -> Result<Store, Error> {
    Store::open_postgres(url, &store_id(1), Options::default())
}

/// Returns the id of the store number `number`.
pub fn store_id(number: u8) -> StoreId {
    StoreId::from_random([number; 16])
}

/// Makes a concept with one Chinese term and, unless empty, one Tibetan term.
pub fn concept(zh: &str, bo: &str) -> Concept {
    let mut concept = Concept::draft();
    concept.terms.push(Term::new(Lang::Zh, zh).unwrap());
    if !bo.is_empty() {
        concept.terms.push(Term::new(Lang::Bo, bo).unwrap());
    }
    concept
}

/// Puts `concept` into a collection, as its source too.
pub fn listed(mut concept: Concept, collection: &str, number: &str) -> Concept {
    let name: glossary::CollectionName = collection.parse().unwrap();
    let title = format!("{collection} list");
    for term in &mut concept.terms {
        let source = Source {
            title: title.clone(),
            url: None,
            locator: None,
            collection: Some(name.clone()),
        };
        term.sources.push(source);
    }
    concept.memberships.push(Membership {
        collection: name,
        number: Some(number.to_owned()),
    });
    concept
}

/// Signs for `author` at the `n`th millisecond.
pub fn stamp(author: &str, at_ms: i64) -> Stamp {
    Stamp {
        author: author.to_owned(),
        at_ms,
    }
}

/// Writes one concept in a transaction of its own.
pub fn create(store: &Store, concept: Concept) -> Stored {
    store
        .write(move |tx| tx.create(concept.clone(), &stamp("tester", 1)))
        .unwrap()
}

/// Writes the next revision of a concept in a transaction of its own.
pub fn update(store: &Store, id: ConceptId, revision: u64, concept: Concept) -> Result<Stored, Error> {
    store.write(move |tx| tx.update(id, revision, concept.clone(), &stamp("editor", 2)))
}

/// Changes a row behind the back of the repositories.
pub fn tamper(store: &Store, sql: &'static str) {
    let changed = store
        .write_aside(move |session| session.execute(sql, &[]))
        .unwrap();
    assert_eq!(changed, 1, "{sql}");
}

/// Answers with one integer.
pub fn number(store: &Store, sql: &str, parameters: &[Value]) -> i64 {
    let rows: Vec<Row> = store
        .read(|session: &mut dyn Session| session.query(sql, parameters))
        .unwrap();
    rows[0].integer(0).unwrap()
}

/// Returns the ids as they are written.
pub fn shown(ids: &[ConceptId]) -> Vec<String> {
    ids.iter().map(ToString::to_string).collect()
}

/// Returns a digest of 32 equal bytes.
pub fn digest(byte: u8) -> Vec<u8> {
    vec![byte; 32]
}

/// Makes an account that has a name and nothing else.
pub fn account(id: &str, login_name: &str) -> Account {
    Account {
        id: id.to_owned(),
        login_name: login_name.to_owned(),
        login_key: login_name.to_lowercase(),
        display_name: login_name.to_owned(),
        court: None,
        person: None,
        is_disabled: false,
        password: None,
        password_at_ms: None,
        totp_secret: None,
        totp_step: None,
        roles: Vec::new(),
        revision: 1,
        created_at_ms: 10,
        updated_at_ms: 10,
    }
}

/// Runs `work` in fifty transactions at once, each with its number, and returns what came of each.
///
/// All start together. On a server, as many as there are connections are inside their transactions by then, so that what
/// is not one statement is found out; a data directory has one writer, which must not wait for those behind it.
pub fn in_fifty_transactions<T: Send + 'static>(
    store: &Store,
    work: impl Fn(&mut dyn Session, u8) -> Result<T, Error> + Clone + Send + 'static,
) -> Vec<Result<T, Error>> {
    let gate = Arc::new(Barrier::new(50));
    let inside = usize::from(store.is_shared()) * Options::default().connections;
    let run = |nth: u8| {
        let (work, gate, passed) = (work.clone(), Arc::clone(&gate), Arc::new(Once::new()));
        // Once, also if the transaction is run again, and also if it never began: or the others would wait for ever.
        let pass = move || {
            passed.call_once(|| {
                gate.wait();
            });
        };
        move || {
            if usize::from(nth) >= inside {
                pass();
            }
            let begin = pass.clone();
            let outcome = store.write_aside(move |session| {
                begin();
                work(session, nth)
            });
            pass();
            outcome
        }
    };
    thread::scope(|scope| {
        let racers: Vec<_> = (0..50).map(|nth| scope.spawn(run(nth))).collect();
        racers.into_iter().map(|racer| racer.join().unwrap()).collect()
    })
}

/// Refuses that more or fewer than one of the answers is `true`, and returns whose it is.
#[track_caller]
pub fn the_one_that_won(answers: &[Result<bool, Error>]) -> u8 {
    let winners: Vec<u8> = (0..)
        .zip(answers)
        .filter(|(_, answer)| *answer.as_ref().unwrap())
        .map(|(nth, _)| nth)
        .collect();
    assert_eq!(winners.len(), 1, "{winners:?}");
    winners[0]
}
