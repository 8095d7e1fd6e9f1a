//! How imports in the background end: cancelled, taken up by the next process or by another node, forgotten.

use std::sync::Barrier;
use std::thread;

use testkit::postgres::PostgresServer;

use super::*;

#[test]
fn only_so_many_wait_and_one_that_waits_is_cancelled_at_once() {
    let application = Application::empty();
    let app = &application.app;
    let ids: Vec<String> = (0..8).map(|_| ask(&application, &pairs(&[COURT]))).collect();
    let full = app.request_import(&writing(&application), &pairs(&[COURT]), None);
    assert!(matches!(full, Err(Error::ImportsFull)), "{full:?}");
    for _ in 0..2 {
        app.cancel_import(&writing(&application), &ids[0]).unwrap();
        assert_eq!(find(&application, &ids[0]).state, ImportState::Cancelled);
    }
    let last = import(&application, &pairs(&[EVIDENCE]));
    let too_late = app.cancel_import(&writing(&application), &last.id);
    assert!(matches!(too_late, Err(Error::ImportEnded(_))), "{too_late:?}");
    let unknown = app.cancel_import(&writing(&application), "i-none");
    assert!(matches!(unknown, Err(Error::NoSuchImport(_))), "{unknown:?}");
    let states: Vec<_> = app
        .list_imports(&reading(&application), None, 99)
        .unwrap()
        .iter()
        .map(|job| job.state.as_str())
        .collect();
    assert_eq!(
        states.iter().filter(|state| **state == "done").count(),
        8,
        "{states:?}"
    );
}

#[test]
fn cancelling_while_it_is_written_has_one_of_two_ends() {
    let application = Application::empty();
    let importer = application.app.start_imports().unwrap();
    for round in 0..12 {
        let name = format!("词{round}");
        let barrier = Arc::new(Barrier::new(2));
        let id = ask(&application, &pairs(&[(&name, "ཁྲིམས")]));
        let outcome = thread::scope(|scope| {
            let (start, id) = (Arc::clone(&barrier), &id);
            let app = &application;
            let cancelling = scope.spawn(move || {
                start.wait();
                app.app.cancel_import(&writing(app), id)
            });
            barrier.wait();
            importer.settle();
            cancelling.join().unwrap()
        });
        importer.settle();
        let (job, found) = (find(&application, &id), {
            application.app.wait_for_index().unwrap();
            application.hits(&name).contains(&format!("exact {name} | ཁྲིམས"))
        });
        match outcome {
            Ok(()) => assert_eq!((job.state, found), (ImportState::Cancelled, false), "{round}"),
            Err(Error::ImportEnded(_)) => {
                assert_eq!((job.state, found), (ImportState::Done, true), "{round}")
            }
            Err(err) => panic!("{round}: {err}"),
        }
    }
    assert!(
        application
            .app
            .verify(&application.operate_permit())
            .unwrap()
            .is_sound()
    );
}

#[test]
fn an_import_that_waits_goes_on_at_the_next_start() {
    let application = Application::empty();
    let id = ask(&application, &pairs(&[COURT]));
    let application = application.opened_again();
    assert_eq!(find(&application, &id).state, ImportState::Queued);
    let importer = application.app.start_imports().unwrap();
    importer.settle();
    assert_eq!(find(&application, &id).state, ImportState::Done);
    // And one that comes while nobody imports any more.
    drop(importer);
    let next = ask(&application, &pairs(&[EVIDENCE]));
    let importer = application.app.start_imports().unwrap();
    importer.settle();
    assert_eq!(counted(&find(&application, &next)), "done 1+0=0 -0");
}

#[test]
fn each_import_is_done_by_one_of_two_nodes() {
    let server = PostgresServer::shared();
    let url = server.url(&server.fresh_database());
    let nodes = [Application::on_database(&url), Application::on_database(&url)];
    // Nobody imports at the node that was asked.
    let far = nodes[1].app.start_imports().unwrap();
    let id = ask(&nodes[0], &pairs(&[COURT]));
    far.settle();
    assert_eq!(find(&nodes[0], &id).state, ImportState::Done);
    let near = nodes[0].app.start_imports().unwrap();
    let ids: Vec<String> = (0..6)
        .map(|n| ask(&nodes[n % 2], &pairs(&[(&format!("词{n}"), "ཁྲིམས")])))
        .collect();
    while ids.iter().any(|id| find(&nodes[0], id).finished_at_ms.is_none()) {
        near.settle();
        far.settle();
    }
    for id in &ids {
        assert_eq!(counted(&find(&nodes[1], id)), "done 1+0=0 -0");
    }
    assert!(
        nodes[0]
            .app
            .verify(&nodes[0].operate_permit())
            .unwrap()
            .is_sound()
    );
}

#[test]
fn what_came_of_an_import_is_forgotten_after_thirty_days() {
    let application = Application::empty();
    let old = import(&application, &pairs(&[COURT]));
    application.clock.advance_ms(31 * 24 * 60 * 60 * 1_000);
    let new = import(&application, &pairs(&[EVIDENCE]));
    let gone = application.app.find_import(&reading(&application), &old.id);
    assert!(matches!(gone, Err(Error::NoSuchImport(_))), "{gone:?}");
    assert_eq!(find(&application, &new.id).state, ImportState::Done);
}
