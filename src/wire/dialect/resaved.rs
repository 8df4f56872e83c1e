//! Times as spreadsheets write them: a person who opens an export there and saves it again changes its times.

use super::RecordRule;
use crate::wire::date::Form;

/// What becomes of `2026-08-13 10:52:07`, by the language of the computer. Where nothing tells the day from the
/// month, a time that could be two is refused as elsewhere.
const FORMS: [&str; 20] = [
    "AA/BB/YYYY hh:mm",
    "AA/BB/YYYY hh:mm:ss",
    "AA/BB/YYYY HH:mm AP",
    "AA/BB/YYYY HH:mm:ss AP",
    "AA/BB/YYYY",
    "DD.MM.YYYY hh:mm",
    "DD.MM.YYYY hh:mm:ss",
    "DD.MM.YYYY",
    "DD.MM.YYYY, hh:mm",
    "DD.MM.YYYY, hh:mm:ss",
    "AA-BB-YYYY hh:mm",
    "AA-BB-YYYY hh:mm:ss",
    "AA-BB-YYYY",
    "YYYY/MM/DD hh:mm",
    "YYYY/MM/DD hh:mm:ss",
    "YYYY/MM/DD",
    "YYYY-MM-DD hh:mm",
    "YYYY-MM-DD hh:mm:ss",
    "YYYY-MM-DD HH:mm AP",
    "YYYY-MM-DD HH:mm:ss AP",
];

/// Lets the times of a rule be in these forms, too, where the app writes a form that spreadsheets take for a time.
pub(super) fn allow(rule: &mut RecordRule) {
    for time in rule.time.iter_mut().chain(&mut rule.end) {
        if !time.forms.iter().any(|form| form.text() == "iso") {
            continue;
        }
        for form in FORMS {
            // An app that says itself which number is the day is believed.
            let decided = form.strip_prefix("AA").and_then(|rest| rest.get(..1)).is_some_and(|sign| {
                let orders = [format!("DD{sign}MM"), format!("MM{sign}DD")];
                time.forms.iter().any(|known| orders.iter().any(|order| known.text().starts_with(order)))
            });
            let is_there = time.forms.iter().any(|known| known.text() == form);
            time.forms.extend(Form::new(form).filter(|_| !is_there && !decided));
        }
    }
}
