//! Nothing in the spool is lost or changes its order, also when the program or the power ends in the middle.

use std::collections::VecDeque;
use std::fs;
use std::io::Write;

use proptest::prelude::*;

use super::super::spool::{Place, Spool};
use super::*;

fn open(folder: &Path, limit: u64) -> Spool {
    let notice = |dropped, total| format!("notice {dropped} of {total}").into_bytes();
    Spool::open(folder, limit, Box::new(notice)).unwrap()
}

fn append(spool: &mut Spool, messages: &[&str]) {
    let messages: Vec<Vec<u8>> = messages.iter().map(|text| text.as_bytes().to_vec()).collect();
    spool.append(&messages).unwrap();
}

fn read(spool: &mut Spool, from: Option<Place>, most: usize) -> (Vec<String>, Place) {
    let batch = spool.read(from, most).unwrap();
    let texts = batch
        .messages
        .into_iter()
        .map(|message| String::from_utf8(message).unwrap());
    (texts.collect(), batch.end)
}

fn files(folder: &Path) -> Vec<String> {
    let names = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> = names.filter(|name| name.ends_with(".messages")).collect();
    names.sort();
    names
}

#[test]
fn messages_are_read_until_they_are_delivered() {
    let folder = tempfile::tempdir().unwrap();
    let mut spool = open(folder.path(), 1 << 20);
    assert_eq!(spool.waiting(), 0);
    append(&mut spool, &["一", "གཉིས", ""]);
    append(&mut spool, &["四"]);
    let (texts, after_two) = read(&mut spool, None, 2);
    assert_eq!(texts, ["一", "གཉིས"]);
    let (texts, end) = read(&mut spool, Some(after_two), 99);
    assert_eq!(texts, ["", "四"]);
    assert!(spool.is_end(end) && !spool.is_end(after_two));
    assert_eq!(read(&mut spool, None, 1).0, ["一"], "reading delivers nothing");
    spool.confirm(after_two).unwrap();
    assert_eq!(spool.waiting(), 2);
    drop(spool);
    let mut spool = open(folder.path(), 1 << 20);
    assert_eq!(spool.waiting(), 2);
    let (texts, end) = read(&mut spool, None, 99);
    assert_eq!(texts, ["", "四"]);
    spool.confirm(end).unwrap();
    assert_eq!((spool.waiting(), spool.dropped()), (0, 0));
    drop(spool);
    append(&mut open(folder.path(), 1 << 20), &["五"]);
    assert_eq!(read(&mut open(folder.path(), 1 << 20), None, 99).0, ["五"]);
    assert!(
        files(folder.path()).len() <= 3,
        "files that are delivered go: {:?}",
        files(folder.path())
    );
}

#[test]
fn what_was_torn_takes_nothing_else_with_it() {
    for torn in ["", "1", "12 half", "12345678901 x", "x", " ", "3"] {
        let folder = tempfile::tempdir().unwrap();
        append(&mut open(folder.path(), 1 << 20), &["一", "二"]);
        let last = folder.path().join(files(folder.path()).pop().unwrap());
        let mut file = fs::OpenOptions::new().append(true).open(last).unwrap();
        file.write_all(torn.as_bytes()).unwrap();
        let mut spool = open(folder.path(), 1 << 20);
        append(&mut spool, &["三"]);
        assert_eq!(read(&mut spool, None, 99).0, ["一", "二", "三"], "`{torn}`");
        drop(spool);
        assert_eq!(open(folder.path(), 1 << 20).waiting(), 3, "`{torn}`");
    }
}

#[test]
fn without_a_position_that_can_be_used_everything_is_sent_again() {
    for position in ["", "x", "1", "1 2", "1 2 3 4", "99 0 0", "1 2 0", "1 999999 0"] {
        let folder = tempfile::tempdir().unwrap();
        append(&mut open(folder.path(), 1 << 20), &["一", "二"]);
        fs::write(folder.path().join("position"), position).unwrap();
        let mut spool = open(folder.path(), 1 << 20);
        append(&mut spool, &["三"]);
        let texts = read(&mut spool, None, 99).0;
        let expected: &[&str] = match position {
            // What the file says was delivered is gone or past.
            "99 0 0" | "1 999999 0" => &["三"],
            _ => &["一", "二", "三"],
        };
        assert_eq!(texts, expected, "`{position}`");
    }
}

#[test]
fn a_full_spool_gives_up_the_oldest_and_says_how_many() {
    let folder = tempfile::tempdir().unwrap();
    let mut spool = open(folder.path(), 800);
    let messages: Vec<String> = (0..100).map(|nth| format!("message {nth:012}")).collect();
    for message in &messages {
        append(&mut spool, &[message]);
    }
    let dropped = spool.dropped();
    assert!(dropped > 0);
    let texts = read(&mut spool, None, 999).0;
    let (notices, kept): (Vec<&String>, Vec<&String>) =
        texts.iter().partition(|text| text.starts_with("notice"));
    let kept_from = 100 - kept.len();
    assert_eq!(kept, messages[kept_from..].iter().collect::<Vec<_>>());
    assert!(
        notices.last().unwrap().ends_with(&format!("of {dropped}")),
        "{notices:?}"
    );
    assert!(dropped >= kept_from as u64, "lost notices count too");
    let bytes: u64 = files(folder.path())
        .iter()
        .map(|name| fs::metadata(folder.path().join(name)).unwrap().len())
        .sum();
    assert!(bytes <= 1_000, "{bytes}");
    drop(spool);
    let spool = open(folder.path(), 800);
    assert_eq!((spool.dropped(), spool.waiting()), (dropped, texts.len() as u64));
}

#[test]
fn what_is_under_way_may_be_given_up_meanwhile() {
    let folder = tempfile::tempdir().unwrap();
    let mut spool = open(folder.path(), 80);
    append(&mut spool, &["message 1"]);
    let (_, place) = read(&mut spool, None, 1);
    for nth in 2..30 {
        append(&mut spool, &[&format!("message {nth}")]);
    }
    let waiting = spool.waiting();
    spool.confirm(place).unwrap();
    assert_eq!(spool.waiting(), waiting, "it was counted as given up");
    let (texts, end) = read(&mut spool, Some(place), 99);
    assert_eq!(texts.len() as u64, waiting);
    assert!(spool.is_end(end));
}

#[test]
fn only_the_owner_can_look_into_it() {
    use std::os::unix::fs::PermissionsExt;
    let outside = tempfile::tempdir().unwrap();
    let folder = outside.path().join("a").join("spool");
    append(&mut open(&folder, 1 << 20), &["一"]);
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&folder), 0o700);
    assert!(
        files(&folder)
            .iter()
            .all(|name| mode(&folder.join(name)) == 0o600)
    );
}

#[derive(Debug, Clone)]
enum Step {
    Append(Vec<String>),
    ReadAndConfirm(usize),
    Reopen,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        prop::collection::vec("\\PC{0,30}", 0..5).prop_map(Step::Append),
        (0_usize..7).prop_map(Step::ReadAndConfirm),
        Just(Step::Reopen),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]
    /// A small limit, so that there are many files, and a queue that says what must be in them.
    #[test]
    fn the_spool_is_a_queue(steps in prop::collection::vec(step(), 1..40)) {
        let folder = tempfile::tempdir().unwrap();
        let limit = 1 << 14;
        let mut spool = open(folder.path(), limit);
        let mut queue: VecDeque<String> = VecDeque::new();
        for step in steps {
            match step {
                Step::Append(messages) => {
                    append(&mut spool, &messages.iter().map(String::as_str).collect::<Vec<_>>());
                    queue.extend(messages);
                }
                Step::ReadAndConfirm(most) => {
                    let (texts, end) = read(&mut spool, None, most);
                    let expected: Vec<String> = queue.drain(..most.min(queue.len())).collect();
                    prop_assert_eq!(texts, expected);
                    spool.confirm(end).unwrap();
                }
                Step::Reopen => {
                    drop(spool);
                    spool = open(folder.path(), limit);
                }
            }
            prop_assert_eq!(spool.waiting(), queue.len() as u64);
        }
        prop_assert_eq!(spool.dropped(), 0);
        prop_assert_eq!(read(&mut spool, None, 9_999).0, Vec::from(queue));
    }
}
