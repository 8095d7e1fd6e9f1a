//! What a file changes as the new edition of a list, as a table and as JSON.

use std::io::{self, Write};

use app::list_change::{ListChange, ListChangeKind, ListChanges, ListEntry};
use serde_json::{Value, json};

use crate::language::Language::{self, En, Zh};

/// Prints how many names of each kind there are; with `whole`, also every name that is new, renamed, abolished or moved, and
/// the renames that are likely and that nobody has said.
pub fn print(out: &mut impl Write, list: &ListChanges, whole: bool, language: Language) -> io::Result<()> {
    let counts = list.counts();
    let (new, renamed, abolished, unchanged) =
        (counts.new, counts.renamed, counts.abolished, counts.unchanged);
    let (newer, older) = (&list.collection, &list.predecessor);
    match language {
        En => writeln!(
            out,
            "{newer} in place of {older}: {renamed} renamed, {new} new, {abolished} abolished, {unchanged} unchanged"
        )?,
        Zh => writeln!(
            out,
            "{newer} 取代 {older}：更名 {renamed}，新增 {new}，取消 {abolished}，未变 {unchanged}"
        )?,
    }
    if !whole {
        return Ok(());
    }
    for change in &list.changes {
        if change.kind != ListChangeKind::Unchanged || change.is_moved() {
            let (old, new) = (side(change.old.as_ref()), side(change.new.as_ref()));
            writeln!(out, "  {}\t{old}\t{new}", kind(change, language))?;
        }
    }
    for likely in list.likely_renames() {
        let (old, new) = (likely.old.name, likely.new.name);
        match language {
            En => writeln!(
                out,
                "  perhaps a rename: `{old}` to `{new}` (hint: if so, write `{old}` into the column `replaces` of `{new}`)"
            )?,
            Zh => writeln!(
                out,
                "  可能是更名：`{old}` 改为 `{new}`（提示：如果是，请在 `{new}` 一行的 `replaces`（原名）列写 `{old}`）"
            )?,
        }
    }
    Ok(())
}

/// Returns the object that stands for it in `--json`; `is_written` if the new names have their concepts.
pub fn as_json(list: &ListChanges, is_written: bool) -> Value {
    let counts = list.counts();
    let entry = |entry: &ListEntry, has_id: bool| {
        json!({
            "id": has_id.then(|| entry.concept.to_string()),
            "number": entry.number,
            "name": entry.name,
            "article": entry.article,
        })
    };
    let change = |change: &ListChange| {
        json!({
            "kind": change.kind.as_str(),
            "old": change.old.as_ref().map(|old| entry(old, true)),
            "new": change.new.as_ref().map(|new| entry(new, is_written)),
        })
    };
    let likely: Vec<Value> = list
        .likely_renames()
        .iter()
        .map(|likely| json!({ "old": entry(&likely.old, true), "new": entry(&likely.new, is_written) }))
        .collect();
    json!({
        "collection": list.collection.to_string(),
        "predecessor": list.predecessor.to_string(),
        "counts": counts,
        "changes": list.changes.iter().map(change).collect::<Vec<_>>(),
        "likely_renames": likely,
    })
}

fn kind(change: &ListChange, language: Language) -> &'static str {
    match (language, change.kind) {
        (En, ListChangeKind::Unchanged) => "moved",
        (Zh, ListChangeKind::Unchanged) => "编号或条文有变",
        (En, kind) => kind.as_str(),
        (Zh, ListChangeKind::New) => "新增",
        (Zh, ListChangeKind::Renamed) => "更名",
        (Zh, ListChangeKind::Abolished) => "取消",
    }
}

/// Returns a name with its number and article; a dash where there is none.
fn side(entry: Option<&ListEntry>) -> String {
    let Some(entry) = entry else { return "-".to_owned() };
    let about: Vec<&str> = [&entry.number, &entry.article]
        .into_iter()
        .filter_map(|part| part.as_deref())
        .collect();
    if about.is_empty() {
        entry.name.clone()
    } else {
        format!("{} ({})", entry.name, about.join(", "))
    }
}
