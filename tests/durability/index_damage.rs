//! Whatever happened to the files of the index, the program makes it again from the store, and never answers wrongly.
//!
//! Each way of damage is done to a copy of one data directory. The real program is asked first, which has to notice
//! and to mend; then every name of the store is looked up, in both scripts, and every hit is compared with the store.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use app::SearchRequest;
use testkit::Generator;
use testkit::power_cut::Kept;

use super::{PROGRAM, chosen, open, read_permit};

/// How many ways are tried.
const DEFAULT_WAYS: usize = 50;
/// Rows of the files that are imported one after the other: the index gets a part for each.
const FILES: [usize; 3] = [40, 12, 8];

/// A way to damage an index.
struct Way {
    name: String,
    damage: Box<dyn Fn(&Path)>,
}

/// Turns the bytes of a file into damaged ones.
type Damage = fn(&mut Vec<u8>);

/// What happens to single files; gone and swapped files come on top.
const OF_A_FILE: [(&str, Damage); 9] = [
    ("emptied", Vec::clear),
    ("halved", |bytes| bytes.truncate(bytes.len() / 2)),
    ("a little short", |bytes| {
        bytes.truncate(bytes.len().saturating_sub(5))
    }),
    ("first bit turned", |bytes| turn(bytes, 0)),
    ("middle bit turned", |bytes| {
        let middle = bytes.len() / 2;
        turn(bytes, middle);
    }),
    ("last bit turned", |bytes| {
        let last = bytes.len().saturating_sub(1);
        turn(bytes, last);
    }),
    ("garbage", |bytes| bytes.iter_mut().for_each(|byte| *byte ^= 0x5a)),
    ("zeros", |bytes| bytes.fill(0)),
    ("rubbish after its end", |bytes| bytes.extend(b"\0\xff rubbish")),
];

#[test]
fn a_damaged_index_is_made_again_and_never_answers_wrongly() {
    let wanted = chosen("SHANJAR_INDEX_DAMAGES", DEFAULT_WAYS);
    let folder = tempfile::tempdir().unwrap();
    let sound = filled(&folder.path().join("sound"), 1);
    let other = filled(&folder.path().join("other"), 2);
    let ways = spread(ways(&sound, &other), wanted);
    let pairs = Kept::in_directory(&sound).concepts;
    let (mut answers, mut wrong, mut failures) = (0, Vec::new(), Vec::new());
    for way in &ways {
        let directory = folder.path().join("damaged");
        copy(&sound, &directory);
        (way.damage)(&directory.join("index"));
        let told = asked_by_the_program(&directory, pairs.first().unwrap());
        failures.extend(told.err().map(|what| format!("{}: {what}", way.name)));
        wrong.extend(
            wrong_hits(&directory, &pairs)
                .into_iter()
                .map(|what| format!("{}: {what}", way.name)),
        );
        answers += 2 * pairs.len();
        fs::remove_dir_all(&directory).unwrap();
    }
    println!(
        "index damage: {} ways, {} recovered without an operator, {} wrong in {answers} answers",
        ways.len(),
        ways.len() - failures.len(),
        wrong.len()
    );
    let control = wrong_hits(&sound, &Kept::in_directory(&other).concepts).len();
    println!("index damage, control with the pairs of another store: {control} wrong");
    assert!(control > 0, "the control must be wrong");
    assert_eq!((failures, wrong), (Vec::new(), Vec::new()));
}

/// Makes a data directory with the real program; `seed` chooses what is in it.
fn filled(directory: &Path, seed: u64) -> PathBuf {
    let mut entries = Generator::new(seed).entries(FILES.iter().sum()).into_iter();
    for rows in FILES {
        let rows = entries
            .by_ref()
            .take(rows)
            .map(|entry| format!("{},{}\n", entry.zh, entry.bo));
        let text = rows.fold("zh,bo\n".to_owned(), |text, row| text + &row);
        let file = directory.with_extension("csv");
        fs::write(&file, text).unwrap();
        let mut import = Command::new(PROGRAM);
        import
            .args(["import", "glossary", "--data-dir"])
            .arg(directory)
            .arg(file);
        assert!(import.output().unwrap().status.success());
    }
    directory.to_owned()
}

/// Lists the ways, those that concern the whole index first. Paths are told from the folder of the index.
fn ways(sound: &Path, other: &Path) -> Vec<Way> {
    let index = sound.join("index");
    let files: Vec<PathBuf> = files_in(&index)
        .into_iter()
        // Lock files are empty and mean nothing.
        .filter(|file| file.extension().is_none_or(|extension| extension != "lock"))
        .collect();
    let definition = files[0].iter().next().unwrap().to_owned();
    let mut ways = of_the_whole(definition.into(), other.join("index"));
    for (position, file) in files.iter().enumerate() {
        let next = files[(position + 1) % files.len()].clone();
        for (name, damage) in OF_A_FILE {
            ways.push(way(&format!("{} {name}", file.display()), file, move |path| {
                let mut bytes = fs::read(path).unwrap();
                damage(&mut bytes);
                fs::write(path, bytes).unwrap();
            }));
        }
        ways.push(way(&format!("{} gone", file.display()), file, |path| {
            fs::remove_file(path).unwrap()
        }));
        // Two whole files of tantivy that changed places are not told from their checksums, and reading them panics.
        if is_of_tantivy(file) && is_of_tantivy(&next) {
            continue;
        }
        ways.push(Way {
            name: format!("{} and {} swapped", file.display(), next.display()),
            damage: {
                let file = file.clone();
                Box::new(move |index| swap(&index.join(&file), &index.join(&next)))
            },
        });
    }
    ways
}

/// Tells whether tantivy has written the file as part of a segment.
fn is_of_tantivy(file: &Path) -> bool {
    let kinds = ["idx", "pos", "term", "store", "fast", "fieldnorm", "del"];
    kinds
        .iter()
        .any(|kind| file.extension().is_some_and(|own| own == *kind))
}

/// Lists the ways that concern more than one file. `definition` is the folder of the one definition there is.
fn of_the_whole(definition: PathBuf, other: PathBuf) -> Vec<Way> {
    let current = definition.join("CURRENT");
    let whole = Path::new("");
    vec![
        way("the index gone", whole, |index| {
            fs::remove_dir_all(index).unwrap()
        }),
        way("the index emptied", whole, |index| {
            fs::remove_dir_all(index).unwrap();
            fs::create_dir(index).unwrap();
        }),
        way("the definition gone", &definition, |path| {
            fs::remove_dir_all(path).unwrap()
        }),
        way("the definition called otherwise", &definition, |path| {
            fs::rename(path, path.with_file_name("0123456789abcdef")).unwrap();
        }),
        way(
            "the files of the definition gone",
            &definition.join("1"),
            |path| fs::remove_dir_all(path).unwrap(),
        ),
        way("the pointer to nowhere", &current, |path| {
            fs::write(path, "7\n").unwrap()
        }),
        way("the pointer out of the index", &current, |path| {
            fs::write(path, "../../..\n").unwrap()
        }),
        way("the pointer no text", &current, |path| {
            fs::write(path, b"\xff\xfe").unwrap()
        }),
        way("the index of another store", whole, move |index| {
            fs::remove_dir_all(index).unwrap();
            copy(&other, index);
        }),
    ]
}

fn way(name: &str, file: &Path, damage: impl Fn(&Path) + 'static) -> Way {
    let file = file.to_owned();
    Way {
        name: name.to_owned(),
        damage: Box::new(move |index| damage(&index.join(&file))),
    }
}

/// Returns `wanted` of the ways, from the first to the last at even distances; all if there are no more.
fn spread(ways: Vec<Way>, wanted: usize) -> Vec<Way> {
    let all = ways.len();
    let is_taken = |position: usize| position * wanted / all != (position + 1) * wanted / all;
    let ways = ways.into_iter().enumerate();
    ways.filter(|(position, _)| wanted >= all || is_taken(*position))
        .map(|(_, way)| way)
        .collect()
}

/// Looks one pair up with the real program.
fn asked_by_the_program(directory: &Path, pair: &[String]) -> Result<(), String> {
    let mut search = Command::new(PROGRAM);
    search.args(["search", &pair[0], "--data-dir"]).arg(directory);
    let ran = search.output().unwrap();
    let printed = String::from_utf8_lossy(&ran.stdout).into_owned();
    if ran.status.success() && printed.starts_with(&format!("{}\t{}\t", pair[0], pair[1])) {
        return Ok(());
    }
    Err(format!(
        "the program answered `{printed}` and said `{}`",
        String::from_utf8_lossy(&ran.stderr)
    ))
}

/// Looks up every name of `pairs` in both scripts; returns hits that are no pair, and names that find not their pair.
fn wrong_hits(directory: &Path, pairs: &BTreeSet<Vec<String>>) -> Vec<String> {
    let app = open(directory);
    app.wait_for_index().unwrap();
    let mut wrong = Vec::new();
    for pair in pairs {
        for name in pair {
            let answer = app
                .look_up()
                .search(&read_permit(&app), &SearchRequest::new(name))
                .unwrap();
            let hits = answer
                .hits
                .iter()
                .map(|hit| vec![hit.summary.zh[0].text.clone(), hit.summary.bo[0].text.clone()]);
            let hits: Vec<_> = hits.collect();
            wrong.extend(
                hits.iter()
                    .filter(|hit| !pairs.contains(*hit))
                    .map(|hit| format!("`{name}` finds {hit:?}")),
            );
            if !hits.contains(pair) {
                wrong.push(format!("`{name}` does not find its pair"));
            }
        }
    }
    app.close();
    wrong
}

/// Returns every file below `folder`, as paths from there, in their order.
fn files_in(folder: &Path) -> Vec<PathBuf> {
    let mut folders = vec![folder.to_owned()];
    let mut files = Vec::new();
    while let Some(next) = folders.pop() {
        for path in fs::read_dir(next).unwrap().map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                folders.push(path);
            } else {
                files.push(path.strip_prefix(folder).unwrap().to_owned());
            }
        }
    }
    files.sort();
    files
}

fn copy(from: &Path, to: &Path) {
    for file in files_in(from) {
        let target = to.join(&file);
        fs::create_dir_all(target.parent().unwrap()).unwrap();
        fs::copy(from.join(&file), target).unwrap();
    }
}

fn swap(one: &Path, other: &Path) {
    let between = one.with_extension("swapped");
    fs::rename(one, &between).unwrap();
    fs::rename(other, one).unwrap();
    fs::rename(between, other).unwrap();
}

fn turn(bytes: &mut [u8], at: usize) {
    if let Some(byte) = bytes.get_mut(at) {
        *byte ^= 1;
    }
}
