//! Random cases: drawn freely (later reports are often near copies of earlier ones), or hand-made cases changed in a
//! few places. Answers are often missing, numbers sit at and beside the limits, several reports fall on one moment.

use tingled::assess::red_flags::{Context, FluidRate};
use tingled::record::words::{Association, BodySite, Condition, Quality, Reliever, Side, Sign, Sport, Worsener};
use tingled::record::{Fields, Symptom, Value, Vocabulary};

use super::{Given, Told, key};

/// A small generator of chance, the same on every machine (SplitMix64).
pub struct Random(pub u64);

impl Random {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    pub fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.next() % bound as u64).unwrap()
    }

    pub fn pick<T: Clone>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())].clone()
    }

    pub fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.below(last + 1));
        }
    }
}

const DAY: f64 = 400.0;
const AGES: &[f64] = &[
    0.0, 0.0, 0.0, 0.125, 0.5, 1.0, 2.0, 3.0, 5.0, 6.875, 7.0, 9.0, 10.0, 13.0, 13.875, 14.0, 15.0, 20.0, 26.0, 27.0,
    27.875, 28.0, 29.0, 35.0, 41.0, 42.0, 49.0, 55.0, 55.875, 56.0, 57.0, 63.0, 70.0, 77.0, 83.0, 83.875, 84.0, 89.0,
    89.875, 90.0, 120.0, 200.0, 364.0, 365.0,
];
const MISSING: usize = 40;

fn numbers(field: &str) -> &'static [f64] {
    match field {
        "onset_min" => &[0.0, 10.0, 60.0],
        "duration_min" => {
            &[0.0, 1.0, 29.0, 30.0, 31.0, 59.0, 60.0, 61.0, 119.0, 120.0, 121.0, 1439.0, 1440.0, 1441.0]
        }
        "severity" => &[0.0, 1.0, 2.0, 6.0, 7.0, 8.0, 10.0],
        "relief_min" => &[0.0, 9.0, 10.0, 11.0],
        "minutes_since_stop" => &[0.0, 29.0, 30.0, 31.0, 119.0, 120.0, 121.0],
        "weight_change_pct" => &[-1.0, -0.01, 0.0, 0.01, 1.0],
        "fatigue" => &[1.0, 2.0, 3.0, 3.0, 4.0, 5.0],
        "pain_before_or_during" => &[0.0, 2.0, 4.0, 4.0, 5.0],
        other => panic!("no number {other}"),
    }
}

fn some<W: Vocabulary>(random: &mut Random, counts: &[usize]) -> Value {
    let count = random.pick(counts);
    Value::List((0..count).map(|_| random.pick(W::NAMES).to_owned()).collect())
}

/// A value for a field of a report.
pub fn answer(random: &mut Random, field: &str) -> Value {
    let usual = [Sign::Pain, Sign::SeverePain, Sign::Cramp, Sign::Swelling, Sign::Stiff];
    match field {
        "sites" => {
            let count = random.pick(&[1, 1, 1, 2, 3]);
            Value::List((0..count).map(|_| place(random)).collect())
        }
        "signs" if random.chance(33) => {
            let count = random.pick(&[0, 1, 1, 2]);
            Value::List((0..count).map(|_| random.pick(&usual).name().to_owned()).collect())
        }
        "signs" => some::<Sign>(random, &[0, 0, 0, 1, 1, 2]),
        "quality" => some::<Quality>(random, &[0, 1, 1, 2]),
        "relieved_by" if random.chance(50) => Value::List(vec![random.pick(&["rest", "sitting"]).into()]),
        "relieved_by" => some::<Reliever>(random, &[0, 1, 1, 2]),
        "worsened_by" if random.chance(50) => Value::List(vec![random.pick(&["standing", "exercise"]).into()]),
        "worsened_by" => some::<Worsener>(random, &[0, 1, 1, 2]),
        "onset" if random.chance(33) => Value::Text("during".into()),
        "onset" => {
            Value::Text(random.pick(&["before", "during", "within_1h", "within_24h", "later", "at_rest"]).into())
        }
        "association" if random.chance(50) => Value::Text("none".into()),
        "association" => Value::Text(random.pick(<Association as Vocabulary>::NAMES).into()),
        "gear_removed" | "persists_after_removal" => Value::Text(random.pick(&["yes", "no", "na"]).into()),
        "daily_impact" => Value::Text(random.pick(&["none", "none", "none", "some", "stopped"]).into()),
        "tingling" => Value::Flag(random.chance(85)),
        "ongoing" | "progressive" | "new_within_14d" => Value::Flag(random.chance(40)),
        number => Value::Number(random.pick(numbers(number))),
    }
}

pub fn place(random: &mut Random) -> String {
    let site = if random.chance(25) { "calf" } else { random.pick(<BodySite as Vocabulary>::NAMES) };
    match random.below(4) {
        0 => site.to_owned(),
        side => format!("{site}:{}", Side::ALL[side - 1].name()),
    }
}

/// The fields of a report that rules read.
pub fn fields() -> Vec<&'static str> {
    let read = |name: &&str| *name != "session_id";
    Symptom::FIELDS.iter().map(|field| field.name).filter(read).collect()
}

pub fn set(said: &mut Symptom, field: &str, value: Value) {
    (Symptom::field(field).unwrap().set)(said, value).unwrap();
}

/// The same report with one field not answered.
pub fn without(said: &Symptom, field: &str) -> Symptom {
    let mut left = Symptom::default();
    for (name, value) in said.answered() {
        if name != field {
            set(&mut left, name, value);
        }
    }
    left
}

fn report(random: &mut Random, day: f64, like: Option<&Symptom>) -> Told {
    let copied = like.filter(|_| random.chance(70));
    let mut said = copied.cloned().unwrap_or_default();
    for field in fields() {
        if random.chance(if copied.is_some() { 8 } else { 100 - MISSING }) {
            let value = answer(random, field);
            set(&mut said, field, value);
        }
    }
    Told { day, said }
}

pub fn context(random: &mut Random) -> Context {
    let mut number = |from: &[f64]| (!random.chance(MISSING)).then(|| random.pick(from));
    let (duration_h, minutes_since_stop) =
        (number(&[1.0, 2.0, 2.99, 3.0, 3.01, 3.99, 4.0, 4.01, 5.0]), number(&[0.0, 29.0, 30.0, 31.0, 119.0, 120.0]));
    let (age, diary_days) = (number(&[1.0, 39.0, 40.0, 49.0, 50.0, 51.0]), number(&[0.0, 55.0, 56.0, 57.0]));
    let rate = number(&[0.0, 1499.0, 1500.0, 1501.0]);
    let fluid = |ml_per_h| FluidRate { ml_per_h, is_lower_bound: false, records: vec![key(9_999)] };
    let sport = (!random.chance(MISSING)).then(|| random.pick(&[Sport::Bike, Sport::Run]));
    let told = random.below(4);
    let conditions = (0..told).map(|_| (random.pick(Condition::ALL), random.chance(30))).collect();
    let session = Some(key(9_999));
    Context { session, sport, fluid: rate.map(fluid), duration_h, minutes_since_stop, age, conditions, diary_days }
}

/// A case: three in ten drawn freely, the others hand-made ones changed in up to two places.
pub fn case(random: &mut Random, fixtures: &[Given]) -> Given {
    if random.chance(30) { drawn(random) } else { changed(random, fixtures) }
}

fn drawn(random: &mut Random) -> Given {
    let count = random.pick(&[0, 0, 1, 1, 1, 2, 2, 3, 3, 4, 5, 6, 8, 12]);
    let ages = if random.chance(40) { &AGES[..22] } else { AGES };
    let mut drawn: Vec<f64> = (0..count).map(|_| random.pick(ages)).collect();
    drawn.sort_by(|a, b| b.total_cmp(a));
    let mut history: Vec<Told> = Vec::new();
    for age in drawn {
        let made = report(random, DAY - age, history.last().map(|last| &last.said));
        history.push(made);
    }
    let own = report(random, DAY, history.last().map(|last| &last.said));
    Given {
        rule: String::new(),
        kind: String::new(),
        name: "drawn".into(),
        report: own,
        history,
        context: context(random),
        expect: Default::default(),
        expect_highest: None,
    }
}

fn changed(random: &mut Random, fixtures: &[Given]) -> Given {
    let rules: Vec<_> = tingled::assess::red_flags::RED_FLAGS.iter().map(|rule| rule.id).collect();
    let rule = random.pick(&rules);
    let firing = random.chance(85);
    let fits = |given: &&Given| given.rule == rule && given.history.len() <= 60 && (given.kind == "fires") == firing;
    let fitting: Vec<&Given> = fixtures.iter().filter(fits).collect();
    if fitting.is_empty() {
        return drawn(random);
    }
    let mut case: Given = random.pick(&fitting).clone();
    for _ in 0..random.pick(&[0, 1, 1, 2]) {
        change(random, &mut case);
    }
    case
}

fn change(random: &mut Random, case: &mut Given) {
    let field = random.pick(&fields());
    match random.below(8) {
        0 => {
            let sign = random.pick(Sign::ALL);
            case.report.said.signs.get_or_insert_default().words.insert(sign);
        }
        1 | 2 => {
            let value = answer(random, field);
            set(&mut case.report.said, field, value);
        }
        3 | 4 => case.report.said = without(&case.report.said, field),
        5 => {
            let fresh = context(random);
            case.context.duration_h = fresh.duration_h;
            case.context.sport = fresh.sport;
        }
        6 if !case.history.is_empty() => {
            let place = random.below(case.history.len());
            case.history[place].day = case.report.day - random.pick(AGES);
        }
        7 if case.history.len() < 60 => {
            let day = case.report.day - random.pick(AGES);
            let more = report(random, day, Some(&case.report.said));
            case.history.push(more);
        }
        _ => {}
    }
}
