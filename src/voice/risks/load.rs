//! The sentences about a spike, a high load, and pain.

use super::{Language, Phrase, limit, number, told};
use crate::assess::Finding;
use crate::body::spike::band;

pub(super) const SPIKE: Phrase = Phrase {
    en: "Let the next days be easy, and build up in smaller steps. Your records show a session {ratio} times as long as \
         the longest of the 30 days before it{amounts}; the limit here is {limit}.{study}",
    de: "Halten Sie die nächsten Tage leicht und steigern Sie in kleineren Schritten. Ihre Aufzeichnungen zeigen eine \
         Einheit, die {ratio}-mal so lang war wie die längste der 30 Tage davor{amounts}; die Grenze liegt hier bei \
         {limit}.{study}",
};

const KILOMETRES: Phrase = Phrase { en: " ({own} km after {most} km)", de: " ({own} km nach {most} km)" };
const MINUTES: Phrase = Phrase { en: " ({own} min after {most} min)", de: " ({own} min nach {most} min)" };

pub(super) const DOUBLED: Phrase = Phrase {
    en: " In a study of 5,205 runners, runs more than twice as long as the longest before went with overuse injuries \
         most often; it was about injuries, not about tingling.",
    de: " In einer Studie mit 5.205 Läuferinnen und Läufern gingen Läufe, die mehr als doppelt so lang waren wie der \
         längste davor, am häufigsten mit Überlastungsverletzungen einher; untersucht wurden Verletzungen, kein \
         Kribbeln.",
};

pub(super) const LARGE: Phrase = Phrase {
    en: " In a study of 5,205 runners, runs 1.3 to 2 times as long as the longest before went with overuse injuries \
         more often than runs up to 1.1 times as long; it was about injuries, not about tingling.",
    de: " In einer Studie mit 5.205 Läuferinnen und Läufern gingen Läufe, die 1,3- bis 2-mal so lang waren wie der \
         längste davor, häufiger mit Überlastungsverletzungen einher als Läufe bis zum 1,1-Fachen; untersucht wurden \
         Verletzungen, kein Kribbeln.",
};

pub(super) const SMALL: Phrase = Phrase {
    en: " In a study of 5,205 runners, even runs 1.1 to 1.3 times as long as the longest before went with overuse \
         injuries more often than shorter ones; it was about injuries, not about tingling.",
    de: " In einer Studie mit 5.205 Läuferinnen und Läufern gingen schon Läufe, die 1,1- bis 1,3-mal so lang waren wie \
         der längste davor, häufiger mit Überlastungsverletzungen einher als kürzere; untersucht wurden Verletzungen, \
         kein Kribbeln.",
};

pub(super) fn spike(finding: &Finding, language: Language) -> String {
    let ratio = number(finding, "spike_ratio").unwrap_or(0.0);
    let amounts = |phrase: Phrase, own: &str, most: &str, scale: f64, decimals: usize| {
        let (own, most) =
            (told(finding, own, scale, decimals, language), told(finding, most, scale, decimals, language));
        let is_told = !own.is_empty() && !most.is_empty();
        is_told.then(|| phrase.with(language, &[("own", &own), ("most", &most)]))
    };
    let amounts = amounts(KILOMETRES, "distance_m", "most_30_days_m", 1000.0, 1)
        .or_else(|| amounts(MINUTES, "duration_min", "most_30_days_min", 1.0, 0))
        .unwrap_or_default();
    let study = match band(ratio).map(|band| band.above) {
        Some(above) if above >= 2.0 => DOUBLED,
        Some(above) if above >= 1.3 => LARGE,
        _ => SMALL,
    };
    // Rounded up, so that 1.104 is not said to be the limit itself.
    let ratio = language.number((ratio * 100.0 - 1e-6).ceil() / 100.0, 2);
    let limit = limit(finding, "spike_ratio", 2, language);
    let gaps = [("ratio", ratio.as_str()), ("amounts", &amounts), ("limit", &limit), ("study", study.text(language))];
    SPIKE.with(language, &gaps)
}

pub(super) const HIGH_LOAD: Phrase = Phrase {
    en: "Let the next day be easy or free. Your records show a day of exercise whose load stands at {place} % among \
         your own {days} active days of the 75 days before; the limit here is {limit} %. It is a comparison with \
         yourself, and no study ties it to tingling.",
    de: "Halten Sie den nächsten Tag leicht oder frei. Ihre Aufzeichnungen zeigen einen Trainingstag, dessen Belastung \
         unter Ihren eigenen {days} aktiven Tagen der 75 Tage davor bei {place} % steht; die Grenze liegt hier bei \
         {limit} %. Es ist ein Vergleich mit Ihnen selbst, und keine Studie verbindet ihn mit Kribbeln.",
};

pub(super) fn high_load(finding: &Finding, language: Language) -> String {
    let place = told(finding, "load_percentile", 1.0, 0, language);
    let (days, limit) =
        (told(finding, "active_days", 1.0, 0, language), limit(finding, "load_percentile", 0, language));
    HIGH_LOAD.with(language, &[("place", &place), ("days", &days), ("limit", &limit)])
}

pub(super) const PAIN: Phrase = Phrase {
    en: "Rest what hurts, and ask a doctor if the pain stays or grows. Your records show {what} of {pain} of 10{day}; \
         the limit here is {limit}. Pain is a reason to stop, and how it goes with tingling is not known.",
    de: "Schonen Sie, was schmerzt, und fragen Sie eine Ärztin oder einen Arzt, wenn der Schmerz bleibt oder wächst. \
         Ihre Aufzeichnungen zeigen {what} von {pain} von 10{day}; die Grenze liegt hier bei {limit}. Schmerz ist ein \
         Grund aufzuhören, und wie er mit Kribbeln zusammenhängt, ist nicht bekannt.",
};

const DURING: Phrase =
    Phrase { en: "pain before or during a session", de: "Schmerz vor oder während einer Einheit" };
const BACK: Phrase = Phrase { en: "back pain", de: "Rückenschmerz" };
const SORE: Phrase = Phrase { en: "soreness", de: "Muskelkater" };
const THAT_DAY: Phrase = Phrase {
    en: " on the day of a session that was more than easy",
    de: " am Tag einer Einheit, die mehr als leicht war",
};

pub(super) fn through_pain(finding: &Finding, language: Language) -> String {
    let known = [("pain_before_or_during", DURING), ("back_pain", BACK), ("soreness", SORE)];
    let (name, what) = known
        .into_iter()
        .find(|(name, _)| number(finding, name).is_some())
        .unwrap_or(("pain_before_or_during", DURING));
    let day = if name == "pain_before_or_during" { "" } else { THAT_DAY.text(language) };
    let (pain, limit) = (told(finding, name, 1.0, 0, language), limit(finding, name, 0, language));
    PAIN.with(language, &[("what", what.text(language)), ("pain", &pain), ("day", day), ("limit", &limit)])
}
