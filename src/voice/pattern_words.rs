//! The words for groups of causes, features, questions and places, in every language.
//!
//! Not yet reviewed by a clinician.

use super::phrase::Phrase;

/// The words of a group of causes.
pub struct Group {
    /// The group.
    pub id: &'static str,
    /// Its plain name.
    pub label: Phrase,
    /// What it is, with the name that the article gives it.
    pub about: Phrase,
}

/// A name of the code in words.
pub struct Word {
    /// The name.
    pub name: &'static str,
    /// In words.
    pub phrase: Phrase,
}

/// The words for a name; `None` for a name that is not in the list.
pub fn word(list: &'static [Word], name: &str) -> Option<&'static Phrase> {
    list.iter().find(|word| word.name == name).map(|word| &word.phrase)
}

const fn w(name: &'static str, en: &'static str, de: &'static str) -> Word {
    Word { name, phrase: Phrase { en, de } }
}

const fn group(id: &'static str, label: Phrase, about: Phrase) -> Group {
    Group { id, label, about }
}

const fn p(en: &'static str, de: &'static str) -> Phrase {
    Phrase { en, de }
}

/// Between the last two of a list.
pub const AND: Phrase = p("and", "und");

/// Every group of causes.
pub static GROUPS: &[Group] = &[
    group(
        "histamine",
        p("the itch pattern", "das Juckreiz-Muster"),
        p(
            "Exercise can set histamine free, which itches and tingles as the body warms up.",
            "Belastung kann Histamin freisetzen, das juckt und kribbelt, während der Körper warm wird.",
        ),
    ),
    group(
        "gear",
        p("the tight-gear pattern", "das Muster enger Ausrüstung"),
        p(
            "Tight shoes, socks or compression can press on nerves and on the flow of blood.",
            "Enge Schuhe, Socken oder Kompression können auf Nerven und Blutfluss drücken.",
        ),
    ),
    group(
        "pad",
        p("the blood-flow pattern", "das Durchblutungs-Muster"),
        p(
            "Legs that get too little blood when they work can tingle or cramp; one possible reason is peripheral \
             artery disease, which a doctor can look into.",
            "Beine, die bei Arbeit zu wenig Blut bekommen, können kribbeln oder krampfen; ein möglicher Grund ist die \
             periphere arterielle Verschlusskrankheit, die ärztlich geprüft werden kann.",
        ),
    ),
    group(
        "electrolyte",
        p("the salt-and-water pattern", "das Salz-und-Wasser-Muster"),
        p(
            "Sweating out, or drinking in, more than the body balances can upset salts (an electrolyte imbalance).",
            "Mehr auszuschwitzen oder zu trinken, als der Körper ausgleicht, kann die Salze verschieben \
             (Elektrolyt-Ungleichgewicht).",
        ),
    ),
    group(
        "nerve_spine",
        p("the low-back pattern", "das Rücken-Muster"),
        p(
            "A nerve pressed in the low back, as by a herniated disc or spinal stenosis, can tingle down the leg.",
            "Ein im unteren Rücken gedrückter Nerv, etwa durch Bandscheibenvorfall oder Spinalkanalstenose, kann \
             sich als Kribbeln bis ins Bein zeigen.",
        ),
    ),
    group(
        "overuse_sij",
        p("the overworked-muscle pattern", "das Überlastungs-Muster"),
        p(
            "An overworked or injured muscle, or the sacroiliac joint, can make one leg tingle.",
            "Ein überlasteter oder verletzter Muskel oder das Iliosakralgelenk kann ein Bein kribbeln lassen.",
        ),
    ),
    group(
        "cecs",
        p("the muscle-pressure pattern", "das Muskeldruck-Muster"),
        p(
            "Pressure can build inside a muscle as it works and ease in rest (chronic exertional compartment syndrome).",
            "In einem arbeitenden Muskel kann Druck entstehen, der in Ruhe nachlässt (chronisches belastungsbedingtes \
             Kompartmentsyndrom).",
        ),
    ),
    group(
        "paes",
        p("the trapped-artery pattern", "das Muster der eingeengten Arterie"),
        p(
            "An artery behind the knee can be pressed when the foot pushes off (popliteal artery entrapment).",
            "Eine Arterie in der Kniekehle kann beim Abstoßen des Fußes gedrückt werden (popliteales \
             Entrapment-Syndrom).",
        ),
    ),
    group(
        "peripheral_neuropathy",
        p("the nerve-ends pattern", "das Nervenenden-Muster"),
        p(
            "Nerves can tingle from their ends, in both feet and also at rest (peripheral neuropathy).",
            "Nerven können von ihren Enden her kribbeln, in beiden Füßen und auch in Ruhe (periphere Neuropathie).",
        ),
    ),
    group(
        "focal_entrapment",
        p("the single-nerve pattern", "das Einzelnerv-Muster"),
        p(
            "One nerve can be pressed on its way, at the thigh, the knee, the ankle, the toes or the saddle.",
            "Ein Nerv kann auf seinem Weg gedrückt werden, am Oberschenkel, Knie, Knöchel, an den Zehen oder am Sattel.",
        ),
    ),
    group(
        "hyperventilation",
        p("the fast-breathing pattern", "das Schnellatmungs-Muster"),
        p(
            "Breathing faster than the body needs can make mouth, hands and legs tingle.",
            "Schneller zu atmen, als der Körper braucht, kann Mund, Hände und Beine kribbeln lassen.",
        ),
    ),
];

/// Every feature.
pub static FEATURES: &[Word] = &[
    w("quality=itching", "it itches", "es juckt"),
    w("signs=hives", "wheals on the skin", "Quaddeln auf der Haut"),
    w("onset=during&warmth", "it began while the body was getting warm", "es begann, während der Körper warm wurde"),
    w("site=bilateral", "both legs, with itch", "beide Beine, mit Juckreiz"),
    w("relieved_by=loosening_gear", "loosening gear eases it", "Lockern der Ausrüstung lindert es"),
    w("persists_after_removal", "it stayed after the gear was off", "es blieb, als die Ausrüstung weg war"),
    w("exposure=tight_fit", "something felt tight", "etwas saß eng"),
    w("site=foot_or_toes", "foot or toes", "Fuß oder Zehen"),
    w(
        "worsened_by=walking_exertion&relief_rest_le10min&never_at_rest",
        "exercise brings it on, ten minutes of rest ease it, and it never began at rest",
        "Belastung bringt es, zehn Minuten Ruhe lindern es, und es begann nie in Ruhe",
    ),
    w("site=calf&pad_age_ge50", "the calf, at 50 or older", "die Wade, ab 50 Jahren"),
    w("onset=at_rest", "it began at rest", "es begann in Ruhe"),
    w("age_lt40_nonsmoker", "younger than 40 and no smoker", "jünger als 40 und kein Raucher"),
    w("exposure=sodium_deficit_high", "much salt sweated out, little taken", "viel Salz verschwitzt, wenig genommen"),
    w("exposure=bm_loss_gt2", "more than 2 % of body mass lost", "mehr als 2 % der Körpermasse verloren"),
    w("exposure=weight_gain_during", "body mass gained over the session", "Körpermasse bei der Belastung gestiegen"),
    w(
        "signs=perioral_or_hand_tingling",
        "tingling round the mouth or in the hands",
        "Kribbeln um Mund oder in Händen",
    ),
    w("signs=cramp", "cramp", "Krampf"),
    w("site=one_leg", "one leg only", "nur ein Bein"),
    w("relieved_by=sitting_no_pain_seated", "sitting eases it", "Sitzen lindert es"),
    w("relieved_by=bending_forward", "bending forward eases it", "sich nach vorn zu beugen lindert es"),
    w(
        "site=bilateral_buttock_or_leg&worsened_by=standing",
        "both sides, and worse when standing",
        "beide Seiten, und schlimmer im Stehen",
    ),
    w("signs=balance", "a change of balance", "ein verändertes Gleichgewicht"),
    w("age_gt70", "older than 70", "älter als 70"),
    w("age_lt60", "younger than 60", "jünger als 60"),
    w("signs=back_pain", "pain in the low back", "Schmerz im unteren Rücken"),
    w("signs=shooting", "pain that shoots down the leg", "Schmerz, der ins Bein schießt"),
    w("worsened_by=cough_sneeze", "coughing or sneezing makes it worse", "Husten oder Niesen verschlimmert es"),
    w(
        "site=buttock_or_lateral_posterior_thigh",
        "buttock, or outer or back side of the thigh",
        "Gesäß, Außen- oder Rückseite des Oberschenkels",
    ),
    w("signs=psis_pain", "pain at one point of the buttock", "Schmerz an einem Punkt des Gesäßes"),
    w("association=step_or_injury", "tied to a step or an injury", "nach einem Schritt oder einer Verletzung"),
    w("exposure=load_spike", "a session much longer than lately", "eine viel längere Einheit als zuletzt"),
    w("onset_reproducible_minute", "it keeps beginning at the same point", "es beginnt immer an derselben Stelle"),
    w("relief_5_to_30min", "it eases within 5 to 30 minutes", "es lässt in 5 bis 30 Minuten nach"),
    w("quality=tight_or_full", "it feels tight", "es fühlt sich prall an"),
    w("site=shin_or_calf_bilateral", "shins or calves of both legs", "Schienbeine oder Waden beider Beine"),
    w(
        "relieved_by=nothing_at_rest&persist_gt60min",
        "nothing eases it, and it lasts more than an hour",
        "nichts lindert es, und es dauert länger als eine Stunde",
    ),
    w("site=thigh_only", "the thigh only", "nur der Oberschenkel"),
    w(
        "site=calf&worsened_by=plantarflexion_uphill",
        "the calf, worse when pushing off or uphill",
        "die Wade, schlimmer beim Abstoßen oder bergauf",
    ),
    w(
        "relief_lt5min&age_lt40",
        "it eases in less than 5 minutes, at a young age",
        "es lässt rasch nach, in jungen Jahren",
    ),
    w("signs=cold_or_pale_foot", "cold or pale", "kalt oder blass"),
    w("site=both_feet_symmetric", "both feet alike", "beide Füße gleich"),
    w(
        "history=diabetes_or_b12_or_alcohol",
        "diabetes, a lack of vitamin B12 or much alcohol in your profile",
        "Diabetes, Vitamin-B12-Mangel oder viel Alkohol in Ihrem Profil",
    ),
    w("site=outer_thigh_only", "the outer thigh only", "nur die Außenseite des Oberschenkels"),
    w("site=toes_3_4", "between the third and fourth toe", "zwischen dritter und vierter Zehe"),
    w("site=saddle_or_genital&sport=bike", "the saddle area, on a bike", "der Sattelbereich, auf dem Rad"),
    w(
        "signs=perioral_or_hand_tingling&fast_breathing",
        "mouth or hands, while breathing fast",
        "Mund oder Hände, bei schneller Atmung",
    ),
];

/// What to ask for an answer that is missing; fields that no question fits are left out.
pub static QUESTIONS: &[Word] = &[
    w("sites", "Where was it, and on which side?", "Wo war es, und auf welcher Seite?"),
    w("onset", "When did it begin?", "Wann begann es?"),
    w("onset_min", "After how many minutes did it begin?", "Nach wie vielen Minuten begann es?"),
    w("duration_min", "How long did it last?", "Wie lange dauerte es?"),
    w("quality", "How did it feel?", "Wie fühlte es sich an?"),
    w("signs", "Was there anything beside it (also: nothing)?", "War noch etwas dabei (auch: nichts)?"),
    w("relieved_by", "What eased it?", "Was linderte es?"),
    w("worsened_by", "What made it worse?", "Was machte es schlimmer?"),
    w("association", "Was it tied to a step, a fall or an injury?", "Hing es an einem Schritt, Sturz oder Unfall?"),
    w("persists_after_removal", "Did it stay when tight gear was off?", "Blieb es, als enge Ausrüstung weg war?"),
    w("relief_min", "After how many minutes of rest did it ease?", "Nach wie vielen Minuten Ruhe ließ es nach?"),
    w("tight_fit", "Did shoes or gear feel tight?", "Saßen Schuhe oder Ausrüstung eng?"),
    w("temp_c", "How warm was the air?", "Wie warm war die Luft?"),
    w("sodium_mg", "How much sodium was in your drink?", "Wie viel Natrium war im Getränk?"),
    w("fluid_ml", "How much did you drink?", "Wie viel haben Sie getrunken?"),
    w("mass_before_kg", "What did you weigh before?", "Was wogen Sie vorher?"),
    w("mass_after_kg", "What did you weigh after?", "Was wogen Sie nachher?"),
    w("weight_change_pct", "Did your weight change over the session?", "Hat sich Ihr Gewicht dabei verändert?"),
    w("age", "In which year were you born (profile)?", "In welchem Jahr sind Sie geboren (Profil)?"),
    w(
        "history",
        "Which conditions apply, and which do not (profile)?",
        "Welche Vorerkrankungen, welche nicht (Profil)?",
    ),
    w("sport", "Which sport was it?", "Welcher Sport war es?"),
];

/// Every place.
pub static SITES: &[Word] = &[
    w("toes", "toes", "Zehen"),
    w("toes_3_4", "between the third and fourth toe", "zwischen dritter und vierter Zehe"),
    w("foot", "foot", "Fuß"),
    w("ankle", "ankle", "Knöchel"),
    w("shin", "shin", "Schienbein"),
    w("calf", "calf", "Wade"),
    w("knee_back", "back of the knee", "Kniekehle"),
    w("thigh_front", "front of the thigh", "Oberschenkel vorn"),
    w("thigh_outer", "outer thigh", "Oberschenkel außen"),
    w("thigh_back", "back of the thigh", "Oberschenkel hinten"),
    w("buttock", "buttock", "Gesäß"),
    w("low_back", "low back", "unterer Rücken"),
    w("saddle", "saddle area", "Sattelbereich"),
    w("hand", "hand", "Hand"),
    w("arm", "arm", "Arm"),
    w("face", "face", "Gesicht"),
];

/// Every side.
pub static SIDES: &[Word] =
    &[w("left", "left", "links"), w("right", "right", "rechts"), w("both", "both sides", "beidseits")];

/// Everything that eases it.
pub static RELIEVERS: &[Word] = &[
    w("rest", "rest", "Ruhe"),
    w("sitting", "sitting", "Sitzen"),
    w("bending_forward", "bending forward", "Beugen nach vorn"),
    w("loosening", "loosening", "Lockern"),
    w("shoes_off", "taking the shoes off", "Ausziehen der Schuhe"),
    w("walking", "walking", "Gehen"),
    w("drink_salt", "drink or salt", "Trinken oder Salz"),
    w("nothing", "nothing", "nichts"),
];
