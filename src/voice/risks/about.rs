//! What makes the risks of a session speak, in words.

use crate::voice::about::Other;
use crate::voice::phrase::Phrase;

/// The risks.
pub(in crate::voice) static RISKS: &[Other] = &[
    Other {
        rule: "fluid_deficit",
        title: Phrase { en: "Loss of fluid", de: "Flüssigkeitsverlust" },
        condition: "More than 2 % of body mass lost over a session: weighed before and after, else the sweat loss \
                    the device reckons less what was drunk.",
        unknown: "Without both body masses and without the device's sweat loss, what was drunk and a body mass; or \
                  when they stand for a change of mass or a sweat rate that cannot be believed.",
    },
    Other {
        rule: "fluid_gain",
        title: Phrase { en: "More drunk than sweated", de: "Mehr getrunken als geschwitzt" },
        condition: "Body mass at least 0.5 % higher after a session than before it, or any gain after at least 4 h.",
        unknown: "Without both body masses, or when their difference cannot be believed; with a small gain also \
                  without the duration.",
    },
    Other {
        rule: "heat",
        title: Phrase { en: "Exercise in heat", de: "Bewegung in der Hitze" },
        condition: "A wet-bulb globe temperature above 28 °C (ACSM: very high; unchecked); or above 23 °C (high) in a \
                    session of more than 60 minutes that was more than easy (length and effort are a rule of this \
                    project). It is reckoned from air temperature and humidity with the sun and light wind of a usual \
                    day: too high at night, under cloud and in wind, too low in strong sun. More than easy is an \
                    effort above 3 of 10, told in words above \"moderate\", or a mean heart rate above 60 % of the \
                    reserve.",
        unknown: "Without the air temperature; without the humidity, where it could decide; in high heat without the \
                  duration or anything that tells the effort.",
    },
    Other {
        rule: "spike",
        title: Phrase { en: "A session far longer than before", de: "Eine viel längere Einheit als zuvor" },
        condition: "More than 1.10 times the longest session of the 30 days before it, of which there must be 5: runs \
                    by distance where 5 of those days' runs tell one, else by minutes over all sports. Overlapping \
                    sessions count once. The study behind it is about overuse injury of runners by distance (hazard \
                    1.64 above 1.10, 1.52 above 1.30, 2.28 above 2.00), not about tingling; other sports and minutes \
                    are a rule of this project.",
        unknown: "With fewer than 5 sessions in those days, or without the duration (of a run: and the distance).",
    },
    Other {
        rule: "through_pain",
        title: Phrase { en: "A session in spite of pain", de: "Eine Einheit trotz Schmerz" },
        condition: "A report of the session tells pain of at least 5 of 10 before or during it; or, when none answers \
                    that, back pain or soreness of at least 5 of 10 was measured that day before a session that was \
                    more than easy. The limit is that of rf27; up to 5 was allowed in programmes for sore tendons \
                    (unchecked).",
        unknown: "Without a report that answers it, unless a pain measured that day settles it; with such a pain \
                  without anything that tells the effort.",
    },
    Other {
        rule: "sodium_deficit",
        title: Phrase { en: "Salt sweated out", de: "Ausgeschwitztes Salz" },
        condition: "At least 80 mmol more sodium sweated out than taken over a session: sweat from both body masses \
                    and what was drunk, else the device's, times 36 mmol/l. The limit is a rule of this project. No \
                    tip to take salt goes with it; unless kidney disease, heart failure, blood-pressure and potassium \
                    medicines are all answered \"no\", it sends to a doctor or pharmacist first.",
        unknown: "Without the sweat; without the sodium taken, where the sweat alone could reach the limit.",
    },
    Other {
        rule: "high_load",
        title: Phrase { en: "One of your hardest days", de: "Einer Ihrer härtesten Tage" },
        condition: "The load of the day, up to and with this session, stands at 95 % or above among the person's own \
                    active days of the 75 days before (at least 20; the middle place among equals). Loads are minutes \
                    times effort, by the best basis each session has. The limit is a rule of this project.",
        unknown: "Without the duration or anything that tells the effort, or with fewer than 20 such days.",
    },
    Other {
        rule: "tight_gear",
        title: Phrase { en: "Tight gear", de: "Enge Ausrüstung" },
        condition: "Shoe, sock, brace or clothing felt tight in a session, or a report of it says that tight gear \
                    makes it worse. A compression garment alone is not found: it is meant to be tight; beside a tight \
                    fit it is named.",
        unknown: "When nobody told whether anything felt tight.",
    },
    Other {
        rule: "new_gear",
        title: Phrase { en: "New gear", de: "Neue Ausrüstung" },
        condition: "Shoes that had run less than 80 km before the session, or gear told as new. The limit is a rule of \
                    this project.",
        unknown: "When neither what the shoes had run nor the answer about new gear was told.",
    },
    Other {
        rule: "short_rest",
        title: Phrase { en: "Too little rest", de: "Zu wenig Erholung" },
        condition: "A session that was more than easy began less than 8 h after the one before ended, after less than \
                    6 h of sleep (unchecked), or with fatigue of at least 4 of 5. Sleep and fatigue are the newest \
                    measures of that day before the session. Sessions less than 1 h apart are one training, and those \
                    under 20 minutes are not looked at; hours of rest and fatigue are rules of this project.",
        unknown: "Without sleep, fatigue or any session in the two weeks before, when the others do not settle it; or \
                  without anything that tells the effort.",
    },
    Other {
        rule: "no_warmup",
        title: Phrase { en: "No warm-up", de: "Kein Aufwärmen" },
        condition: "A warm-up told as less than 5 minutes. The limit is a rule of this project.",
        unknown: "When the warm-up was not told.",
    },
    Other {
        rule: "no_cooldown",
        title: Phrase { en: "No cool-down", de: "Kein Auslaufen" },
        condition: "A cool-down told as less than 5 minutes. The limit is a rule of this project.",
        unknown: "When the cool-down was not told.",
    },
];
