//! tantivy as somebody uses it who knows it well: fields for whole terms, dictionary words, pairs of characters, syllables
//! and pinyin, and for each kind of query the tantivy query that fits it. It is told the kind, which nobody tells ours.

use std::sync::Arc;

use tantivy::collector::TopDocs;
use tantivy::query::{
    BooleanQuery, BoostQuery, FuzzyTermQuery, Occur, PhraseQuery, Query as TantivyQuery, RegexQuery,
    TermQuery,
};
use tantivy::schema::{
    BytesOptions, Field, IndexRecordOption, Schema, TextFieldIndexing, TextOptions, Value,
};
use tantivy::store::Compressor;
use tantivy::tokenizer::{RawTokenizer, Token, TokenStream, Tokenizer, TokenizerManager};
use tantivy::{Index, IndexSettings, IndexWriter, Searcher, TantivyDocument, Term};
use tempfile::TempDir;
use testkit::{Generated, Query, QueryKind};
use text::zh::Segmenter;

use crate::measure::{Engine, payload};
use crate::ours::folder_bytes;

/// The index with its fields.
#[derive(Clone)]
pub struct Plain {
    searcher: Searcher,
    fields: Fields,
    segmenter: Arc<Segmenter>,
    folder: Arc<TempDir>,
}

/// The same index asked only for one whole term, which no part of an answer can be faster than.
pub struct Bare(Plain);

#[derive(Clone, Copy)]
struct Fields {
    zh: Field,
    zh_words: Field,
    zh_pairs: Field,
    bo: Field,
    bo_syllables: Field,
    pinyin: Field,
    definition: Field,
    payload: Field,
}

impl Plain {
    pub fn build(entries: &[Generated]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut builder = Schema::builder();
        let text = |tokenizer: &str, option| {
            let indexing = TextFieldIndexing::default()
                .set_tokenizer(tokenizer)
                .set_index_option(option);
            TextOptions::default().set_indexing_options(indexing)
        };
        let positions = IndexRecordOption::WithFreqsAndPositions;
        let fields = Fields {
            zh: builder.add_text_field("zh", text("raw", IndexRecordOption::Basic)),
            zh_words: builder.add_text_field("zh_words", text("words", IndexRecordOption::WithFreqs)),
            zh_pairs: builder.add_text_field("zh_pairs", text("pairs", positions)),
            bo: builder.add_text_field("bo", text("raw", IndexRecordOption::Basic)),
            bo_syllables: builder.add_text_field("bo_syllables", text("syllables", positions)),
            pinyin: builder.add_text_field("pinyin", text("spaces", positions)),
            definition: builder.add_text_field("definition", text("words", IndexRecordOption::WithFreqs)),
            payload: builder.add_bytes_field("payload", BytesOptions::default().set_stored()),
        };
        let segmenter = Arc::new(Segmenter::new(std::iter::empty()));
        let tokenizers = TokenizerManager::default();
        tokenizers.register("raw", RawTokenizer::default());
        tokenizers.register("words", Cut::words(&segmenter));
        tokenizers.register("pairs", Cut::pairs());
        tokenizers.register("syllables", Cut::at('་'));
        tokenizers.register("spaces", Cut::at(' '));
        let settings = IndexSettings {
            docstore_compression: Compressor::None,
            ..IndexSettings::default()
        };
        let builder = Index::builder()
            .schema(builder.build())
            .settings(settings)
            .tokenizers(tokenizers);
        let index = builder.create_in_dir(folder.path()).unwrap();
        let mut writer: IndexWriter = index.writer_with_num_threads(1, 100_000_000).unwrap();
        for entry in entries {
            let mut document = TantivyDocument::new();
            let (zh, bo) = (text::zh::fold(&entry.zh), text::bo::fold(&entry.bo));
            for field in [fields.zh, fields.zh_words, fields.zh_pairs] {
                document.add_text(field, &zh);
            }
            document.add_text(fields.bo, &bo);
            document.add_text(fields.bo_syllables, &bo);
            document.add_text(fields.pinyin, text::zh::pinyin::best_key(&entry.zh).spaced);
            document.add_text(fields.definition, &entry.definition);
            document.add_bytes(fields.payload, &payload(&entry.zh, &entry.bo, &entry.definition));
            writer.add_document(document).unwrap();
        }
        writer.commit().unwrap();
        let segments = index.searchable_segment_ids().unwrap();
        if segments.len() > 1 {
            writer.merge(&segments).wait().unwrap();
        }
        writer.wait_merging_threads().unwrap();
        let searcher = index.reader().unwrap().searcher();
        Self {
            searcher,
            fields,
            segmenter,
            folder: Arc::new(folder),
        }
    }

    pub fn bare(&self) -> Bare {
        Bare(self.clone())
    }

    fn query(&self, query: &Query) -> Box<dyn TantivyQuery> {
        let fields = self.fields;
        let zh = || text::zh::fold(&query.text);
        let bo = || text::bo::fold(&query.text);
        match query.kind {
            QueryKind::ExactZh | QueryKind::Miss => term(fields.zh, &zh()),
            QueryKind::ExactBo => term(fields.bo, &bo()),
            QueryKind::PrefixZh => {
                Box::new(RegexQuery::from_pattern(&format!("{}.*", zh()), fields.zh).unwrap())
            }
            QueryKind::SubstringZh => phrase(fields.zh_pairs, pairs(&zh())),
            QueryKind::OneEditZh => {
                let term = Term::from_field_text(fields.zh, &zh());
                Box::new(FuzzyTermQuery::new(term, 1, true))
            }
            QueryKind::PairBo => phrase(fields.bo_syllables, bo().split('་').map(str::to_owned).collect()),
            QueryKind::Pinyin => phrase(fields.pinyin, query.text.split(' ').map(str::to_owned).collect()),
            QueryKind::Mixed => self.mixed(&query.text),
        }
    }

    /// Three morphemes over four fields with boosts.
    fn mixed(&self, text: &str) -> Box<dyn TantivyQuery> {
        let fields = self.fields;
        let mut clauses: Vec<(Occur, Box<dyn TantivyQuery>)> = Vec::new();
        for piece in text.split(' ') {
            let boosted = |query, boost| -> Box<dyn TantivyQuery> { Box::new(BoostQuery::new(query, boost)) };
            clauses.push((Occur::Should, boosted(term(fields.zh, piece), 10.0)));
            clauses.push((Occur::Should, boosted(phrase(fields.zh_pairs, pairs(piece)), 4.0)));
            for word in self.segmenter.words(piece) {
                clauses.push((Occur::Should, boosted(term(fields.zh_words, word.text), 2.0)));
                clauses.push((Occur::Should, term(fields.definition, word.text)));
            }
        }
        Box::new(BooleanQuery::new(clauses))
    }
}

impl Engine for Plain {
    fn name(&self) -> &'static str {
        "plain tantivy"
    }

    fn bytes(&self) -> u64 {
        folder_bytes(self.folder.path())
    }

    fn answer(&self, query: &Query) -> usize {
        let best = TopDocs::with_limit(10).order_by_score();
        let hits = self.searcher.search(&*self.query(query), &best).unwrap();
        let payload = |address| {
            let document: TantivyDocument = self.searcher.doc(address).unwrap();
            let value = document.get_first(self.fields.payload).unwrap();
            value.as_bytes().unwrap().to_vec().len()
        };
        hits.into_iter().map(|(_, address)| payload(address)).sum()
    }
}

impl Engine for Bare {
    fn name(&self) -> &'static str {
        "bare term query"
    }

    fn bytes(&self) -> u64 {
        self.0.bytes()
    }

    /// The whole text as one term, without folding and without payloads.
    fn answer(&self, query: &Query) -> usize {
        let best = TopDocs::with_limit(10).order_by_score();
        let query = TermQuery::new(
            Term::from_field_text(self.0.fields.zh, &query.text),
            IndexRecordOption::Basic,
        );
        self.0.searcher.search(&query, &best).unwrap().len()
    }
}

fn term(field: Field, text: &str) -> Box<dyn TantivyQuery> {
    Box::new(TermQuery::new(
        Term::from_field_text(field, text),
        IndexRecordOption::Basic,
    ))
}

fn phrase(field: Field, terms: Vec<String>) -> Box<dyn TantivyQuery> {
    match &terms[..] {
        [only] => term(field, only),
        _ => Box::new(PhraseQuery::new(
            terms.iter().map(|t| Term::from_field_text(field, t)).collect(),
        )),
    }
}

fn pairs(text: &str) -> Vec<String> {
    let chars: Vec<char> = text.chars().collect();
    if chars.len() < 2 {
        return vec![text.to_owned()];
    }
    chars.windows(2).map(|pair| pair.iter().collect()).collect()
}

/// What a cut returns.
type Pieces = dyn Fn(&str) -> Vec<String> + Send + Sync;

/// A tokenizer from a function.
#[derive(Clone)]
struct Cut(Arc<Pieces>);

impl Cut {
    fn words(segmenter: &Arc<Segmenter>) -> Self {
        let segmenter = Arc::clone(segmenter);
        let words = move |text: &str| segmenter.words(text).iter().map(|w| w.text.to_owned()).collect();
        Self(Arc::new(words))
    }

    fn pairs() -> Self {
        Self(Arc::new(pairs))
    }

    fn at(separator: char) -> Self {
        Self(Arc::new(move |text: &str| {
            text.split(separator).map(str::to_owned).collect()
        }))
    }
}

impl Tokenizer for Cut {
    type TokenStream<'a> = Stream;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Stream {
        Stream {
            rest: (self.0)(text).into_iter().enumerate(),
            token: Token::default(),
        }
    }
}

struct Stream {
    rest: std::iter::Enumerate<std::vec::IntoIter<String>>,
    token: Token,
}

impl TokenStream for Stream {
    fn advance(&mut self) -> bool {
        let Some((position, text)) = self.rest.next() else {
            return false;
        };
        self.token = Token {
            position,
            text,
            ..Token::default()
        };
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}
