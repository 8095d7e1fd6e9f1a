//! What `config show` prints is a file that sets the same.

use super::*;

#[test]
fn what_is_shown_is_a_file_that_sets_the_same() {
    let variables = &[
        ("SHANJAR_HIDDEN_COLLECTIONS", "a,b"),
        ("SHANJAR_DATA_DIR", "with \"quotes\""),
    ];
    let shown = as_toml(&Given { variables, ..NOTHING }.load().unwrap());
    insta::assert_snapshot!(shown);
    let again = Given {
        file: &shown,
        ..NOTHING
    }
    .load()
    .unwrap();
    let values = |config: &Config| {
        config
            .effective
            .iter()
            .map(|e| e.value.clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(
        values(&again),
        values(&Given { variables, ..NOTHING }.load().unwrap())
    );
}
