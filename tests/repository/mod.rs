//! Rules of the repository that a compiler does not check: CONTRIBUTING.md gives the reason for each.
//!
//! Every rule is a function from text to findings, tried here on small samples as well as on the repository, so
//! that a rule which has stopped finding anything is noticed.

mod arrows;
mod checkout;
mod documents;
mod files;
mod machine;
mod mutants;
mod packages;
mod ratio;
mod secrets;
mod series;
mod source;
mod styles;

/// Fails with every finding of `rule`, so that one run shows all there is to mend.
#[track_caller]
fn assert_none(rule: &str, findings: &[String]) {
    assert!(findings.is_empty(), "{rule}:\n  {}", findings.join("\n  "));
}
