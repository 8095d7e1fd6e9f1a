//! What a request costs the server: its own CPU time, beside a route of the same process that copies fixed bytes, once with
//! nothing around it and once behind the layers of every route.
//!
//! Wall time would measure the machine and the client too, so the time of the server's thread is read from the system.
//! All subjects are asked in turn within each round, and a share is the median of the rounds' shares.
//! `cargo bench --workspace --bench http -- exact page` measures only subjects whose name holds one of the words.
#![expect(clippy::unwrap_used, reason = "a benchmark that cannot be set up has failed")]

#[path = "clients/mod.rs"]
mod clients;

use std::net::SocketAddr;

use server::{Server, ServerConfig};
use testkit::{Application, Generator, Query, QueryKind};

use crate::clients::{Clients, csv, encoded};

const CONCEPTS: usize = 20_000;
const QUERIES: usize = 2_000;
const ROUNDS: usize = 7;
/// What a subject may take of the server's time in a round, in nanoseconds, and how many requests that is at least and
/// at most.
const ROUND_NS: u64 = 250_000_000;
const MIN_REQUESTS: usize = 100;
const MAX_REQUESTS: usize = 8_000;
/// The name of the server's thread, by which its CPU time is found.
const THREAD: &str = "serving";

fn main() {
    // `cargo test --benches` only wants to know that this runs.
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    let mut generator = Generator::new(2026);
    let entries = generator.entries(CONCEPTS);
    let application = Application::empty();
    assert!(application.import("generated.csv", &csv(&entries)).applied);
    application.catch_up();
    let queries = generator.queries(&entries, QUERIES);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .thread_name(THREAD)
        .enable_all()
        .build()
        .unwrap();
    let words: Vec<String> = std::env::args()
        .skip(1)
        .filter(|word| !word.starts_with('-'))
        .collect();
    let mut subjects = subjects(&queries);
    subjects.retain(|s| words.is_empty() || words.iter().any(|word| s.name.contains(word)));
    let mut clients = Clients::connect(serve(&runtime, &application, Vec::new()));
    let sizes: Vec<usize> = subjects.iter_mut().map(|s| measure(&mut clients, s)).collect();
    let bodies = sizes.iter().map(|n_bytes| vec![b'x'; *n_bytes]).collect();
    let mut clients = Clients::connect(serve(&runtime, &application, bodies));
    let rounds: Vec<_> = (0..ROUNDS).map(|_| round(&mut clients, &subjects)).collect();
    print_table(&subjects, &sizes, &rounds);
}

/// Something that is asked for, again and again.
struct Subject {
    name: String,
    paths: Vec<String>,
    /// How many requests make a round.
    requests: usize,
}

/// CPU time of a request to a subject, to the fixed answer of its size, and to that behind the layers, in nanoseconds.
#[derive(Clone, Copy)]
struct Cost {
    asked: f64,
    fixed: f64,
    layered: f64,
}

fn subjects(queries: &[Query]) -> Vec<Subject> {
    use QueryKind::{ExactBo, ExactZh, Miss, Mixed, OneEditZh, PairBo, Pinyin, PrefixZh, SubstringZh};
    let subject = |name: &str, route: &str, kinds: &[QueryKind]| {
        let wanted = queries.iter().filter(|q| kinds.contains(&q.kind));
        let paths = wanted.map(|q| format!("{route}{}", encoded(&q.text)));
        Subject {
            name: name.to_owned(),
            paths: paths.collect(),
            requests: 0,
        }
    };
    let api = "/api/v1/search?limit=10&q=";
    let all = [
        ExactZh,
        PrefixZh,
        SubstringZh,
        OneEditZh,
        ExactBo,
        PairBo,
        Pinyin,
        Mixed,
        Miss,
    ];
    let mut subjects = vec![subject("exact, zh and bo", api, &[ExactZh, ExactBo])];
    subjects.extend(
        all.iter()
            .map(|kind| subject(&format!("{kind:?}"), api, &[*kind])),
    );
    subjects.push(subject("the whole mix", api, &all));
    subjects.push(subject("suggest, the whole mix", "/api/v1/suggest?q=", &all));
    let page = "/?limit=10&q=";
    subjects.push(subject("page of results, exact", page, &[ExactZh, ExactBo]));
    subjects.push(subject("page of results, the whole mix", page, &all));
    subjects.push(Subject {
        name: "/healthz: nothing but the layers".to_owned(),
        paths: vec!["/healthz".to_owned()],
        requests: 0,
    });
    subjects
}

fn round(clients: &mut Clients, subjects: &[Subject]) -> Vec<Cost> {
    let mut cost = |paths: &[String], requests: usize| {
        let before = server_cpu_ns();
        clients.ask(paths, requests);
        (server_cpu_ns() - before) as f64 / requests as f64
    };
    let costs = |(n, s): (usize, &Subject)| Cost {
        fixed: cost(&[format!("/fixed/{n}")], s.requests),
        layered: cost(&[format!("/layered/{n}")], s.requests),
        asked: cost(&s.paths, s.requests),
    };
    subjects.iter().enumerate().map(costs).collect()
}

#[expect(clippy::print_stdout, reason = "the table is what this is for")]
fn print_table(subjects: &[Subject], sizes: &[usize], rounds: &[Vec<Cost>]) {
    println!(
        "| asked | bytes | server CPU, µs | fixed bytes, µs | share of the fixed rate | behind the layers, µs | share of that |"
    );
    println!("|---|---|---|---|---|---|---|");
    for (n, (subject, size)) in subjects.iter().zip(sizes).enumerate() {
        let of = |value: fn(Cost) -> f64| median(rounds.iter().map(|round| value(round[n])).collect());
        println!(
            "| {} | {size} | {:.1} | {:.1} | {:.0} % | {:.1} | {:.0} % |",
            subject.name,
            of(|cost| cost.asked / 1e3),
            of(|cost| cost.fixed / 1e3),
            of(|cost| 100.0 * cost.fixed / cost.asked),
            of(|cost| cost.layered / 1e3),
            of(|cost| 100.0 * cost.layered / cost.asked),
        );
    }
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// Starts a server on a free port; it ends with the process.
fn serve(runtime: &tokio::runtime::Runtime, application: &Application, fixed: Vec<Vec<u8>>) -> SocketAddr {
    let config = ServerConfig::new(([127, 0, 0, 1], 0).into(), "bench");
    let server = runtime
        .block_on(Server::bind(application.app.clone(), config))
        .unwrap();
    let address = server.address();
    runtime.spawn(server.with_fixed_answers(fixed).run(std::future::pending()));
    address
}

/// Returns the CPU time that the server's thread has used, in nanoseconds.
fn server_cpu_ns() -> u64 {
    let tasks = std::fs::read_dir("/proc/self/task")
        .unwrap()
        .map(|task| task.unwrap().path());
    let serving = tasks
        .filter(|task| std::fs::read_to_string(task.join("comm")).is_ok_and(|name| name.trim() == THREAD));
    let used = |task: std::path::PathBuf| {
        let schedstat = std::fs::read_to_string(task.join("schedstat")).unwrap();
        schedstat.split(' ').next().unwrap().parse::<u64>().unwrap()
    };
    serving.map(used).sum()
}

/// Asks for every path of `subject` once, decides how many requests make a round of it, and returns the mean bytes of an
/// answer.
fn measure(clients: &mut Clients, subject: &mut Subject) -> usize {
    let before = server_cpu_ns();
    let n_bytes = clients.ask(&subject.paths, subject.paths.len());
    let n_paths = subject.paths.len();
    let cost_ns = (server_cpu_ns() - before) / n_paths as u64;
    subject.requests = usize::try_from(ROUND_NS / cost_ns.max(1))
        .unwrap()
        .clamp(n_paths.min(MIN_REQUESTS), MAX_REQUESTS);
    n_bytes / n_paths
}
