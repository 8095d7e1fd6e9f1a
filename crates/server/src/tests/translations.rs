//! Every sentence is there, and every sentence that is there is used.

use std::collections::BTreeSet;

use glossary::{AdministrativeStatus, Lang, Register, RelationKind, Workflow};

use super::{
    samples_accounts, samples_change_sets, samples_editing, samples_importing, samples_proposing,
    samples_registry,
};
use crate::notices::notice_codes;
use crate::pages::batch_sheet::COLUMNS;
use crate::pages::groups::Group;
use crate::pages::question::Narrowing;
use crate::pages::{account, account_managed, faults};
use crate::problem::{Code, IssueCode};
use crate::web::ui::Ui;
use crate::web::{TEMPLATES, Web};

/// Groups whose keys are names of data; a name without a translation is shown as it is.
const NAMED_BY_DATA: [&str; 3] = ["collection.", "subject.", "region."];

const COLLECTIONS: &str = include_str!("../../../../data/collections.toml");
const SUBJECT_FIELDS: &str = include_str!("../../../../data/subject-fields.tsv");

fn keys(ui: Ui) -> BTreeSet<String> {
    Web::load()
        .unwrap()
        .translations()
        .keys(ui)
        .map(str::to_owned)
        .collect()
}

/// Returns the keys that stand in templates as they are, such as `_('search.title')`.
fn written_in_templates() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for (_, source) in TEMPLATES {
        for call in ["_('", "_plain('"] {
            for after in source.split(call).skip(1) {
                let (key, rest) = after.split_once('\'').unwrap();
                if rest.starts_with([')', ',']) {
                    found.insert(key.to_owned());
                }
            }
        }
    }
    found
}

/// Returns the keys that are put together of a group and a member of a closed list.
fn made_of_lists() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut add =
        |group: &str, names: Vec<&str>| found.extend(names.iter().map(|name| format!("{group}.{name}")));
    let workflows: Vec<_> = Workflow::ALL.iter().map(|w| w.as_str()).collect();
    add("workflow", workflows.clone());
    add("standing", workflows);
    add(
        "status",
        AdministrativeStatus::ALL.iter().map(|s| s.as_str()).collect(),
    );
    add("register", Register::ALL.iter().map(|r| r.as_str()).collect());
    add("relation", RelationKind::ALL.iter().map(|r| r.as_str()).collect());
    add("language", Lang::ALL.iter().map(|l| l.as_str()).collect());
    add("match", app::MatchKind::ALL.iter().map(|k| k.as_str()).collect());
    add("group", Group::ALL.iter().map(|g| g.as_str()).collect());
    add("reading", vec!["pinyin", "initials", "ewts", "phonetic"]);
    add("narrow", Narrowing::ALL.iter().map(|n| n.as_str()).collect());
    add("batch.column", COLUMNS.to_vec());
    add("notice", notice_codes(app::Notice::ALL, true).collect());
    add("issue", IssueCode::ALL.iter().map(|i| i.as_str()).collect());
    add("role", access::Role::ALL.map(access::Role::as_str).to_vec());
    let scopes: Vec<_> = access::Scope::ALL
        .iter()
        .map(|s| s.as_str().replace(':', "_"))
        .collect();
    add("scope", scopes.iter().map(String::as_str).collect());
    add("token_state", samples_accounts::STATES.to_vec());
    add("outcome", vec!["done", "refused", "failed"]);
    add("audit_fault", app::audit::FAULTS.to_vec());
    add("audit_stray", app::audit::STRAYS.to_vec());
    add("audit_head", app::audit::HEAD_STATES.to_vec());
    add("fault", faults::CODES.to_vec());
    add("account.done", account::DONE.to_vec());
    add("managed.done", account_managed::DONE.to_vec());
    for code in Code::ALL {
        add(
            &format!("problem.{}", code.as_str()),
            vec!["title", "detail", "help"],
        );
    }
    found.extend(samples_editing::keys());
    found.extend(samples_proposing::keys());
    found.extend(samples_change_sets::keys());
    found.extend(samples_registry::keys());
    found.extend(samples_importing::keys());
    found
}

#[test]
fn chinese_and_english_say_everything_that_is_said() {
    let used: BTreeSet<_> = written_in_templates()
        .into_iter()
        .chain(made_of_lists())
        .collect();
    assert!(used.len() > 100, "the search for keys found only {}", used.len());
    for ui in [Ui::Zh, Ui::En] {
        let missing: Vec<_> = used.difference(&keys(ui)).cloned().collect();
        assert!(missing.is_empty(), "{} lacks {missing:?}", ui.code());
    }
}

#[test]
fn no_sentence_is_kept_that_nobody_says() {
    let used: BTreeSet<_> = written_in_templates()
        .into_iter()
        .chain(made_of_lists())
        .collect();
    for ui in Ui::ALL {
        let named = |key: &&String| NAMED_BY_DATA.iter().any(|group| key.starts_with(group));
        let keys = keys(ui);
        let unused: Vec<_> = keys.difference(&used).filter(|key| !named(key)).collect();
        assert!(unused.is_empty(), "{} has {unused:?}", ui.code());
    }
}

#[test]
fn tibetan_has_no_key_of_its_own() {
    let extra: Vec<_> = keys(Ui::Bo).difference(&keys(Ui::Zh)).cloned().collect();
    assert!(extra.is_empty(), "{extra:?}");
    assert_eq!(keys(Ui::Zh), keys(Ui::En));
}

#[test]
fn the_same_values_are_named_in_every_language() {
    fn names(sentence: &str) -> BTreeSet<&str> {
        sentence
            .split('{')
            .skip(1)
            .filter_map(|after| Some(after.split_once('}')?.0))
            .collect()
    }
    let web = Web::load().unwrap();
    let translations = web.translations();
    for key in keys(Ui::Zh) {
        for ui in [Ui::En, Ui::Bo] {
            assert_eq!(
                names(translations.text(ui, &key)),
                names(translations.text(Ui::Zh, &key)),
                "{key}"
            );
        }
    }
}

#[test]
fn every_collection_and_field_of_the_seed_has_a_name() {
    let zh = keys(Ui::Zh);
    let names = COLLECTIONS
        .lines()
        .filter_map(|l| l.strip_prefix("name = \"")?.strip_suffix('"'));
    let fields = SUBJECT_FIELDS
        .lines()
        .filter(|l| !l.starts_with('#'))
        .skip(1)
        .filter_map(|l| l.split('\t').next());
    let wanted = names
        .map(|n| format!("collection.{n}"))
        .chain(fields.map(|f| format!("subject.{f}")));
    let missing: Vec<_> = wanted.filter(|key| !zh.contains(key)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}
