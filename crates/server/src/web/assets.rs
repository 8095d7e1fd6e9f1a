//! Styles, scripts and fonts under one path that changes with every build, so that browsers may keep them for ever.

use super::embedded;

/// A file that browsers fetch.
#[derive(Debug)]
pub struct Asset {
    /// Its path below the build hash, such as `styles/page.css`.
    pub path: &'static str,
    /// Its media type.
    pub content_type: &'static str,
    /// Its content.
    pub bytes: &'static [u8],
}

/// Returns the path under which this build's files are found, such as `/assets/0123456789abcdef`.
pub fn base_path() -> String {
    format!("/assets/{}", embedded::BUILD_HASH)
}

/// Returns the file at `path` of the build `hash`; a file of another build is none of ours.
pub fn find(hash: &str, path: &str) -> Option<&'static Asset> {
    if hash != embedded::BUILD_HASH {
        return None;
    }
    embedded::ASSETS.iter().find(|asset| asset.path == path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_found_under_this_builds_hash_alone() {
        let css = find(embedded::BUILD_HASH, "styles/page.css").unwrap();
        assert_eq!(css.content_type, "text/css; charset=utf-8");
        assert!(find("0000", "styles/page.css").is_none());
        assert!(find(embedded::BUILD_HASH, "../Cargo.toml").is_none());
    }

    #[test]
    fn the_style_sheets_stay_within_their_budget() {
        let styles = embedded::ASSETS.iter().filter(|a| a.path.starts_with("styles/"));
        let of_some = ["styles/accounts.css", "styles/lists.css", "styles/editing.css"];
        let of_registry = [
            "styles/certificate.css",
            "styles/registry.css",
            "styles/sheet.css",
        ];
        let (registry, others): (Vec<_>, Vec<_>) = styles.partition(|a| of_registry.contains(&a.path));
        let (own, shared): (Vec<_>, Vec<_>) = others.into_iter().partition(|a| of_some.contains(&a.path));
        let n_bytes = |sheets: &[&Asset]| sheets.iter().map(|a| a.bytes.len()).sum::<usize>();
        assert!(
            n_bytes(&shared) <= 16 * 1024,
            "{} bytes of CSS on every page",
            n_bytes(&shared)
        );
        assert!(
            n_bytes(&own) <= 11 * 1024,
            "{} bytes of CSS on pages that have more",
            n_bytes(&own)
        );
        assert!(
            n_bytes(&registry) <= 5 * 1024,
            "{} bytes of CSS on pages of the registry",
            n_bytes(&registry)
        );
    }

    #[test]
    fn no_style_uses_what_the_oldest_browsers_lack() {
        for asset in embedded::ASSETS.iter().filter(|a| a.path.starts_with("styles/")) {
            let css = std::str::from_utf8(asset.bytes).unwrap();
            // `break-all` and `anywhere` cut Tibetan syllables in two; the others are too new for Chromium 80.
            for word in [
                ":has(",
                "@container",
                "inset:",
                "aspect-ratio",
                "&:",
                "break-all",
                "line-break: anywhere",
            ] {
                assert!(!css.contains(word), "{word} in {}", asset.path);
            }
            for address in ["http:", "https:", "//"] {
                assert!(!css.contains(address), "another host in {}", asset.path);
            }
        }
    }
}
