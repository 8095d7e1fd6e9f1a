//! What two people made of one revision, field by field, for the one who saves last to decide.

use app::Collision;
use glossary::diff::{ChangedBy, FieldMerge, pieces};
use serde::Serialize;

use super::sent::DECISION;
use crate::pages::differences::{PieceView, PlaceView, ValueView};
use crate::pages::times;
use crate::web::templates::View;

/// The comparison, with what was typed carried through it.
#[derive(Debug, Clone, Default, Serialize)]
pub struct ConflictView {
    pub action: String,
    /// The revision that was saved meanwhile.
    pub current: u64,
    pub author: String,
    pub at: String,
    pub rows: Vec<MergeView>,
    pub carried: Vec<(String, String)>,
}

/// A field that somebody changed.
#[derive(Debug, Clone, Serialize)]
pub struct MergeView {
    pub place: PlaceView,
    /// `mine`, `theirs`, `both_alike` or `both_apart`: the translation `conflict.<word>`.
    pub changed_by: &'static str,
    pub base: Option<ValueView>,
    pub mine: Option<ValueView>,
    pub theirs: Option<ValueView>,
    /// How my text differs from what both set out from; empty unless both are texts.
    pub my_pieces: Vec<PieceView>,
    /// The same of the other one's.
    pub their_pieces: Vec<PieceView>,
    /// The field of the form in which is decided; only in the first row that the decision is about.
    pub decision: Option<String>,
}

impl View for ConflictView {
    const TEMPLATE: &'static str = "conflict.html";
}

impl ConflictView {
    /// Shows `collision`; `carried` is what was typed.
    pub fn of(
        collision: &Collision,
        action: String,
        carried: Vec<(String, String)>,
        utc_offset_minutes: i16,
    ) -> Self {
        let mut decided: Vec<&str> = Vec::new();
        let mut rows = Vec::new();
        for merge in &collision.fields {
            let is_new =
                merge.changed_by == ChangedBy::BothApart && !decided.contains(&merge.decision.as_str());
            if is_new {
                decided.push(&merge.decision);
            }
            rows.push(MergeView {
                decision: is_new.then(|| format!("{DECISION}{}", merge.decision)),
                ..MergeView::of(merge, collision)
            });
        }
        Self {
            action,
            current: collision.current,
            author: collision.author.clone(),
            at: times::shown(collision.at_ms, utc_offset_minutes),
            rows,
            carried,
        }
    }
}

impl MergeView {
    fn of(merge: &FieldMerge, collision: &Collision) -> Self {
        let member = merge.field.rsplit('.').next().unwrap_or_default();
        let value = |text: &Option<String>| text.as_ref().map(|text| ValueView::of(member, text));
        let compared = |text: &Option<String>| match (&merge.base, text) {
            (Some(base), Some(text)) if base != text && ValueView::of(member, text).group.is_none() => {
                pieces(base, text).iter().map(PieceView::of).collect()
            }
            _ => Vec::new(),
        };
        Self {
            place: PlaceView::of(&merge.field, &collision.base),
            changed_by: merge.changed_by.as_str(),
            base: value(&merge.base),
            mine: value(&merge.mine),
            theirs: value(&merge.theirs),
            my_pieces: compared(&merge.mine),
            their_pieces: compared(&merge.theirs),
            decision: None,
        }
    }
}
