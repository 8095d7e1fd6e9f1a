//! Rewrites the parameters of a statement: `?1`, as repositories write it, becomes `$1`, as PostgreSQL reads it.

/// Returns `sql` with every `?N` outside of quoted text, quoted names and comments as `$N`.
///
/// Read are `'…'` (a doubled quote is part of it), `E'…'` with backslashes, `"…"`, `$tag$…$tag$`, `-- …` and nested
/// `/* … */`. What is left open goes on to the end.
pub(super) fn rewritten(sql: &str) -> String {
    let mut written = String::with_capacity(sql.len());
    let mut rest = sql;
    let mut before = ' ';
    while let Some(first) = rest.chars().next() {
        let length = passage(rest, before);
        if length > 0 {
            let (passage, after) = rest.split_at_checked(length).unwrap_or((rest, ""));
            written.push_str(passage);
            rest = after;
            before = ' ';
            continue;
        }
        rest = rest.get(first.len_utf8()..).unwrap_or_default();
        let is_parameter = first == '?' && rest.starts_with(|c: char| c.is_ascii_digit());
        written.push(if is_parameter { '$' } else { first });
        before = first;
    }
    written
}

/// Returns how many bytes at the start of `text` are a quotation or a comment; 0 if none begins there.
fn passage(text: &str, before: char) -> usize {
    let in_word = before.is_alphanumeric() || before == '_' || before == '$';
    let bytes = text.as_bytes();
    match bytes {
        [b'\'', ..] => quoted(text, 1, b'\'', false),
        [b'"', ..] => quoted(text, 1, b'"', false),
        [b'e' | b'E', b'\'', ..] if !in_word => quoted(text, 2, b'\'', true),
        [b'-', b'-', ..] => text.find('\n').unwrap_or(text.len()),
        [b'/', b'*', ..] => commented(bytes),
        [b'$', ..] if !in_word => dollar_quoted(text),
        _ => 0,
    }
}

fn quoted(text: &str, start: usize, quote: u8, has_escapes: bool) -> usize {
    let mut bytes = text.bytes().enumerate().skip(start).peekable();
    while let Some((place, byte)) = bytes.next() {
        if byte == b'\\' && has_escapes {
            bytes.next();
        } else if byte == quote && bytes.next_if(|(_, next)| *next == quote).is_none() {
            return place + 1;
        }
    }
    text.len()
}

fn commented(bytes: &[u8]) -> usize {
    let mut depth = 0_usize;
    let mut place = 0;
    while let Some(rest) = bytes.get(place..).filter(|rest| !rest.is_empty()) {
        let step = match rest {
            [b'/', b'*', ..] => {
                depth += 1;
                2
            }
            [b'*', b'/', ..] => {
                depth = depth.saturating_sub(1);
                2
            }
            _ => 1,
        };
        place += step;
        if depth == 0 {
            break;
        }
    }
    place
}

fn dollar_quoted(text: &str) -> usize {
    let after = text.get(1..).unwrap_or_default();
    let Some((tag, _)) = after.split_once('$') else {
        return 0;
    };
    let is_tag = tag.chars().all(|c| c.is_alphanumeric() || c == '_')
        && !tag.starts_with(|c: char| c.is_ascii_digit());
    if !is_tag {
        return 0;
    }
    let mark = tag.len() + 2;
    let (opening, body) = text.split_at_checked(mark).unwrap_or((text, ""));
    body.find(opening).map_or(text.len(), |end| mark + end + mark)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn parameters_are_rewritten_and_look_alikes_are_not() {
        let cases = [
            ("", ""),
            ("SELECT ?1", "SELECT $1"),
            ("VALUES (?1,?2 , ?10)", "VALUES ($1,$2 , $10)"),
            ("a = ?1 OR b = ?1", "a = $1 OR b = $1"),
            ("a ? b, a ?| b, ?", "a ? b, a ?| b, ?"),
            ("'?1' || ?2", "'?1' || $2"),
            ("'it''s ?1' || ?2", "'it''s ?1' || $2"),
            ("'\\' || ?1", "'\\' || $1"),
            ("E'\\'?1' || ?2", "E'\\'?1' || $2"),
            ("some'?1' ?2", "some'?1' $2"),
            ("\"?1\"\"?2\" = ?3", "\"?1\"\"?2\" = $3"),
            ("a -- ?1 '\n = ?2", "a -- ?1 '\n = $2"),
            ("a /* ?1 /* ?2 */ ' ?3 */ = ?4", "a /* ?1 /* ?2 */ ' ?3 */ = $4"),
            ("$$ ?1 ' $$ = ?2", "$$ ?1 ' $$ = $2"),
            ("$t$ ?1 $$ $t$ = ?2", "$t$ ?1 $$ $t$ = $2"),
            ("$1 = ?2 AND a$b$ = ?3", "$1 = $2 AND a$b$ = $3"),
            ("'法院 ?1' = ?2 -- ཁྲིམས ?3", "'法院 ?1' = $2 -- ཁྲིམས ?3"),
            ("'open ?1", "'open ?1"),
            ("/* open ?1", "/* open ?1"),
            ("$$ open ?1", "$$ open ?1"),
        ];
        for (sql, expected) in cases {
            assert_eq!(rewritten(sql), expected, "{sql}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_rewritten_in_place(sql in "[?$'\"*/ -2aE\\\\\\n法ཀ]{0,60}") {
            let written = rewritten(&sql);
            let changed = sql.chars().zip(written.chars()).filter(|(old, new)| old != new);
            prop_assert!(changed.clone().all(|pair| pair == ('?', '$')), "{}", written);
            prop_assert_eq!(sql.len(), written.len());
        }

        #[test]
        fn quoted_text_stays_as_it_is(text in "[^\\x00]{0,40}", number in 1_u8..200) {
            let quoted = format!("'{}'", text.replace('\'', "''"));
            let sql = format!("SELECT {quoted}, ?{number}");
            prop_assert_eq!(rewritten(&sql), format!("SELECT {quoted}, ${number}"));
        }
    }
}
