//! How files for people without this program say how far an entry has come and where a form is used.

use ::glossary::{AdministrativeStatus, LegalBasis, Region, RelationKind, Workflow};

/// Returns the words for a state: of an entry that nobody has approved they say so, because a dictionary is believed.
pub(crate) fn workflow(workflow: Workflow) -> &'static str {
    match workflow {
        Workflow::Draft => "草案，未经审定",
        Workflow::Reviewed => "已审读，尚未审定",
        Workflow::Authorised => "已审定",
        Workflow::Withdrawn => "已撤回",
    }
}

/// What stands beside a form that is spoken in the courtroom and never written.
pub(crate) const SPOKEN: &str = "法庭口语，不得用于文书";

/// What stands beside a form of older dictionaries.
pub(crate) const OLDER: &str = "旧词典";

/// Returns the name of a region: that of a dialect area, or the code of a division as it is.
pub(crate) fn region(region: &Region) -> &str {
    match region.as_str() {
        "u-tsang" => "卫藏",
        "kham" => "康",
        "amdo" => "安多",
        code => code,
    }
}

/// Returns how far a form is recommended.
pub(crate) fn status(status: AdministrativeStatus) -> &'static str {
    match status {
        AdministrativeStatus::Preferred => "首选",
        AdministrativeStatus::Admitted => "许用",
        AdministrativeStatus::Deprecated => "拒用",
        AdministrativeStatus::Superseded => "被取代",
    }
}

/// Returns how an entry stands to another.
pub(crate) fn relation(kind: RelationKind) -> &'static str {
    match kind {
        RelationKind::Broader => "上位",
        RelationKind::Narrower => "下位",
        RelationKind::Related => "相关",
        RelationKind::Confusable => "易混",
        RelationKind::ReplacedBy => "已由其取代",
    }
}

/// Returns a provision with its law, its edition and since when it is in force.
pub(crate) fn law(basis: &LegalBasis) -> String {
    let LegalBasis {
        law,
        article,
        chapter,
        edition,
        in_force_from,
        in_force_to,
    } = basis;
    let mut line = law.clone();
    if let Some(edition) = edition {
        line += &format!("（{edition}）");
    }
    for part in [chapter, article].into_iter().flatten() {
        line += &format!(" {part}");
    }
    if in_force_from.is_some() || in_force_to.is_some() {
        let day = |day: &Option<String>| day.clone().unwrap_or_default();
        line += &format!(" 施行：{}—{}", day(in_force_from), day(in_force_to));
    }
    line
}
