//! A roster of enrolments with its people, read, matched and stored, beside a bare read of the same workbook by the library
//! that unpacks it, and the very rows that came of it put into the same tables by prepared statements, in the same run.
//!
//! Ours is everything from the bytes to the durable commit: the file sealed and kept, read, people made and told apart,
//! numbers sealed, rules checked, one transaction. Another thread writes about somebody else meanwhile, and the longest that
//! it has waited is told.

use std::hint::black_box;
use std::io::Cursor;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use app::access::{WriteRegistry, WriteResults};
use app::registry::rules::{Court, Programme, Training};
use app::registry::sheets::roster::RosterKind;
use app::registry::sheets::{SheetApplying, SheetColumns, SheetWish};
use app::registry::{PersonInput, RegistryItem};
use app::{Actor, App, Format};
use calamine::{Reader as _, Xlsx};
use serde_json::json;
use testkit::Application;

use crate::bare::{self, Kept};
use crate::database;
use crate::memory::high_water_mib;

const ROUNDS: usize = 5;
/// The person-times that the court of a province published for eleven years.
pub const ROWS: usize = 18_494;
const PEOPLE: usize = 3_000;
const TRAININGS: usize = 100;
const COURTS: usize = 40;
const HEADINGS: [&str; 14] = [
    "期次",
    "姓名",
    "藏文姓名",
    "性别",
    "民族",
    "身份证号",
    "联系电话",
    "所在法院",
    "部门",
    "职务",
    "法官等级",
    "参训状态",
    "学历",
    "备注",
];

/// How long each took; `waited` is the longest that another writer waited.
struct Round {
    ours: Duration,
    waited: Duration,
    read: Duration,
    inserted: Duration,
}

/// Prints the table for `rows` enrolments.
#[expect(clippy::print_stdout, reason = "the table is what this is for")]
pub fn measure(rows: usize) {
    let file = workbook(rows);
    let empty = Application::empty().closed();
    let mut all = Vec::new();
    let mut peak = 0.0;
    for round in 0..ROUNDS {
        let application = registry();
        let (ours, waited) = import(&application.app, &file, rows);
        if round == 0 {
            peak = high_water_mib();
        }
        application.catch_up();
        let closed = application.closed();
        let kept = Kept::read(&database(closed.path()), &bare::OF_A_ROSTER);
        drop(closed);
        let mut copy = bare::open_copy(&database(empty.path()));
        all.push(Round {
            ours,
            waited,
            read: time(|| range(&file)),
            inserted: time(|| kept.insert(&mut copy)),
        });
    }
    let best = |of: fn(&Round) -> Duration| all.iter().map(of).min().unwrap();
    let rate = |of: fn(&Round) -> Duration| {
        let mut ratios: Vec<f64> = all
            .iter()
            .map(|round| of(round).as_secs_f64() / round.ours.as_secs_f64())
            .collect();
        ratios.sort_by(f64::total_cmp);
        ratios[ratios.len() / 2] * 100.0
    };
    let waited = all.iter().map(|round| round.waited).max().unwrap();
    println!(
        "| enrolments | bytes | stored | bare range | rate of bare | bare insert | rate of both | longest other write | peak, MiB |"
    );
    println!("|---|---|---|---|---|---|---|---|---|");
    println!(
        "| {rows} | {} | {:.1?} ({:.0} rows/s) | {:.1?} | {:.0} % | {:.1?} | {:.0} % | {waited:.1?} | {peak:.0} |",
        file.len(),
        best(|round| round.ours),
        rows as f64 / best(|round| round.ours).as_secs_f64(),
        best(|round| round.read),
        rate(|round| round.read),
        best(|round| round.inserted),
        rate(|round| round.read + round.inserted),
    );
}

/// Stages and applies a file; returns how long that took, and the longest that another writer has waited.
fn import(app: &App, file: &[u8], rows: usize) -> (Duration, Duration) {
    let permit = app.policy().permit::<WriteResults>(&Actor::Operator).unwrap();
    let wish = SheetWish {
        name: "r.xlsx".to_owned(),
        format: Format::Xlsx,
        kind: RosterKind::Enrolments,
        columns: SheetColumns::default(),
    };
    let is_over = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let other = scope.spawn(|| others(app, &is_over));
        let start = Instant::now();
        let import = app.stage_sheet(&permit, &wish, file).unwrap();
        let applied = app
            .apply_sheet(&permit, &import.id, SheetApplying::default())
            .unwrap();
        let ours = start.elapsed();
        is_over.store(true, Ordering::Relaxed);
        let enrolled = applied.counts.iter().find(|count| count.record == "enrolment");
        assert_eq!(
            enrolled.unwrap().created,
            rows as u64,
            "{:?}",
            applied.issues.first()
        );
        (ours, other.join().unwrap())
    })
}

/// Writes about people whom no sheet means, now and then; returns the longest that one write took.
#[expect(
    clippy::disallowed_methods,
    reason = "others write now and then, not all the time"
)]
fn others(app: &App, is_over: &AtomicBool) -> Duration {
    let permit = app.policy().permit::<WriteRegistry>(&Actor::Operator).unwrap();
    let mut longest = Duration::ZERO;
    let mut n = 0;
    while !is_over.load(Ordering::Relaxed) {
        n += 1;
        let person = json!({"name": {"zh": format!("旁人{n}")}, "posts": [{"court": court_code(0), "kind": "clerk", "from": "2010-07-01"}]});
        let input = PersonInput {
            person: serde_json::from_value(person).unwrap(),
            ..PersonInput::default()
        };
        longest = longest.max(time(|| app.create_person(&permit, &input, None).unwrap()));
        std::thread::sleep(Duration::from_millis(20));
    }
    longest
}

fn court_code(n: usize) -> String {
    format!("c-{n}")
}

/// An application with the courts and the trainings.
fn registry() -> Application {
    let application = Application::empty();
    let mut items = Vec::new();
    for n in 0..COURTS {
        let court =
            json!({"name_zh": format!("第{n}号县人民法院"), "parent": (n > 0).then(|| court_code(0))});
        let court: Court = serde_json::from_value(court).unwrap();
        items.push(RegistryItem::Court(court_code(n), court));
    }
    let programme = format!("g-{:024x}", 1);
    let of_kind: Programme =
        serde_json::from_value(json!({"name_zh": "双语法官培训", "kind": "bilingual"})).unwrap();
    items.push(RegistryItem::Programme(programme.clone(), of_kind));
    for n in 0..TRAININGS {
        let (year, month) = (2009 + n / 10, n % 10 + 1);
        let training = json!({
            "programme": programme, "title": format!("第{}期双语法官培训班", n + 1), "number": n + 1, "mode": "classroom",
            "from": format!("{year}-{month:02}-10"), "to": format!("{year}-{month:02}-19"), "state": "open",
        });
        let training: Training = serde_json::from_value(training).unwrap();
        items.push(RegistryItem::Training(format!("t-{n:024x}"), Box::new(training)));
    }
    let permit = application.app.policy().permit(&Actor::Operator).unwrap();
    application.app.load_registry(&permit, items).unwrap();
    application
}

/// Writes a workbook of the usual width: each person in six or seven trainings.
fn workbook(rows: usize) -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (column, heading) in (0..).zip(HEADINGS) {
        sheet.write_string(0, column, heading).unwrap();
    }
    for n in 0..rows {
        let line = u32::try_from(n + 1).unwrap();
        for (column, text) in (0..).zip(row(n)) {
            sheet.write_string(line, column, text).unwrap();
        }
    }
    book.save_to_buffer().unwrap()
}

fn row(n: usize) -> [String; 14] {
    let (person, attempt) = (n % PEOPLE, n / PEOPLE);
    let (zh, bo) = [
        ("扎西", "བཀྲ་ཤིས"),
        ("才让", "ཚེ་རིང"),
        ("多杰", "རྡོ་རྗེ"),
        ("卓玛", "སྒྲོལ་མ"),
    ][person % 4];
    let han = char::from_u32(0x4e00 + u32::try_from(person).unwrap()).unwrap();
    let training = (person + attempt * 13) % TRAININGS + 1;
    let text = |text: &str| text.to_owned();
    [
        training.to_string(),
        format!("{zh}{han}"),
        text(bo),
        text("男"),
        text("藏"),
        number(person),
        format!("138{person:08}"),
        format!("第{}号县人民法院", person % COURTS),
        text("民事审判庭"),
        text("法官"),
        text("三级法官"),
        text("已确认"),
        text("本科"),
        text("无意见"),
    ]
}

/// Returns an identity number that nobody has: there is no region 000000.
fn number(person: usize) -> String {
    const WEIGHTS: [usize; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let (year, day, order) = (1960 + person % 30, person / 500 % 28 + 1, person % 500 * 2 + 1);
    let digits = format!("632701{year}05{day:02}{order:03}");
    let sum: usize = digits
        .bytes()
        .zip(WEIGHTS)
        .map(|(digit, weight)| usize::from(digit - b'0') * weight)
        .sum();
    let end = ["1", "0", "X", "9", "8", "7", "6", "5", "4", "3", "2"][sum % 11];
    format!("{digits}{end}")
}

fn range(file: &[u8]) -> usize {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(file)).unwrap();
    let name = book.sheet_names()[0].clone();
    book.worksheet_range(&name).unwrap().used_cells().count()
}

fn time<T>(work: impl FnOnce() -> T) -> Duration {
    let start = Instant::now();
    black_box(work());
    start.elapsed()
}
