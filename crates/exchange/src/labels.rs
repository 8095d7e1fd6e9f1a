//! How files for people without this program say how far an entry has come and where a form is used.

use ::glossary::{Region, Workflow};

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
