//! `backup`, `verify` of a backup and `restore`, as an administrator types them.

mod refused;

use std::fs;
use std::path::Path;

use super::program::{Place, Ran, Serving};

const PAIRS: &str = "zh,bo\n法院,ཁྲིམས་ཁང་\n离婚,གཉེན་འབྲལ་\n";
const PASSPHRASE: &str = "十二个字符以上的备份口令\n";

fn with_data() -> Place {
    let place = Place::with_database_file().with_file("pairs.csv", PAIRS);
    place.run(["import", "glossary", "pairs.csv"]).done();
    place
}

/// Runs with messages in Chinese.
fn in_chinese(place: &Place, args: &[&str]) -> Ran {
    Ran::of(place.command(args).env("LANG", "zh_CN.UTF-8"))
}

fn key_of(place: &Place) -> String {
    let text = fs::read_to_string(place.data_dir().join("keys/backup.key")).unwrap();
    text.lines()
        .nth(1)
        .unwrap()
        .strip_prefix("id ")
        .unwrap()
        .to_owned()
}

/// Waits until the entry of the import has its link.
fn until_sealed(serving: &Serving) {
    loop {
        let mut answer = ureq::get(format!("{}/metrics", serving.url())).call().unwrap();
        let text = answer.body_mut().read_to_string().unwrap();
        let is_sealed = |line: &str| line == "shanjar_audit_last_number 1";
        if text.lines().any(is_sealed) {
            return;
        }
    }
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<_> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn a_backup_is_made_verified_and_restored_beside_a_running_server() {
    let place = with_data();
    fs::write(
        place.data_dir().join("shanjar.toml"),
        "[glossary]\npublic_read = false\n",
    )
    .unwrap();
    let serving = Serving::start(&place, &[]);
    until_sealed(&serving);
    let said = place.run(["backup", "one.backup"]).done();
    let (key, bytes) = (
        key_of(&place),
        fs::metadata(place.path().join("one.backup")).unwrap().len(),
    );
    let expected = format!(
        "one.backup: backed up to change 2, {bytes} bytes, key {key}\n\
         the key {key} was made in `data/keys/backup.key`: keep a copy of this file elsewhere, apart from the backups; \
         without the key no backup can be read, by nobody\n\
         it is proved by restoring it for trial: `shanjar verify one.backup`\n"
    );
    assert_eq!(said, expected);
    let said = place.run(["backup", "two.backup"]).done();
    assert_eq!(said.lines().count(), 2, "the key is told of once: {said}");
    let said = place.run(["verify", "one.backup"]).done();
    assert!(
        said.starts_with(
            "one.backup: sound, restored for trial: 2 concepts, 2 revisions, 2 changes\n\
             equal to the manifest: digest of the database ("
        ),
        "{said}"
    );
    for compared in [
        " bytes), last change 2, rows of 60 tables (",
        "), digest of the configuration file (31 bytes)\n",
        "sound in itself: pages, indexes and references of the database; ",
        "the audit chain is what was sealed, and ends at number 1 as the manifest says\n",
    ] {
        assert!(said.contains(compared), "`{compared}` is missing: {said}");
    }
    assert!(
        said.ends_with("\nnoted as the last verified backup of the data directory\n"),
        "{said}"
    );

    let mut answer = ureq::get(format!("{}/readyz", serving.url())).call().unwrap();
    let body: serde_json::Value = serde_json::from_str(&answer.body_mut().read_to_string().unwrap()).unwrap();
    assert_eq!(body["backup"]["last_verified"]["seq"], 2, "{body}");
    assert!(body["backup"]["last_verified"]["age_ms"].is_u64(), "{body}");
    serving.signal("TERM");
    assert!(serving.wait().success());

    let restored = place
        .run([
            "restore",
            "one.backup",
            "--data-dir",
            "again",
            "--key",
            "data/keys/backup.key",
        ])
        .done();
    assert!(
        restored.starts_with("again: restored up to change 2, 2 concepts\n"),
        "{restored}"
    );
    assert!(
        restored.contains("the configuration file is `again/shanjar.toml`: look through it"),
        "{restored}"
    );
    // Without the keys of personal data the directory stays closed; they come from where they are kept.
    let closed = place.run(["search", "法院", "--data-dir", "again"]).refused(1);
    assert!(closed.contains("`again/keys/fields.keys` is missing"), "{closed}");
    std::fs::copy(
        place.path().join("data/keys/fields.keys"),
        place.path().join("again/keys/fields.keys"),
    )
    .unwrap();
    let search = |query| place.run(["search", query, "--data-dir", "again"]).done();
    assert!(search("法院").starts_with("法院\tཁྲིམས་ཁང\tdraft\texact"));
    assert!(search("གཉེན་འབྲལ").starts_with("离婚\t"));
    assert_eq!(
        place.run(["verify", "again"]).done(),
        "sound: 2 concepts, 2 revisions, 2 changes\n"
    );
    let shown = place.run(["config", "show", "--data-dir", "again"]).done();
    assert!(
        shown.contains("public_read = false  # again/shanjar.toml:2"),
        "{shown}"
    );
}

#[test]
fn with_the_keys_inside_a_passphrase_is_enough() {
    let place = with_data()
        .with_file("words", PASSPHRASE)
        .with_file("short", "法院\n");
    let short = place.run(["backup", "a.backup", "--with-keys", "--passphrase-file", "short"]);
    assert!(
        short
            .refused(1)
            .contains("has 2 characters and must have at least 12")
    );
    let nobody = place.run(["backup", "a.backup", "--with-keys"]).refused(1);
    assert!(
        nobody.contains("there is no terminal to ask at (hint: `--passphrase-file FILE`"),
        "{nobody}"
    );
    assert_eq!(names(place.path()), ["data", "pairs.csv", "short", "words"]);
    let said = place
        .run(["backup", "a.backup", "--with-keys", "--passphrase-file", "words"])
        .done();
    assert!(
        said.contains("the keys are in the backup under the passphrase"),
        "{said}"
    );

    let refused = place
        .run(["restore", "a.backup", "--data-dir", "again"])
        .refused(1);
    let expected = format!(
        "`a.backup` needs the key {}, which is not in `again/keys` (hint: give its passphrase",
        key_of(&place)
    );
    assert!(refused.contains(&expected), "{refused}");
    let wrong = place.run([
        "restore",
        "a.backup",
        "--data-dir",
        "again",
        "--passphrase-file",
        "short",
    ]);
    assert!(
        wrong
            .refused(1)
            .contains("the passphrase does not open the keys in `a.backup`")
    );
    assert!(!place.path().join("again").exists());
    let mut command = place.command(["restore", "a.backup", "--data-dir", "again"]);
    let said = Ran::of(command.env("SHANJAR_BACKUP_PASSPHRASE_FILE", "words")).done();
    assert!(
        said.contains("the keys are in `again/keys`: backup.key, fields.keys\n"),
        "{said}"
    );
    let verified = place.run(["verify", "a.backup", "--data-dir", "again"]).done();
    // The store that was restored is another one.
    assert!(verified.contains("\nnot noted: "), "{verified}");
}

#[test]
fn the_same_is_told_in_chinese() {
    let place = with_data().with_file("words", PASSPHRASE);
    let said = in_chinese(&place, &["backup", "a.backup"]).done();
    assert!(said.starts_with("a.backup：已备份至变更 2，"), "{said}");
    assert!(said.contains("请另存一份到别处，与备份分开保管"), "{said}");
    let said = in_chinese(&place, &["verify", "a.backup"]).done();
    assert!(
        said.starts_with("a.backup：完好，试恢复成功：2 个概念，2 个修订，2 次变更"),
        "{said}"
    );
    let key = key_of(&place);
    for (args, expected) in [
        (
            &["backup", "a.backup"][..],
            "`a.backup` 已存在，不会覆盖（提示：请另取文件名）",
        ),
        (
            &["backup", "data"],
            "`data` 是目录（提示：请写明目录中要生成的文件名）",
        ),
        (
            &["verify", "pairs.csv"],
            "`pairs.csv` 不是 shanjar 的备份（提示：",
        ),
        (
            &["restore", "a.backup"],
            "`data/shanjar.db` 已存在，恢复备份时绝不覆盖（提示：",
        ),
        (
            &["restore", "a.backup", "--data-dir", "x"],
            &format!("`a.backup` 需要密钥 {key}，而 `x/keys` 中没有（提示：请从保管处取来"),
        ),
        (
            &["backup", "b.backup", "--with-keys"],
            "需要口令，但没有可供输入的终端（提示：",
        ),
        (
            &["backup", "b.backup", "--data-dir", "x"],
            "`x` 中没有数据（提示：",
        ),
    ] {
        let stderr = in_chinese(&place, args).refused(1);
        assert!(stderr.contains(expected), "`{expected}` is missing: {stderr}");
    }
    let args = [
        "restore",
        "a.backup",
        "--data-dir",
        "x",
        "--key",
        "data/keys/backup.key",
    ];
    let said = in_chinese(&place, &args).done();
    assert!(
        said.starts_with("x：已恢复至变更 2，2 个概念\n密钥已存入 `x/keys`：backup.key\n词库编号由 "),
        "{said}"
    );
}

#[test]
fn a_server_without_its_folder_for_backups_says_so_and_serves() {
    let place = with_data();
    let config = "[backup]\npath = \"mounted\"\nsecond_path = \"data\"\n";
    fs::write(place.data_dir().join("shanjar.toml"), config).unwrap();
    let serving = Serving::start(&place, &[]);
    let ready = ureq::get(format!("{}/readyz", serving.url())).call().unwrap();
    assert_eq!(ready.status(), 200);
    serving.signal("TERM");
    assert!(serving.wait().success());
    let log = fs::read_to_string(place.path().join("serve.log")).unwrap();
    assert!(
        log.contains("backups cannot be made: `mounted` is not a directory (hint: make it, or mount"),
        "{log}"
    );
    assert!(!log.contains("`data` is not a directory"), "{log}");
    assert!(
        log.contains("there is no verified backup yet (hint: `shanjar backup PATH`"),
        "{log}"
    );
    assert!(!place.path().join("mounted").exists());
}
