//! Help, version and wrong usage.

use super::program::{Place, Ran};

#[test]
fn the_help_lists_what_there_is() {
    let help = Place::new().run(["--help"]).done();
    insta::assert_snapshot!(help, @r"
    A Chinese–Tibetan legal termbase

    Usage: shanjar <COMMAND>

    Commands:
      serve     Answer on HTTP: pages and API, until SIGINT or SIGTERM
      import    Read files into the data directory
      export    Write the glossary or the registry into files, also while the server runs
      search    Look a term up, in Chinese or Tibetan
      user      Make accounts and look after them, also while the server runs
      token     Make tokens for other systems and revoke them, also while the server runs
      keys      Change the keys of personal data, also while the server runs
      demo      Invented people and trainings, to see what the registry is like
      registry  Look into the registry
      audit     Look into the audit
      reindex   Build the search index anew from the store
      backup    Make a backup, also while the server runs: one sealed file
      restore   Restore a backup into a data directory that is empty or not there
      verify    Check that the data directory is sound, or that a backup can be restored
      migrate   Copy a data directory into an empty PostgreSQL database, and compare the two
      config    Show the configuration
      text      Work on text: lines in, lines out
      help      Print this message or the help of the given subcommand(s)

    Options:
      -h, --help     Print help
      -V, --version  Print version

    Settings come from flags, then SHANJAR_* variables, then shanjar.toml in the data directory, then
    defaults; `shanjar config show` prints them. Exit status: 0 done, 1 the work failed, 2 wrong usage.
    ");
}

#[test]
fn the_help_that_the_readme_names_is_there() {
    let readme = include_str!("../../README.md");
    assert!(readme.contains("`shanjar help` lists the commands"));
    let place = Place::new();
    assert_eq!(place.run(["help"]).done(), place.run(["--help"]).done());
    assert!(
        place
            .run(["help", "import", "glossary"])
            .done()
            .contains("--on-error")
    );
    assert!(!place.data_dir().exists());
}

#[test]
fn the_help_of_an_import_names_every_option_of_the_contract() {
    let help = Place::new().run(["import", "glossary", "--help"]).done();
    for option in [
        "<FILE>...",
        "--format <FORMAT>",
        "--collection <NAME>",
        "--mapping <FILE>",
        "--columns <NAMES>",
        "--ignore-extra",
        "--ignore-ids",
        "--on-error",
        "--dry-run",
        "--json",
        "--data-dir <DIR>",
    ] {
        assert!(help.contains(option), "{option} is missing:\n{help}");
    }
}

#[test]
fn the_help_of_exports_lists_the_sheets_and_their_options() {
    let place = Place::new();
    let help = place.run(["export", "--help"]).done();
    let commands: Vec<&str> = help
        .lines()
        .skip_while(|line| *line != "Commands:")
        .skip(1)
        .take_while(|line| !line.is_empty())
        .collect();
    insta::assert_snapshot!(commands.join("\n"), @r"
      glossary    Write the glossary into one file, or a dictionary into a directory
      courts      Write the courts into a sheet
      people      Write people into a sheet, a row each; their numbers are masked
      posts       Write the posts of people into a sheet
      skills      Write what people can do in dialects into a sheet
      trainings   Write trainings into a sheet
      roster      Write who is enrolled in trainings into a sheet, or into the office's own workbook
      attendance  Write who was there when into a sheet
      results     Write what came of tests into a sheet
      help        Print this message or the help of the given subcommand(s)
    ");
    let help = place.run(["export", "roster", "--help"]).done();
    for option in [
        "--training <ID>",
        "--programme <NAME>",
        "--number <N>",
        "--year <YEAR>",
        "--court <CODE>",
        "--format <FORMAT>",
        "--template <FILE.xlsx>",
        "--out <PATH>",
    ] {
        assert!(help.contains(option), "{option} is missing:\n{help}");
    }
}

#[test]
fn the_version_is_that_of_the_workspace() {
    assert_eq!(
        Place::new().run(["--version"]).done(),
        format!("shanjar {}\n", env!("CARGO_PKG_VERSION"))
    );
}

#[track_caller]
fn check_wrong_usage(args: &[&str], expected: &str) {
    let place = Place::new();
    let ran = place.run(args);
    assert_eq!(ran.stdout, "", "nothing but results goes to standard output");
    let stderr = ran.refused(2);
    assert!(stderr.contains(expected), "{stderr}");
    assert!(
        !place.data_dir().exists(),
        "wrong usage must not make a data directory"
    );
}

#[test]
fn wrong_usage_has_status_2_and_touches_nothing() {
    check_wrong_usage(&[], "Usage: shanjar <COMMAND>");
    check_wrong_usage(&["serv"], "unrecognized subcommand 'serv'");
    check_wrong_usage(&["import"], "Usage: shanjar import <COMMAND>");
    check_wrong_usage(&["import", "glossary"], "<FILE>...");
    check_wrong_usage(&["search"], "<QUERY>");
    check_wrong_usage(&["search", "法院", "--limit", "0"], "1..=100");
    check_wrong_usage(&["search", "法院", "--limit", "101"], "1..=100");
    check_wrong_usage(&["text", "translate"], "unrecognized subcommand 'translate'");
    check_wrong_usage(
        &["serve", "--listen", "8080"],
        "--listen is `8080` and must be an address and a port",
    );
    check_wrong_usage(
        &["serve", "--public-read", "yes"],
        "--public-read is `yes` and must be true or false",
    );
}

#[test]
fn wrong_usage_of_an_import_names_the_value_and_what_would_do() {
    check_wrong_usage(
        &["import", "glossary", "-"],
        "standard input `-` needs its format",
    );
    check_wrong_usage(
        &["import", "glossary", "terms.doc"],
        "`terms.doc` is in no known format",
    );
    check_wrong_usage(
        &["import", "glossary", "-", "-", "--format", "csv"],
        "can be read only once",
    );
    check_wrong_usage(
        &["import", "glossary", "a.csv", "--format", "doc"],
        "csv, tsv, xlsx, jsonl, tbx",
    );
    check_wrong_usage(
        &["import", "glossary", "a.csv", "--on-error", "ask"],
        "stop, skip",
    );
    check_wrong_usage(
        &["import", "glossary", "a.csv", "--columns", "zh,tibetan"],
        "`tibetan` is not a column",
    );
    check_wrong_usage(
        &["import", "glossary", "a.csv", "--collection", "My List"],
        "`My List` is not a name",
    );
}

#[test]
fn an_unknown_format_was_told_in_english_to_a_clerk_with_a_chinese_locale() {
    let place = Place::new();
    let mut command = place.command(["import", "glossary", "a.csv", "--format", "doc"]);
    let stderr = Ran::of(command.env("LC_ALL", "zh_CN.UTF-8")).refused(2);
    assert_eq!(
        stderr,
        "error: `--format <FORMAT>` 的值 `doc` 不可用（提示：可用的值有 csv、tsv、xlsx、jsonl、tbx）\n"
    );
}
