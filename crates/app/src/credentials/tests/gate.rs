//! How many get through the gate at once, who waits, and who is sent away.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Barrier, Mutex};

use super::*;
use crate::credentials::Busy;

fn limits(at_once: usize, waiting: usize, seconds: u64) -> GateLimits {
    GateLimits {
        at_once,
        waiting,
        longest_wait: Duration::from_secs(seconds),
    }
}

/// Waits for the state itself, however long the machine takes.
fn wait_until(is_so: impl Fn() -> bool) {
    while !is_so() {
        std::thread::yield_now();
    }
}

#[test]
fn never_more_than_two_work_at_once() {
    let gate = patient_gate();
    let (working, most) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let start = Barrier::new(40);
    std::thread::scope(|scope| {
        for _ in 0..40 {
            scope.spawn(|| {
                start.wait();
                let turn = gate.enter().unwrap();
                most.fetch_max(working.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                std::thread::yield_now();
                working.fetch_sub(1, Ordering::SeqCst);
                drop(turn);
            });
        }
    });
    assert!(most.load(Ordering::SeqCst) <= 2);
    assert_eq!((gate.runs(), gate.waiting()), (40, 0));
}

#[test]
fn both_turns_are_given_out() {
    let gate = Gate::new(limits(2, 0, 600));
    let turns = (gate.enter().unwrap(), gate.enter().unwrap());
    assert_eq!(gate.enter().err(), Some(Busy), "nobody may wait here");
    drop(turns.1);
    let again = gate.enter().unwrap();
    assert_eq!(gate.enter().err(), Some(Busy));
    drop((again, turns.0));
    assert_eq!(gate.runs(), 3, "who was sent away has cost nothing");
}

#[test]
fn those_who_wait_come_in_the_order_in_which_they_came() {
    let gate = Gate::new(limits(1, 8, 600));
    let order = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        let turn = gate.enter().unwrap();
        for number in 0..8 {
            let (gate, order) = (&gate, &order);
            scope.spawn(move || {
                let _turn = gate.enter().unwrap();
                order.lock().unwrap().push(number);
            });
            wait_until(|| gate.waiting() == number + 1);
        }
        assert_eq!(gate.enter().err(), Some(Busy), "the queue is full");
        drop(turn);
    });
    assert_eq!(order.into_inner().unwrap(), (0..8).collect::<Vec<_>>());
}

#[test]
fn who_has_waited_long_enough_is_sent_away_and_blocks_nobody() {
    let gate = Gate::new(limits(1, 8, 0));
    let turn = gate.enter().unwrap();
    assert_eq!(gate.enter().err(), Some(Busy));
    assert_eq!(gate.waiting(), 0);
    drop(turn);
    assert!(gate.enter().is_ok());
    let said = Busy.to_string();
    assert!(said.contains("try again in a few seconds"), "{said}");
}

#[test]
fn a_gate_for_nobody_lets_one_through() {
    let gate = Gate::new(limits(0, 0, 0));
    assert!(gate.enter().is_ok());
    assert_eq!(
        format!("{gate:?}"),
        "Gate(GateLimits { at_once: 0, waiting: 0, longest_wait: 0ns }, 1 runs)"
    );
}

#[test]
fn a_flood_of_passwords_is_hashed_two_at_a_time_and_all_are_answered() {
    let gate = patient_gate();
    let stored = crate::credentials::password::hash(&gate, "门前有两棵苹果树和一只猫", &chance).unwrap();
    std::thread::scope(|scope| {
        for number in 0..12 {
            let (gate, stored) = (&gate, &stored);
            scope.spawn(move || {
                let password = ["门前有两棵苹果树和一只猫", "别的口令"][number % 2];
                let is_right = crate::credentials::password::verify(gate, password, Some(stored));
                assert_eq!(is_right, Ok(number % 2 == 0));
            });
        }
    });
    assert_eq!(gate.runs(), 13);
}
