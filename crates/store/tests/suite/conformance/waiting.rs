//! What waits for whom.

use glossary::{Concept, ConceptId, Workflow};
use store::batches::{self, BatchItem};
use store::waiting::{self, Waiting};
use store::{Act, Deed, ItemClass, Standing, Store};

use super::batches::{batch, make};
use crate::fixtures::{concept, stamp};

/// Writes a revision of `id`, the first one if there is none, and returns its number.
fn write(store: &Store, id: u64, revision: u64, author: &str, act: Act, workflow: Workflow) -> u64 {
    let body = Concept {
        workflow,
        ..concept(&format!("词{id}"), "ཁྲིམས")
    };
    let deed = Deed {
        reason: (act == Act::SendBack).then(|| "请核对".to_owned()),
        standing: match act {
            Act::Authorise => Standing::This,
            _ => Standing::Kept,
        },
        ..Deed::of(act)
    };
    let author = author.to_owned();
    let work = move |tx: &mut store::Tx<'_>| match revision {
        0 => tx.create(body.clone(), &stamp(&author, 1)),
        _ => tx.perform(
            ConceptId::new(id),
            revision,
            body.clone(),
            &deed,
            &stamp(&author, 1),
        ),
    };
    store.write(work).unwrap().revision
}

#[track_caller]
fn check(store: &Store, waiting: Waiting<'_>, expected: &[u64]) {
    let found = store
        .read(|session| waiting::list(session, waiting, None, 10))
        .unwrap();
    let ids: Vec<u64> = found.iter().map(|one| one.stored.id.number()).collect();
    assert_eq!(ids, expected, "{waiting:?}");
}

pub fn a_draft_waits_for_a_reviewer_and_comes_back_to_its_author(store: &Store) {
    use Workflow::{Authorised, Draft, Reviewed};
    write(store, 1, 0, "zhuoma", Act::Write, Draft);
    write(store, 2, 0, "zhuoma", Act::Write, Draft);
    write(store, 3, 0, "tashi", Act::Write, Draft);
    check(store, Waiting::ForReviewerOtherThan("zhuoma"), &[3]);
    check(store, Waiting::ForReviewerOtherThan("tashi"), &[2, 1]);
    let reviewed = write(store, 1, 1, "tashi", Act::Review, Reviewed);
    check(store, Waiting::ForReviewerOtherThan("chair"), &[3, 2]);
    check(store, Waiting::SentBackTo("zhuoma"), &[]);
    let back = write(store, 1, reviewed, "tashi", Act::SendBack, Draft);
    check(store, Waiting::SentBackTo("zhuoma"), &[1]);
    check(store, Waiting::SentBackTo("tashi"), &[]);
    check(store, Waiting::ForReviewerOtherThan("chair"), &[3, 2]);
    let again = write(store, 1, back, "zhuoma", Act::Write, Draft);
    check(store, Waiting::SentBackTo("zhuoma"), &[]);
    check(store, Waiting::ForReviewerOtherThan("tashi"), &[1, 2]);
    // Whoever wrote what stands by now may review its successor.
    let stands = write(store, 1, again, "chair", Act::Authorise, Authorised);
    write(store, 1, stands, "tashi", Act::Write, Draft);
    check(store, Waiting::ForReviewerOtherThan("zhuoma"), &[1, 3]);
    write(store, 4, 0, "zhuoma", Act::Write, Draft);
    write(store, 4, 1, "import", Act::Import, Draft);
    check(store, Waiting::ForReviewerOtherThan("tashi"), &[2]);
    let page =
        store.read(|session| waiting::list(session, Waiting::ForReviewerOtherThan("chair"), Some(4), 1));
    assert_eq!(page.unwrap()[0].stored.id, ConceptId::new(3));
}

pub fn what_is_reviewed_waits_until_an_open_batch_has_it(store: &Store) {
    for id in [1, 2] {
        write(store, id, 0, "zhuoma", Act::Write, Workflow::Draft);
        write(store, id, 1, "tashi", Act::Review, Workflow::Reviewed);
    }
    check(store, Waiting::ForBatch, &[2, 1]);
    make(store, &batch("b-1", "1")).unwrap();
    let item = BatchItem {
        concept: ConceptId::new(2),
        revision: 2,
        class: ItemClass::Substance,
    };
    store
        .write_aside(move |session| batches::put_item(session, "b-1", &item))
        .unwrap();
    check(store, Waiting::ForBatch, &[1]);
    let found = store
        .read(|session| waiting::list(session, Waiting::ForBatch, None, 1))
        .unwrap();
    assert_eq!((found[0].act, found[0].author.as_str()), (Act::Review, "tashi"));
    assert_eq!(found[0].reason, None);
}
