//! What a disk may hold when the power fails.

use std::collections::BTreeMap;

use super::Event;
use crate::chance::Chance;

/// What a disk writes whole or not at all, in bytes.
const SECTOR: usize = 512;

/// The files of one directory, with what is certainly on the disk and what waits to be.
///
/// A sync of a file makes all that was written to it before certain, and a sync of the directory all names. Of what
/// waits, each write may be there, be missing, or be torn into sectors of which some are there, whatever became of the
/// others; so may each change of a length. A name that was made or removed waits for a sync of the directory, and the
/// changes of one name are kept in their order. What is written beside a byte never changes that byte.
#[derive(Debug, Clone, Default)]
pub struct Disk {
    contents: Vec<Content>,
    names: BTreeMap<String, Name>,
}

/// How much of what waits is lost, of eight parts; the same for all of one cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Loss(pub usize);

impl Loss {
    /// Nothing is lost: only the processes have died.
    pub const NOTHING: Self = Self(0);
    /// All that waits is lost.
    pub const ALL: Self = Self(8);

    fn hits(self, chance: &mut Chance) -> bool {
        chance.below(Self::ALL.0) < self.0
    }
}

/// What a file holds. It outlives its name.
#[derive(Debug, Clone, Default)]
struct Content {
    certain: Vec<u8>,
    waiting: Vec<Change>,
}

#[derive(Debug, Clone)]
enum Change {
    Write { offset: usize, bytes: Vec<u8> },
    Length(usize),
}

/// Which content a name stands for, by its position; `None` if the name is not there.
#[derive(Debug, Clone, Default)]
struct Name {
    certain: Option<usize>,
    waiting: Vec<Option<usize>>,
}

impl Name {
    fn now(&self) -> Option<usize> {
        self.waiting.last().copied().unwrap_or(self.certain)
    }
}

impl Disk {
    /// Does what the event says.
    pub fn apply(&mut self, event: &Event) {
        match event {
            Event::Create(file) => {
                self.contents.push(Content::default());
                let made = Some(self.contents.len() - 1);
                self.names.entry(file.clone()).or_default().waiting.push(made);
            }
            Event::Unlink(file) => self.names.entry(file.clone()).or_default().waiting.push(None),
            Event::Write { file, offset, bytes } => self.change(
                file,
                Change::Write {
                    offset: *offset,
                    bytes: bytes.clone(),
                },
            ),
            Event::Truncate { file, length } => self.change(file, Change::Length(*length)),
            Event::Sync(file) => {
                let content = self.content(file);
                for change in std::mem::take(&mut content.waiting) {
                    apply(&mut content.certain, &change);
                }
            }
            Event::SyncDirectory => {
                for name in self.names.values_mut() {
                    name.certain = name.now();
                    name.waiting.clear();
                }
            }
            Event::Print(_) | Event::Nothing => {}
        }
    }

    /// Returns the files as they may be found when the power is back.
    #[must_use]
    pub fn after_power_cut(&self, loss: Loss, chance: &mut Chance) -> BTreeMap<String, Vec<u8>> {
        let mut found = BTreeMap::new();
        for (file, name) in &self.names {
            let mut kept = name.certain;
            for next in &name.waiting {
                if loss.hits(chance) {
                    break;
                }
                kept = *next;
            }
            if let Some(content) = kept.map(|position| &self.contents[position]) {
                found.insert(file.clone(), content.after_power_cut(loss, chance));
            }
        }
        found
    }

    fn change(&mut self, file: &str, change: Change) {
        self.content(file).waiting.push(change);
    }

    fn content(&mut self, file: &str) -> &mut Content {
        let position = self.names.get(file).and_then(Name::now);
        let position = position.unwrap_or_else(|| panic!("`{file}` was never made: the record has a hole"));
        &mut self.contents[position]
    }
}

impl Content {
    fn after_power_cut(&self, loss: Loss, chance: &mut Chance) -> Vec<u8> {
        let mut bytes = self.certain.clone();
        for change in &self.waiting {
            match change {
                change if !loss.hits(chance) => apply(&mut bytes, change),
                // Of the writes that are not whole, one in four has left some of its sectors.
                Change::Write {
                    offset,
                    bytes: written,
                } if loss != Loss::ALL && chance.below(4) == 0 => {
                    tear(&mut bytes, *offset, written, chance);
                }
                _ => {}
            }
        }
        bytes
    }
}

fn apply(content: &mut Vec<u8>, change: &Change) {
    match change {
        Change::Length(length) => content.resize(*length, 0),
        Change::Write { offset, bytes } => {
            let end = offset + bytes.len();
            if content.len() < end {
                content.resize(end, 0);
            }
            content[*offset..end].copy_from_slice(bytes);
        }
    }
}

/// Writes some of the sectors that the bytes lie in.
fn tear(content: &mut Vec<u8>, offset: usize, bytes: &[u8], chance: &mut Chance) {
    let mut from = offset;
    while from < offset + bytes.len() {
        let to = (from / SECTOR * SECTOR + SECTOR).min(offset + bytes.len());
        if chance.below(2) == 0 {
            let part = Change::Write {
                offset: from,
                bytes: bytes[from - offset..to - offset].to_vec(),
            };
            apply(content, &part);
        }
        from = to;
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn write(offset: usize, bytes: &[u8]) -> Event {
        Event::Write {
            file: "a".into(),
            offset,
            bytes: bytes.to_vec(),
        }
    }

    fn disk(events: &[Event]) -> Disk {
        let mut disk = Disk::default();
        events.iter().for_each(|event| disk.apply(event));
        disk
    }

    /// Returns every content of the file `a` that three hundred cuts leave; `None` where there is no such file.
    fn outcomes(events: &[Event]) -> BTreeSet<Option<Vec<u8>>> {
        let (disk, mut chance) = (disk(events), Chance::new(1));
        let after = |n: usize| disk.after_power_cut(Loss(n % 9), &mut chance).remove("a");
        (0..300).map(after).collect()
    }

    fn found(texts: &[&[u8]]) -> BTreeSet<Option<Vec<u8>>> {
        texts.iter().map(|text| Some(text.to_vec())).collect()
    }

    const MADE: fn() -> [Event; 2] = || [Event::Create("a".into()), Event::SyncDirectory];

    #[test]
    fn what_was_synced_stays_and_of_the_rest_any_part_may_be_missing() {
        let synced = [&MADE()[..], &[write(0, b"xy"), Event::Sync("a".into())]].concat();
        assert_eq!(outcomes(&synced), found(&[b"xy"]));
        let more = [&synced[..], &[write(1, b"1"), write(3, b"2")]].concat();
        assert_eq!(outcomes(&more), found(&[b"xy", b"x1", b"xy\x002", b"x1\x002"]));
        let cut = [
            &synced[..],
            &[Event::Truncate {
                file: "a".into(),
                length: 1,
            }],
        ]
        .concat();
        assert_eq!(outcomes(&cut), found(&[b"xy", b"x"]));
    }

    #[test]
    fn a_write_tears_at_sectors_of_the_disk() {
        let events = [&MADE()[..], &[write(SECTOR - 1, b"xyz")]].concat();
        let tails: BTreeSet<Vec<u8>> = outcomes(&events)
            .into_iter()
            .map(|content| content.unwrap().into_iter().skip(SECTOR - 1).collect())
            .collect();
        let expected: [&[u8]; 4] = [b"", b"x", b"\0yz", b"xyz"];
        assert_eq!(tails, expected.iter().map(|tail| tail.to_vec()).collect());
    }

    #[test]
    fn a_name_waits_for_the_directory() {
        let made = [Event::Create("a".into()), write(0, b"x"), Event::Sync("a".into())];
        assert_eq!(outcomes(&made), [None, Some(b"x".to_vec())].into());
        let removed = [&made[..], &[Event::SyncDirectory, Event::Unlink("a".into())]].concat();
        assert_eq!(outcomes(&removed), [None, Some(b"x".to_vec())].into());
        let again = [&removed[..], &[Event::SyncDirectory, Event::Create("a".into())]].concat();
        assert_eq!(outcomes(&again), [None, Some(Vec::new())].into());
    }

    #[test]
    fn when_only_the_processes_die_everything_is_there() {
        let disk = disk(&[&MADE()[..], &[write(0, b"xy"), write(1, b"z")]].concat());
        let found = disk.after_power_cut(Loss::NOTHING, &mut Chance::new(1));
        assert_eq!(found["a"], b"xz");
        let lost = disk.after_power_cut(Loss::ALL, &mut Chance::new(1));
        assert_eq!(lost["a"], b"");
    }
}
