//! What a user waits for: an import, an index made anew, a start, an answer.
//!
//! Numbers and machine stand in `docs/performance.md`. One run measures all of it, so that ratios within a run hold
//! although the machine itself moves.
#![expect(clippy::unwrap_used, reason = "a benchmark that cannot be set up has failed")]

use std::collections::HashMap;
use std::sync::OnceLock;

use app::SearchRequest;
use divan::Bencher;
use testkit::{Application, Generated, Generator, Query, QueryKind};

const SMALL: usize = 20_000;
const LARGE: usize = 200_000;

fn main() {
    divan::main();
}

/// A glossary that is imported and indexed, with queries over it.
struct Installed {
    application: Application,
    queries: Vec<Query>,
    by_name: HashMap<String, usize>,
}

fn installed(size: usize) -> &'static Installed {
    static BOTH: [OnceLock<Installed>; 2] = [OnceLock::new(), OnceLock::new()];
    BOTH[usize::from(size == LARGE)].get_or_init(|| {
        let mut generator = Generator::new(2026);
        let entries = generator.entries(size);
        let application = Application::empty();
        // An upload is at most 64 MiB; the larger glossary comes in parts.
        for part in entries.chunks(50_000) {
            assert!(application.import("generated.csv", &csv(part)).applied);
        }
        application.catch_up();
        let by_name = entries
            .iter()
            .enumerate()
            .map(|(n, e)| (e.zh.clone(), n))
            .collect();
        Installed {
            application,
            queries: generator.queries(&entries, 2_000),
            by_name,
        }
    })
}

fn csv(entries: &[Generated]) -> String {
    let line = |e: &Generated| format!("{},{},{}\n", e.zh, e.bo, e.definition);
    std::iter::once("zh,bo,definition_zh\n".to_owned())
        .chain(entries.iter().map(line))
        .collect()
}

/// Reading, planning, staging and one durable transaction; the index follows afterwards.
#[divan::bench(sample_count = 3, sample_size = 1)]
fn import_20000_concepts(bencher: Bencher<'_, '_>) {
    let file = csv(&Generator::new(2026).entries(SMALL));
    bencher
        .with_inputs(Application::empty)
        .bench_values(|application| {
            assert_eq!(application.import("generated.csv", &file).created, SMALL as u64);
            application
        });
}

/// The anchor of the import: the same bytes cut into lines and cells, nothing kept.
#[divan::bench(sample_count = 3, sample_size = 1)]
fn anchor_cut_20000_csv_lines(bencher: Bencher<'_, '_>) {
    let file = csv(&Generator::new(2026).entries(SMALL));
    bencher.bench(|| file.lines().map(|line| line.split(',').count()).sum::<usize>());
}

/// The whole index from the store, beside the one that serves, and the swap.
#[divan::bench(args = [SMALL, LARGE], sample_count = 3, sample_size = 1)]
fn build_index(bencher: Bencher<'_, '_>, size: usize) {
    let application = &installed(size).application;
    bencher.bench(|| {
        let made = application.app.reindex(&application.operate_permit()).unwrap();
        assert_eq!(made.concepts, size);
    });
}

/// Opening a data directory whose index is good, up to being able to answer.
#[divan::bench(args = [SMALL, LARGE], sample_count = 5, sample_size = 1)]
fn open(bencher: Bencher<'_, '_>, size: usize) {
    let source = &installed(size).application;
    bencher
        .with_inputs(|| {
            let copy = tempfile::tempdir().unwrap();
            copy_folder(source.directory(), copy.path());
            copy
        })
        .bench_values(|copy| {
            let config = app::Config {
                data_dir: copy.path().to_owned(),
                database: None,
                public_read: true,
                hidden_collections: Vec::new(),
                keys_file: None,
            };
            let app = app::App::open(
                config,
                std::sync::Arc::new(testkit::FixedClock::default()),
                testkit::fresh_chance(),
            )
            .unwrap();
            assert_eq!(app.look_up().len(), size);
            (app, copy)
        });
}

/// The query mix, a kind at a time: ten hits each, everything that an answer shows included.
#[divan::bench(
    args = [SMALL, LARGE],
    consts = [0, 1, 2, 3, 4, 5, 6, 7, 8],
    sample_count = 200,
    sample_size = 1,
)]
fn search<const KIND: usize>(bencher: Bencher<'_, '_>, size: usize) {
    const KINDS: [QueryKind; 9] = [
        QueryKind::ExactZh,
        QueryKind::PrefixZh,
        QueryKind::SubstringZh,
        QueryKind::OneEditZh,
        QueryKind::ExactBo,
        QueryKind::PairBo,
        QueryKind::Pinyin,
        QueryKind::Mixed,
        QueryKind::Miss,
    ];
    let installed = installed(size);
    let texts = installed
        .queries
        .iter()
        .filter(|q| q.kind == KINDS[KIND])
        .map(|q| q.text.as_str());
    let mut texts = texts.collect::<Vec<_>>().into_iter().cycle();
    let permit = installed.application.read_permit();
    bencher
        .with_inputs(|| SearchRequest {
            limit: 10,
            ..SearchRequest::new(texts.next().unwrap())
        })
        .bench_local_values(|request| {
            installed
                .application
                .app
                .look_up()
                .search(&permit, &request)
                .unwrap()
        });
}

/// The whole query mix in its proportions.
#[divan::bench(args = [SMALL, LARGE], sample_count = 500, sample_size = 1)]
fn search_mix(bencher: Bencher<'_, '_>, size: usize) {
    let installed = installed(size);
    let mut queries = installed.queries.iter().cycle();
    let permit = installed.application.read_permit();
    bencher
        .with_inputs(|| SearchRequest {
            limit: 10,
            ..SearchRequest::new(&queries.next().unwrap().text)
        })
        .bench_local_values(|request| {
            installed
                .application
                .app
                .look_up()
                .search(&permit, &request)
                .unwrap()
        });
}

/// Headwords while typing: the first two characters.
#[divan::bench(args = [SMALL, LARGE], sample_count = 200, sample_size = 1)]
fn suggest(bencher: Bencher<'_, '_>, size: usize) {
    let installed = installed(size);
    let prefixes: Vec<_> = installed
        .queries
        .iter()
        .filter(|q| q.kind == QueryKind::PrefixZh)
        .collect();
    let mut prefixes = prefixes.into_iter().cycle();
    let permit = installed.application.read_permit();
    bencher
        .with_inputs(|| prefixes.next().unwrap().text.as_str())
        .bench_local_values(|text| {
            installed
                .application
                .app
                .look_up()
                .suggest(&permit, text, 8)
                .unwrap()
        });
}

/// The anchor of the searches: the same names in a hash map, no folding, nothing built for an answer.
#[divan::bench(args = [SMALL, LARGE], sample_count = 200, sample_size = 100)]
fn anchor_hash_map_of_names(bencher: Bencher<'_, '_>, size: usize) {
    let installed = installed(size);
    let mut queries = installed
        .queries
        .iter()
        .filter(|q| q.kind == QueryKind::ExactZh)
        .cycle();
    bencher.bench_local(|| installed.by_name.get(&queries.next().unwrap().text));
}

fn copy_folder(from: &std::path::Path, to: &std::path::Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy_folder(&path, &target);
        } else {
            std::fs::copy(&path, &target).unwrap();
        }
    }
}
