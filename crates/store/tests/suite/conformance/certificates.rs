//! Certificates.

use store::certificates::{self, Certificate};
use store::{Error, Store};

fn certificate(code: &str, enrolment: &str, serial: u32) -> Certificate {
    Certificate {
        code: code.to_owned(),
        training: "t-1".to_owned(),
        enrolment: enrolment.to_owned(),
        serial,
        revision: 4,
        issued_at_ms: 7,
    }
}

fn issue(store: &Store, one: Certificate) -> Result<(), Error> {
    store.write_aside(move |session| certificates::issue(session, &one))
}

pub fn a_certificate_reads_back_and_keeps_its_code_and_place(store: &Store) {
    issue(store, certificate("B", "e-2", 2)).unwrap();
    issue(store, certificate("A", "e-1", 1)).unwrap();
    let list = |training| store.read(|session| certificates::of_training(session, training));
    assert_eq!(
        list("t-1"),
        Ok(vec![certificate("A", "e-1", 1), certificate("B", "e-2", 2)])
    );
    assert_eq!(list("t-2"), Ok(vec![]));
    let again = Certificate {
        revision: 6,
        issued_at_ms: 9,
        ..certificate("C", "e-1", 3)
    };
    issue(store, again).unwrap();
    let kept = Certificate {
        revision: 6,
        issued_at_ms: 9,
        ..certificate("A", "e-1", 1)
    };
    let find = |code| store.read(|session| certificates::find(session, code)).unwrap();
    assert_eq!((find("A"), find("C")), (Some(kept), None));
    assert!(
        issue(store, certificate("A", "e-3", 3)).is_err(),
        "the code is of another one"
    );
    let carry = |from, to| store.write_aside(move |session| certificates::carry_on(session, "e-1", from, to));
    assert_eq!((carry(4, 7), carry(6, 7)), (Ok(false), Ok(true)));
    assert_eq!(find("A").unwrap().revision, 7);
}
