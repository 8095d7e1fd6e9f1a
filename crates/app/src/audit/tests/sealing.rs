//! Entries get their numbers, by one sealer at a time, whatever ends when.

use access::Origin;
use std::sync::Mutex;

use store::Store;
use store::jobs;

use super::super::figures::Backlog;
use super::super::sealing::Sealing;
use super::*;

#[test]
fn what_is_written_down_is_sealed_in_order() {
    let place = Installation::new();
    let sealer = place.start();
    place.record(2);
    place.clock.fetch_add(1, Ordering::SeqCst);
    place.record_one(&AuditEvent::refused("log-in"));
    sealer.settle();
    let entries = place.entries(9);
    let told: Vec<_> = entries
        .iter()
        .map(|(entry, number)| (number.unwrap(), entry.action.as_str(), entry.object_id.as_deref()))
        .collect();
    let expected = [
        (3, "log-in", None),
        (2, "view-person", Some("p-1")),
        (1, "view-person", Some("p-0")),
    ];
    assert_eq!(told, expected);
    let report = place.report();
    assert!(report.is_sound(), "{report:?}");
    assert_eq!((report.links, report.last, report.unsealed), (3, 3, 0));
    let figures = sealer.figures();
    assert_eq!(
        (figures.unsealed(), figures.last_number(), figures.head_number()),
        (0, 3, 3)
    );
    assert_eq!(figures.seconds_since_seal(BEGUN_MS + 5_001), Some(5));
    assert_eq!(figures.seconds_since_head(BEGUN_MS + 7_001), Some(7));
    assert_eq!((figures.failures(), figures.backlog()), (0, None));
}

#[test]
fn nothing_is_known_before_the_first_look() {
    let figures = AuditFigures::default();
    assert_eq!(
        (
            figures.seconds_since_seal(BEGUN_MS),
            figures.seconds_since_head(BEGUN_MS),
            figures.unsealed()
        ),
        (None, None, 0)
    );
}

#[test]
fn a_sealer_that_is_woken_needs_nobody_to_wait_for_it() {
    let place = Installation::new();
    let sealer = place.start();
    sealer.settle();
    place.record(1);
    // The bell was rung; the thread comes by itself.
    while sealer.figures().head_number() != 1 {
        std::thread::yield_now();
    }
}

#[test]
fn what_waits_when_the_program_ends_is_sealed_before_or_at_the_next_start() {
    let place = Installation::new();
    let sealer = place.start();
    place.record(3);
    sealer.stop();
    assert_eq!((place.report().unsealed, place.report().last), (0, 3));
    place.record(2);
    let waiting = place.report();
    assert_eq!(
        (waiting.unsealed, waiting.oldest_unsealed_ms, waiting.last),
        (2, Some(0), 3)
    );
    assert!(waiting.is_sound(), "waiting is no fault");
    let place = place.reopened();
    place.seal();
    assert_eq!((place.report().unsealed, place.report().last), (0, 5));
    assert!(place.report().is_sound());
}

#[test]
fn more_than_one_batch_is_sealed_in_one_go() {
    let place = Installation::new();
    let store = Arc::clone(&place.app.store);
    let chance = Arc::clone(&place.chance);
    store
        .write_aside(move |session| {
            (0..1_234).try_for_each(|nth| {
                let entry = entry(
                    &Who::program(),
                    &Origin::default(),
                    &AuditEvent::done("x"),
                    nth,
                    &*chance,
                )?;
                append(session, &entry)
            })
        })
        .unwrap();
    place.seal();
    assert_eq!((place.report().links, place.report().unsealed), (1_234, 0));
    assert!(place.report().is_sound());
}

fn sealing(store: &Arc<Store>, holder: &str) -> Sealing {
    Sealing {
        store: Arc::clone(store),
        keys: Arc::new(SeedKeys::of(&[7; 32]).unwrap()),
        clock: Arc::new(|| BEGUN_MS),
        figures: Arc::default(),
        holder: holder.into(),
        forward: None,
        lease: None,
    }
}

#[test]
fn a_sealer_that_was_late_seals_nothing() {
    check_late(None);
    check_late(Some(Arc::new(Collector::default())));
}

#[track_caller]
fn check_late(forward: Option<Arc<dyn Forward>>) {
    let place = Installation::new();
    let [mut late, mut present] = ["late", "present"].map(|holder| Sealing {
        forward: forward.clone(),
        ..sealing(&place.app.store, holder)
    });
    assert!(late.hold().unwrap());
    assert!(!present.hold().unwrap(), "one at a time");
    place.record(1);
    assert!(!present.turn().unwrap());
    assert_eq!(place.report().unsealed, 1);
    // Its lease runs out while it does something else.
    let lease = late.lease.clone().unwrap();
    place
        .app
        .store
        .write_aside(move |session| jobs::renew(session, &lease, 0))
        .unwrap();
    assert!(present.turn().unwrap());
    place.record(1);
    assert!(!late.turn().unwrap());
    assert!(late.lease.is_none(), "it has been told");
    assert_eq!((place.report().last, place.report().unsealed), (1, 1));
    present.let_go();
    while late.turn().unwrap() {}
    assert_eq!((place.report().last, place.report().unsealed), (2, 0));
    assert_eq!(place.report().first_bad, None);
}

/// Remembers what it is given; refuses everything while it is told to.
#[derive(Default)]
struct Collector {
    taken: Mutex<Vec<u64>>,
    is_refusing: std::sync::atomic::AtomicBool,
}

impl Forward for Collector {
    fn backlog(&self) -> Backlog {
        Backlog {
            waiting: 2,
            dropped: 1,
        }
    }

    fn forward(&self, entries: &[SealedEntry]) -> Result<(), String> {
        if self.is_refusing.load(Ordering::SeqCst) {
            return Err("no room".to_owned());
        }
        self.taken
            .lock()
            .unwrap()
            .extend(entries.iter().map(|entry| entry.number));
        Ok(())
    }
}

#[test]
fn sealed_entries_are_handed_on_once_and_in_order() {
    let place = Installation::new();
    place.record(2);
    place.seal();
    // Named from here on: what was sealed before is not sent after it.
    let collector = Arc::new(Collector::default());
    let sealer = place.start_forwarding(Some(collector.clone()));
    place.record(3);
    sealer.settle();
    assert_eq!(*collector.taken.lock().unwrap(), [3, 4, 5]);
    assert_eq!(sealer.figures().backlog(), Some(collector.backlog()));
    collector.is_refusing.store(true, Ordering::SeqCst);
    place.record(2);
    sealer.stop();
    assert_eq!(
        (place.report().unsealed, collector.taken.lock().unwrap().len()),
        (0, 3)
    );
    collector.is_refusing.store(false, Ordering::SeqCst);
    let sealer = place.start_forwarding(Some(collector.clone()));
    sealer.settle();
    assert_eq!(*collector.taken.lock().unwrap(), [3, 4, 5, 6, 7]);
}
