//! The page templates, compiled once a language, so that `_()` knows which language it speaks.

use std::fmt;
use std::sync::Arc;

use app::NameBook;
use minijinja::value::{Kwargs, Serde, Value};
use minijinja::{Environment, Error as RenderError, UndefinedBehavior};
use serde::Serialize;

use super::data_names::DataNames;
use super::i18n::Translations;
use super::ui::Ui;
use super::{assets, runs};
use crate::Error;

/// Data that one template turns into HTML.
pub trait View: Serialize {
    /// The template's file name.
    const TEMPLATE: &'static str;
}

/// What every page has around its view.
#[derive(Debug, Clone, Serialize)]
pub struct Frame {
    /// Path and query of the page itself, for the links that switch the language.
    pub here: String,
    /// Id of the request, for a reader who reports a failure.
    pub request_id: String,
    /// Who reads it.
    #[serde(flatten)]
    pub reader: Reader,
}

/// Who reads a page, as far as every page shows it.
#[derive(Clone, Default, Serialize)]
pub struct Reader {
    /// The login name of whoever has signed in.
    pub signed_in: Option<String>,
    /// What a form of the reader's session carries; `None` without a session.
    pub form_token: Option<String>,
    /// Whether the pages on which the glossary is written are of use to them.
    pub may_edit: bool,
    /// Whether the pages of the registry are of use to them.
    pub may_read_registry: bool,
    /// Whether they have a record of their own there.
    pub has_own_record: bool,
}

impl fmt::Debug for Reader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reader").finish_non_exhaustive()
    }
}

/// The templates of all languages.
#[derive(Debug, Default)]
pub struct Templates {
    by_language: Vec<(Ui, Environment<'static>)>,
}

impl Templates {
    /// Compiles templates given as (file name, source). Undefined values are errors when rendering.
    ///
    /// # Errors
    /// If a template cannot be parsed.
    pub fn compile(
        sources: &[(&'static str, &'static str)],
        translations: &Translations,
        names: &Arc<NameBook>,
    ) -> Result<Self, Error> {
        let translations = Arc::new(translations.clone());
        let mut by_language = Vec::new();
        for ui in Ui::ALL {
            let mut env = environment(ui, Arc::clone(&translations), Arc::clone(names));
            for (name, source) in sources {
                let broken = |e: RenderError| Error::Web {
                    file: format!("templates/{name}"),
                    cause: e.to_string(),
                };
                env.add_template(name, source).map_err(broken)?;
            }
            by_language.push((ui, env));
        }
        Ok(Self { by_language })
    }

    /// Renders `view` inside `frame`.
    ///
    /// # Errors
    /// If the template names something that the view does not have; the tests render every view in every language.
    pub fn render<V: View>(&self, ui: Ui, frame: &Frame, view: &V) -> Result<String, RenderError> {
        let (_, env) = self
            .by_language
            .iter()
            .find(|(language, _)| *language == ui)
            .ok_or_else(|| {
                RenderError::new(
                    minijinja::ErrorKind::TemplateNotFound,
                    format!("no templates in `{}`", ui.code()),
                )
            })?;
        env.get_template(V::TEMPLATE)?.render(minijinja::context! {
            page => Serde(frame),
            view => Serde(view),
        })
    }
}

fn environment(ui: Ui, translations: Arc<Translations>, names: Arc<NameBook>) -> Environment<'static> {
    let mut env = Environment::new();
    env.set_undefined_behavior(UndefinedBehavior::Strict);
    env.set_formatter(|out, state, value| match value.as_str() {
        // The library's own escaping also hits `/`, which makes every address unreadable.
        Some(text) if !value.is_safe() => {
            let mut html = String::with_capacity(text.len());
            runs::escape_into(&mut html, text, false);
            Ok(out.write_str(&html)?)
        }
        _ => minijinja::escape_formatter(out, state, value),
    });
    env.add_global("assets", assets::base_path());
    env.add_global("has_tibetan_font", super::has_tibetan_font());
    env.add_global("ui", ui.code());
    env.add_global("html_lang", ui.html_lang());
    let languages = Ui::ALL
        .map(|ui| minijinja::context! { code => ui.code(), lang => ui.html_lang(), name => ui.own_name() });
    env.add_global("languages", Value::from_iter(languages));
    // Inside an element with a `lang` of its own, that language is the one that needs no mark.
    env.add_filter("runs", move |text: &str, around: Option<&str>| {
        Value::from_safe_string(runs::to_html(text, around.and_then(Ui::named).unwrap_or(ui)))
    });
    // Where no mark can stand inside, as in a choice.
    env.add_filter("html_lang", runs::html_lang);
    env.add_filter("shads", runs::shads_joined);
    env.add_filter("query", |text: &str| percent_encode(text));
    let words = Arc::new(DataNames {
        ui,
        translations: Arc::clone(&translations),
        names,
    });
    let (plain_words, word_sources) = (Arc::clone(&words), Arc::clone(&words));
    env.add_function("_name", move |group: &str, name: &str| {
        Value::from_safe_string(runs::to_html(&words.of(group, name).0, ui))
    });
    // As `_name`, for elements that hold text only.
    env.add_function("_word", move |group: &str, name: &str| {
        plain_words.of(group, name).0
    });
    env.add_function("_word_lang", move |group: &str, name: &str| {
        // A code that nobody has a name for is in no language.
        word_sources.of(group, name).1.map_or("", Ui::html_lang)
    });
    let sources = Arc::clone(&translations);
    // The language that a sentence is really in, for elements that hold text only.
    env.add_function("_lang", move |key: &str| sources.language_of(ui, key).html_lang());
    let plain = Arc::clone(&translations);
    // For attributes and titles, which cannot hold elements.
    env.add_function("_plain", move |key: &str, args: Kwargs| {
        sentence(&plain, ui, key, &args)
    });
    env.add_function("_", move |key: &str, args: Kwargs| {
        let sentence = sentence(&translations, ui, key, &args)?;
        Ok::<_, RenderError>(Value::from_safe_string(runs::to_html(&sentence, ui)))
    });
    env
}

fn sentence(translations: &Translations, ui: Ui, key: &str, args: &Kwargs) -> Result<String, RenderError> {
    if translations.find(ui, key).is_none() {
        let reason = format!("no translation has the key `{key}`");
        return Err(RenderError::new(minijinja::ErrorKind::UndefinedError, reason));
    }
    let mut values = Vec::new();
    for name in args.args() {
        values.push((name, args.get::<Value>(name)?.to_string()));
    }
    Ok(translations.fill(ui, key, &values))
}

/// Writes `text` as a value in the query of a URL.
pub fn percent_encode(text: &str) -> String {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    let mut encoded = String::with_capacity(text.len() * 3);
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push('%');
            encoded.push(char::from(HEX[usize::from(byte >> 4)]));
            encoded.push(char::from(HEX[usize::from(byte & 15)]));
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Serialize)]
    struct Sample {
        text: &'static str,
    }
    impl View for Sample {
        const TEMPLATE: &'static str = "sample.html";
    }

    fn render(template: &'static str, ui: Ui) -> Result<String, RenderError> {
        let zh = "[a]\nb = \"法院 <{x}>\"";
        let translations = Translations::read(&[("zh", zh)]).unwrap();
        let templates =
            Templates::compile(&[("sample.html", template)], &translations, &Arc::default()).unwrap();
        let frame = Frame {
            here: "/".into(),
            request_id: "r".into(),
            reader: Reader::default(),
        };
        templates.render(
            ui,
            &frame,
            &Sample {
                text: "ཀ། །<法>"
            },
        )
    }

    #[test]
    fn a_sentence_is_escaped_and_marked_by_script() {
        let html = render("{{ _('a.b', x=view.text) }}", Ui::En).unwrap();
        let expected = "<span lang=\"zh-Hans\">法院 &lt;</span><span lang=\"bo\" class=\"bo\">ཀ།\u{A0}།</span>\
                        <span lang=\"zh-Hans\">&lt;法&gt;&gt;</span>";
        assert_eq!(html, expected);
        assert_eq!(
            render("{{ _plain('a.b', x=1) }}", Ui::Zh).unwrap(),
            "法院 &lt;1&gt;"
        );
    }

    #[test]
    fn a_name_or_key_that_is_not_there_is_an_error() {
        for template in ["{{ view.none }}", "{{ _('a.c') }}", "{% if nothing %}{% endif %}"] {
            assert!(render(template, Ui::Zh).is_err(), "{template}");
        }
    }

    #[test]
    fn a_broken_template_is_named() {
        let error = Templates::compile(
            &[("x.html", "{% if %}")],
            &Translations::default(),
            &Arc::default(),
        )
        .unwrap_err();
        assert!(error.to_string().contains("templates/x.html"));
    }

    #[test]
    fn a_query_survives_the_way_through_a_url() {
        assert_eq!(percent_encode("a b&法=་"), "a%20b%26%E6%B3%95%3D%E0%BC%8B");
    }
}
