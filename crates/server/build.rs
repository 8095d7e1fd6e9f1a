//! Writes the tables of what `web/` holds, so that the binary needs no file beside it.
//!
//! The fonts are there once `npm ci` ran in `web/`; without them the build works and the server says so.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

/// The Tibetan subsets that pages use: path in the package, path below the build hash.
const FONTS: [(&str, &str); 2] = [
    (
        "noto-serif-tibetan-tibetan-400-normal.woff2",
        "fonts/noto-serif-tibetan-400.woff2",
    ),
    (
        "noto-serif-tibetan-tibetan-700-normal.woff2",
        "fonts/noto-serif-tibetan-700.woff2",
    ),
];

fn main() -> io::Result<()> {
    let web = PathBuf::from(variable("CARGO_MANIFEST_DIR")?)
        .join("../../web")
        .canonicalize()?;
    let mut assets: Vec<(String, PathBuf)> = Vec::new();
    for folder in ["images", "scripts", "styles"] {
        assets.extend(
            files_in(&web, folder)?
                .into_iter()
                .map(|(name, path)| (format!("{folder}/{name}"), path)),
        );
    }
    let fonts = web.join("node_modules/@fontsource/noto-serif-tibetan/files");
    // A path that does not exist yet is watched too: `npm ci` later makes the next build take the fonts.
    println!("cargo::rerun-if-changed={}", fonts.display());
    for (file, path) in FONTS {
        if fonts.join(file).is_file() {
            assets.push((path.to_owned(), fonts.join(file)));
        }
    }
    let table = tables(&files_in(&web, "templates")?, &files_in(&web, "i18n")?, &assets)?;
    fs::write(PathBuf::from(variable("OUT_DIR")?).join("web.rs"), table)
}

fn tables(
    templates: &[(String, PathBuf)],
    translations: &[(String, PathBuf)],
    assets: &[(String, PathBuf)],
) -> io::Result<String> {
    let mut out = String::new();
    let mut hash = Fnv::default();
    let _ = writeln!(
        out,
        "/// Templates: (name, source).\npub const TEMPLATES: &[(&str, &str)] = &["
    );
    for (name, path) in templates {
        let _ = writeln!(
            out,
            "    ({name:?}, include_str!({:?})),",
            path.display().to_string()
        );
    }
    let _ = writeln!(
        out,
        "];\n/// Translations: (language, TOML).\npub const TRANSLATIONS: &[(&str, &str)] = &["
    );
    for (name, path) in translations {
        let lang = name.trim_end_matches(".toml");
        let _ = writeln!(
            out,
            "    ({lang:?}, include_str!({:?})),",
            path.display().to_string()
        );
    }
    let _ = writeln!(
        out,
        "];\n/// What browsers fetch.\npub static ASSETS: &[super::assets::Asset] = &["
    );
    for (name, path) in assets {
        hash.add(name.as_bytes());
        hash.add(&fs::read(path)?);
        let _ = writeln!(
            out,
            "    super::assets::Asset {{ path: {name:?}, content_type: {:?}, bytes: include_bytes!({:?}) }},",
            content_type(name),
            path.display().to_string()
        );
    }
    let _ = writeln!(
        out,
        "];\n/// Changes when any of them does.\npub const BUILD_HASH: &str = \"{:016x}\";",
        hash.0
    );
    Ok(out)
}

/// Returns the files of a folder of `web/` by name, in order, and has them watched.
fn files_in(web: &Path, folder: &str) -> io::Result<Vec<(String, PathBuf)>> {
    let folder = web.join(folder);
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if let Some(name) = path
            .file_name()
            .and_then(|n| n.to_str())
            .filter(|n| !n.starts_with('.'))
        {
            files.push((name.to_owned(), path.clone()));
        }
    }
    files.sort();
    Ok(files)
}

fn content_type(name: &str) -> &'static str {
    match name.rsplit('.').next() {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("woff2") => "font/woff2",
        _ => "application/octet-stream",
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "cargo tells a build script its folders by environment variables"
)]
fn variable(name: &str) -> io::Result<String> {
    env::var(name).map_err(io::Error::other)
}

/// FNV-1a, 64 bits: the same for the same files on every machine, which the standard hasher does not promise.
struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Fnv {
    fn add(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
}
