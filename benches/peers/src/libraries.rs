//! The libraries that a building's software would otherwise reach for. All get tokens that are folded already, and know
//! entries by their place in the order of the answers, which is the best that can be done for them.

use fst::automaton::{Automaton, Str};
use fst::{IntoStreamer, Map, MapBuilder, Streamer};
use levenshtein_automata::LevenshteinAutomatonBuilder;
use rusqlite::Connection;
use std::cell::RefCell;
use tantivy::collector::TopDocs;
use tantivy::directory::RamDirectory;
use tantivy::query::{BooleanQuery, FuzzyTermQuery, Query};
use tantivy::schema::{FAST, Field, IndexRecordOption, Schema, TextFieldIndexing, TextOptions};
use tantivy::tokenizer::{TextAnalyzer, WhitespaceTokenizer};
use tantivy::{Index, Order, Searcher, Term, doc};

use crate::{Data, Found, LIMIT, budget};

/// A finite-state map of the tokens with Levenshtein automata over it.
pub struct Fst {
    map: Map<Vec<u8>>,
    postings: Vec<Vec<u32>>,
    automata: [LevenshteinAutomatonBuilder; 2],
}

impl Fst {
    pub fn new(data: &Data) -> Self {
        let mut tokens: Vec<(&str, u32)> = vec![];
        for (entry, (_, own)) in data.entries.iter().enumerate() {
            tokens.extend(own.iter().map(|token| (token.as_str(), entry as u32)));
        }
        tokens.sort_unstable();
        tokens.dedup();
        let mut builder = MapBuilder::memory();
        let mut postings: Vec<Vec<u32>> = vec![];
        for group in tokens.chunk_by(|(a, _), (b, _)| a == b) {
            builder.insert(group[0].0, postings.len() as u64).expect("tokens are sorted");
            postings.push(group.iter().map(|(_, entry)| *entry).collect());
        }
        let map = Map::new(builder.into_inner().expect("a map in memory")).expect("a map just built");
        // Building these takes longest; it is done once.
        let automata = [1, 2].map(|edits| LevenshteinAutomatonBuilder::new(edits, true));
        Self { map, postings, automata }
    }

    pub fn bytes(&self) -> usize {
        let postings: usize = self.postings.iter().map(|own| 24 + 4 * own.capacity()).sum();
        self.map.as_fst().as_bytes().len() + postings
    }

    pub fn search(&self, query: &[String]) -> Found {
        let begun = |token: &String| self.entries(Str::new(token).starts_with());
        let mut hits = in_all(query.iter().map(begun));
        if hits.len() < LIMIT {
            let alike = |token: &String| match budget(token) {
                0 => begun(token),
                edits => self.entries(self.automata[edits as usize - 1].build_prefix_dfa(token)),
            };
            let misspelt = in_all(query.iter().map(alike));
            let before = hits.clone();
            hits.extend(misspelt.into_iter().filter(|entry| before.binary_search(entry).is_err()));
        }
        hits.truncate(LIMIT);
        hits
    }

    fn entries(&self, automaton: impl Automaton) -> Vec<u32> {
        let mut entries = vec![];
        let mut tokens = self.map.search(automaton).into_stream();
        while let Some((_, number)) = tokens.next() {
            entries.extend_from_slice(&self.postings[number as usize]);
        }
        entries.sort_unstable();
        entries.dedup();
        entries
    }
}

fn in_all(lists: impl Iterator<Item = Vec<u32>>) -> Vec<u32> {
    let both =
        |a: Vec<u32>, b: Vec<u32>| a.into_iter().filter(|entry| b.binary_search(entry).is_ok()).collect();
    lists.reduce(both).unwrap_or_default()
}

/// A full-text search engine, in memory, one segment.
pub struct Tantivy {
    searcher: Searcher,
    tokens: Field,
    bytes: usize,
}

impl Tantivy {
    pub fn new(data: &Data) -> tantivy::Result<Self> {
        let mut schema = Schema::builder();
        let indexing = TextFieldIndexing::default()
            .set_tokenizer("spaces")
            .set_fieldnorms(false)
            .set_index_option(IndexRecordOption::Basic);
        let tokens = schema.add_text_field("tokens", TextOptions::default().set_indexing_options(indexing));
        let entry = schema.add_u64_field("entry", FAST);
        let directory = RamDirectory::create();
        let index = Index::create(directory.clone(), schema.build(), tantivy::IndexSettings::default())?;
        index.tokenizers().register("spaces", TextAnalyzer::from(WhitespaceTokenizer::default()));
        let mut writer = index.writer_with_num_threads(1, 50_000_000)?;
        for (number, (_, own)) in data.entries.iter().enumerate() {
            writer.add_document(doc!(tokens => own.join(" "), entry => number as u64))?;
        }
        writer.commit()?;
        let searcher = index.reader()?.searcher();
        Ok(Self { searcher, tokens, bytes: directory.total_mem_usage() })
    }

    pub fn bytes(&self) -> usize {
        self.bytes
    }

    pub fn search(&self, query: &[String]) -> Found {
        let mut hits = self.find(query, |_| 0);
        if hits.len() < LIMIT {
            let misspelt = self.find(query, |token| budget(token) as u8);
            let before = hits.clone();
            hits.extend(misspelt.into_iter().filter(|entry| !before.contains(entry)));
        }
        hits.truncate(LIMIT);
        hits
    }

    fn find(&self, query: &[String], edits: impl Fn(&str) -> u8) -> Found {
        let clauses = query.iter().map(|token| {
            let term = Term::from_field_text(self.tokens, token);
            Box::new(FuzzyTermQuery::new_prefix(term, edits(token), true)) as Box<dyn Query>
        });
        let query = BooleanQuery::intersection(clauses.collect());
        // Twice as many, since what was found without errors is found again.
        let top = TopDocs::with_limit(2 * LIMIT).order_by_fast_field::<u64>("entry", Order::Asc);
        let found = self.searcher.search(&query, &top).expect("a search in memory");
        found.into_iter().filter_map(|(entry, _)| entry.map(|entry| entry as u32)).collect()
    }
}

/// SQLite's full-text index, in memory, with its prefix index, ordered by a column of the table it belongs to: residents
/// come and go, and so a row's number cannot be its place.
pub struct Fts5 {
    connection: Connection,
    expression: RefCell<String>,
    bytes: usize,
}

impl Fts5 {
    pub fn new(data: &Data) -> rusqlite::Result<Self> {
        let connection = Connection::open_in_memory()?;
        connection.execute_batch(
            "CREATE VIRTUAL TABLE names USING fts5(tokens, content='', detail=none, prefix='2 3')",
        )?;
        connection
            .execute_batch("CREATE TABLE residents(id INTEGER PRIMARY KEY, place INTEGER NOT NULL); BEGIN")?;
        for (number, (_, own)) in data.entries.iter().enumerate() {
            let mut insert = connection.prepare_cached("INSERT INTO names(rowid, tokens) VALUES (?1, ?2)")?;
            insert.execute((number as i64, own.join(" ")))?;
            let mut insert = connection.prepare_cached("INSERT INTO residents(id, place) VALUES (?1, ?1)")?;
            insert.execute((number as i64,))?;
        }
        connection.execute_batch("COMMIT; INSERT INTO names(names) VALUES ('optimize')")?;
        let pages =
            |what: &str| connection.query_row(&format!("PRAGMA {what}"), [], |row| row.get::<_, i64>(0));
        let bytes = (pages("page_count")? * pages("page_size")?) as usize;
        Ok(Self { connection, expression: RefCell::default(), bytes })
    }

    pub fn bytes(&self) -> usize {
        self.bytes
    }

    pub fn search(&self, query: &[String]) -> Found {
        let mut expression = self.expression.borrow_mut();
        expression.clear();
        for token in query {
            expression.extend(["\"", token, "\"* "]);
        }
        let sql = "SELECT place FROM names JOIN residents ON residents.id = names.rowid \
                   WHERE names MATCH ?1 ORDER BY place LIMIT ?2";
        let mut select = self.connection.prepare_cached(sql).expect("a statement that is right");
        let rows = select.query_map((expression.as_str(), LIMIT as i64), |row| row.get::<_, i64>(0));
        rows.expect("a query that is right").filter_map(Result::ok).map(|row| row as u32).collect()
    }
}
