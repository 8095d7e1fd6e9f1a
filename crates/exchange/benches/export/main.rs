//! Each export beside its bare serialisation, in the same run: the same values given to the library that writes the format,
//! with none of what makes it an export.
//!
//! Rounds are interleaved and the ratio is taken within a round, because a machine that is shared moves by half between
//! two runs; the median of the rounds counts. `cargo bench --bench export -- 20000` chooses how many concepts.
//! Bare are the cells of the rows, the bodies as JSON, the events of the XML and the pairs as records. No library writes
//! dictionaries: bare are plain loops over the words, sorted in the order of bytes that the format has, into an index and
//! over the texts into articles. Pinyin and Wylie are words like others; one row has them derived by the same functions on
//! both sides, the other given to the bare work.
//! A page is bare the events of its entries, which are given, in the order of pinyin, which is derived on both sides.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a benchmark that cannot be set up has failed"
)]

mod bare;

use std::convert::Infallible;
use std::hint::black_box;
use std::time::{Duration, Instant};

use exchange::pages::{self, Layout};
use exchange::sheet_out::{self, SheetFormat};
use exchange::stardict::Tar;
use exchange::{ExportHeader, Exported, json_lines_out, omegat, stardict, tbx};
use glossary::{
    AdministrativeStatus, Concept, ConceptId, Definition, Lang, LegalBasis, Membership, Source, Term,
};

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
            println!("{}", measure(&concepts, name, &export, &bare));
        }
    }
}

/// Writes a file of the concepts, which were made for it.
type Export<'a> = Box<dyn Fn(Vec<Exported>) -> Vec<u8> + 'a>;
/// Writes the same without any of our code; lets go of the concepts too, as whoever writes them has to.
type Bare<'a> = Box<dyn Fn(Vec<Exported>) -> Vec<u8> + 'a>;

fn formats(concepts: &[Exported]) -> Vec<(&'static str, Export<'_>, Bare<'_>)> {
    let xml = bare::events(&String::from_utf8(to_tbx(concepts.to_vec())).unwrap());
    let pairs = bare::records(&to_omegat(concepts.to_vec()));
    let given: Vec<Vec<String>> = concepts.iter().map(bare::words).collect();
    let screen = bare::articles(&to_page(Layout::Screen, concepts.to_vec()));
    let print = bare::articles(&to_page(Layout::Print, concepts.to_vec()));
    vec![
        (
            "csv",
            Box::new(|concepts| to_sheet(SheetFormat::Csv, concepts)),
            Box::new(|concepts| bare::csv(&concepts)),
        ),
        (
            "xlsx",
            Box::new(|concepts| to_sheet(SheetFormat::Xlsx, concepts)),
            Box::new(|concepts| bare::workbook(&concepts)),
        ),
        (
            "jsonl",
            Box::new(to_json_lines),
            Box::new(|concepts| bare::json(&concepts)),
        ),
        ("tbx", Box::new(to_tbx), Box::new(move |_| bare::xml(&xml))),
        (
            "omegat",
            Box::new(to_omegat),
            Box::new(move |_| bare::pairs(&pairs)),
        ),
        (
            "stardict",
            Box::new(to_stardict),
            Box::new(|concepts| bare::dictionary(&concepts, |_, exported| bare::words(exported))),
        ),
        (
            "stardict, letters given",
            Box::new(to_stardict),
            Box::new(move |concepts| bare::dictionary(&concepts, |n, _| given[n].clone())),
        ),
        (
            "html",
            Box::new(|concepts| to_page(Layout::Screen, concepts)),
            Box::new(move |concepts| bare::page(&screen, &concepts)),
        ),
        (
            "print",
            Box::new(|concepts| to_page(Layout::Print, concepts)),
            Box::new(move |concepts| bare::page(&print, &concepts)),
        ),
    ]
}

fn to_sheet(format: SheetFormat, concepts: Vec<Exported>) -> Vec<u8> {
    let mut file = Vec::new();
    drop(sheet_out::write(&mut file, format, &header(), &mut all(concepts)).unwrap());
    file
}

fn to_json_lines(concepts: Vec<Exported>) -> Vec<u8> {
    let mut file = Vec::new();
    drop(json_lines_out::write(&mut file, &header(), &mut all(concepts)).unwrap());
    file
}

fn to_tbx(concepts: Vec<Exported>) -> Vec<u8> {
    let mut file = Vec::new();
    drop(tbx::write(&mut file, &header(), &mut all(concepts)).unwrap());
    file
}

fn to_omegat(concepts: Vec<Exported>) -> Vec<u8> {
    let mut file = Vec::new();
    drop(
        omegat::write(
            &mut file,
            &header(),
            omegat::Direction::ZhToBo,
            &mut all(concepts),
        )
        .unwrap(),
    );
    file
}

/// Walks through the concepts twice, so that one copy of them is made in between.
fn to_stardict(concepts: Vec<Exported>) -> Vec<u8> {
    let mut tar = Tar::new(Vec::new());
    drop(stardict::write(&mut tar, &header(), &mut || Box::new(all(concepts.clone()))).unwrap());
    tar.finish().unwrap()
}

/// Walks through the concepts once as long as they are within 160 MiB; a copy of them is made for each walk.
fn to_page(layout: Layout, concepts: Vec<Exported>) -> Vec<u8> {
    let mut file = Vec::new();
    drop(
        pages::write(&mut file, &header(), layout, &mut || {
            Box::new(all(concepts.clone()))
        })
        .unwrap(),
    );
    file
}

/// Returns a row of the table: the best times, and the median of the ratios.
fn measure(concepts: &[Exported], name: &str, export: &Export<'_>, bare: &Bare<'_>) -> String {
    let bytes = export(concepts.to_vec()).len();
    let round = |_| {
        let (one, other) = (concepts.to_vec(), concepts.to_vec());
        (time(|| export(one)), time(|| bare(other)))
    };
    let mut rounds: Vec<(Duration, Duration)> = (0..ROUNDS).map(round).collect();
    let best = |of: fn(&(Duration, Duration)) -> Duration| rounds.iter().map(of).min().unwrap();
    let (export, bare) = (best(|round| round.0), best(|round| round.1));
    rounds.sort_by(|a, b| ratio(a).total_cmp(&ratio(b)));
    let (size, median) = (concepts.len(), ratio(&rounds[ROUNDS / 2]));
    format!("| {size} | {name} | {bytes} | {export:.1?} | {bare:.1?} | {median:.2} |")
}

fn ratio((export, bare): &(Duration, Duration)) -> f64 {
    export.as_secs_f64() / bare.as_secs_f64()
}

fn time(work: impl FnOnce() -> Vec<u8>) -> Duration {
    let started = Instant::now();
    black_box(work());
    started.elapsed()
}

fn header() -> ExportHeader {
    ExportHeader::default()
}

/// The concepts as a store hands them out, each made for the writer.
fn all(concepts: Vec<Exported>) -> impl Iterator<Item = Result<Exported, Infallible>> {
    concepts.into_iter().map(Ok)
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
