//! The figures that this crate promises, each with its anchor from the same run.
//!
//! A machine that is shared moves by half between two runs, so rounds are interleaved, the ratio is taken within a
//! round, and the median of the rounds counts. `docs/performance.md` keeps the output with machine and date.
#![expect(clippy::unwrap_used, reason = "a benchmark that cannot be set up has failed")]

use std::hint::black_box;
use std::io::Write;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use text::bo;

const ROUNDS: usize = 9;
const BYTES: usize = 1 << 20;

/// Something that is measured, as a share of its anchor.
struct Figure {
    name: &'static str,
    anchor: &'static str,
    /// The share, of speed, that is wanted at least.
    wanted: f64,
    shares: Vec<f64>,
    /// Nanoseconds of the fastest round.
    best: u128,
}

fn main() {
    let tibetan = bo::normalize(&repeated(include_str!("../testdata/udhr_bo.txt"), BYTES)).into_owned();
    let ewts = repeated(
        &bo::to_ewts(include_str!("../testdata/udhr_bo.txt")).text,
        BYTES / 2,
    );
    let peer = ewts::EwtsConverter::create();
    let python = python_seconds(&ewts);

    let mut figures = [
        figure("normalise text that is normal", "decode", 0.40),
        figure("cut into syllables", "decode", 0.40),
        figure("make collation keys", "decode", 0.05),
        figure("read EWTS", "crate ewts", 1.0),
        figure("read EWTS", "pyewts", 20.0),
        figure("write EWTS", "decode", 0.0),
        figure("take every syllable apart", "decode", 0.0),
        figure("fold for search", "decode", 0.0),
        figure("write THL phonetics", "decode", 0.0),
    ];
    for _ in 0..ROUNDS {
        let decode = time(|| {
            tibetan
                .chars()
                .fold(0_u32, |sum, c| sum.wrapping_add(u32::from(c)))
        });
        let read = time(|| bo::from_ewts(&ewts));
        figures[0].add(time(|| bo::normalize(&tibetan).len()), decode);
        figures[1].add(
            time(|| {
                bo::syllables(&tibetan)
                    .map(|syllable| syllable.text.len())
                    .sum::<usize>()
            }),
            decode,
        );
        let keys = || {
            tibetan
                .lines()
                .map(|line| bo::collation_key(line).as_bytes().len())
                .sum::<usize>()
        };
        figures[2].add(time(keys), decode);
        figures[3].add(read, time(|| peer.ewts_to_unicode(&ewts)));
        figures[4].add(read, python.unwrap_or_default());
        figures[5].add(time(|| bo::to_ewts(&tibetan)), decode);
        let native = || {
            bo::syllables(&tibetan)
                .filter(|syllable| is_native(syllable.text))
                .count()
        };
        figures[6].add(time(native), decode);
        figures[7].add(time(|| bo::fold(&tibetan)), decode);
        figures[8].add(time(|| bo::phonetic::thl(&tibetan)), decode);
    }
    println!(
        "{} KiB of Tibetan, {} KiB of EWTS, {ROUNDS} rounds",
        tibetan.len() / 1024,
        ewts.len() / 1024
    );
    for figure in &mut figures {
        figure.print();
    }
    if python.is_none() {
        println!("pyewts was not measured: pip install pyewts");
    }
}

fn figure(name: &'static str, anchor: &'static str, wanted: f64) -> Figure {
    Figure {
        name,
        anchor,
        wanted,
        shares: Vec::new(),
        best: u128::MAX,
    }
}

impl Figure {
    fn add(&mut self, time: Duration, anchor: Duration) {
        self.shares.push(anchor.as_secs_f64() / time.as_secs_f64());
        self.best = self.best.min(time.as_nanos());
    }

    fn print(&mut self) {
        self.shares.sort_by(f64::total_cmp);
        let share = self.shares[self.shares.len() / 2];
        let verdict = match self.wanted {
            0.0 => "",
            wanted if share >= wanted => "reached",
            _ => "missed",
        };
        println!(
            "{:<30} {:>9.3} ms  {share:>8.3} × {:<10} wanted {:>5.2}  {verdict}",
            self.name,
            self.best as f64 / 1e6,
            self.anchor,
            self.wanted
        );
    }
}

fn time<T>(work: impl FnOnce() -> T) -> Duration {
    let start = Instant::now();
    black_box(work());
    start.elapsed()
}

fn is_native(syllable: &str) -> bool {
    matches!(bo::parse(syllable), bo::Verdict::Native(_))
}

fn repeated(text: &str, bytes: usize) -> String {
    text.repeat(bytes / text.len() + 1)
}

/// Returns how long pyewts takes for `ewts`, `None` where it is not installed.
fn python_seconds(ewts: &str) -> Option<Duration> {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/python_peer.py");
    let mut python = Command::new("python3")
        .arg(script)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .ok()?;
    python.stdin.take()?.write_all(ewts.as_bytes()).ok()?;
    let output = python.wait_with_output().ok()?;
    String::from_utf8(output.stdout)
        .unwrap()
        .trim()
        .parse()
        .ok()
        .map(Duration::from_secs_f64)
}
