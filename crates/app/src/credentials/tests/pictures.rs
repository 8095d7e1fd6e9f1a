//! QR codes: the modules that another implementation sets, and a picture that may stand in a strict page.

use proptest::prelude::*;

use super::config;
use crate::credentials::qr::{TooLongForQr, svg};

/// The modules of `SHANJAR 法`, version 1-M with mask 1, as the Python package qrcode 8.2 sets them.
const MODULES: &str = "
#######.#####.#######
#.....#.....#.#.....#
#.###.#.##....#.###.#
#.###.#..###..#.###.#
#.###.#..#.##.#.###.#
#.....#.##.##.#.....#
#######.#.#.#.#######
..........#.#........
#.#...##.......#..#.#
#.#.#..#...#....#.#..
##...##...#########.#
..####..#.##.##.##.##
##.#..#....###.######
........#.#..#.#...#.
#######.##...#..#.#.#
#.....#.....#.##.#.##
#.###.#...#....#####.
#.###.#..##......##..
#.###.#.##.##...##.##
#.....#..#.#..#.##...
#######.##..#.##.##.#
";

/// Puts the bars of the dark path back into rows of modules, the quiet zone included.
fn modules(picture: &str) -> Vec<Vec<char>> {
    let side: usize = between(picture, "viewBox=\"0 0 ", " ").parse().unwrap();
    let mut rows = vec![vec!['.'; side]; side];
    let path = between(picture, "fill=\"#000\" d=\"", "\"");
    for bar in path.split('M').skip(1) {
        let (x, rest) = bar.split_once(' ').unwrap();
        let (y, rest) = rest.split_once('h').unwrap();
        let (length, rest) = rest.split_once('v').unwrap();
        assert_eq!(rest, format!("1h-{length}z"));
        let [x, y, length]: [usize; 3] = [x, y, length].map(|number| number.parse().unwrap());
        rows[y][x..x + length].fill('#');
    }
    rows
}

fn between<'a>(text: &'a str, before: &str, after: &str) -> &'a str {
    let (_, rest) = text.split_once(before).unwrap();
    rest.split_once(after).unwrap().0
}

#[test]
fn another_implementation_sets_the_same_modules() {
    let rows = modules(&svg("SHANJAR 法", "x").unwrap());
    let inner = rows[4..rows.len() - 4].iter().map(|row| &row[4..row.len() - 4]);
    let lines: Vec<String> = inner.map(|row| row.iter().collect()).collect();
    assert_eq!(lines.join("\n"), MODULES.trim());
}

#[test]
fn a_picture_says_what_it_is_and_holds_nothing_that_a_strict_page_forbids() {
    let picture = svg("https://example.org/", "扫描登录 <b> & \"བོད\"\u{1}").unwrap();
    let start = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 33 33\" role=\"img\"";
    assert!(picture.starts_with(start), "{picture}");
    assert!(
        picture.contains("<title>扫描登录 &lt;b&gt; &amp; \"བོད\"</title>"),
        "{picture}"
    );
    for forbidden in ["style", "script", "onload", "href", "<b>", "example"] {
        assert!(!picture.contains(forbidden), "{forbidden}");
    }
}

#[test]
fn what_is_too_long_for_a_picture_is_refused() {
    let longest = "x".repeat(2_331);
    assert!(svg(&longest, "x").is_ok(), "version 40-M");
    let refused = svg(&"x".repeat(2_332), "x");
    assert_eq!(refused, Err(TooLongForQr { bytes: 2_332 }));
    assert_eq!(
        TooLongForQr { bytes: 2_332 }.to_string(),
        "a text of 2332 bytes is too long for a QR code"
    );
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn four_modules_stay_empty_on_every_side(text in "\\PC{0,120}", title in "\\PC{0,20}") {
        let rows = modules(&svg(&text, &title).unwrap());
        let side = rows.len();
        for (y, row) in rows.iter().enumerate() {
            for (x, module) in row.iter().enumerate() {
                let is_inside = (4..side - 4).contains(&x) && (4..side - 4).contains(&y);
                prop_assert!(is_inside || *module == '.', "{x} {y}");
            }
        }
        // The outer bars of the three finder patterns.
        for (x, y) in [(4, 4), (side - 5, 4), (4, side - 5)] {
            let bar = if x == 4 { x..x + 7 } else { x - 6..x + 1 };
            prop_assert!(rows[y][bar].iter().all(|module| *module == '#'));
        }
    }
}
