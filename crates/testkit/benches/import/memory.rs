//! What an import and each export need at their peak, each in a process of its own.

use std::io::{self, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;

use app::{App, ExportFormat, ExportRequest, ExportSink};
use testkit::{Application, FixedClock, Generator};

use crate::{FORMATS, PART, import};

/// Prints a table for `size` concepts.
#[expect(clippy::print_stdout, reason = "the table is what this is for")]
pub fn measure(size: usize) {
    println!(
        "| {size} concepts | file, MiB | at the peak, MiB | with the index that follows |\n|---|---|---|---|"
    );
    for (n, format) in FORMATS.iter().enumerate() {
        row(
            &format!("import of {}, parts of {PART}", &format.name[2..]),
            &["import", &n.to_string(), &size.to_string()],
        );
    }
    let entries = Generator::new(2026).entries(size);
    let whole = (FORMATS[0].file)(&entries).len();
    if whole <= 64 << 20 {
        row("import of csv, in one file", &["whole", "0", &size.to_string()]);
    }
    let application = Application::empty();
    for part in entries.chunks(PART) {
        import(&application, "t.csv", &[(FORMATS[0].file)(part)], part.len());
    }
    drop(entries);
    application.catch_up();
    let closed = application.closed();
    let directory = closed.path().to_str().unwrap();
    row("an application that does nothing", &["nothing", directory]);
    for format in ExportFormat::ALL {
        row(
            &format!("export as {}", format.as_str()),
            &["export", format.as_str(), directory],
        );
    }
}

/// Prints what a process that does this tells of itself.
#[expect(clippy::print_stdout, reason = "the table is what this is for")]
fn row(name: &str, arguments: &[&str]) {
    let output = Command::new(std::env::current_exe().unwrap())
        .arg("peak")
        .args(arguments)
        .stderr(Stdio::inherit())
        .output()
        .unwrap();
    assert!(output.status.success());
    println!(
        "| {name} | {}",
        String::from_utf8(output.stdout).unwrap().trim_end()
    );
}

/// Does one thing and prints the size of the file and the peak of the process.
#[expect(clippy::print_stdout, reason = "the parent reads it")]
pub fn peak(work: &[String]) {
    let work: Vec<&str> = work.iter().map(String::as_str).collect();
    let (bytes, until_then) = match work[..] {
        ["import", format, size] => import_all(format.parse().unwrap(), size.parse().unwrap(), PART),
        ["whole", format, size] => import_all(format.parse().unwrap(), size.parse().unwrap(), usize::MAX),
        ["export", format, directory] => (export(format, Path::new(directory)), high_water_mib()),
        ["nothing", directory] => {
            drop(open(Path::new(directory)));
            (0, high_water_mib())
        }
        _ => unreachable!("no such work"),
    };
    let bytes = bytes as f64 / f64::from(1 << 20);
    println!("{bytes:.0} | {until_then:.0} | {:.0} |", high_water_mib());
}

/// Imports generated concepts, of which no more than a part is made at once.
fn import_all(format: usize, size: usize, part: usize) -> (usize, f64) {
    let format = &FORMATS[format];
    let application = Application::empty();
    let (mut generator, mut left, mut bytes) = (Generator::new(2026), size, 0);
    while left > 0 {
        let entries = generator.entries(left.min(part));
        left -= entries.len();
        let file = (format.file)(&entries);
        let count = entries.len();
        drop(entries);
        bytes += file.len();
        import(&application, format.name, &[file], count);
    }
    let until_then = high_water_mib();
    application.catch_up();
    (bytes, until_then)
}

fn export(format: &str, directory: &Path) -> usize {
    let app = open(directory);
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
fn high_water_mib() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM")).unwrap();
    let kibibytes: f64 = line.split_whitespace().nth(1).unwrap().parse().unwrap();
    kibibytes / 1024.0
}
