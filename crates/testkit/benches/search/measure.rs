//! What is measured: the time and the processor time of an answer, by engine and kind of query.

use std::collections::BTreeMap;
use std::fmt;
use std::hint::black_box;
use std::time::Instant;

use testkit::{Query, QueryKind};

/// Something that answers queries.
pub trait Engine {
    /// What it is called in the tables.
    fn name(&self) -> &'static str;
    /// What it takes on disk.
    fn bytes(&self) -> u64;
    /// Answers with the payloads of the ten best hits; returns their bytes so that nothing is optimised away.
    fn answer(&self, query: &Query) -> usize;
}

/// Nanoseconds of each answer, by engine and kind.
pub struct Figures {
    names: Vec<&'static str>,
    taken: BTreeMap<(usize, QueryKind), Vec<u64>>,
    mix: BTreeMap<usize, Vec<u64>>,
}

/// Returns how many nanoseconds `answer` takes.
pub fn taken(answer: impl FnOnce() -> usize) -> u64 {
    let begun = Instant::now();
    black_box(answer());
    u64::try_from(begun.elapsed().as_nanos()).unwrap()
}

/// Returns what every engine keeps with an entry and gives back with a hit: about 400 bytes.
pub fn payload(zh: &str, bo: &str, definition: &str) -> Vec<u8> {
    format!(
        r#"{{"workflow":"draft","zh":[{{"text":"{zh}","administrative_status":"preferred","region":null}}],"bo":[{{"text":"{bo}","administrative_status":"preferred","region":null}}],"definition":"{definition}","collections":["generated"]}}"#
    )
    .into_bytes()
}

impl Figures {
    pub fn new(names: Vec<&'static str>) -> Self {
        let taken = BTreeMap::new();
        let mix = BTreeMap::new();
        Self { names, taken, mix }
    }

    pub fn add(&mut self, engine: usize, kind: QueryKind, nanoseconds: u64) {
        self.taken.entry((engine, kind)).or_default().push(nanoseconds);
    }

    pub fn add_to_mix(&mut self, engine: usize, nanoseconds: u64) {
        self.mix.entry(engine).or_default().push(nanoseconds);
    }

    fn kinds(&self) -> Vec<QueryKind> {
        let mut kinds: Vec<QueryKind> = self.taken.keys().map(|(_, kind)| *kind).collect();
        kinds.sort_unstable();
        kinds.dedup();
        kinds
    }

    fn line(&self, f: &mut fmt::Formatter<'_>, name: &str, of: impl Fn(usize) -> Vec<u64>) -> fmt::Result {
        write!(f, "| {name} |")?;
        for engine in 0..self.names.len() {
            let mut all = of(engine);
            all.sort_unstable();
            let at = |share: f64| all[((all.len() - 1) as f64 * share) as usize] as f64 / 1e3;
            let mean = all.iter().sum::<u64>() as f64 / all.len() as f64 / 1e3;
            write!(f, " {:.1} / {:.1} / {mean:.1} |", at(0.5), at(0.99))?;
        }
        writeln!(f)
    }
}

/// A row for each kind and one for the mix; in each cell the median, the 99th percentile and the mean in microseconds.
impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "\n| µs: median / p99 / mean | {} |", self.names.join(" | "))?;
        writeln!(f, "|---|{}", "---|".repeat(self.names.len()))?;
        for kind in self.kinds() {
            self.line(f, &format!("{kind:?}"), |engine| {
                self.taken[&(engine, kind)].clone()
            })?;
        }
        self.line(f, "the whole mix", |engine| self.mix[&engine].clone())
    }
}
