//! The forms of the times of a dialect.

use crate::wire::date::Form;

/// What spreadsheets make of a time in the form `iso` when they save a file again, by the country they are set to.
const SAVED_AGAIN: &[&str] = &[
    "DD.MM.YYYY",
    "DD.MM.YYYY hh:mm:ss",
    "DD.MM.YYYY hh:mm",
    "DD.MM.YYYY, hh:mm:ss",
    "DD.MM.YYYY, hh:mm",
    "AA/BB/YYYY",
    "AA/BB/YYYY hh:mm:ss",
    "AA/BB/YYYY hh:mm",
    "AA/BB/YYYY HH:mm:ss AP",
    "AA/BB/YYYY HH:mm AP",
    "AA-BB-YYYY",
    "AA-BB-YYYY hh:mm:ss",
    "AA-BB-YYYY hh:mm",
    "YYYY-MM-DD hh:mm:ss",
    "YYYY-MM-DD hh:mm",
    "YYYY/MM/DD",
    "YYYY/MM/DD hh:mm:ss",
    "YYYY/MM/DD hh:mm",
    "YYYY-MM-DD HH:mm:ss AP",
    "YYYY-MM-DD HH:mm AP",
];

/// The forms of these names, likeliest first; and what is wrong with the others.
pub(super) fn read(texts: &[String]) -> (Vec<Form>, Vec<String>) {
    let mut forms = Vec::new();
    let mut wrong = Vec::new();
    for text in texts {
        match Form::new(text) {
            Some(form) => forms.push(form),
            None => {
                wrong.push(format!("time form \"{text}\": \"iso\", \"unix\", or a pattern with year, month and day"))
            }
        }
    }
    if texts.iter().any(|text| text == "iso") {
        let further =
            SAVED_AGAIN.iter().filter(|form| !texts.iter().any(|text| text == *form || decides(text, form)));
        forms.extend(further.filter_map(|text| Form::new(text)));
    }
    (forms, wrong)
}

/// Whether a form of the app itself says which number is the day, where the other leaves it open.
fn decides(text: &str, open: &str) -> bool {
    let Some(sign) = open.strip_prefix("AA").and_then(|rest| rest.chars().next()) else { return false };
    ["DD", "MM"].iter().any(|first| text.strip_prefix(first).is_some_and(|rest| rest.starts_with(sign)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_spreadsheets_make_of_a_time_are_forms_and_only_iso_brings_them() {
        let named = |texts: &[&str]| read(&texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>());
        let (forms, wrong) = named(&["iso", "DD.MM.YYYY"]);
        assert_eq!((forms.len(), wrong.len()), (SAVED_AGAIN.len() + 1, 0));
        assert_eq!(named(&["DD.MM.YYYY"]).0.len(), 1);
        // An app that says which number is the day is believed.
        let open = SAVED_AGAIN.iter().filter(|form| form.starts_with("AA/")).count();
        let (forms, _) = named(&["iso", "MM/DD/YYYY hh:mm"]);
        assert_eq!(forms.len(), SAVED_AGAIN.len() - open + 2);
        assert_eq!(named(&["tomorrow"]).1.len(), 1);
    }
}
