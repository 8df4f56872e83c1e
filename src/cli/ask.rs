//! Asking for a report, question by question, on a terminal.

use std::io::{self, BufRead, Write};

use crate::record::{Body, Kind, Shape, Value};
use crate::voice::Language;
use crate::voice::questions::{AGAIN, HOW, Question, TINGLING, WHEN_SIGNS, WHEN_YES};
use crate::wire::cell;

/// How often a question is put when its answer cannot be read.
const ASKED_MOST: usize = 3;

/// The answers as `log` takes them: pairs of a field and a text. `None` when the first question got no answer.
///
/// # Errors
/// When the terminal cannot be read or written.
pub fn report(
    input: &mut dyn BufRead,
    out: &mut dyn Write,
    language: Language,
) -> io::Result<Option<Vec<(String, String)>>> {
    let mut asked =
        Asked { input, out, language, body: Body::empty(Kind::Symptom), answers: Vec::new(), over: false };
    writeln!(asked.out, "{}", HOW.text(language))?;
    asked.put(&TINGLING)?;
    if asked.answers.is_empty() {
        return Ok(None);
    }
    if asked.told("tingling") == Some(Value::Flag(true)) {
        for question in WHEN_YES {
            asked.put(question)?;
        }
        if matches!(asked.told("signs"), Some(Value::List(signs)) if !signs.is_empty()) {
            for question in WHEN_SIGNS {
                asked.put(question)?;
            }
        }
    }
    Ok(Some(asked.answers))
}

struct Asked<'a> {
    input: &'a mut dyn BufRead,
    out: &'a mut dyn Write,
    language: Language,
    /// What was told so far, to know what can be read.
    body: Body,
    answers: Vec<(String, String)>,
    /// Whether the terminal was closed: what was told until then is kept.
    over: bool,
}

impl Asked<'_> {
    fn told(&self, field: &str) -> Option<Value> {
        self.body.answered().into_iter().find(|(name, _)| *name == field).map(|(_, value)| value)
    }

    /// Puts a question until it is answered, passed over, or was put often enough.
    fn put(&mut self, question: &Question) -> io::Result<()> {
        let Some(shape) = self.body.shape(question.field) else { return Ok(()) };
        for _ in 0..ASKED_MOST {
            if self.over {
                return Ok(());
            }
            write!(self.out, "{}", question.line(self.language))?;
            self.out.flush()?;
            let mut line = String::new();
            self.over = self.input.read_line(&mut line)? == 0;
            let text = line.trim();
            if text.is_empty() {
                return Ok(());
            }
            if self.takes(question.field, shape, text) {
                self.answers.push((question.field.to_owned(), text.to_owned()));
                return Ok(());
            }
            writeln!(self.out, "{}", AGAIN.text(self.language))?;
        }
        Ok(())
    }

    fn takes(&mut self, field: &str, shape: Shape, text: &str) -> bool {
        let Ok(value) = cell::read(shape, text) else { return false };
        self.body.set(field, value).is_some_and(|set| set.is_ok())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::voice::questions::MOST;

    /// What was answered, and what stood on the terminal.
    fn talk(lines: &str, language: Language) -> (Option<Vec<(String, String)>>, String) {
        let mut shown = Vec::new();
        let answers = report(&mut lines.as_bytes(), &mut shown, language).unwrap();
        (answers, String::from_utf8(shown).unwrap())
    }

    fn pairs(answers: &[(&str, &str)]) -> Option<Vec<(String, String)>> {
        Some(answers.iter().map(|(field, text)| ((*field).to_owned(), (*text).to_owned())).collect())
    }

    #[test]
    fn no_is_one_answer_and_the_last() {
        let (answers, shown) = talk("no\n", Language::English);
        assert_eq!(answers, pairs(&[("tingling", "no")]));
        assert_eq!(shown.matches('?').count(), 1);
    }

    #[test]
    fn yes_opens_four_more_and_a_sign_the_rest() {
        let (answers, shown) = talk("ja\nlinke Wade\n4\nnichts\nwährend\n", Language::German);
        let told = [
            ("tingling", "ja"),
            ("sites", "linke Wade"),
            ("severity", "4"),
            ("signs", "nichts"),
            ("onset", "während"),
        ];
        assert_eq!(answers, pairs(&told));
        assert_eq!(shown.matches('?').count(), 5, "{shown}");
        let (answers, shown) = talk("yes\n\n\nweakness\n\nyes\n30\n\nno\n", Language::English);
        let told = [
            ("tingling", "yes"),
            ("signs", "weakness"),
            ("ongoing", "yes"),
            ("duration_min", "30"),
            ("progressive", "no"),
        ];
        assert_eq!(answers, pairs(&told));
        assert_eq!((shown.matches('?').count(), MOST), (9, 9), "{shown}");
    }

    #[test]
    fn what_cannot_be_read_is_asked_again_and_then_left_unanswered() {
        let (answers, shown) = talk("yes\n\n11\neleven\n7\n", Language::English);
        assert_eq!(answers, pairs(&[("tingling", "yes"), ("severity", "7")]));
        assert_eq!(shown.matches("That could not be read.").count(), 2);
        let (answers, _) = talk("yes\n\n11\n12\n13\nnone\n", Language::English);
        assert_eq!(answers, pairs(&[("tingling", "yes"), ("signs", "none")]));
    }

    #[test]
    fn a_closed_terminal_ends_the_questions_and_keeps_what_was_told() {
        assert_eq!(talk("", Language::English).0, None);
        assert_eq!(talk("\n", Language::English).0, None);
        assert_eq!(
            talk("yes\nboth feet", Language::English).0,
            pairs(&[("tingling", "yes"), ("sites", "both feet")])
        );
    }

    /// The words that a question offers are words that are understood.
    #[test]
    fn every_word_that_is_offered_can_be_read() {
        for question in std::iter::once(&TINGLING).chain(WHEN_YES).chain(WHEN_SIGNS) {
            let body = Body::empty(Kind::Symptom);
            let shape = body.shape(question.field).unwrap();
            for language in Language::ALL {
                let text = question.text.text(*language);
                let Some((_, offered)) = text.split_once('(') else { continue };
                let offered = offered.trim_end_matches(')').split(": ").last().unwrap_or_default();
                for word in offered.split([',', ';']).map(str::trim) {
                    let mut body = Body::empty(Kind::Symptom);
                    let value = cell::read(shape, word).unwrap_or_else(|wrong| panic!("{word}: {wrong:?}"));
                    assert!(body.set(question.field, value).unwrap().is_ok(), "{word}");
                    assert!(crate::wire::words::unread(&body).is_empty(), "{word}");
                }
            }
        }
    }
}
