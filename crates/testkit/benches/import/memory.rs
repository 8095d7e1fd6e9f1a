//! What an import and each export take, in time and in memory at their peak, each in a process of its own.

use std::io::{self, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Instant;

use app::{App, ExportFormat, ExportRequest, ExportSink, OnError};
use testkit::{Application, FixedClock, Generated, Generator};

use crate::{PART, files, import};

/// Writes entries as a file.
type WriteFile = fn(&[Generated]) -> Vec<u8>;

/// The imports: what they are called, the name of their file, what writes it, and the most concepts that fit one.
const IMPORTS: [(&str, &str, WriteFile, usize); 6] = [
    ("CSV", "t.csv", |entries| files::csv(entries).into(), usize::MAX),
    ("XLSX", "t.xlsx", files::workbook, usize::MAX),
    (
        "JSON Lines, short form",
        "t.jsonl",
        |entries| files::json_lines(entries).into(),
        usize::MAX,
    ),
    (
        "TBX, terms alone",
        "t.tbx",
        |entries| files::tbx_of_terms(entries).into(),
        usize::MAX,
    ),
    ("TBX", "t.tbx", |entries| files::tbx(entries).into(), PART),
    (
        "CSV, parts of 50,000",
        "t.csv",
        |entries| files::csv(entries).into(),
        PART,
    ),
];

/// Prints a table for `sizes` concepts.
#[expect(clippy::print_stdout, reason = "the table is what this is for")]
pub fn measure(sizes: &[usize]) {
    println!(
        "| what | concepts | files, MiB | seconds | processor, s | at the peak, MiB | with the index that follows |"
    );
    println!("|---|---|---|---|---|---|---|");
    for &size in sizes {
        let entries = Generator::new(2026).entries(size);
        for (what, name, write, most) in IMPORTS {
            // In parts it is another measurement only where there are several.
            if what.contains("parts") && size <= most {
                continue;
            }
            let directory = tempfile::tempdir().unwrap();
            let mut arguments = vec!["import".to_owned(), size.to_string()];
            for (number, part) in entries.chunks(most.min(size)).enumerate() {
                let path = directory.path().join(format!("{number}-{name}"));
                std::fs::write(&path, write(part)).unwrap();
                arguments.push(path.to_str().unwrap().to_owned());
            }
            row(&format!("import of {what}"), size, &arguments);
        }
        let application = Application::empty();
        for part in entries.chunks(PART) {
            import(&application, "t.csv", &[files::csv(part)], part.len());
        }
        drop(entries);
        application.catch_up();
        let closed = application.closed();
        let directory = closed.path().to_str().unwrap();
        row(
            "an application that does nothing",
            size,
            &["nothing".into(), directory.into()],
        );
        for format in ExportFormat::ALL {
            let format = format.as_str();
            let arguments = ["export".into(), format.into(), directory.into()];
            row(&format!("export as {format}"), size, &arguments);
        }
    }
}

/// Prints what a process that does this tells of itself.
#[expect(clippy::print_stdout, reason = "the table is what this is for")]
fn row(name: &str, size: usize, arguments: &[String]) {
    let output = Command::new(std::env::current_exe().unwrap())
        .arg("peak")
        .args(arguments)
        .stderr(Stdio::inherit())
        .output()
        .unwrap();
    assert!(output.status.success());
    println!(
        "| {name} | {size} | {}",
        String::from_utf8(output.stdout).unwrap().trim_end()
    );
}

/// Does one thing and prints the size of the files, how long it took, and the peaks of the process.
#[expect(clippy::print_stdout, reason = "the parent reads it")]
pub fn peak(work: &[String]) {
    let work: Vec<&str> = work.iter().map(String::as_str).collect();
    let (bytes, [seconds, processor, until_then]) = match &work[..] {
        ["import", size, files @ ..] => import_all(size.parse().unwrap(), files),
        ["export", format, directory] => {
            let app = open(Path::new(directory));
            measured(|| export(&app, format))
        }
        ["nothing", directory] => measured(|| {
            drop(open(Path::new(directory)));
            0
        }),
        _ => unreachable!("no such work"),
    };
    let bytes = bytes as f64 / f64::from(1 << 20);
    println!(
        "{bytes:.1} | {seconds:.2} | {processor:.2} | {until_then:.0} | {:.0} |",
        high_water_mib()
    );
}

/// Imports the files, one after the other; the index follows beside the next one.
fn import_all(size: u64, files: &[&str]) -> (usize, [f64; 3]) {
    let application = Application::empty();
    let done = measured(|| {
        let (mut bytes, mut created) = (0, 0);
        for file in files {
            bytes += usize::try_from(std::fs::metadata(file).unwrap().len()).unwrap();
            let report = application.import_file(Path::new(file), OnError::Stop);
            assert!(report.applied, "{:?}", report.issues.first());
            created += report.created;
        }
        assert_eq!(created, size);
        bytes
    });
    application.catch_up();
    done
}

/// Returns what `work` did, its seconds, those of the processor, and the peak until then.
fn measured(work: impl FnOnce() -> usize) -> (usize, [f64; 3]) {
    let (start, processor) = (Instant::now(), processor_seconds());
    let bytes = work();
    let seconds = start.elapsed().as_secs_f64();
    (
        bytes,
        [seconds, processor_seconds() - processor, high_water_mib()],
    )
}

fn export(app: &App, format: &str) -> usize {
    let permit = app
        .policy()
        .permit::<app::ReadGlossary>(&app::Actor::Operator)
        .unwrap();
    let request = ExportRequest::new(format.parse::<ExportFormat>().unwrap());
    let mut counted = Counted(0);
    let sink = ExportSink::One(&mut counted);
    let report = app
        .export_glossary(&permit, None, &request, &mut |_| {}, sink)
        .unwrap();
    assert_eq!(report.concepts, app.look_up().len());
    counted.0
}

fn open(directory: &Path) -> App {
    let config = app::Config {
        data_dir: directory.to_owned(),
        database: None,
        public_read: true,
        hidden_collections: Vec::new(),
        keys_file: None,
    };
    App::open(config, Arc::new(FixedClock::default()), testkit::fresh_chance()).unwrap()
}

/// Counts what is written and keeps nothing.
struct Counted(usize);

impl Write for Counted {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 += bytes.len();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Returns the most that the process has ever held, pages of mapped files included.
pub fn high_water_mib() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM")).unwrap();
    let kibibytes: f64 = line.split_whitespace().nth(1).unwrap().parse().unwrap();
    kibibytes / 1024.0
}

/// Returns the processor time of all threads so far.
fn processor_seconds() -> f64 {
    let statistics = std::fs::read_to_string("/proc/self/stat").unwrap();
    // After the name, which stands in brackets and may hold anything: the 12th and 13th, in hundredths of a second.
    let (_, numbers) = statistics.rsplit_once(')').unwrap();
    let ticks = numbers.split_whitespace().skip(11).take(2);
    ticks.map(|ticks| ticks.parse::<f64>().unwrap()).sum::<f64>() / 100.0
}
