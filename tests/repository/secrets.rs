//! What somebody could guess at is compared in a time that does not say how much of it was right.
//!
//! `same_bytes::is_same` compares in constant time, `ring` its signatures, `totp-rs` its codes; what is found in the
//! store is looked up by the digest of random bytes. So no operator may stand beside a secret or a digest in source.

use super::assert_none;
use super::checkout::files_with;

/// How what nobody else may know, or what proves something, is called in this source.
const WORDS: &[&str] = &[
    "secret",
    "password",
    "token",
    "digest",
    "mac",
    "signature",
    "hash",
    "cookie",
];

/// Comparisons of what only is called so: where, what stands there, and why nobody learns anything by their time.
const OPEN: &[(&str, &str, &str)] = &[
    (
        "crates/access/src/chain/head.rs",
        "head.signed(|_| signature) != text",
        "whether a file is written as we write it; the signature is looked at by `ring`",
    ),
    (
        "crates/access/src/chain/verify.rs",
        "head.digest != point.digest",
        "both are kept here, and the outcome is printed",
    ),
    (
        "crates/app/src/accounts/log_in.rs",
        "now.password == seen.password",
        "two hashes that are kept, neither of them sent",
    ),
    (
        "crates/app/src/accounts/own_account.rs",
        "login.digest == digest",
        "a session that was found by its digest marks itself in its own list",
    ),
    (
        "crates/app/src/audit/links.rs",
        "link.digest == point.digest",
        "both are kept here, and the outcome is printed",
    ),
    (
        "crates/app/src/audit/links.rs",
        "anchor.digest == point.digest",
        "both are kept here; the key is in `mac`, which is compared in constant time",
    ),
    (
        "crates/app/src/audit/report.rs",
        "anchor.digest == head.point.digest",
        "both are kept here, and the outcome is printed",
    ),
    (
        "crates/store/src/verify/authority.rs",
        "digest.finalize().to_vec() != edition.digest",
        "a checksum over what everybody may read, and the outcome is printed",
    ),
    (
        "crates/app/src/backup/opening.rs",
        "hex::encode(&digest.finalize()) == ",
        "the checksum of a file whose parts are sealed",
    ),
    (
        "crates/server/src/pages/account.rs",
        "form.password == form.password_again",
        "somebody's own, typed twice",
    ),
    (
        "crates/server/src/pages/login_first.rs",
        "password == password_again",
        "somebody's own, typed twice",
    ),
    (
        "crates/server/src/web/assets.rs",
        "hash != embedded::BUILD_HASH",
        "stands in every page",
    ),
    (
        "crates/store/src/idempotency.rs",
        "row.bytes(0)? != request.digest",
        "the digest of a request that its sender knows",
    ),
    (
        "crates/store/src/transfer/record.rs",
        "record.digest != source.digest",
        "the checksum of a table",
    ),
];

#[test]
fn secrets_are_compared_in_constant_time() {
    let files = files_with(&["rs"]);
    let sources = files.iter().filter(|file| is_of_the_program(&file.path));
    let findings: Vec<String> = sources
        .flat_map(|file| compared(&file.path, &file.text))
        .collect();
    assert_none("compared in a time that tells", &findings);
}

#[test]
fn every_exception_is_still_there() {
    let files = files_with(&["rs"]);
    let is_gone = |(path, text, _): &&(&str, &str, &str)| {
        !files
            .iter()
            .any(|file| file.path == *path && file.text.contains(text))
    };
    let gone: Vec<String> = OPEN
        .iter()
        .filter(is_gone)
        .map(|(path, text, _)| format!("{path}: `{text}`"))
        .collect();
    assert_none("no such comparison any more", &gone);
}

#[test]
fn a_comparison_of_secrets_is_found_and_others_are_not() {
    let check = |line: &str, is_finding: bool| {
        let found = compared("crates/app/src/a.rs", line);
        assert_eq!(!found.is_empty(), is_finding, "{line}: {found:?}");
    };
    check("if token.digest == found.digest {", true);
    check("    mac != *own", true);
    check("let is_right = typed == session.secret();", true);
    check("if &secret[..] == other {", true);
    check("is_same(&digest, &other)", false);
    check("if status == expected {", false);
    // The word has to stand beside the operator, and alone.
    check("if tokens.len() == 2 {", false);
    check("if machine == other {", false);
    check("// a digest == another", false);
    check("#[cfg(test)]\nassert!(digest == other);", false);
}

/// Tells whether a file is part of what runs in a court.
fn is_of_the_program(path: &str) -> bool {
    let is_source = path.starts_with("crates/") && path.contains("/src/");
    let is_test = path.contains("/tests/") || path.ends_with("/tests.rs") || path.contains("/benches/");
    // Tools for tests, and terms, whose codes are those of languages and fields of law.
    let is_other = ["testkit", "text", "glossary", "search", "exchange"]
        .iter()
        .any(|name| path.starts_with(&format!("crates/{name}/")));
    is_source && !is_test && !is_other
}

fn compared(path: &str, text: &str) -> Vec<String> {
    let mut findings = Vec::new();
    // Tests stand at the end of a file.
    let of_program = text.split("#[cfg(test)]").next().unwrap_or_default();
    for (at, line) in of_program.lines().enumerate() {
        let code = line.split("//").next().unwrap_or_default();
        let is_known = |(file, part, _): &(&str, &str, &str)| *file == path && code.contains(part);
        if stands_beside_operator(code) && !OPEN.iter().any(is_known) {
            findings.push(format!(
                "{path}:{}: `{}` (hint: `same_bytes::is_same`)",
                at + 1,
                line.trim()
            ));
        }
    }
    findings
}

/// Tells whether one of [`WORDS`] is the last name before a comparison or the last of the path after it.
fn stands_beside_operator(line: &str) -> bool {
    ["==", "!="].iter().any(|operator| {
        let parts: Vec<&str> = line.split(operator).collect();
        parts.windows(2).any(|pair| {
            let before = pair[0].trim_end().rsplit(is_end).next().unwrap_or_default();
            let after = pair[1].trim_start_matches([' ', '&', '*']);
            let after = after.split(is_end).next().unwrap_or_default();
            [before, after].iter().any(|path| is_secret(path))
        })
    })
}

/// Where a path of names such as `self.session.digest()` ends.
fn is_end(c: char) -> bool {
    !(c.is_ascii_alphanumeric() || "_.:()[]".contains(c))
}

/// Tells whether the last name of `path`, without brackets, holds one of [`WORDS`] as a word.
fn is_secret(path: &str) -> bool {
    let mut names = path.split(['.', ':', '(', ')', '[', ']']);
    let last = names.rfind(|name| !name.is_empty());
    last.is_some_and(|name| name.split('_').any(|word| WORDS.contains(&word)))
}
