//! Wall time and processor time of a call, in this thread and in a process that works for it.

use std::fs::File;
use std::os::unix::fs::FileExt;
use std::time::Instant;

/// Nanoseconds that a call took.
#[derive(Debug, Clone, Copy, Default)]
pub struct Taken {
    /// From its beginning to its end.
    pub wall: u64,
    /// Of this thread on a processor.
    pub processor: u64,
}

/// Reads the kernel's account of this thread.
pub struct Stopwatch {
    own: File,
    /// What measuring nothing takes.
    nothing: u64,
}

/// Reads the kernel's account of another process.
pub struct Account(File);

impl Stopwatch {
    /// Makes a stopwatch of the calling thread.
    pub fn of_this_thread() -> Self {
        let mut stopwatch = Self {
            own: File::open("/proc/thread-self/schedstat").unwrap(),
            nothing: 0,
        };
        let mut nothings: Vec<u64> = (0..1_001).map(|_| stopwatch.time(|| ()).1.processor).collect();
        nothings.sort_unstable();
        stopwatch.nothing = nothings[nothings.len() / 2];
        stopwatch
    }

    /// Measures `call`.
    pub fn time<T>(&self, call: impl FnOnce() -> T) -> (T, Taken) {
        let before = self.processor();
        let start = Instant::now();
        let value = call();
        let wall = start.elapsed().as_nanos() as u64;
        let processor = (self.processor() - before).saturating_sub(self.nothing);
        (value, Taken { wall, processor })
    }

    /// The kernel brings the account of a running thread up to date when the thread offers its place to others.
    fn processor(&self) -> u64 {
        std::thread::yield_now();
        nanoseconds(&self.own)
    }
}

impl Account {
    /// Opens the account of the process `id`, whose first thread does the work.
    pub fn of(id: u32) -> Self {
        Self(File::open(format!("/proc/{id}/schedstat")).unwrap())
    }

    /// Returns the nanoseconds that the process has had; exact while it waits.
    pub fn processor(&self) -> u64 {
        nanoseconds(&self.0)
    }
}

fn nanoseconds(account: &File) -> u64 {
    let mut bytes = [0; 64];
    let length = account.read_at(&mut bytes, 0).unwrap();
    let text = std::str::from_utf8(&bytes[..length]).unwrap();
    text.split(' ').next().unwrap().parse().unwrap()
}
