//! The spool: messages in files on the disk, in order, until they are delivered or there is no more room.
//!
//! A file holds frames as RFC 6587 has them, the length of a message, a space, and the message. One that was torn by a
//! power cut is cut off at the last whole frame. The file `position` says from where on messages are not delivered.

use std::collections::VecDeque;
use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

/// Into how many files a full spool is parted: so much is given up at once.
const PARTS: u64 = 8;
/// The ending of files with messages.
const ENDING: &str = "messages";
const POSITION: &str = "position";
/// No message is longer, and no number before one; in bytes.
const MOST_BYTES: usize = 65_536;
const MOST_DIGITS: usize = 5;

/// A place between two messages: in which file, after how many bytes and messages of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    file: u64,
    offset: u64,
    messages: u64,
}

impl Place {
    fn start_of(file: u64) -> Self {
        Self {
            file,
            offset: 0,
            messages: 0,
        }
    }
}

/// Messages that were read, and the place after them.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Batch {
    pub(super) messages: Vec<Vec<u8>>,
    pub(super) end: Place,
}

/// Makes the message that tells how many were given up, now and in all.
type Notice = Box<dyn Fn(u64, u64) -> Vec<u8> + Send>;

/// Messages on the disk.
pub(super) struct Spool {
    folder: PathBuf,
    limit: u64,
    notice: Notice,
    /// At least one; the last is written to.
    files: VecDeque<Part>,
    tail: File,
    /// Up to where messages are delivered.
    delivered: Place,
    dropped: u64,
}

#[derive(Debug, Clone, Copy)]
struct Part {
    number: u64,
    bytes: u64,
    messages: u64,
}

impl Spool {
    /// Opens the spool in `folder`, making it if it is not there. Reads all of it.
    pub(super) fn open(folder: &Path, limit: u64, notice: Notice) -> io::Result<Self> {
        make_private_folder(folder)?;
        let (delivered, dropped) = read_position(&folder.join(POSITION));
        let mut files = VecDeque::new();
        for number in numbers_in(folder)? {
            let part = scan(folder, number)?;
            if part.bytes == 0 || delivered.is_some_and(|(file, _)| number < file) {
                fs::remove_file(path_of(folder, number))?;
            } else {
                files.push_back(part);
            }
        }
        // A new file for each start: nothing is ever written behind something that may be torn.
        let last = files
            .back()
            .map(|part| part.number)
            .max(delivered.map(|(file, _)| file));
        let next = last.map_or(1, |last| last + 1);
        let tail = new_file(folder, next)?;
        files.push_back(Part::empty(next));
        let first = files.front().map_or(next, |part| part.number);
        let delivered = match delivered {
            Some((file, offset)) if file == first => place_before(folder, file, offset)?,
            _ => Place::start_of(first),
        };
        Ok(Self {
            folder: folder.to_owned(),
            limit,
            notice,
            files,
            tail,
            delivered,
            dropped,
        })
    }

    /// Returns how many messages are not delivered.
    pub(super) fn waiting(&self) -> u64 {
        let all: u64 = self.files.iter().map(|part| part.messages).sum();
        all.saturating_sub(self.delivered.messages)
    }

    /// Returns how many messages were given up since the spool was made.
    pub(super) fn dropped(&self) -> u64 {
        self.dropped
    }

    /// Writes messages behind the others and brings them to the disk. If there is no room for all, the oldest are given up.
    pub(super) fn append(&mut self, messages: &[Vec<u8>]) -> io::Result<()> {
        self.write(messages)?;
        let given_up = self.make_room()?;
        if given_up > 0 {
            let notice = (self.notice)(given_up, self.dropped);
            self.write(&[notice])?;
        }
        self.tail.sync_data()
    }

    /// Returns up to `most` messages after `from`, or after those that are delivered.
    pub(super) fn read(&mut self, from: Option<Place>, most: usize) -> io::Result<Batch> {
        let mut end = match from {
            // What was to be read next may have been given up.
            Some(place) if place.file >= self.delivered.file => place,
            _ => self.delivered,
        };
        let mut messages = Vec::new();
        for part in &self.files {
            if part.number < end.file {
                continue;
            }
            if part.number > end.file {
                end = Place::start_of(part.number);
            }
            let mut file = File::open(path_of(&self.folder, part.number))?;
            file.seek(SeekFrom::Start(end.offset))?;
            let mut frames = io::BufReader::new(file.take(part.bytes.saturating_sub(end.offset)));
            while messages.len() < most {
                let Some((message, bytes)) = read_frame(&mut frames)? else {
                    break;
                };
                messages.push(message);
                end.offset += bytes;
                end.messages += 1;
            }
            if messages.len() >= most {
                break;
            }
        }
        Ok(Batch { messages, end })
    }

    /// Tells whether no message comes after `place`.
    pub(super) fn is_end(&self, place: Place) -> bool {
        let behind = |part: &&Part| {
            (part.number == place.file && part.bytes > place.offset) || part.number > place.file
        };
        self.files.iter().filter(behind).all(|part| part.bytes == 0)
    }

    /// Counts the messages up to `place` as delivered.
    pub(super) fn confirm(&mut self, place: Place) -> io::Result<()> {
        if place.file < self.delivered.file {
            // Given up meanwhile, and counted as that.
            return Ok(());
        }
        self.delivered = place;
        while let Some(part) = self
            .files
            .front()
            .copied()
            .filter(|part| part.number < place.file)
        {
            self.files.pop_front();
            fs::remove_file(path_of(&self.folder, part.number))?;
        }
        self.write_position()
    }

    fn write(&mut self, messages: &[Vec<u8>]) -> io::Result<()> {
        let part_bytes = (self.limit / PARTS).max(1);
        for message in messages {
            if self.files.back().is_some_and(|part| part.bytes >= part_bytes) {
                self.tail.sync_data()?;
                let number = self.files.back().map_or(1, |part| part.number + 1);
                self.tail = new_file(&self.folder, number)?;
                self.files.push_back(Part::empty(number));
            }
            let mut frame = format!("{} ", message.len()).into_bytes();
            frame.extend_from_slice(message);
            let Some(part) = self.files.back_mut() else {
                continue;
            };
            if let Err(err) = self.tail.write_all(&frame) {
                // Half a frame would take the next one with it.
                self.tail.set_len(part.bytes)?;
                self.tail.seek(SeekFrom::Start(part.bytes))?;
                return Err(err);
            }
            part.bytes += frame.len() as u64;
            part.messages += 1;
        }
        Ok(())
    }

    /// Gives up the oldest files until there is room; returns how many messages that took.
    fn make_room(&mut self) -> io::Result<u64> {
        let mut given_up = 0;
        while self.files.len() > 1 && self.files.iter().map(|part| part.bytes).sum::<u64>() > self.limit {
            let Some(part) = self.files.pop_front() else { break };
            given_up += part.messages.saturating_sub(self.delivered.messages);
            self.delivered = Place::start_of(self.files.front().map_or(part.number + 1, |part| part.number));
            fs::remove_file(path_of(&self.folder, part.number))?;
        }
        if given_up > 0 {
            self.dropped += given_up;
            self.write_position()?;
        }
        Ok(given_up)
    }

    /// A power cut may leave an older position, after which messages are sent once more.
    fn write_position(&self) -> io::Result<()> {
        let Place { file, offset, .. } = self.delivered;
        let part = self.folder.join("position.part");
        fs::write(&part, format!("{file} {offset} {}\n", self.dropped))?;
        fs::rename(&part, self.folder.join(POSITION))
    }
}

impl Part {
    fn empty(number: u64) -> Self {
        Self {
            number,
            bytes: 0,
            messages: 0,
        }
    }
}

/// Returns the last place between two messages of a file that is not after `offset`.
fn place_before(folder: &Path, number: u64, offset: u64) -> io::Result<Place> {
    let mut frames = io::BufReader::new(File::open(path_of(folder, number))?.take(offset));
    let mut place = Place::start_of(number);
    while let Some((_, bytes)) = read_frame(&mut frames)? {
        place.offset += bytes;
        place.messages += 1;
    }
    Ok(place)
}

/// Counts the messages of a file, and cuts off what comes after the last whole one.
fn scan(folder: &Path, number: u64) -> io::Result<Part> {
    let path = path_of(folder, number);
    let file = OpenOptions::new().read(true).write(true).open(&path)?;
    let mut frames = io::BufReader::new(&file);
    let (mut bytes, mut messages) = (0, 0);
    while let Some((_, length)) = read_frame(&mut frames)? {
        bytes += length;
        messages += 1;
    }
    if file.metadata()?.len() > bytes {
        file.set_len(bytes)?;
    }
    Ok(Part {
        number,
        bytes,
        messages,
    })
}

/// Reads one frame and tells how long it is; `None` at the end, and at anything that is no whole frame.
fn read_frame(frames: &mut impl Read) -> io::Result<Option<(Vec<u8>, u64)>> {
    let mut digits = String::new();
    loop {
        let mut byte = [0];
        if frames.read(&mut byte)? == 0 {
            return Ok(None);
        }
        match byte {
            [b' '] => break,
            [digit @ b'0'..=b'9'] if digits.len() < MOST_DIGITS => digits.push(char::from(digit)),
            _ => return Ok(None),
        }
    }
    let Some(length) = digits
        .parse::<usize>()
        .ok()
        .filter(|length| *length <= MOST_BYTES)
    else {
        return Ok(None);
    };
    let mut message = vec![0; length];
    match frames.read_exact(&mut message) {
        Ok(()) => Ok(Some((message, (digits.len() + 1 + length) as u64))),
        Err(err) if err.kind() == ErrorKind::UnexpectedEof => Ok(None),
        Err(err) => Err(err),
    }
}

/// Returns file and offset of the position, and the count; without them, everything there is counts as not delivered.
fn read_position(path: &Path) -> (Option<(u64, u64)>, u64) {
    let text = fs::read_to_string(path).unwrap_or_default();
    let numbers: Vec<u64> = text
        .split_whitespace()
        .map_while(|word| word.parse().ok())
        .collect();
    match numbers.as_slice() {
        [file, offset, dropped] => (Some((*file, *offset)), *dropped),
        _ => (None, 0),
    }
}

/// Returns the numbers of the files with messages, in order.
fn numbers_in(folder: &Path) -> io::Result<Vec<u64>> {
    let mut numbers = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|ending| ending == ENDING) {
            let number = path
                .file_stem()
                .and_then(|stem| stem.to_str()?.parse::<u64>().ok());
            numbers.extend(number);
        }
    }
    numbers.sort_unstable();
    Ok(numbers)
}

fn path_of(folder: &Path, number: u64) -> PathBuf {
    folder.join(format!("{number:020}.{ENDING}"))
}

/// Makes the file `number`, which only its owner can read, and brings its name to the disk.
fn new_file(folder: &Path, number: u64) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let file = options.open(path_of(folder, number))?;
    match File::open(folder)?.sync_all() {
        // A file system of the network may not know this for folders.
        Err(err) if !matches!(err.kind(), ErrorKind::InvalidInput | ErrorKind::Unsupported) => Err(err),
        _ => Ok(file),
    }
}

fn make_private_folder(path: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}
