//! Reading and validating a roster of people beside a bare read of the same workbook by the library that unpacks it.
//!
//! Rounds are interleaved and the ratio is taken within a round, because a machine that is shared moves by half between two
//! runs; the median of the rounds counts. Bare is once the whole range, as programs take it, and once cell by cell, keeping
//! nothing. `cargo bench --bench roster -- 18494` chooses how many people.
#![expect(clippy::unwrap_used, reason = "a benchmark that cannot be set up has failed")]

use std::hint::black_box;
use std::io::Cursor;
use std::time::{Duration, Instant};

use calamine::{Reader as _, Xlsx};
use exchange::Format;
use exchange::roster::{PersonCells, RosterKind, RosterOptions, Statement, read, write};
use exchange::sheet_out::SheetFormat;
use registry::{
    Day, EnrolmentState, EthnicGroup, Hours, IdentityNumber, JudgeRank, PersonName, Phone, PostKind,
};

const ROUNDS: usize = 9;
/// The person-times that the court of a province published for eleven years.
const ROWS: usize = 18_494;

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
        (true, true) => vec![ROWS],
        (true, false) => asked,
    };
    println!(
        "| people | bytes | read and validated | bare range | rate of bare | bare cells | rate of bare |"
    );
    println!("|---|---|---|---|---|---|---|");
    for size in sizes {
        println!("{}", measure(size));
    }
}

/// Returns a row of the table: the best times with rows a second, and the medians of the ratios.
fn measure(size: usize) -> String {
    let statements: Vec<Statement> = (0..size).map(statement).collect();
    let mut file = Vec::new();
    write(&mut file, SheetFormat::Xlsx, RosterKind::Enrolments, &statements).unwrap();
    let mut rounds = Vec::new();
    for _ in 0..ROUNDS {
        let range = time(|| bare_range(&file));
        let ours = time(|| {
            let options = RosterOptions::default();
            let reading = read("r.xlsx", &file, Format::Xlsx, RosterKind::Enrolments, &options).unwrap();
            assert_eq!((reading.rows.len(), reading.issues.len()), (size, 0));
            reading
        });
        let cells = time(|| bare_cells(&file));
        rounds.push([range, ours, cells]);
    }
    let best = |n: usize| {
        let best = rounds.iter().map(|round| round[n]).min().unwrap();
        format!("{best:.1?} ({:.0} rows/s)", size as f64 / best.as_secs_f64())
    };
    let rate = |n: usize| {
        let mut ratios: Vec<f64> = rounds
            .iter()
            .map(|round| round[n].as_secs_f64() / round[1].as_secs_f64())
            .collect();
        ratios.sort_by(f64::total_cmp);
        format!("{:.0} %", ratios[ratios.len() / 2] * 100.0)
    };
    let bytes = file.len();
    format!(
        "| {size} | {bytes} | {} | {} | {} | {} | {} |",
        best(1),
        best(0),
        rate(0),
        best(2),
        rate(2)
    )
}

fn time<T>(work: impl FnOnce() -> T) -> Duration {
    let start = Instant::now();
    black_box(work());
    start.elapsed()
}

fn bare_range(file: &[u8]) -> usize {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(file)).unwrap();
    let name = book.sheet_names()[0].clone();
    book.worksheet_range(&name).unwrap().used_cells().count()
}

fn bare_cells(file: &[u8]) -> usize {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(file)).unwrap();
    let name = book.sheet_names()[0].clone();
    let mut cells = book.worksheet_cells_reader(&name).unwrap();
    let mut seen = 0;
    while let Some(cell) = cells.next_cell().unwrap() {
        black_box(&cell);
        seen += 1;
    }
    seen
}

/// Makes a row of the usual width: sixteen columns, with an identity number and a telephone number of nobody.
fn statement(n: usize) -> Statement {
    let (zh, bo) = [
        ("扎西", "བཀྲ་ཤིས"),
        ("才让", "ཚེ་རིང"),
        ("多杰", "རྡོ་རྗེ"),
        ("卓玛", "སྒྲོལ་མ"),
    ][n % 4];
    let (month, day) = (n % 12 + 1, n % 28 + 1);
    let digits = format!("632701{:04}{month:02}{day:02}{:03}", 1960 + n % 40, n / 40 % 1000);
    let number = (0..11).find_map(|last| {
        let last = "0123456789X".chars().nth(last)?;
        IdentityNumber::read(&format!("{digits}{last}")).ok()
    });
    let number = number.unwrap();
    let mut statement = Statement {
        person: PersonCells {
            name: PersonName {
                // One name in four has a dot between its parts.
                zh: Some(format!(
                    "{zh}{}{}",
                    if n.is_multiple_of(4) { "·" } else { "" },
                    han(n)
                )),
                bo: Some(bo.to_owned()),
                others: Vec::new(),
            },
            sex: Some(number.sex()),
            ethnic_group: Some("藏".parse::<EthnicGroup>().unwrap()),
            born: Some(exchange::roster::Birth::On(number.born_on())),
            phones: vec![Phone::read(&format!("138{n:08}")).unwrap()],
            identity_number: Some(number),
            degree: Some("本科".to_owned()),
            ..PersonCells::default()
        },
        ..Statement::default()
    };
    statement.post.court = Some(format!("第{}号县人民法院", n % 192));
    statement.post.department = Some("民事审判庭".to_owned());
    statement.post.kind = Some(PostKind::Judge);
    statement.post.rank = Some(JudgeRank::Judge3);
    statement.training.title = Some(format!("第{}期双语法官培训班", n % 100 + 1));
    statement.training.number = Some(u16::try_from(n % 100 + 1).unwrap());
    statement.training.from = Day::new(2009 + i16::try_from(n % 11).unwrap(), 10, 14);
    statement.enrolment.state = Some(EnrolmentState::Completed);
    statement.enrolment.hours = Some(Hours(800));
    statement
}

fn han(n: usize) -> char {
    char::from_u32(0x4e00 + u32::try_from(n % 20_000).unwrap()).unwrap()
}
