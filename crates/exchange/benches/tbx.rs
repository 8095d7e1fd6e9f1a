//! Reading and writing of TBX beside a bare pass of the XML parser and writer over the same file, in the same run.
//!
//! Rounds are interleaved and the ratio is taken within a round, because a machine that is shared moves by half between
//! two runs; the median of the rounds counts. `cargo bench --bench tbx -- 20000` chooses how many concepts.
#![expect(clippy::unwrap_used, reason = "a benchmark that cannot be set up has failed")]

use std::convert::Infallible;
use std::hint::black_box;
use std::time::{Duration, Instant};

use exchange::glossary::read;
use exchange::tbx::write;
use exchange::{ExportHeader, Exported, Format, ReadOptions};
use glossary::{Concept, ConceptId, Context, Definition, Lang, Membership, Source, Term};
use quick_xml::events::Event;
use quick_xml::{Reader, Writer};

const ROUNDS: usize = 9;
/// More than 50,000 of these make a file that is too large to be read.
const SIZES: [usize; 3] = [5_000, 20_000, 50_000];

#[expect(clippy::print_stdout, reason = "the table is what this is for")]
fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    // `cargo test --benches` only wants to know that this runs.
    let is_bench = arguments.iter().any(|argument| argument == "--bench");
    let asked: Vec<usize> = arguments
        .iter()
        .filter_map(|argument| argument.parse().ok())
        .collect();
    let sizes = match (is_bench, asked.is_empty()) {
        (false, _) => vec![10],
        (true, true) => SIZES.to_vec(),
        (true, false) => asked,
    };
    println!("| concepts | bytes | read | bare parse | × | write | bare write | × |");
    println!("|---|---|---|---|---|---|---|---|");
    for size in sizes {
        println!("{}", measure(size));
    }
}

/// Returns a row of the table: the best times, and the medians of the ratios.
fn measure(size: usize) -> String {
    let concepts: Vec<Exported> = (1..=size).map(exported).collect();
    let file = String::from_utf8(written(&concepts)).unwrap();
    let events = events(&file);
    let mut rounds = Vec::new();
    for _ in 0..ROUNDS {
        let parsed = time(|| bare_parse(&file));
        let read_in = time(|| {
            let reading = read("t.tbx", file.as_bytes(), Format::Tbx, &ReadOptions::default()).unwrap();
            assert_eq!(reading.rows.len(), size);
            reading
        });
        let bare = time(|| bare_write(&events));
        let written_in = time(|| written(&concepts));
        rounds.push([read_in, parsed, written_in, bare]);
    }
    let best = |n: usize| rounds.iter().map(|round| round[n]).min().unwrap();
    let ratio = |n: usize| {
        let mut ratios: Vec<f64> = rounds
            .iter()
            .map(|round| round[n].as_secs_f64() / round[n + 1].as_secs_f64())
            .collect();
        ratios.sort_by(f64::total_cmp);
        ratios[ratios.len() / 2]
    };
    format!(
        "| {size} | {} | {:.1?} | {:.1?} | {:.2} | {:.1?} | {:.1?} | {:.2} |",
        file.len(),
        best(0),
        best(1),
        ratio(0),
        best(2),
        best(3),
        ratio(2)
    )
}

fn time<T>(work: impl FnOnce() -> T) -> Duration {
    let start = Instant::now();
    black_box(work());
    start.elapsed()
}

fn written(concepts: &[Exported]) -> Vec<u8> {
    let mut each = concepts.iter().cloned().map(Ok::<_, Infallible>);
    let mut file = Vec::new();
    write(&mut file, &ExportHeader::default(), &mut each).unwrap();
    file
}

fn events(file: &str) -> Vec<Event<'_>> {
    let mut reader = Reader::from_str(file);
    let next = || match reader.read_event().unwrap() {
        Event::Eof => None,
        event => Some(event),
    };
    std::iter::from_fn(next).collect()
}

/// Looks at every event and attribute, and keeps nothing.
fn bare_parse(file: &str) -> usize {
    let mut reader = Reader::from_str(file);
    let mut seen = 0;
    loop {
        match reader.read_event().unwrap() {
            Event::Start(tag) | Event::Empty(tag) => seen += tag.attributes().filter(Result::is_ok).count(),
            Event::Text(text) => seen += text.len(),
            Event::Eof => return seen,
            _ => {}
        }
    }
}

fn bare_write(events: &[Event<'_>]) -> Vec<u8> {
    let mut writer = Writer::new(Vec::new());
    for event in events {
        writer.write_event(event.borrow()).unwrap();
    }
    writer.into_inner()
}

/// Makes a concept of the usual size: a number in a list, a definition, two Chinese terms and one Tibetan with a source.
fn exported(number: usize) -> Exported {
    let syllables = ["ཁྲིམས", "ཁང", "དཔོན", "མི", "དམངས", "གྱོད", "གཞི", "ལས"];
    let syllable = |n: usize| syllables[n % syllables.len()];
    let tibetan = format!(
        "{}་{}་{}་{}",
        syllable(number),
        syllable(number / 8),
        syllable(number / 64),
        syllable(number / 512)
    );
    let mut concept = Concept::draft();
    concept.subject_fields = vec!["criminal-law".parse().unwrap()];
    concept.memberships = vec![Membership {
        collection: "generated".parse().unwrap(),
        number: Some(number.to_string()),
    }];
    concept.definitions = vec![Definition {
        lang: Lang::Zh,
        text: format!("第 {number} 号词条的释义：依照法律规定作出的决定，以及与之有关的程序。"),
        source: Some("刑事诉讼法".to_owned()),
    }];
    let short = Term::new(Lang::Zh, &format!("词条{number}")).unwrap();
    let mut bo = Term::new(Lang::Bo, &tibetan).unwrap();
    bo.sources = vec![Source {
        title: "词典".to_owned(),
        url: Some("https://example.org/dictionary".to_owned()),
        locator: Some(format!("第{number}页")),
        collection: None,
    }];
    bo.contexts = vec![Context {
        text: format!("{tibetan}་ཞེས་པ།"),
        source: None,
    }];
    concept.terms = vec![
        Term::new(Lang::Zh, &format!("第{number}号词条")).unwrap(),
        short,
        bo,
    ];
    Exported {
        id: ConceptId::new(number as u64),
        revision: 1,
        concept,
        history: Vec::new(),
    }
}
