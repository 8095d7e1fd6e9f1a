use std::collections::BTreeMap;
use std::time::Instant;
fn files(dir: &str) -> Vec<String> { let mut v = vec![]; for e in std::fs::read_dir(dir).unwrap() { let p = e.unwrap().path(); if p.is_file() { if let Ok(s) = std::fs::read_to_string(&p) { v.push(s) } } } v }
#[test]
fn adhoc() {
    let mut keys: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut folds: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let (mut changed, mut n) = (0, 0);
    for f in ["attested_terms.tsv", "attested_terms_2.tsv"] {
        for line in std::fs::read_to_string(format!("/work/shared/reference/{f}")).unwrap().lines().filter(|l| !l.starts_with('#')) {
            for cell in line.split('\t').filter(|c| text::script::contains(c, text::script::Script::Tibetan)).take(1) {
                n += 1;
                let k = text::bo::key(cell);
                if k != cell { changed += 1; if changed < 40 { println!("KEY {cell:?} -> {k:?}"); } }
                let fo = text::bo::fold(cell);
                keys.entry(k.clone()).or_default().push(cell.into());
                let e = folds.entry(fo).or_default(); if !e.contains(&k) { e.push(k) }
            }
        }
    }
    println!("{n} cells, {changed} changed, {} keys, {} folds", keys.len(), folds.len());
    for (f, k) in folds.iter().filter(|(_, k)| k.len() > 1) { println!("FOLD {f}: {k:?}"); }
    let (mut borrowed, mut owned) = (0, 0);
    for t in files("/work/shared/reference/bo_text") { for l in t.lines() { match text::bo::normalize(l) { std::borrow::Cow::Borrowed(_) => borrowed += 1, std::borrow::Cow::Owned(o) => { owned += 1; if owned < 10 { println!("OWN {l:?} {o:?}") } } } } }
    println!("bo_text borrowed {borrowed} owned {owned}");
    let all: String = files("/work/shared/reference/bo_text").concat();
    let t = Instant::now(); let f = text::bo::fold(&all); println!("bo fold {} kB {:?} -> {}", all.len() / 1024, t.elapsed(), f.len());
    let t = Instant::now(); let f = text::bo::key(&all); println!("bo key {:?} -> {}", t.elapsed(), f.len());
    let zh: String = files("/work/shared/reference/zh_laws").concat();
    text::zh::fold("訴");
    let t = Instant::now(); let f = text::zh::fold(&zh); println!("zh fold {} kB {:?} -> {}", zh.len() / 1024, t.elapsed(), f.len());
    let mut diff = 0; for l in zh.lines() { let plain: String = text::zh::fold(l); let k = text::zh::key(l); let kk: String = k.chars().filter(|c| c.is_alphanumeric()).collect(); if plain.replace(' ', "") != kk { diff += 1; if diff < 20 { let d: Vec<_> = plain.replace(' ', "").chars().zip(kk.chars()).filter(|(a, b)| a != b).collect(); println!("ZH {d:?}") } } }
    println!("zh lines changed by simplify {diff}");
    let t = Instant::now(); let s = text::zh::Segmenter::new(["取保候审"]); println!("segmenter {:?}", t.elapsed());
    let t = Instant::now(); println!("words {} {:?}", s.words_for_search(&f).len(), t.elapsed());
}
