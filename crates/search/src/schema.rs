//! The fields of the index as tantivy knows them, built from the definition.

use std::sync::Arc;

use tantivy::schema::{Field, IndexRecordOption, NumericOptions, Schema, TextFieldIndexing, TextOptions};
use tantivy::tokenizer::{RawTokenizer, TokenizerManager};

use crate::definition::{Analyzer, Definition};
use crate::tokenizers::{GramTokenizer, SyllableTokenizer, WordTokenizer};
use crate::{Error, Words};

/// The fields by name, so that a misspelt one is found when the index is opened and not in a query.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Fields {
    pub(crate) id: Field,
    pub(crate) zh_w: Field,
    pub(crate) bo_syl: Field,
    pub(crate) zh_text: Field,
    pub(crate) bo_text: Field,
    pub(crate) workflow: Field,
    pub(crate) collection: Field,
    pub(crate) subject_field: Field,
}

/// The name of the fast field that holds the id.
pub(crate) const ID: &str = "id";

/// Builds the schema of `definition`.
pub(crate) fn schema(definition: &Definition) -> Schema {
    let mut builder = Schema::builder();
    for field in &definition.fields {
        let name = field.name.as_str();
        match field.analyzer {
            Analyzer::Number => {
                builder.add_u64_field(name, NumericOptions::default().set_indexed().set_fast())
            }
            Analyzer::Raw => builder.add_text_field(name, indexed("raw", IndexRecordOption::Basic)),
            Analyzer::ZhWords => builder.add_text_field(name, indexed("zh_words", IndexRecordOption::Basic)),
            Analyzer::BoSyllables => {
                builder.add_text_field(name, indexed("bo_syllables", IndexRecordOption::Basic))
            }
            Analyzer::ZhBigrams => builder.add_text_field(name, indexed("zh_bigrams", POSITIONS)),
            Analyzer::BoBigrams => builder.add_text_field(name, indexed("bo_bigrams", POSITIONS)),
        };
    }
    builder.build()
}

/// Returns our tokenizers. tantivy does not keep them with an index, so every open needs them again.
pub(crate) fn tokenizers(words: &Arc<Words>) -> TokenizerManager {
    // Fields of numbers ask for a tokenizer by name too, though they never use it.
    let manager = TokenizerManager::default();
    manager.register("raw", RawTokenizer::default());
    manager.register("zh_bigrams", GramTokenizer::chars());
    manager.register("bo_bigrams", GramTokenizer::syllables());
    manager.register("bo_syllables", SyllableTokenizer);
    manager.register("zh_words", WordTokenizer::new(Arc::clone(words)));
    manager
}

impl Fields {
    /// Finds the fields in `schema`.
    ///
    /// # Errors
    /// [`Error::Definition`] naming the first field that is missing.
    pub(crate) fn of(schema: &Schema) -> Result<Self, Error> {
        let field = |name: &str| {
            schema
                .get_field(name)
                .map_err(|_| Error::Definition(format!("the field `{name}` is missing")))
        };
        Ok(Self {
            id: field(ID)?,
            zh_w: field("zh_w")?,
            bo_syl: field("bo_syl")?,
            zh_text: field("zh_text")?,
            bo_text: field("bo_text")?,
            workflow: field("workflow")?,
            collection: field("collection")?,
            subject_field: field("subject_field")?,
        })
    }
}

const POSITIONS: IndexRecordOption = IndexRecordOption::WithFreqsAndPositions;

fn indexed(tokenizer: &str, option: IndexRecordOption) -> TextOptions {
    // Lengths of fields serve BM25 only; the order of hits is our own.
    let indexing = TextFieldIndexing::default()
        .set_tokenizer(tokenizer)
        .set_index_option(option)
        .set_fieldnorms(false);
    TextOptions::default().set_indexing_options(indexing)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_that_is_missing_is_named() {
        let mut definition = Definition::load().unwrap();
        definition.fields.retain(|f| f.name != "bo_syl");
        let error = Fields::of(&schema(&definition)).unwrap_err();
        assert!(
            error.to_string().ends_with("the field `bo_syl` is missing"),
            "{error}"
        );
    }

    #[test]
    fn every_analyzer_has_its_tokenizer() {
        let manager = tokenizers(&Words::on_demand());
        let definition = Definition::load().unwrap();
        for (_, entry) in schema(&definition).fields() {
            if let tantivy::schema::FieldType::Str(options) = entry.field_type() {
                let name = options.get_indexing_options().unwrap().tokenizer();
                assert!(manager.get(name).is_some(), "{name}");
            }
        }
    }
}
