//! New keys while others work: old values open, lookups find both, and no key is ever lost.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Barrier};

use super::*;
use crate::personal_data::{KeyError, KeyId, KeyState};

#[test]
fn after_a_rotation_old_values_open_and_are_sealed_anew_one_by_one() {
    let folder = Folder::new();
    let keyring = folder.keyring();
    let old = keyring.seal(&AT, "旧值".as_bytes(), &chance).unwrap();
    let old_digest = keyring.digests(&ID_NUMBER, b"1")[0];
    let first = keyring.present_key();
    let second = keyring.add_key(KeyState::Present, &chance).unwrap();
    assert_eq!(keyring.key_ids(), [second, first]);
    assert_eq!(*keyring.open_field(&AT, &old).unwrap(), "旧值".as_bytes());
    assert!(keyring.needs_resealing(&old));
    let new = keyring.reseal(&AT, &old, &chance).unwrap();
    assert!(!keyring.needs_resealing(&new));
    assert_eq!(new[1..9], *second.as_bytes());
    assert_eq!(*keyring.open_field(&AT, &new).unwrap(), "旧值".as_bytes());
    // A row that was written before is found by the second digest, one that is written now by the first.
    let digests = keyring.digests(&ID_NUMBER, b"1");
    assert_eq!((digests.len(), digests[1]), (2, old_digest));
    assert_ne!(digests[0], old_digest);
    let elsewhere = ID_NUMBER.in_row("p-2");
    assert!(
        keyring.reseal(&elsewhere, &old, &chance).is_err(),
        "a moved value is not made a good one"
    );
}

#[test]
fn a_key_can_wait_until_every_node_has_it() {
    let (here, there) = (Folder::new(), Folder::new());
    let keyring = here.keyring();
    there.put(&fs::read_to_string(here.file()).unwrap());
    let other_node = Keyring::open(&there.file()).unwrap().unwrap();
    let first = keyring.present_key();
    let second = keyring.add_key(KeyState::Opens, &chance).unwrap();
    assert_eq!(keyring.key_ids(), [first, second], "the first still seals");
    there.put(&fs::read_to_string(here.file()).unwrap());
    other_node.reload().unwrap();
    keyring.make_present(second).unwrap();
    let sealed = keyring.seal(&AT, b"x", &chance).unwrap();
    assert_eq!(sealed[1..9], *second.as_bytes());
    assert_eq!(*other_node.open_field(&AT, &sealed).unwrap(), b"x");
    assert_eq!(other_node.present_key(), first);
    let unknown = KeyId::parse("0011223344556677").unwrap();
    check_refused(
        keyring.make_present(unknown),
        &["holds no field key 0011223344556677"],
    );
}

#[test]
fn two_processes_that_add_keys_lose_none() {
    let folder = Folder::new();
    let one = folder.keyring();
    let other = Keyring::open(&folder.file()).unwrap().unwrap();
    let first = one.present_key();
    let second = one.add_key(KeyState::Present, &chance).unwrap();
    let third = other.add_key(KeyState::Present, &chance).unwrap();
    assert_eq!(other.key_ids(), [third, second, first]);
    one.reload().unwrap();
    assert_eq!(one.key_ids(), [third, second, first]);
}

#[test]
fn while_another_process_changes_the_file_nothing_is_added() {
    let folder = Folder::new();
    let keyring = folder.keyring();
    let before = fs::read_to_string(folder.file()).unwrap();
    let lock = fs::File::open(folder.file().parent().unwrap()).unwrap();
    lock.try_lock().unwrap();
    let refused = keyring.add_key(KeyState::Present, &chance);
    assert!(matches!(refused, Err(KeyError::BeingChanged(_))), "{refused:?}");
    assert_eq!(fs::read_to_string(folder.file()).unwrap(), before);
    drop(lock);
    keyring.add_key(KeyState::Present, &chance).unwrap();
}

#[test]
fn what_a_killed_run_left_behind_is_no_hindrance() {
    let folder = Folder::new();
    let keyring = folder.keyring();
    let part = PathBuf::from(format!("{}.part", folder.file().display()));
    fs::write(&part, "shanjar field keys 1\nkey ").unwrap();
    let second = keyring.add_key(KeyState::Present, &chance).unwrap();
    assert!(!part.exists());
    assert_eq!(
        Keyring::open(&folder.file()).unwrap().unwrap().present_key(),
        second
    );
    // A folder of that name cannot be taken away; the keys stay as they were, on the disk and in memory.
    fs::create_dir(&part).unwrap();
    check_refused(
        keyring.add_key(KeyState::Present, &chance),
        &["cannot be written"],
    );
    assert_eq!(keyring.present_key(), second);
    assert_eq!(
        Keyring::open(&folder.file()).unwrap().unwrap().present_key(),
        second
    );
    assert!(keyring.add_key(KeyState::Present, &no_chance).is_err());
    assert_eq!(keyring.key_ids().len(), 2);
}

#[test]
fn a_running_process_keeps_the_keys_that_its_file_has_lost() {
    let folder = Folder::new();
    let keyring = folder.keyring();
    let id = keyring.present_key().to_string();
    let sealed = keyring.seal(&AT, b"x", &chance).unwrap();
    let other = Folder::new();
    other.keyring();
    let others_text = fs::read_to_string(other.file()).unwrap();
    folder.put(&others_text);
    check_refused(keyring.reload(), &["does not hold field key", &id]);
    check_refused(keyring.add_key(KeyState::Present, &chance), &[&id]);
    assert_eq!(fs::read_to_string(folder.file()).unwrap(), others_text);
    fs::remove_file(folder.file()).unwrap();
    check_refused(keyring.reload(), &["is missing", &id]);
    check_refused(keyring.add_key(KeyState::Present, &chance), &["is missing", &id]);
    assert!(!folder.file().exists());
    assert_eq!(*keyring.open_field(&AT, &sealed).unwrap(), b"x");
}

#[test]
fn keys_are_added_while_threads_seal_and_open() {
    let folder = Folder::new();
    let keyring = Arc::new(folder.keyring());
    let (started, is_over) = (Barrier::new(5), AtomicBool::new(false));
    let work = |worker: usize| {
        let mut sealed_values: Vec<Vec<u8>> = Vec::new();
        loop {
            // Asked first, so that one value at least is sealed after the last key was added.
            let is_last = is_over.load(Ordering::SeqCst);
            let row = format!("{worker}-{}", sealed_values.len());
            let place = ID_NUMBER.in_row(&row);
            let sealed = keyring.seal(&place, row.as_bytes(), &chance).unwrap();
            assert_eq!(*keyring.open_field(&place, &sealed).unwrap(), row.as_bytes());
            sealed_values.push(sealed);
            if sealed_values.len() == 1 {
                started.wait();
            }
            if is_last {
                return sealed_values;
            }
        }
    };
    let sealed_by = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..4).map(|worker| scope.spawn(move || work(worker))).collect();
        started.wait();
        for _ in 0..10 {
            keyring.add_key(KeyState::Present, &chance).unwrap();
        }
        is_over.store(true, Ordering::SeqCst);
        workers
            .into_iter()
            .map(|worker| worker.join().unwrap())
            .collect::<Vec<_>>()
    });
    let ids = keyring.key_ids();
    assert_eq!(ids.len(), 11);
    let again = Keyring::open(&folder.file()).unwrap().unwrap();
    for (worker, sealed_values) in sealed_by.iter().enumerate() {
        let key_of = |sealed: &Vec<u8>| sealed[1..9].to_vec();
        assert_eq!(
            sealed_values.first().map(key_of),
            Some(ids[10].as_bytes().to_vec())
        );
        assert_eq!(sealed_values.last().map(key_of), Some(ids[0].as_bytes().to_vec()));
        for (number, sealed) in sealed_values.iter().enumerate() {
            let row = format!("{worker}-{number}");
            let opened = again.open_field(&ID_NUMBER.in_row(&row), sealed).unwrap();
            assert_eq!(*opened, row.as_bytes());
        }
    }
}

#[test]
fn a_retired_key_opens_and_never_seals_unless_somebody_says_so() {
    let folder = Folder::new();
    let keyring = folder.keyring();
    let sealed = keyring.seal(&AT, b"x", &chance).unwrap();
    let first = keyring.present_key();
    check_refused(keyring.retire(first), &["is the one that seals", "keys add"]);
    let second = keyring.add_key(KeyState::Present, &chance).unwrap();
    keyring.retire(first).unwrap();
    let third = keyring.add_key(KeyState::Present, &chance).unwrap();
    let states = |keyring: &Keyring| -> Vec<_> {
        let states = keyring.states();
        states.iter().map(|(id, _, state)| (*id, *state)).collect()
    };
    let expected = [
        (third, KeyState::Present),
        (second, KeyState::Opens),
        (first, KeyState::Retired),
    ];
    assert_eq!(states(&keyring), expected);
    let again = Keyring::open(&folder.file()).unwrap().unwrap();
    assert_eq!(states(&again), expected);
    assert_eq!(*again.open_field(&AT, &sealed).unwrap(), b"x");
    assert_eq!(again.audit_macs(b"link").len(), 3);
    again.make_present(first).unwrap();
    assert_eq!(again.present_key(), first);
    let unknown = KeyId::parse("0011223344556677").unwrap();
    check_refused(again.retire(unknown), &["holds no field key 0011223344556677"]);
}

#[test]
fn a_running_process_lets_the_line_of_a_retired_key_go_and_no_other() {
    let folder = Folder::new();
    let keyring = folder.keyring();
    let first = keyring.present_key();
    keyring.add_key(KeyState::Present, &chance).unwrap();
    let without_first = || {
        let text = fs::read_to_string(folder.file()).unwrap();
        let lines = text.lines().filter(|line| !line.contains(&first.to_string()));
        lines.map(|line| format!("{line}\n")).collect::<String>()
    };
    let before = fs::read_to_string(folder.file()).unwrap();
    folder.put(&without_first());
    check_refused(keyring.reload(), &["does not hold field key"]);
    folder.put(&before);
    keyring.retire(first).unwrap();
    folder.put(&without_first());
    keyring.reload().unwrap();
    assert_eq!(keyring.key_ids().len(), 1);
}
