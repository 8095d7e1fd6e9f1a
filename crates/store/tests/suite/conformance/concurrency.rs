//! Many threads at once. Every loop ends by what was written, never by a time.

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use store::{Error, Store, changes, concepts};

use crate::fixtures::{concept, create, stamp, update};

const WRITERS: u64 = 8;
const WRITES_EACH: u64 = 25;

pub fn concurrent_writers_leave_no_gap_for_a_poller(store: &Store) {
    let finished = AtomicBool::new(false);
    let polled = thread::scope(|scope| {
        let poller = scope.spawn(|| poll(store, &finished));
        let write = |writer| {
            for n in 0..WRITES_EACH {
                create(store, concept(&format!("法院{writer}第{n}"), "ཁྲིམས་ཁང"));
            }
        };
        let writers: Vec<_> = (0..WRITERS)
            .map(|writer| scope.spawn(move || write(writer)))
            .collect();
        let failed = writers
            .into_iter()
            .map(|writer| writer.join())
            .filter(Result::is_err)
            .count();
        // Also when a writer failed, or the poller would wait for ever for what will not come.
        finished.store(true, Ordering::SeqCst);
        assert_eq!(failed, 0);
        poller.join().unwrap()
    });
    assert_eq!(polled, (1..=WRITERS * WRITES_EACH).collect::<Vec<_>>());
    assert_eq!(store.read(concepts::count), Ok(WRITERS * WRITES_EACH));
}

/// Follows the log until nothing comes any more, and returns the numbers in the order in which they came.
fn poll(store: &Store, finished: &AtomicBool) -> Vec<u64> {
    let mut seen = Vec::new();
    loop {
        let last_round = finished.load(Ordering::SeqCst);
        let after = seen.last().copied().unwrap_or(0);
        let news = store.read(|session| changes::since(session, after, 7)).unwrap();
        if news.is_empty() && last_round {
            return seen;
        }
        seen.extend(news.iter().map(|change| change.seq));
        thread::yield_now();
    }
}

pub fn a_reader_keeps_its_snapshot_while_others_write(store: &Store) {
    let court = create(store, concept("法院", "ཁྲིམས་ཁང"));
    let outcome: Result<_, Error> = store.read(|session| {
        let before = (concepts::find(session, court.id)?, changes::last_seq(session)?);
        update(store, court.id, 1, concept("人民法院", "མི་དམངས་ཁྲིམས་ཁང"))?;
        create(store, concept("法官", "ཁྲིམས་དཔོན"));
        let after = (concepts::find(session, court.id)?, changes::last_seq(session)?);
        assert_eq!(concepts::count(session)?, 1);
        Ok((before, after))
    });
    let (before, after) = outcome.unwrap();
    assert_eq!(before, after);
    assert_eq!(store.read(changes::last_seq), Ok(3), "the next snapshot sees it");
}

pub fn of_fifty_updates_of_one_revision_one_wins(store: &Store) {
    let court = create(store, concept("法院", "ཁྲིམས་ཁང"));
    let outcomes: Vec<_> = thread::scope(|scope| {
        let racers: Vec<_> = (0..50)
            .map(|n| scope.spawn(move || update(store, court.id, 1, concept(&format!("法院{n}"), ""))))
            .collect();
        racers.into_iter().map(|racer| racer.join().unwrap()).collect()
    });
    let stale = Err(Error::Stale {
        id: court.id,
        expected: 1,
        current: 2,
    });
    let (won, lost): (Vec<_>, Vec<_>) = outcomes.into_iter().partition(Result::is_ok);
    assert_eq!(won.len(), 1);
    assert!(lost.iter().all(|outcome| *outcome == stale), "{lost:?}");
    let now = store.read(|session| concepts::find(session, court.id)).unwrap();
    assert_eq!(
        now.as_ref(),
        won[0].as_ref().ok(),
        "what is there is what the winner wrote"
    );
}

pub fn readers_inside_readers_do_not_wait(store: &Store) {
    create(store, concept("法院", "ཁྲིམས་ཁང"));
    fn nested(store: &Store, depth: u64) -> Result<u64, Error> {
        store.read(|session| {
            let inner = if depth == 0 { 0 } else { nested(store, depth - 1)? };
            Ok(inner + concepts::count(session)?)
        })
    }
    assert_eq!(nested(store, 9), Ok(10));
    let written = store.write(|tx| tx.create(concept("法官", ""), &stamp("a", 1)));
    assert_eq!(
        written.map(|stored| stored.seq),
        Ok(2),
        "and leave nothing locked"
    );
}
