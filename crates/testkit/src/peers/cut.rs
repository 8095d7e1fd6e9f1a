//! Cuts names and queries into pairs of characters and syllables, for an index that splits at spaces.

use text::script::{Script, runs};

/// Returns the tokens of a name with spaces between them.
///
/// A run of Chinese gives its overlapping pairs and its last character alone, so that a single character is the
/// beginning of a token wherever it stands; everything else gives its syllables or words.
#[must_use]
pub fn cut(name: &str) -> String {
    let runs: Vec<Vec<String>> = runs_of(name).map(|(_, tokens)| tokens).collect();
    runs.concat().join(" ")
}

/// Returns the tokens of which a name that contains `query` has a phrase, and whether the last of them need only be the
/// beginning of a token.
#[must_use]
pub fn phrase(query: &str) -> (Vec<String>, bool) {
    let mut runs: Vec<(Script, Vec<String>)> = runs_of(query).collect();
    let mut is_beginning = true;
    if let Some((Script::Han, tokens)) = runs.last_mut()
        && tokens.len() > 1
    {
        // The query may end in the middle of the name's run, where the last character is not alone.
        tokens.pop();
        is_beginning = false;
    }
    let tokens: Vec<Vec<String>> = runs.into_iter().map(|(_, tokens)| tokens).collect();
    (tokens.concat(), is_beginning)
}

fn runs_of(text: &str) -> impl Iterator<Item = (Script, Vec<String>)> {
    runs(text).map(|run| {
        let piece = &text[run.start..run.end];
        let tokens = match run.script {
            Script::Han => pairs(piece),
            _ => words(piece),
        };
        (run.script, tokens)
    })
}

fn pairs(piece: &str) -> Vec<String> {
    let chars: Vec<char> = piece.chars().filter(|c| Script::of(*c) == Script::Han).collect();
    (0..chars.len())
        .map(|at| chars.iter().skip(at).take(2).collect())
        .collect()
}

fn words(piece: &str) -> Vec<String> {
    let parts = piece.split(|c: char| c == '་' || c == '།' || c.is_whitespace() || c.is_ascii_punctuation());
    parts
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn chinese_is_cut_into_pairs_and_tibetan_into_syllables() {
        let check = |name: &str, expected: &str| assert_eq!(cut(name), expected, "{name}");
        check("诉讼法", "诉讼 讼法 法");
        check("法", "法");
        check("窝藏、包庇罪", "窝藏 藏包 包庇 庇罪 罪");
        check("ཁྲིམས་ཁང་གི", "ཁྲིམས ཁང གི");
        check("WTO规则", "wto 规则 则");
        check("", "");
    }

    #[test]
    fn the_last_token_of_a_phrase_is_a_beginning_unless_it_is_a_pair() {
        let check = |query: &str, tokens: &[&str], is_beginning: bool| {
            let expected: Vec<String> = tokens.iter().map(|token| (*token).to_owned()).collect();
            assert_eq!(phrase(query), (expected, is_beginning), "{query}");
        };
        check("诉讼", &["诉讼"], false);
        check("诉讼法", &["诉讼", "讼法"], false);
        check("诉", &["诉"], true);
        check("ཁྲིམས་ཁང", &["ཁྲིམས", "ཁང"], true);
        check("法a", &["法", "a"], true);
    }

    proptest! {
        #[test]
        fn a_part_of_a_name_is_a_phrase_of_its_tokens(name in "[法院诉讼]{1,9}", from in 0_usize..9, count in 1_usize..9) {
            let part: String = name.chars().skip(from).take(count).collect();
            let (tokens, is_beginning) = phrase(&part);
            let name = format!(" {} ", cut(&name));
            let end = if is_beginning { "" } else { " " };
            let wanted = format!(" {}{end}", tokens.join(" "));
            prop_assert!(part.is_empty() || name.contains(&wanted), "{} {}", name, wanted);
        }
    }
}
