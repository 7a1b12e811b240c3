//! A sentence put together of parts, whose places are known in Unicode scalar values.

use demarche::graph::CitedMark;
use demarche::model::Role;

/// What is written so far.
#[derive(Debug, Default)]
pub struct Sentence {
    pub text: String,
    pub marks: Vec<CitedMark>,
}

impl Sentence {
    /// The place after the last character.
    pub fn end(&self) -> usize {
        self.text.chars().count()
    }
    pub fn push(&mut self, text: &str) -> &mut Sentence {
        self.text.push_str(text);
        self
    }
    /// Writes words and marks them; the place where they begin and end.
    pub fn mark(&mut self, role: Role, text: &str) -> (usize, usize) {
        let start = self.end();
        self.push(text);
        let end = self.end();
        if start < end {
            self.marks.push(CitedMark { role, start, end });
        }
        (start, end)
    }
    /// The characters from one place to another.
    pub fn between(&self, start: usize, end: usize) -> String {
        self.text.chars().skip(start).take(end - start).collect()
    }
}
