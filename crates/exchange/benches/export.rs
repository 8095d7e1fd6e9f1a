//! Each export beside its bare serialisation, in the same run: the same records given to the library that writes the format,
//! made beforehand, with nothing between.
//!
//! Rounds are interleaved and the ratio is taken within a round, because a machine that is shared moves by half between
//! two runs; the median of the rounds counts. `cargo bench --bench export -- 20000` chooses how many concepts.
//! What is bare of a dictionary and of OmegaT's glossary is copying the bytes of the files: no library writes them.
#![expect(clippy::unwrap_used, reason = "a benchmark that cannot be set up has failed")]

use std::convert::Infallible;
use std::hint::black_box;
use std::io::Write;
use std::time::{Duration, Instant};

use exchange::sheet_out::{self, SheetFormat};
use exchange::stardict::Tar;
use exchange::{ExportHeader, Exported, json_lines_out, omegat, stardict, tbx};
use glossary::{
    AdministrativeStatus, Concept, ConceptId, Definition, Lang, LegalBasis, Membership, Source, Term,
};
use quick_xml::events::Event;
use quick_xml::{Reader, Writer};
use rust_xlsxwriter::Workbook;

const ROUNDS: usize = 7;
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
    println!("| concepts | format | bytes | export | bare | × |");
    println!("|---|---|---|---|---|---|");
    for size in sizes {
        let concepts: Vec<Exported> = (1..=size).map(exported).collect();
        for (name, export, bare) in formats(&concepts) {
            println!("{}", measure(size, name, &*export, &*bare));
        }
    }
}

/// Writes a file.
type Work<'a> = Box<dyn Fn() -> Vec<u8> + 'a>;

fn formats(concepts: &[Exported]) -> Vec<(&'static str, Work<'_>, Work<'_>)> {
    let sheet = |format| {
        move || written(|out| drop(sheet_out::write(out, format, &header(), &mut all(concepts)).unwrap()))
    };
    let rows = records(&sheet(SheetFormat::Tsv)());
    let values: Vec<Exported> = concepts.to_vec();
    let xml = events(
        &String::from_utf8(written(|out| {
            drop(tbx::write(out, &header(), &mut all(concepts)).unwrap())
        }))
        .unwrap(),
    );
    let lines = written(|out| {
        drop(omegat::write(out, &header(), omegat::Direction::ZhToBo, &mut all(concepts)).unwrap())
    });
    let archive = dictionary(concepts);
    let book_rows = rows.clone();
    vec![
        (
            "csv",
            Box::new(sheet(SheetFormat::Csv)),
            Box::new(move || bare_csv(&rows)),
        ),
        (
            "xlsx",
            Box::new(sheet(SheetFormat::Xlsx)),
            Box::new(move || bare_workbook(&book_rows)),
        ),
        (
            "jsonl",
            Box::new(move || {
                written(|out| drop(json_lines_out::write(out, &header(), &mut all(concepts)).unwrap()))
            }),
            Box::new(move || bare_json(&values)),
        ),
        (
            "tbx",
            Box::new(move || written(|out| drop(tbx::write(out, &header(), &mut all(concepts)).unwrap()))),
            Box::new(move || bare_xml(&xml)),
        ),
        (
            "omegat",
            Box::new(move || {
                written(|out| {
                    drop(
                        omegat::write(out, &header(), omegat::Direction::ZhToBo, &mut all(concepts)).unwrap(),
                    )
                })
            }),
            Box::new(move || written(|out| out.write_all(&lines).unwrap())),
        ),
        (
            "stardict",
            Box::new(move || dictionary(concepts)),
            Box::new(move || written(|out| out.write_all(&archive).unwrap())),
        ),
    ]
}

/// Returns a row of the table: the best times, and the median of the ratios.
fn measure(size: usize, name: &str, export: &dyn Fn() -> Vec<u8>, bare: &dyn Fn() -> Vec<u8>) -> String {
    let bytes = export().len();
    let mut rounds: Vec<(Duration, Duration)> = (0..ROUNDS).map(|_| (time(export), time(bare))).collect();
    let best = |of: fn(&(Duration, Duration)) -> Duration| rounds.iter().map(of).min().unwrap();
    let (export, bare) = (best(|round| round.0), best(|round| round.1));
    rounds.sort_by(|a, b| ratio(a).total_cmp(&ratio(b)));
    let median = ratio(&rounds[ROUNDS / 2]);
    format!("| {size} | {name} | {bytes} | {export:.1?} | {bare:.1?} | {median:.2} |")
}

fn ratio((export, bare): &(Duration, Duration)) -> f64 {
    export.as_secs_f64() / bare.as_secs_f64()
}

fn time(work: &dyn Fn() -> Vec<u8>) -> Duration {
    let started = Instant::now();
    black_box(work());
    started.elapsed()
}

fn written(write: impl FnOnce(&mut dyn Write)) -> Vec<u8> {
    let mut file = Vec::new();
    write(&mut file);
    file
}

fn header() -> ExportHeader {
    ExportHeader::default()
}

/// The concepts as a store hands them out, each made for the writer.
fn all(concepts: &[Exported]) -> impl Iterator<Item = Result<Exported, Infallible>> + '_ {
    concepts.iter().cloned().map(Ok)
}

fn dictionary(concepts: &[Exported]) -> Vec<u8> {
    let mut tar = Tar::new(Vec::new());
    drop(stardict::write(&mut tar, &header(), &mut || Box::new(all(concepts))).unwrap());
    tar.finish().unwrap()
}

fn records(file: &[u8]) -> Vec<csv::StringRecord> {
    let mut reader = csv::ReaderBuilder::new().delimiter(b'\t').from_reader(file);
    reader.records().collect::<Result<_, _>>().unwrap()
}

fn bare_csv(rows: &[csv::StringRecord]) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    for row in rows {
        writer.write_record(row).unwrap();
    }
    writer.into_inner().unwrap()
}

fn bare_workbook(rows: &[csv::StringRecord]) -> Vec<u8> {
    let mut book = Workbook::new();
    let page = book.add_worksheet();
    for (row, line) in rows.iter().zip(0..) {
        for (cell, column) in row.iter().zip(0..).filter(|(cell, _)| !cell.is_empty()) {
            page.write_string(line, column, cell).unwrap();
        }
    }
    book.save_to_buffer().unwrap()
}

fn bare_json(concepts: &[Exported]) -> Vec<u8> {
    let mut file = Vec::new();
    for exported in concepts {
        serde_json::to_writer(&mut file, &exported.concept).unwrap();
        file.push(b'\n');
    }
    file
}

fn events(file: &str) -> Vec<Event<'static>> {
    let mut reader = Reader::from_str(file);
    let mut events = Vec::new();
    loop {
        match reader.read_event().unwrap() {
            Event::Eof => return events,
            event => events.push(event.into_owned()),
        }
    }
}

fn bare_xml(events: &[Event<'_>]) -> Vec<u8> {
    let mut writer = Writer::new(Vec::new());
    for event in events {
        writer.write_event(event.borrow()).unwrap();
    }
    writer.into_inner()
}

/// Makes a concept of the usual size: a number in a list, a definition, a law, two Chinese terms and two Tibetan ones.
fn exported(number: usize) -> Exported {
    let syllables = ["ཁྲིམས", "ཁང", "དཔོན", "མི", "དམངས", "གྱོད", "གཞི", "ལས"];
    let syllable = |n: usize| syllables[n % syllables.len()];
    let tibetan = format!(
        "{}་{}་{}་{}་{}",
        syllable(number),
        syllable(number / 8),
        syllable(number / 64),
        syllable(number / 512),
        syllable(number / 4_096)
    );
    let source = Source {
        title: "词典".to_owned(),
        url: Some("https://example.org/dictionary".to_owned()),
        locator: Some(format!("第{number}页")),
        collection: Some("generated".parse().unwrap()),
    };
    let term = |lang, text: &str, status| Term {
        administrative_status: status,
        sources: vec![source.clone()],
        ..Term::new(lang, text).unwrap()
    };
    let (preferred, admitted) = (AdministrativeStatus::Preferred, AdministrativeStatus::Admitted);
    let mut concept = Concept::draft();
    concept.subject_fields = vec!["criminal-law".parse().unwrap()];
    concept.memberships = vec![Membership {
        collection: "generated".parse().unwrap(),
        number: Some(number.to_string()),
    }];
    concept.definitions = vec![Definition {
        lang: Lang::Zh,
        text: format!("第 {number} 号词条的释义：依照法律规定作出的决定，以及与之有关的程序。"),
        source: None,
    }];
    concept.legal_basis = vec![LegalBasis {
        law: "刑事诉讼法".to_owned(),
        article: Some(format!("第{}条", number % 300)),
        chapter: None,
        edition: Some("2018".to_owned()),
        in_force_from: Some("2018-10-26".to_owned()),
        in_force_to: None,
    }];
    concept.terms = vec![
        term(Lang::Zh, &format!("第{number}号词条"), preferred),
        term(Lang::Zh, &format!("词条{number}"), admitted),
        term(Lang::Bo, &tibetan, preferred),
        term(Lang::Bo, &format!("{tibetan}་གསར"), admitted),
    ];
    Exported {
        id: ConceptId::new(number as u64),
        revision: 1,
        concept,
        history: Vec::new(),
    }
}
