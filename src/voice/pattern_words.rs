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

/// A name of the code, and it in words.
pub type Word = (&'static str, Phrase);

/// The words for a name; `None` for a name that is not in the list.
pub fn word(list: &'static [Word], name: &str) -> Option<&'static Phrase> {
    list.iter().find(|(known, _)| *known == name).map(|(_, phrase)| phrase)
}

/// Between the last two of a list.
pub const AND: Phrase = Phrase { en: "and", de: "und" };

/// Every group of causes.
pub static GROUPS: &[Group] = &[
    Group {
        id: "histamine",
        label: Phrase { en: "the itch pattern", de: "das Juckreiz-Muster" },
        about: Phrase {
            en: "Exercise can set histamine free, which itches and tingles as the body warms up.",
            de: "Belastung kann Histamin freisetzen, das juckt und kribbelt, während der Körper warm wird.",
        },
    },
    Group {
        id: "gear",
        label: Phrase { en: "the tight-gear pattern", de: "das Muster enger Ausrüstung" },
        about: Phrase {
            en: "Tight shoes, socks or compression can press on nerves and on the flow of blood.",
            de: "Enge Schuhe, Socken oder Kompression können auf Nerven und Blutfluss drücken.",
        },
    },
    Group {
        id: "pad",
        label: Phrase { en: "the blood-flow pattern", de: "das Durchblutungs-Muster" },
        about: Phrase {
            en: "Legs that get too little blood when they work can tingle or cramp; one possible reason is peripheral \
             artery disease, which a doctor can look into.",
            de: "Beine, die bei Arbeit zu wenig Blut bekommen, können kribbeln oder krampfen; ein möglicher Grund ist die \
             periphere arterielle Verschlusskrankheit, die ärztlich geprüft werden kann.",
        },
    },
    Group {
        id: "electrolyte",
        label: Phrase { en: "the salt-and-water pattern", de: "das Salz-und-Wasser-Muster" },
        about: Phrase {
            en: "Sweating out, or drinking in, more than the body balances can upset salts (an electrolyte imbalance).",
            de: "Mehr auszuschwitzen oder zu trinken, als der Körper ausgleicht, kann die Salze verschieben \
             (Elektrolyt-Ungleichgewicht).",
        },
    },
    Group {
        id: "nerve_spine",
        label: Phrase { en: "the low-back pattern", de: "das Rücken-Muster" },
        about: Phrase {
            en: "A nerve pressed in the low back, as by a herniated disc or spinal stenosis, can tingle down the leg.",
            de: "Ein im unteren Rücken gedrückter Nerv, etwa durch Bandscheibenvorfall oder Spinalkanalstenose, kann \
                 sich als Kribbeln bis ins Bein zeigen.",
        },
    },
    Group {
        id: "overuse_sij",
        label: Phrase { en: "the overworked-muscle pattern", de: "das Überlastungs-Muster" },
        about: Phrase {
            en: "An overworked or injured muscle, or the sacroiliac joint, can make one leg tingle.",
            de: "Ein überlasteter oder verletzter Muskel oder das Iliosakralgelenk kann ein Bein kribbeln lassen.",
        },
    },
    Group {
        id: "cecs",
        label: Phrase { en: "the muscle-pressure pattern", de: "das Muskeldruck-Muster" },
        about: Phrase {
            en: "Pressure can build inside a muscle as it works and ease in rest (chronic exertional compartment syndrome).",
            de: "In einem arbeitenden Muskel kann Druck entstehen, der in Ruhe nachlässt (chronisches belastungsbedingtes \
             Kompartmentsyndrom).",
        },
    },
    Group {
        id: "paes",
        label: Phrase { en: "the trapped-artery pattern", de: "das Muster der eingeengten Arterie" },
        about: Phrase {
            en: "An artery behind the knee can be pressed when the foot pushes off (popliteal artery entrapment).",
            de: "Eine Arterie in der Kniekehle kann beim Abstoßen des Fußes gedrückt werden (popliteales \
             Entrapment-Syndrom).",
        },
    },
    Group {
        id: "peripheral_neuropathy",
        label: Phrase { en: "the nerve-ends pattern", de: "das Nervenenden-Muster" },
        about: Phrase {
            en: "Nerves can tingle from their ends, in both feet and also at rest (peripheral neuropathy).",
            de: "Nerven können von ihren Enden her kribbeln, in beiden Füßen und auch in Ruhe (periphere Neuropathie).",
        },
    },
    Group {
        id: "focal_entrapment",
        label: Phrase { en: "the single-nerve pattern", de: "das Einzelnerv-Muster" },
        about: Phrase {
            en: "One nerve can be pressed on its way, at the thigh, the knee, the ankle, the toes or the saddle.",
            de: "Ein Nerv kann auf seinem Weg gedrückt werden, am Oberschenkel, Knie, Knöchel, an den Zehen oder am Sattel.",
        },
    },
    Group {
        id: "hyperventilation",
        label: Phrase { en: "the fast-breathing pattern", de: "das Schnellatmungs-Muster" },
        about: Phrase {
            en: "Breathing faster than the body needs can make mouth, hands and legs tingle.",
            de: "Schneller zu atmen, als der Körper braucht, kann Mund, Hände und Beine kribbeln lassen.",
        },
    },
];

/// Every feature.
pub static FEATURES: &[Word] = &[
    ("quality=itching", Phrase { en: "it itches", de: "es juckt" }),
    ("signs=hives", Phrase { en: "wheals on the skin", de: "Quaddeln auf der Haut" }),
    (
        "onset=during&warmth",
        Phrase { en: "it began while the body was getting warm", de: "es begann, während der Körper warm wurde" },
    ),
    ("site=bilateral", Phrase { en: "both legs, with itch", de: "beide Beine, mit Juckreiz" }),
    ("relieved_by=loosening_gear", Phrase { en: "loosening gear eases it", de: "Lockern der Ausrüstung lindert es" }),
    (
        "persists_after_removal",
        Phrase { en: "it stayed after the gear was off", de: "es blieb, als die Ausrüstung weg war" },
    ),
    ("exposure=tight_fit", Phrase { en: "something felt tight", de: "etwas saß eng" }),
    ("site=foot_or_toes", Phrase { en: "foot or toes", de: "Fuß oder Zehen" }),
    (
        "worsened_by=walking_exertion&relief_rest_le10min&never_at_rest",
        Phrase {
            en: "exercise brings it on, ten minutes of rest ease it, and it never began at rest",
            de: "Belastung bringt es, zehn Minuten Ruhe lindern es, und es begann nie in Ruhe",
        },
    ),
    ("site=calf&pad_age_ge50", Phrase { en: "the calf, at 50 or older", de: "die Wade, ab 50 Jahren" }),
    ("onset=at_rest", Phrase { en: "it began at rest", de: "es begann in Ruhe" }),
    ("age_lt40_nonsmoker", Phrase { en: "younger than 40 and no smoker", de: "jünger als 40 und kein Raucher" }),
    (
        "exposure=sodium_deficit_high",
        Phrase { en: "much salt sweated out, little taken", de: "viel Salz verschwitzt, wenig genommen" },
    ),
    (
        "exposure=bm_loss_gt2",
        Phrase { en: "more than 2 % of body mass lost", de: "mehr als 2 % der Körpermasse verloren" },
    ),
    (
        "exposure=weight_gain_during",
        Phrase { en: "body mass gained over the session", de: "Körpermasse bei der Belastung gestiegen" },
    ),
    (
        "signs=perioral_or_hand_tingling",
        Phrase { en: "tingling round the mouth or in the hands", de: "Kribbeln um Mund oder in Händen" },
    ),
    ("signs=cramp", Phrase { en: "cramp", de: "Krampf" }),
    ("site=one_leg", Phrase { en: "one leg only", de: "nur ein Bein" }),
    ("relieved_by=sitting_no_pain_seated", Phrase { en: "sitting eases it", de: "Sitzen lindert es" }),
    (
        "relieved_by=bending_forward",
        Phrase { en: "bending forward eases it", de: "sich nach vorn zu beugen lindert es" },
    ),
    (
        "site=bilateral_buttock_or_leg&worsened_by=standing",
        Phrase { en: "both sides, and worse when standing", de: "beide Seiten, und schlimmer im Stehen" },
    ),
    ("signs=balance", Phrase { en: "a change of balance", de: "ein verändertes Gleichgewicht" }),
    ("age_gt70", Phrase { en: "older than 70", de: "älter als 70" }),
    ("age_lt60", Phrase { en: "younger than 60", de: "jünger als 60" }),
    ("signs=back_pain", Phrase { en: "pain in the low back", de: "Schmerz im unteren Rücken" }),
    ("signs=shooting", Phrase { en: "pain that shoots down the leg", de: "Schmerz, der ins Bein schießt" }),
    (
        "worsened_by=cough_sneeze",
        Phrase { en: "coughing or sneezing makes it worse", de: "Husten oder Niesen verschlimmert es" },
    ),
    (
        "site=buttock_or_lateral_posterior_thigh",
        Phrase {
            en: "buttock, or outer or back side of the thigh",
            de: "Gesäß, Außen- oder Rückseite des Oberschenkels",
        },
    ),
    ("signs=psis_pain", Phrase { en: "pain at one point of the buttock", de: "Schmerz an einem Punkt des Gesäßes" }),
    (
        "association=step_or_injury",
        Phrase { en: "tied to a step or an injury", de: "nach einem Schritt oder einer Verletzung" },
    ),
    (
        "exposure=load_spike",
        Phrase { en: "a session much longer than lately", de: "eine viel längere Einheit als zuletzt" },
    ),
    (
        "onset_reproducible_minute",
        Phrase { en: "it keeps beginning at the same point", de: "es beginnt immer an derselben Stelle" },
    ),
    ("relief_5_to_30min", Phrase { en: "it eases within 5 to 30 minutes", de: "es lässt in 5 bis 30 Minuten nach" }),
    ("quality=tight_or_full", Phrase { en: "it feels tight", de: "es fühlt sich prall an" }),
    (
        "site=shin_or_calf_bilateral",
        Phrase { en: "shins or calves of both legs", de: "Schienbeine oder Waden beider Beine" },
    ),
    (
        "relieved_by=nothing_at_rest&persist_gt60min",
        Phrase {
            en: "nothing eases it, and it lasts more than an hour",
            de: "nichts lindert es, und es dauert länger als eine Stunde",
        },
    ),
    ("site=thigh_only", Phrase { en: "the thigh only", de: "nur der Oberschenkel" }),
    (
        "site=calf&worsened_by=plantarflexion_uphill",
        Phrase {
            en: "the calf, worse when pushing off or uphill",
            de: "die Wade, schlimmer beim Abstoßen oder bergauf",
        },
    ),
    (
        "relief_lt5min&age_lt40",
        Phrase {
            en: "it eases in less than 5 minutes, at a young age", de: "es lässt rasch nach, in jungen Jahren"
        },
    ),
    ("signs=cold_or_pale_foot", Phrase { en: "cold or pale", de: "kalt oder blass" }),
    ("site=both_feet_symmetric", Phrase { en: "both feet alike", de: "beide Füße gleich" }),
    (
        "history=diabetes_or_b12_or_alcohol",
        Phrase {
            en: "diabetes, a lack of vitamin B12 or much alcohol in your profile",
            de: "Diabetes, Vitamin-B12-Mangel oder viel Alkohol in Ihrem Profil",
        },
    ),
    ("site=outer_thigh_only", Phrase { en: "the outer thigh only", de: "nur die Außenseite des Oberschenkels" }),
    ("site=toes_3_4", Phrase { en: "between the third and fourth toe", de: "zwischen dritter und vierter Zehe" }),
    (
        "site=saddle_or_genital&sport=bike",
        Phrase { en: "the saddle area, on a bike", de: "der Sattelbereich, auf dem Rad" },
    ),
    (
        "signs=perioral_or_hand_tingling&fast_breathing",
        Phrase { en: "mouth or hands, while breathing fast", de: "Mund oder Hände, bei schneller Atmung" },
    ),
];

/// What to ask for an answer that is missing; fields that no question fits are left out.
pub static QUESTIONS: &[Word] = &[
    ("sites", Phrase { en: "Where was it, and on which side?", de: "Wo war es, und auf welcher Seite?" }),
    ("onset", Phrase { en: "When did it begin?", de: "Wann begann es?" }),
    ("onset_min", Phrase { en: "After how many minutes did it begin?", de: "Nach wie vielen Minuten begann es?" }),
    ("duration_min", Phrase { en: "How long did it last?", de: "Wie lange dauerte es?" }),
    ("quality", Phrase { en: "How did it feel?", de: "Wie fühlte es sich an?" }),
    (
        "signs",
        Phrase { en: "Was there anything beside it (also: nothing)?", de: "War noch etwas dabei (auch: nichts)?" },
    ),
    ("relieved_by", Phrase { en: "What eased it?", de: "Was linderte es?" }),
    ("worsened_by", Phrase { en: "What made it worse?", de: "Was machte es schlimmer?" }),
    (
        "association",
        Phrase {
            en: "Was it tied to a step, a fall or an injury?",
            de: "Hing es an einem Schritt, Sturz oder Unfall?",
        },
    ),
    (
        "persists_after_removal",
        Phrase { en: "Did it stay when tight gear was off?", de: "Blieb es, als enge Ausrüstung weg war?" },
    ),
    (
        "relief_min",
        Phrase {
            en: "After how many minutes of rest did it ease?",
            de: "Nach wie vielen Minuten Ruhe ließ es nach?",
        },
    ),
    ("tight_fit", Phrase { en: "Did shoes or gear feel tight?", de: "Saßen Schuhe oder Ausrüstung eng?" }),
    ("temp_c", Phrase { en: "How warm was the air?", de: "Wie warm war die Luft?" }),
    ("sodium_mg", Phrase { en: "How much sodium was in your drink?", de: "Wie viel Natrium war im Getränk?" }),
    ("fluid_ml", Phrase { en: "How much did you drink?", de: "Wie viel haben Sie getrunken?" }),
    ("mass_before_kg", Phrase { en: "What did you weigh before?", de: "Was wogen Sie vorher?" }),
    ("mass_after_kg", Phrase { en: "What did you weigh after?", de: "Was wogen Sie nachher?" }),
    (
        "weight_change_pct",
        Phrase { en: "Did your weight change over the session?", de: "Hat sich Ihr Gewicht dabei verändert?" },
    ),
    (
        "age",
        Phrase { en: "In which year were you born (profile)?", de: "In welchem Jahr sind Sie geboren (Profil)?" },
    ),
    (
        "history",
        Phrase {
            en: "Which conditions apply, and which do not (profile)?",
            de: "Welche Vorerkrankungen, welche nicht (Profil)?",
        },
    ),
    ("sport", Phrase { en: "Which sport was it?", de: "Welcher Sport war es?" }),
];

/// Every place.
pub static SITES: &[Word] = &[
    ("toes", Phrase { en: "toes", de: "Zehen" }),
    ("toes_3_4", Phrase { en: "between the third and fourth toe", de: "zwischen dritter und vierter Zehe" }),
    ("foot", Phrase { en: "foot", de: "Fuß" }),
    ("ankle", Phrase { en: "ankle", de: "Knöchel" }),
    ("shin", Phrase { en: "shin", de: "Schienbein" }),
    ("calf", Phrase { en: "calf", de: "Wade" }),
    ("knee_back", Phrase { en: "back of the knee", de: "Kniekehle" }),
    ("thigh_front", Phrase { en: "front of the thigh", de: "Oberschenkel vorn" }),
    ("thigh_outer", Phrase { en: "outer thigh", de: "Oberschenkel außen" }),
    ("thigh_back", Phrase { en: "back of the thigh", de: "Oberschenkel hinten" }),
    ("buttock", Phrase { en: "buttock", de: "Gesäß" }),
    ("low_back", Phrase { en: "low back", de: "unterer Rücken" }),
    ("saddle", Phrase { en: "saddle area", de: "Sattelbereich" }),
    ("hand", Phrase { en: "hand", de: "Hand" }),
    ("arm", Phrase { en: "arm", de: "Arm" }),
    ("face", Phrase { en: "face", de: "Gesicht" }),
];

/// Every side.
pub static SIDES: &[Word] = &[
    ("left", Phrase { en: "left", de: "links" }),
    ("right", Phrase { en: "right", de: "rechts" }),
    ("both", Phrase { en: "both sides", de: "beidseits" }),
];

/// Everything that eases it.
pub static RELIEVERS: &[Word] = &[
    ("rest", Phrase { en: "rest", de: "Ruhe" }),
    ("sitting", Phrase { en: "sitting", de: "Sitzen" }),
    ("bending_forward", Phrase { en: "bending forward", de: "Beugen nach vorn" }),
    ("loosening", Phrase { en: "loosening", de: "Lockern" }),
    ("shoes_off", Phrase { en: "taking the shoes off", de: "Ausziehen der Schuhe" }),
    ("walking", Phrase { en: "walking", de: "Gehen" }),
    ("drink_salt", Phrase { en: "drink or salt", de: "Trinken oder Salz" }),
    ("nothing", Phrase { en: "nothing", de: "nichts" }),
];
