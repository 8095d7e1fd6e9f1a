//! Passwords that many people have had, and what is made of them.

use std::sync::LazyLock;

use super::rules::smallest_unit;

/// The list, in the order of its bytes.
static OFTEN_USED: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    let list = include_str!("../../../data/often_used_passwords.txt");
    list.lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .collect()
});

/// Tells whether folded text is a listed password, one over and over, or two parts that are each listed or a number of
/// up to four digits: there are 10^8 of these, and whoever guesses tries them first.
pub(super) fn is_made_of_often_used(folded: &str) -> bool {
    let characters: Vec<char> = folded.chars().collect();
    let unit: String = smallest_unit(&characters).iter().collect();
    let cut_somewhere = || {
        folded.char_indices().any(|(at, _)| {
            let (left, right) = folded.split_at(at);
            (left.is_empty() || is_part(left)) && is_part(right)
        })
    };
    is_part(&unit) || cut_somewhere()
}

fn is_part(text: &str) -> bool {
    let is_number = (1..=4).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    is_number || OFTEN_USED.binary_search(&text).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_in_order_and_as_it_is_looked_up() {
        assert!(OFTEN_USED.len() > 10_000);
        assert!(OFTEN_USED.windows(2).all(|pair| pair[0] < pair[1]));
        for word in OFTEN_USED.iter() {
            assert_eq!(super::super::rules::folded(word).as_str(), *word);
            assert!(word.len() >= 4, "{word}");
        }
    }
}
