//! Messages and tips on the page of rules.

use std::fmt::Write;

use tingled::assess::Level;
use tingled::assess::advice::open_signs::OPEN_DAYS;
use tingled::assess::advice::reason::COLD_BELOW_C;
use tingled::assess::advice::{Reason, TIPS, TIPS_MOST, Tip, When};
use tingled::assess::fluid::{DRINK_MOST_ML_PER_H, LONG_H, TIPS_LONG_H};
use tingled::voice::{Language, advice, alert};

/// What a message says; where the records fill it, three points.
pub fn said(id: &str, level: Level) -> String {
    let texts = alert::templates(id, level, Language::English);
    assert!(!texts.is_empty(), "{id} says nothing");
    let (mut plain, mut depth) = (String::new(), 0);
    for c in texts.iter().map(|text| text.trim()).collect::<Vec<_>>().join(" ").chars() {
        match c {
            '{' => depth = 1,
            '}' => {
                depth = 0;
                plain.extend((!plain.ends_with('…')).then_some('…'));
            }
            c if depth == 0 => plain.push(c),
            _ => {}
        }
    }
    let parts = "what applies of: ";
    if texts.len() > 1 { format!("{parts}{plain}") } else { plain }
}

/// The tips that go with a rule.
pub fn of_rule(page: &mut String, id: &str) {
    let goes_with = |tip: &&Tip| tip.when.iter().any(|when| matches!(when, When::Rule(rule) if *rule == id));
    let tips: Vec<String> = TIPS.iter().filter(goes_with).map(|tip| format!("`{}`", tip.id)).collect();
    if !tips.is_empty() {
        writeln!(page, "- [tips](#tips): {}", tips.join(" ")).unwrap();
    }
}

/// Every tip: its text, what it goes with, and what keeps it back.
pub fn table(page: &mut String) {
    writeln!(
        page,
        "\n## Tips\n\n\
         Not yet reviewed by a clinician. A finding below \"see a doctor today\" carries the tips whose cause it \
         supports: by its rule, or because a report fits best with a group of [patterns.md](patterns.md) or, beside \
         one that fits best, also fits it. At most {TIPS_MOST} are looked at, in the order of this table, those for \
         what fits best first. Each is kept back when one of its reasons holds: the alert names it under `withheld`, \
         `tingled explain` with every reason. An answer that is missing keeps back what it could make harmful.\n\n\
         A sign for the emergency number or for a doctor today is open when a report of the last {OPEN_DAYS:.0} days \
         told of it and no newer one answers everything its rule asks otherwise. This follows from the records \
         alone, not from what was said or acknowledged.\n\n\
         | tip | text | goes with | kept back when |\n|---|---|---|---|"
    )
    .unwrap();
    for tip in TIPS {
        let id = tip.id;
        let text = advice::find(id).unwrap_or_else(|| panic!("{id} lacks words"));
        let says = text.says.with(Language::English, &[("most", "800")]);
        let when: Vec<String> = tip.when.iter().map(|when| format!("`{}`", when.name())).collect();
        let place_of = TIPS.iter().flat_map(|other| other.instead.iter().map(move |milder| (other.id, milder)));
        let place_of = place_of.filter(|(_, (_, milder))| *milder == id);
        let instead = place_of.map(|(other, (reason, _))| format!("instead of `{other}` when `{}`", reason.name()));
        let when: Vec<String> = when.into_iter().chain(instead).collect();
        let reasons: Vec<String> = tip.withheld.iter().map(|reason| format!("`{}`", reason.name())).collect();
        let reasons = if reasons.is_empty() { "never".to_owned() } else { reasons.join(" ") };
        writeln!(page, "| `{id}` | {says} | {} | {reasons} |", when.join(" ")).unwrap();
    }
    page.push_str("\n| reason | in words |\n|---|---|\n");
    for reason in Reason::ALL {
        writeln!(page, "| `{}` | {} |", reason.name(), advice::reason(reason.name(), Language::English)).unwrap();
    }
    writeln!(
        page,
        "\n`mass_change_unknown` counts from {TIPS_LONG_H} hours on and when a change cannot be believed, \
         `long_session` above {LONG_H}, `drinking_much` from {DRINK_MOST_ML_PER_H} ml an hour on, `cold_weather` \
         below {COLD_BELOW_C} °C. `normal_exertion` goes with a report that can be ordinary exertion, `no_pattern` \
         with one in which no pattern stands out."
    )
    .unwrap();
}
