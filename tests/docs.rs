//! Pages that are written from the lists in the code: they must say what the code says.
//! `TINGLED_WRITE_DOCS=1 cargo test --test docs` writes them anew.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "a test may panic")]

mod pages;

use std::fmt::Write;
use std::path::Path;

use pages::{sources, tips};
use tingled::assess::Level;
use tingled::assess::RULES_VERSION;
use tingled::assess::patterns::{FEATURES, Group};
use tingled::assess::red_flags::RED_FLAGS;
use tingled::assess::rules::{Family, LooksAt, Rule, rules};
use tingled::body::exposures::{Direction, EXPOSURES, Exposure, Scale};
use tingled::body::standing::MEASURES;
use tingled::decide::Policy;
use tingled::person::{PersonId, Profile};
use tingled::record::{Fields, Intake, Kind, Measure, Shape, Symptom, Tag, Workout};
use tingled::voice::{Language, about, patterns, red_flags};
use tingled::wire::dialect::Dialects;
use tingled::wire::json::{JsonSettings, parse_message};
use tingled::wire::words::{LANGUAGES, lists};

fn takes(shape: Shape) -> String {
    match shape {
        Shape::Number { unit: "", .. } => "a number".to_owned(),
        Shape::Number { unit, low, high } => format!("a number in `{unit}`, {low} to {high}"),
        Shape::Flag => "yes or no".to_owned(),
        Shape::Text { longest } => format!("text of up to {longest} characters"),
        Shape::Word(words) => format!("one of `{}`", words.join("` `")),
        Shape::Words(words) => format!("any of `{}`", words.join("` `")),
        Shape::Sites(words) => format!("any of `{}`, each with `:left`, `:right` or `:both`", words.join("` `")),
    }
}

fn table<R: Fields>(page: &mut String, title: &str) {
    writeln!(page, "\n## {title}\n\n| field | what it says | what it takes |\n|---|---|---|").unwrap();
    for field in R::FIELDS {
        writeln!(page, "| `{}` | {} | {} |", field.name, field.doc, takes(field.shape)).unwrap();
    }
}

fn records_page() -> String {
    let mut page = String::from(
        "# Records\n\n\
         The fields of the five kinds of records and of the profile, in JSON (topics `<person>/in/<kind>`), in our \
         own CSV and in the database. Every field may be missing, and missing is never zero and never \"no\". \
         Beside them stand `start` (and `end`) of a workout, `time` or `day` of the others, `id` (the sender's own, \
         so that a later version replaces an earlier one), `source`, and in JSON `schema` and `edited`.\n\n\
         In CSV yes and no are `yes` `no` `true` `false` `1` `0`, and several words are joined by `;`. The words of a \
         report are read in nine languages, in every channel: [words.md](words.md). What is stored is the word that \
         stands here. This page is written from the lists in the code.\n",
    );
    page.push_str("\n| kind | other names | file of our own CSV |\n|---|---|---|\n");
    for kind in Kind::ALL {
        let file = if *kind == Kind::Intake { "intake.csv".to_owned() } else { format!("{}s.csv", kind.name()) };
        writeln!(page, "| `{}` | `{}` | `{file}` |", kind.name(), kind.aliases().join("` `")).unwrap();
    }
    table::<Workout>(&mut page, "workout");
    table::<Intake>(&mut page, "intake");
    table::<Symptom>(&mut page, "symptom");
    table::<Measure>(&mut page, "measure");
    table::<Tag>(&mut page, "tag");
    table::<Profile>(&mut page, "profile");
    page
}

/// One rule: what makes it speak, what it says, and when it cannot know.
fn rule_section(page: &mut String, rule: &Rule) {
    let id = rule.id;
    let text = |words: Option<&'static str>| words.unwrap_or_else(|| panic!("{id} lacks words"));
    writeln!(page, "\n### {id}: {}\n\n{}\n", text(about::title(id, Language::English)), text(about::condition(id)))
        .unwrap();
    let levels: Vec<Level> = match RED_FLAGS.iter().find(|flag| flag.id == id) {
        Some(flag) => flag.levels.iter().map(|(level, _)| *level).collect(),
        None if id == "unread_answer" => vec![Level::Consult, Level::Note],
        None if rule.family == Family::Pattern => vec![Level::Note],
        None => vec![Level::Advice],
    };
    let raised = levels.iter().max().copied();
    for level in Level::ALL.iter().rev() {
        let message = red_flags::message(id, *level, Language::English);
        // rf16 rises with other rules: that level has a message and no condition of its own.
        if levels.contains(level) || (message.is_some() && Some(*level) >= raised) {
            writeln!(page, "- **{}**: {}", level.name(), tips::said(id, *level)).unwrap();
        }
    }
    writeln!(page, "- cannot know: {}", text(about::unknown(id))).unwrap();
    tips::of_rule(page, id);
    let looks = match (rule.looks_at, rule.horizon_days) {
        (LooksAt::Report, 0) => "one report".to_owned(),
        (LooksAt::Report, days) => format!("one report, and those of the {days} days before it"),
        (LooksAt::Session, 0) => "one finished session".to_owned(),
        (LooksAt::Session, days) => format!("one finished session, and the {days} days before it"),
    };
    writeln!(page, "- looks at: {looks}\n- rests on: {}", rule.source).unwrap();
}

fn delivery_table(page: &mut String) {
    let policy = Policy::default();
    let days = |minutes: f64| format!("{:.0} days", minutes / 1440.0);
    writeln!(
        page,
        "\n## Delivery\n\n\
         | level | what for | when it is told |\n|---|---|---|\n\
         | `emergency` | signs for the emergency number | at once; again every 10 minutes for an hour, then hourly \
         for 24 hours, until it is acknowledged or a newer report says otherwise; never held back; ends all advice \
         of the person |\n\
         | `urgent` | signs for a doctor on the same day | at once, then daily until it is acknowledged |\n\
         | `consult` | signs for a doctor | once; again when it rises, or is found again after {} |\n\
         | `advice` | risks, and what the [study](study.md) found | at most {} in 24 hours and {} in 7 days per person, the rest become notes; of a habit \
         only in 7 days without any other; {:.0} minutes after a session, so that what was drunk can be told; again \
         when it is found again after {}, until then the open one is amended quietly. What the study found goes \
         first, waits for room instead of becoming a note, and stands until later episodes take it back |\n\
         | `note` | patterns, what the limits held back, and advice of a rule that was marked as false too often for \
         the floor the person has set (`precision_floor`; never a red flag) | `tingled alerts` and `tingled status` only |\n\n\
         What is told late: signs of emergencies and for the same day are raised up to {} back, once, with their \
         date; older ones become one summary (`old_signs`). Advice and doctor's visits are not raised for anything \
         older than {} (of what the study found, its newest episode than {}): an import of old history is quiet. A standing alert is not repeated when it was already \
         older than {:.0} hours when it was told.",
        days(policy.consult_again_min),
        policy.advice_per_day,
        policy.advice_per_week,
        policy.advice_waits_min,
        days(policy.advice_again_min),
        days(policy.old_after_min),
        days(policy.fresh_min),
        days(policy.trigger_fresh_min),
        policy.late_after_min / 60.0,
    )
    .unwrap();
}

fn rules_page() -> String {
    let mut page = format!(
        "# Rules\n\n\
         Every rule of version {RULES_VERSION}. **They are not yet reviewed by a clinician, and what they say is not a \
         diagnosis.** Red flags are fixed rules: they are asked at every report, at the first one too, and nothing \
         can turn them off. Every rule answers \"found\", \"not found\" or \"cannot know\"; only the first is spoken \
         of, and the last is never taken for the second.\n\n\
         \"Yes\" needs an answer; what was not answered is unknown. The words of signs, sites and so on stand in \
         [records.md](records.md). Texts stand here in English; where the records fill them in, there are three \
         points. This page is written from the lists in the code.\n",
    );
    for (family, title) in [
        (Family::RedFlag, "Signs that need a doctor (red flags)"),
        (Family::Reading, "Answers that cannot be read"),
        (Family::Fluid, "Water and salt"),
        (Family::Heat, "Heat"),
        (Family::Load, "Load and pain"),
        (Family::Gear, "Gear"),
        (Family::Habit, "Rest, warm-up and cool-down"),
        (Family::Pattern, "Patterns"),
    ] {
        writeln!(page, "\n## {title}").unwrap();
        rules().filter(|rule| rule.family == family).for_each(|rule| rule_section(&mut page, &rule));
    }
    let text = |words: Option<&'static str>| words.unwrap();
    writeln!(page, "\n## Old signs\n\n### old_signs: {}\n", text(about::title("old_signs", Language::English)))
        .unwrap();
    writeln!(
        page,
        "{}\n\n- **consult**: {}",
        text(about::condition("old_signs")),
        tips::said("old_signs", Level::Consult)
    )
    .unwrap();
    writeln!(page, "- cannot know: {}", text(about::unknown("old_signs"))).unwrap();
    tips::table(&mut page);
    delivery_table(&mut page);
    page
}

fn patterns_page() -> String {
    let mut page = String::from(
        "# Patterns\n\n\
         What the rule `pattern` holds a report against: groups of known causes, and the features that speak for or \
         against each. **They are not yet reviewed by a clinician, and a pattern is not a diagnosis.**\n\n\
         Each group has a weight, how common it is before anything is told. To its natural logarithm 0.7 times the \
         sum of the features found is added, the sum never above 3 or below -3. A feature that was not answered \
         counts for nothing. **Only the order is told, in words; shares are never shown.**\n\n\
         - **fits best**: something speaks for it, and no group's share is more than 1.5 times its own. A group \
         that nothing speaks for never fits best; one with something for it may pass it when its share is at least \
         half of the other's.\n\
         - A rare group (weight below 0.05) stays behind common ones until its pattern repeats: at least 3 tingling \
         reports in 90 days with a sum of at least 1.4. Then strong evidence (a sum of at least 2, and no group's \
         is higher) puts it beside the best.\n\
         - **also fits**: a share of at least half of the best one's, or a quarter when something speaks for it, or \
         strong evidence.\n\
         - **less likely**: the others; all of them when nothing speaks for any.\n\n\
         Grades: A, a published likelihood ratio, or sensitivity and specificity; B, from a published proportion; \
         C, agreed on in the project (0.7 weak, 1.4 moderate, 2.0 strong). When the study has found a person's own \
         odds ratio for an exposure, 0.7 times the logarithm of its lower bound takes the place of that exposure's \
         weight of grade C, unless it is below 1.\n\n\
         In the evidence of the note stand `fits_best`, `also_fits` and `less_likely`, each a list of groups from the \
         best down; `repeats` names the groups whose pattern repeats, `normal_exertion` that this fits, \
         `doctor_first` that a red flag for today or now is found; then every feature found, with the groups it \
         speaks for, and under `against` those it speaks against. `unknown` names the answers that would tell most, the most telling first.\n\n\
         Ordinary exertion is an answer of its own: it began during exercise or within an hour of it, was gone \
         within an hour, came in both legs (or in one and then the other), no sign was ticked, no red flag is \
         found, it does not grow, and does not come back at one place.\n\n\
         This page is written from the lists in the code.\n",
    );
    for group in Group::ALL {
        let english = tingled::voice::Language::English;
        let words = |text: Option<&'static str>| text.unwrap_or_else(|| panic!("{group:?} lacks words"));
        let (label, about) =
            (words(patterns::label(group.name(), english)), words(patterns::about(group.name(), english)));
        writeln!(page, "\n## {}: {label}\n\n{about} Weight: {}.\n", group.name(), group.prior()).unwrap();
        writeln!(page, "| feature | in words | ln LR | grade | rests on |\n|---|---|---|---|---|").unwrap();
        for feature in FEATURES {
            for weight in feature.weights.iter().filter(|weight| weight.group == *group) {
                let said = words(patterns::feature(feature.name, english));
                let (name, grade) = (feature.name, weight.grade.name());
                writeln!(page, "| `{name}` | {said} | {:+.2} | {grade} | {} |", weight.ln_lr, weight.reason).unwrap();
            }
        }
    }
    page
}

fn words_page() -> String {
    let languages: Vec<&str> = LANGUAGES.iter().map(|(_, name)| *name).collect();
    let mut page = format!(
        "# Words\n\n\
         How a report may be said, in MQTT, CSV and on the command line alike: {}. Capitals, accents, blanks, hyphens \
         and underscores do not matter (`Füße`, `Fuesse`, `fusse`). What is stored is the word of \
         [records.md](records.md), so that a report said in another language is the same report.\n\n\
         A place takes its side before it, after it or behind a colon: `left calf`, `linke Wade`, `mollet gauche`, \
         `Wade:links`, `calf:left`. Several answers are joined by `;`, or by a comma when each of them is known \
         (of places: one of them). \
         \"None\" says that the question was asked and nothing applies.\n\n\
         A word that no list holds is never dropped and never guessed: it is kept as it was written, `tingled log` \
         shows it with the nearest known word, and among signs and qualities it raises a `consult` alert that names \
         it. Words that could mean something milder or something graver (\"asleep\", \"dizzy\", \"rash\") are left out on \
         purpose. The lists stand in `config/words/`; this page is written from them.\n",
        languages.join(", ")
    );
    for list in lists() {
        writeln!(page, "\n## {}\n", list.name).unwrap();
        for word in &list.words {
            writeln!(page, "- **`{}`**", word.name).unwrap();
            for (code, name) in LANGUAGES {
                let said = word.said.get(code).map(|said| said.join(", ")).unwrap_or_default();
                writeln!(page, "  - {name}: {said}").unwrap();
            }
        }
    }
    page
}

#[test]
fn the_page_of_patterns_says_what_the_tables_say() {
    let page = patterns_page();
    check("patterns.md", &page);
    assert_eq!(tingled::voice::forbidden_in(&page), Vec::<&str>::new());
}

/// One table of exposures.
fn exposures_table(page: &mut String, of: impl Fn(&Exposure) -> bool) {
    page.push_str("| name | group | values | suspected | what it is | unknown when |\n|---|---|---|---|---|---|\n");
    for exposure in EXPOSURES.iter().filter(|exposure| of(exposure)) {
        let values = match (exposure.scale, exposure.unit) {
            (Scale::Binary, _) => "1 or 0".to_owned(),
            (Scale::Continuous, "") => "a number".to_owned(),
            (Scale::Continuous, unit) => format!("a number in `{unit}`"),
        };
        let suspected = match exposure.direction {
            Direction::Higher => "high",
            Direction::Lower => "low",
            Direction::Either => "either",
        };
        let Exposure { name, group, how, unknown, .. } = exposure;
        writeln!(page, "| `{name}` | {} | {values} | {suspected} | {how} | {unknown} |", group.name()).unwrap();
    }
}

fn exposures_page() -> String {
    let mut page = String::from(
        "# Exposures\n\n\
         What a session was exposed to: everything that could set tingling off, as one number each. The value for a \
         session uses that session and what was recorded before it, never anything later. What was not told is \
         unknown, never 0 and never \"no\": a warm-up of 0 minutes has to be told as 0.\n\n\
         Measures, drinks and tags count for a session when they stand on its day (from midnight in the person's \
         zone) and not after its start; tags count up to its end. What is told later may be coloured by how the \
         session ended. Days without a session are rest days, but for more than 14 days without any record: they \
         are a gap in recording, of which nothing is known.\n\n\
         This page is written from the list in the code.\n\n\
         ## Tested\n\nThe study asks of each of these whether it goes before the person's tingling.\n\n",
    );
    exposures_table(&mut page, |exposure| exposure.is_tested);
    page.push_str(
        "\n## Not tested\n\nThese serve the rules of risk. Most say the same as a tested one in another form, and \
         each further test would make a false alarm likelier.\n\n",
    );
    exposures_table(&mut page, |exposure| !exposure.is_tested);
    page.push_str(
        "\n## A person's own\n\nEvery tag joins by itself, as `tag.` and its name in small letters; the 64 most \
         used. It takes 1 and 0, or numbers once one was told with it; it counts the newest of the day up to the \
         end of the session, and either direction is suspected. Tell \"no\" as well as \"yes\": a day without \
         the tag is unknown.\n",
    );
    page
}

fn check(name: &str, page: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs").join(name);
    if std::env::var_os("TINGLED_WRITE_DOCS").is_some() {
        std::fs::write(&path, page).unwrap();
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        written == page,
        "docs/{name} is not what the code says: run TINGLED_WRITE_DOCS=1 cargo test --test docs"
    );
}

#[test]
fn the_page_of_exports_says_what_the_dialects_say() {
    let page = sources::page();
    check("sources.md", &page);
    assert_eq!(tingled::voice::forbidden_in(&page), Vec::<&str>::new());
    for dialect in Dialects::load(&[]).unwrap().iter() {
        let is_app = dialect.name.contains('-') && !dialect.name.ends_with("-log");
        let is_ours = ["own-", "simulator-"].iter().any(|start| dialect.name.starts_with(start));
        assert!(is_ours || !is_app || !dialect.export.is_empty(), "{}: how to get the file?", dialect.name);
    }
}

#[test]
fn the_page_of_records_says_what_the_lists_say() {
    check("records.md", &records_page());
}

#[test]
fn the_page_of_exposures_says_what_the_list_says() {
    let page = exposures_page();
    check("exposures.md", &page);
    assert_eq!(page.matches("\n| `").count(), EXPOSURES.len());
    assert_eq!(tingled::voice::forbidden_in(&page), Vec::<&str>::new());
}

#[test]
fn the_page_of_words_says_what_the_lists_say() {
    let page = words_page();
    check("words.md", &page);
    // Of the two meanings of the German word it is here the movement, not the prevention.
    assert_eq!(tingled::voice::forbidden_in(&page.replace("Vorbeugen", "")), Vec::<&str>::new());
}

#[test]
fn the_page_of_rules_says_what_the_lists_say() {
    let page = rules_page();
    check("rules.md", &page);
    assert_eq!(page.matches("\n### ").count(), rules().count() + 1, "a family is missing");
    assert_eq!(tingled::voice::forbidden_in(&page), Vec::<&str>::new());
}

#[test]
fn the_page_of_the_broker_names_every_field_of_an_alert_and_of_the_summaries() {
    let page = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/mqtt.md")).unwrap();
    for line in include_str!("../src/wire/alert.rs").lines().chain(include_str!("../src/wire/json/state.rs").lines())
    {
        // A member of json!: `        "name": value`.
        let member = line.strip_prefix("        \"").and_then(|rest| rest.split_once("\": ")).map(|(name, _)| name);
        if let Some(name) = member {
            assert!(page.contains(&format!("`{name}`")), "docs/mqtt.md does not name {name}");
        }
    }
}

#[test]
fn the_page_of_the_broker_says_what_each_measure_of_the_summary_is() {
    let page = include_str!("../docs/mqtt.md");
    for measure in MEASURES {
        let row = format!("\n| `{}` | {} |\n", measure.name, measure.how);
        assert!(page.contains(&row), "docs/mqtt.md does not hold: {row}");
    }
}

#[test]
fn the_messages_on_the_page_of_the_broker_are_taken_as_they_stand() {
    let page = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/mqtt.md")).unwrap();
    let ana = PersonId::new("ana").unwrap();
    let people = [(ana, jiff::tz::TimeZone::get("Europe/Berlin").unwrap())].into_iter().collect();
    let now = "2026-11-23T12:00:00Z".parse().unwrap();
    let settings = JsonSettings { people: &people, now, payload_most: 1 << 20 };
    let mut taken = Vec::new();
    for block in page.split("```json\n").skip(1) {
        let text = block.split("```").next().unwrap();
        let json: serde_json::Value = serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"));
        let schema = json.get("schema").and_then(|schema| schema.as_str()).unwrap_or("tingled.ack/1");
        let kind = schema.trim_start_matches("tingled.").trim_end_matches("/1");
        let topic = match kind {
            "symptom" | "intake" | "workout" => format!("ana/in/{kind}"),
            "ack" | "snooze" | "feedback" => format!("ana/cmd/{kind}"),
            _ => continue,
        };
        let message = parse_message(&topic, text.as_bytes(), &settings);
        assert_eq!((&message.parsed.rejects, &message.parsed.unused), (&vec![], &vec![]), "{text}");
        assert!(message.parsed.records.len() == 1 || message.command.is_some(), "{text}");
        taken.push(kind.to_owned());
    }
    assert_eq!(taken, ["symptom", "intake", "workout", "symptom", "ack", "snooze", "feedback"]);
}
