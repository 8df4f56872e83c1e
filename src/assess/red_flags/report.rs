//! How one report is read: each question to it is answered yes, no or not known, with what was ticked as evidence.

use crate::assess::answer::{Answer, Missing};
use crate::assess::finding::Because;
use crate::record::words::{BodySite, OneWord, Onset, Quality, Reliever, Side, Sign, Site, Ticked, Worsener};
use crate::record::{Key, Symptom, Value, Vocabulary};
use crate::time::Timestamp;
use crate::units::Quantity;

/// The sites that make up a leg.
pub const LEG: &[BodySite] = &[
    BodySite::Toes,
    BodySite::Toes34,
    BodySite::Foot,
    BodySite::Ankle,
    BodySite::Shin,
    BodySite::Calf,
    BodySite::KneeBack,
    BodySite::ThighFront,
    BodySite::ThighOuter,
    BodySite::ThighBack,
    BodySite::Buttock,
];

/// One report with its key and time.
#[derive(Clone, Copy, Debug)]
pub struct Report<'a> {
    /// Its record.
    pub key: Key,
    /// When it was made.
    pub at: Timestamp,
    /// What it says.
    pub said: &'a Symptom,
    /// The change of body mass that its session measured, in per cent, with the session; read when the report
    /// itself does not answer.
    pub measured_change: Option<(f64, Key)>,
    quiet: bool,
}

impl<'a> Report<'a> {
    /// A report.
    pub fn new(key: Key, at: Timestamp, said: &'a Symptom) -> Report<'a> {
        Report { key, at, said, measured_change: None, quiet: false }
    }

    /// The same report, whose answers are not kept as evidence: a counted report is cited by its key alone.
    #[must_use]
    pub fn quietly(self) -> Report<'a> {
        Report { quiet: true, ..self }
    }

    /// Whether only yes or no is wanted of it, and no evidence.
    pub fn is_quiet(&self) -> bool {
        self.quiet
    }

    /// Yes, because the report says so.
    fn told(&self, what: &'static str, limit: Option<f64>, value: impl FnOnce() -> Value) -> Answer {
        if self.quiet {
            return Answer::yes();
        }
        let records = vec![self.key];
        Answer::because(Because { what: what.into(), value: value(), limit, estimated: false, records })
    }

    fn ticked<W: Vocabulary>(&self, field: &'static str, list: Option<&Ticked<W>>, wanted: &[W]) -> Answer {
        let Some(list) = list else { return Answer::unknown(field) };
        if wanted.iter().any(|word| list.has(*word)) {
            let found = || wanted.iter().filter(|word| list.has(**word)).map(|word| word.name().to_owned());
            return self.told(field, None, || Value::List(found().collect()));
        }
        // A word nobody could read may have been one of these.
        if list.unread.is_empty() { Answer::No } else { Answer::unknown(field) }
    }

    /// At least one of these signs is ticked.
    pub fn sign(&self, wanted: &[Sign]) -> Answer {
        self.ticked("signs", self.said.signs.as_ref(), wanted)
    }

    /// At least one of these qualities is ticked.
    pub fn quality(&self, wanted: &[Quality]) -> Answer {
        self.ticked("quality", self.said.quality.as_ref(), wanted)
    }

    /// This eases it.
    pub fn relieved_by(&self, what: Reliever) -> Answer {
        self.ticked("relieved_by", self.said.relieved_by.as_ref(), &[what])
    }

    /// This makes it worse.
    pub fn worsened_by(&self, what: Worsener) -> Answer {
        self.ticked("worsened_by", self.said.worsened_by.as_ref(), &[what])
    }

    /// The answer to a question with one word is one of these. A word nobody could read may be one of them.
    pub fn word<W: Vocabulary>(&self, field: &'static str, answer: Option<&OneWord<W>>, wanted: &[W]) -> Answer {
        match answer.and_then(OneWord::known) {
            None => Answer::unknown(field),
            Some(word) if wanted.contains(&word) => self.told(field, None, || Value::Text(word.name().to_owned())),
            Some(_) => Answer::No,
        }
    }

    /// It began then.
    pub fn onset(&self, wanted: Onset) -> Answer {
        self.word("onset", self.said.onset.as_ref(), &[wanted])
    }

    /// A yes-or-no question was answered yes.
    pub fn flag(&self, field: &'static str, answer: Option<bool>) -> Answer {
        match answer {
            None => Answer::unknown(field),
            Some(true) => self.told(field, None, || Value::Flag(true)),
            Some(false) => Answer::No,
        }
    }

    /// A number is not below the limit.
    pub fn at_least<Q: Quantity>(&self, field: &'static str, answer: Option<Q>, limit: f64) -> Answer {
        self.number(field, answer, limit, |value| value >= limit)
    }

    /// A number is not above the limit.
    pub fn at_most<Q: Quantity>(&self, field: &'static str, answer: Option<Q>, limit: f64) -> Answer {
        self.number(field, answer, limit, |value| value <= limit)
    }

    /// A number is below the limit.
    pub fn below<Q: Quantity>(&self, field: &'static str, answer: Option<Q>, limit: f64) -> Answer {
        self.number(field, answer, limit, |value| value < limit)
    }

    /// A number is above the limit.
    pub fn above<Q: Quantity>(&self, field: &'static str, answer: Option<Q>, limit: f64) -> Answer {
        self.number(field, answer, limit, |value| value > limit)
    }

    fn number<Q: Quantity>(
        &self,
        field: &'static str,
        answer: Option<Q>,
        limit: f64,
        holds: impl FnOnce(f64) -> bool,
    ) -> Answer {
        match answer.map(Quantity::get) {
            None => Answer::unknown(field),
            Some(value) if holds(value) => self.told(field, Some(limit), || Value::Number(value)),
            Some(_) => Answer::No,
        }
    }

    /// It lasted at least so many minutes.
    pub fn lasted(&self, limit_min: f64) -> Answer {
        self.at_least("duration_min", self.said.duration_min, limit_min)
    }

    /// There was tingling; not answered counts as yes, only a plain "no" is a no.
    pub fn tingling(&self) -> Answer {
        match self.said.tingling {
            Some(false) => Answer::No,
            Some(true) => self.told("tingling", None, || Value::Flag(true)),
            None if self.quiet => Answer::yes(),
            None => {
                let (value, records) = (Value::Flag(true), vec![self.key]);
                Answer::because(Because { what: "tingling".into(), value, limit: None, estimated: true, records })
            }
        }
    }

    /// It is still there.
    pub fn ongoing(&self) -> Answer {
        self.flag("ongoing", self.said.ongoing)
    }

    /// It is still there, or neither that nor how long it lasted was answered.
    pub fn may_be_ongoing(&self) -> Answer {
        match (self.said.ongoing, self.said.duration_min) {
            (None, None) => Answer::Yes { because: Vec::new(), assumed: Missing::from(["ongoing", "duration_min"]) },
            _ => self.ongoing(),
        }
    }

    /// The change of body mass in per cent, as answered or as the session measured it, with its record.
    pub fn weight_change(&self) -> Option<(f64, Key)> {
        let answered = self.said.weight_change_pct.map(|change| (change.get(), self.key));
        answered.or(self.measured_change)
    }

    /// Body mass rose, however little.
    pub fn gained(&self) -> Answer {
        match self.weight_change() {
            None => Answer::unknown("weight_change_pct"),
            Some((change, record)) if change > 0.0 => {
                let (value, records) = (Value::Number(change), vec![record]);
                let limit = Some(0.0);
                Answer::because(Because { what: "weight_change_pct".into(), value, limit, estimated: false, records })
            }
            Some(_) => Answer::No,
        }
    }

    /// The change of body mass is neither answered nor measured.
    pub fn gain_not_known(&self) -> Answer {
        match self.weight_change() {
            None => Answer::unknown("weight_change_pct").or_assumed(),
            Some(_) => Answer::No,
        }
    }

    /// The places named among these sites.
    fn places(&self, among: &[BodySite]) -> impl Iterator<Item = Site> {
        let all = self.said.sites.as_ref().map(|sites| sites.places.as_slice()).unwrap_or_default();
        all.iter().copied().filter(|place| among.contains(&place.site))
    }

    /// The sides told for these sites.
    pub fn sides(&self, among: &[BodySite]) -> Sides {
        let mut sides = Sides::default();
        for place in self.places(among) {
            match place.side {
                Some(Side::Left) => sides.left = true,
                Some(Side::Right) => sides.right = true,
                Some(Side::Both) => sides.both = true,
                None => sides.untold = true,
            }
        }
        sides
    }

    /// Whether more places may have been meant than could be read: unanswered, or a word nobody could read.
    pub fn sites_unread(&self) -> bool {
        self.said.sites.as_ref().is_none_or(|sites| !sites.unread.is_empty())
    }

    /// What the sites say: `holds`, else not known when `may_hold`, else no.
    fn sited(&self, among: &[BodySite], holds: bool, may_hold: bool) -> Answer {
        if holds {
            return self.told("sites", None, || Value::List(self.places(among).map(Site::text).collect()));
        }
        if may_hold || self.sites_unread() { Answer::unknown("sites") } else { Answer::No }
    }

    /// At least one of these sites is named.
    pub fn site(&self, wanted: &[BodySite]) -> Answer {
        self.sited(wanted, self.places(wanted).next().is_some(), false)
    }

    /// At least one of these sites is named with this very side.
    pub fn on_side(&self, among: &[BodySite], side: Side) -> Answer {
        let sides = self.sides(among);
        self.sited(among, self.places(among).any(|place| place.side == Some(side)), sides.untold)
    }

    /// At least one of these sites is marked left or right (others may be anything).
    pub fn on_one_side(&self, among: &[BodySite]) -> Answer {
        let sides = self.sides(among);
        self.sited(among, sides.left || sides.right, sides.untold)
    }

    /// These sites together cover both sides.
    pub fn on_both_sides(&self, among: &[BodySite]) -> Answer {
        let sides = self.sides(among);
        self.sited(among, sides.both || (sides.left && sides.right), sides.untold)
    }

    /// A leg site is marked with this side or with both.
    pub fn touches_leg(&self, side: Side) -> Answer {
        self.on_side(LEG, side).or(self.on_side(LEG, Side::Both))
    }
}

/// Which sides were told for some sites.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sides {
    /// One is marked left.
    pub left: bool,
    /// One is marked right.
    pub right: bool,
    /// One is marked both.
    pub both: bool,
    /// One has no side.
    pub untold: bool,
}

impl Sides {
    /// Whether any side was told.
    pub fn is_told(self) -> bool {
        self.left || self.right || self.both
    }

    /// Whether every side told is this one.
    pub fn is_only(self, side: Side) -> bool {
        let want = (side == Side::Left, side == Side::Right, side == Side::Both);
        self.is_told() && (self.left, self.right, self.both) == want
    }
}
