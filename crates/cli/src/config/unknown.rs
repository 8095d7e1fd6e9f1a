//! Variables that look like settings and are none: a slip of the pen must not pass in silence.

use std::ffi::OsString;

use super::layers::CONFIG_VARIABLE;
use super::setting;

/// What the names of our variables begin with.
const PREFIX: &str = "SHANJAR_";
/// What Kubernetes sets by itself for every service called `shanjar`.
const OF_ORCHESTRATORS: [&str; 2] = ["SHANJAR_PORT", "SHANJAR_SERVICE_"];

/// Returns those of `names` that nobody reads, in order.
pub(super) fn among(names: impl IntoIterator<Item = OsString>) -> Vec<String> {
    let mut unknown: Vec<String> = names
        .into_iter()
        .filter_map(|name| name.into_string().ok())
        .filter(|name| name.starts_with(PREFIX) && !is_read(name))
        .filter(|name| !OF_ORCHESTRATORS.iter().any(|made| name.starts_with(made)))
        .collect();
    unknown.sort();
    unknown
}

/// Says that the variable `name` has no effect.
pub fn told(name: &str) -> String {
    let known: Vec<_> = setting::ALL.iter().map(|setting| setting.variable).collect();
    format!(
        "the variable `{name}` names no setting and has no effect (hint: known are {}, {CONFIG_VARIABLE})",
        known.join(", ")
    )
}

fn is_read(name: &str) -> bool {
    name == CONFIG_VARIABLE || setting::ALL.iter().any(|setting| setting.variable == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_misspelt_variable_is_told_and_what_others_set_is_not() {
        let set = [
            "SHANJAR_HIDDEN_COLLECTION",
            "SHANJAR_DATA_DIR",
            "SHANJAR_CONFIG",
            "SHANJAR_PORT_80_TCP_ADDR",
            "SHANJAR_SERVICE_HOST",
            "PATH",
            "SHANJAR_DATADIR",
        ];
        let unknown = among(set.map(OsString::from));
        assert_eq!(unknown, ["SHANJAR_DATADIR", "SHANJAR_HIDDEN_COLLECTION"]);
        assert!(told(&unknown[1]).contains("SHANJAR_HIDDEN_COLLECTIONS"));
    }
}
