//! The Tibetan side of a text and the other one: each is looked for among the terms of its script.

use glossary::Lang;
use text::script::{Script, runs};

/// Parts `text` into its Tibetan and its other side, in the order in which they begin.
pub(super) fn sides(text: &str) -> Vec<(Lang, String)> {
    let mut sides: Vec<(Lang, String)> = Vec::new();
    let mut current = None;
    // Western digits belong to what they stand beside: 14 is the same number in a Tibetan term.
    let mut leading_digits = "";
    for run in runs(text) {
        let part = text.get(run.start..run.end).unwrap_or_default();
        let side = match run.script {
            Script::Tibetan => Some(Lang::Bo),
            Script::Digit if part.contains(|c| matches!(c, '\u{f20}'..='\u{f33}')) => Some(Lang::Bo),
            Script::Digit => current,
            Script::Han | Script::Latin | Script::Other => Some(Lang::Zh),
        };
        let Some(side) = side else {
            leading_digits = part;
            continue;
        };
        let beside = std::mem::take(&mut leading_digits);
        match sides.iter_mut().find(|(lang, _)| *lang == side) {
            // What the other script stood between does not run together.
            Some((_, typed)) if current != Some(side) => typed.extend([" ", beside, part]),
            Some((_, typed)) => typed.push_str(part),
            None => sides.push((side, [beside, part].concat())),
        }
        current = Some(side);
    }
    if sides.is_empty() && !leading_digits.is_empty() {
        sides.push((Lang::Zh, leading_digits.to_owned()));
    }
    sides
}
