//! Styles that would break Tibetan apart.
//!
//! The first two break a line inside a syllable; justified text opens gaps after each shad and spreads the
//! Chinese characters of a mixed line.

use super::assert_none;
use super::checkout::files_with;

const FORBIDDEN: &[(&str, &str)] = &[
    ("word-break", "break-all"),
    ("line-break", "anywhere"),
    ("text-align", "justify"),
];

#[test]
fn no_style_breaks_syllables_or_justifies() {
    let sources = files_with(&["css", "html"]);
    let findings: Vec<String> = sources
        .iter()
        .flat_map(|file| forbidden(&file.path, &file.text))
        .collect();
    assert_none("styles", &findings);
}

#[test]
fn a_forbidden_style_is_found() {
    let check = |text: &str, expect: usize| assert_eq!(forbidden("a.css", text).len(), expect, "{text}");
    check("p { word-break: break-all }", 1);
    check("p {\n  line-break:anywhere;\n}", 1);
    check("<p style=\"text-align : justify\">", 1);
    check(
        "p { overflow-wrap: anywhere; word-break: keep-all; text-align: start }",
        0,
    );
}

fn forbidden(path: &str, text: &str) -> Vec<String> {
    let mut findings = Vec::new();
    for (at, line) in text.lines().enumerate() {
        for declaration in line.split(['{', ';', '}', '"', '\'']) {
            let Some((property, value)) = declaration.split_once(':') else {
                continue;
            };
            if FORBIDDEN.contains(&(property.trim(), value.trim())) {
                findings.push(format!("{path}:{}: {}", at + 1, declaration.trim()));
            }
        }
    }
    findings
}
