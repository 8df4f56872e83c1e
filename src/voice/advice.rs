//! Tips that go with a finding, each only where nothing speaks against it.

use crate::assess::Finding;

/// The most that a drink tip adds up to in an hour, with what was drunk already.
pub const DRINK_MOST_ML_PER_H: f64 = 800.0;

/// The tips of a finding. What the finding withholds is left out, with its reason.
pub fn tips(finding: &Finding) -> Vec<String> {
    match finding.rule.as_str() {
        "fluid_deficit" => deficit(finding),
        "fluid_gain" => vec![
            "After sessions like this, drink to thirst only.".to_owned(),
            "With headache, vomiting or confusion after much drinking, call the emergency number.".to_owned(),
        ],
        _ => Vec::new(),
    }
}

fn deficit(finding: &Finding) -> Vec<String> {
    if let Some(reason) = finding.withheld.first() {
        return vec![format!("No drink tip: {}.", withheld(reason))];
    }
    let by = finding.change.iter().find(|change| change.what == "drink_ml").map(|change| change.by);
    by.map(|ml| {
        format!(
            "Next time, drink to thirst; about {ml:.0} ml more over such a session would keep the loss within \
             2 %. Not more than {DRINK_MOST_ML_PER_H:.0} ml an hour in all."
        )
    })
    .into_iter()
    .collect()
}

/// Why a tip is withheld, in words.
pub fn withheld(reason: &str) -> &'static str {
    match reason {
        "gain_seen" => "your body mass rose over a session",
        "mass_change_unknown" => "the session was long and the change of your body mass is not known",
        "drinking_much" => "you drank as much as is safe already",
        "headache_vomiting_confusion" => "a report of this session names headache, vomiting or confusion",
        "intake_unknown" => "what you drank is not known",
        "would_pass_limit" => "more would pass 800 ml an hour",
        _ => "something in your records speaks against it",
    }
}
