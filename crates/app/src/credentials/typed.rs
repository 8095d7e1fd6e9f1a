//! Codes as people type them from paper: in small letters, full width, with digits of either script, with blanks.

use zeroize::Zeroizing;

/// No code that is typed has more bytes, blanks included.
const MOST_BYTES: usize = 256;

/// Returns the letters A–Z and digits of what was typed; `None` if anything else stands in it, or too much.
pub(super) fn plain(typed: &str) -> Option<Zeroizing<String>> {
    if typed.len() > MOST_BYTES {
        return None;
    }
    let mut plain = Zeroizing::new(String::with_capacity(MOST_BYTES));
    for character in typed.chars().filter(|c| !is_blank(*c)) {
        plain.push(ascii(character)?.to_ascii_uppercase());
    }
    Some(plain)
}

/// Blanks, dashes of any width, and the tsheg, which the space bar of a Tibetan keyboard may give.
fn is_blank(character: char) -> bool {
    let is_dash = matches!(
        character,
        '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe63}' | '\u{ff0d}'
    );
    let is_invisible = matches!(character, '\u{200b}'..='\u{200d}' | '\u{feff}');
    let is_tsheg = matches!(character, '\u{f0b}' | '\u{f0c}');
    character.is_whitespace() || is_dash || is_invisible || is_tsheg
}

fn ascii(character: char) -> Option<char> {
    let code = u32::from(character);
    let plain = match character {
        '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' => char::from_u32(code - 0xfee0)?,
        '༠'..='༩' => char::from_u32(code - 0xf20 + u32::from('0'))?,
        other => other,
    };
    plain.is_ascii_alphanumeric().then_some(plain)
}
