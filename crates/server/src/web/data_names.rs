//! What pages call things that are data and not of the interface: collections, fields of law, regions.

use std::sync::Arc;

use app::{GivenNames, NameBook};

use super::i18n::Translations;
use super::ui::Ui;

/// The names of data in one language of the interface.
pub struct DataNames {
    pub ui: Ui,
    pub translations: Arc<Translations>,
    pub names: Arc<NameBook>,
}

impl DataNames {
    /// Returns what `code` of a group is called, and in which language that is; the code itself, in none, if nobody gave it
    /// a name.
    ///
    /// The lists that we ship have a short name among the translations, which goes before the whole title that stands in
    /// the store; the tree of fields is its editors' own, so there the store goes first.
    pub fn of(&self, group: &str, code: &str) -> (String, Option<Ui>) {
        let key = format!("{group}.{code}");
        let known = self.names.names();
        let given = match group {
            "collection" => known.collections.get(code),
            "subject" => known.subject_fields.get(code),
            _ => None,
        };
        let own = given.and_then(|given| Some((in_language(given, self.ui)?.to_owned(), self.ui)));
        let translated = self.translations.find(self.ui, &key);
        let translated =
            translated.map(|text| (text.to_owned(), self.translations.language_of(self.ui, &key)));
        let any = || {
            let given = given?;
            let in_any = |ui| Some((in_language(given, ui)?.to_owned(), ui));
            [Ui::Zh, Ui::En, Ui::Bo].into_iter().find_map(in_any)
        };
        let is_short_and_ours = group == "collection" && matches!(translated, Some((_, ui)) if ui == self.ui);
        let first = if is_short_and_ours {
            translated
        } else {
            own.or(translated)
        };
        match first.or_else(any) {
            Some((name, ui)) => (name, Some(ui)),
            None => (code.to_owned(), None),
        }
    }
}

fn in_language(given: &GivenNames, ui: Ui) -> Option<&str> {
    match ui {
        Ui::Zh => given.zh.as_deref(),
        Ui::Bo => given.bo.as_deref(),
        Ui::En => given.en.as_deref(),
    }
}

#[cfg(test)]
mod tests {
    use app::Names;

    use super::*;

    fn given(zh: &str, bo: Option<&str>, en: Option<&str>) -> GivenNames {
        GivenNames {
            zh: Some(zh.to_owned()),
            bo: bo.map(str::to_owned),
            en: en.map(str::to_owned),
        }
    }

    fn names(ui: Ui) -> DataNames {
        let zh = "[collection]\ncharges = \"罪名\"\n[subject]\ncriminal = \"刑事\"\ncivil = \"民事\"";
        let en = "[collection]\ncharges = \"Charges\"";
        let collections = [
            ("charges", given("罪名（483个）", None, Some("Charges (483)"))),
            ("court", given("本院词语", Some("ཁྲིམས་ཁང"), None)),
        ];
        let fields = [("criminal", given("刑事法", Some("ཉེས་དོན"), None))];
        let owned = |(code, given): (&str, GivenNames)| (code.to_owned(), given);
        DataNames {
            ui,
            translations: Arc::new(Translations::read(&[("zh", zh), ("en", en)]).unwrap()),
            names: Arc::new(NameBook::of(Names {
                collections: collections.into_iter().map(owned).collect(),
                subject_fields: fields.into_iter().map(owned).collect(),
            })),
        }
    }

    #[test]
    fn what_the_store_calls_things_is_shown_unless_we_have_a_short_name() {
        for (ui, group, code, name, language) in [
            (Ui::Zh, "collection", "charges", "罪名", Some(Ui::Zh)),
            (Ui::En, "collection", "charges", "Charges", Some(Ui::En)),
            (Ui::Bo, "collection", "charges", "罪名", Some(Ui::Zh)),
            (Ui::Zh, "collection", "court", "本院词语", Some(Ui::Zh)),
            (Ui::Bo, "collection", "court", "ཁྲིམས་ཁང", Some(Ui::Bo)),
            (Ui::En, "collection", "court", "本院词语", Some(Ui::Zh)),
            (Ui::Zh, "subject", "criminal", "刑事法", Some(Ui::Zh)),
            (Ui::Bo, "subject", "criminal", "ཉེས་དོན", Some(Ui::Bo)),
            (Ui::Zh, "subject", "civil", "民事", Some(Ui::Zh)),
            (Ui::Zh, "subject", "nobodys", "nobodys", None),
            (Ui::Zh, "region", "amdo", "amdo", None),
        ] {
            assert_eq!(
                names(ui).of(group, code),
                (name.to_owned(), language),
                "{ui:?} {group}.{code}"
            );
        }
    }
}
