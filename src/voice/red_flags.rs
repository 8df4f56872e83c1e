//! What a person reads when a red flag is found: one title per rule, one message per rule and level.
//!
//! Not yet reviewed by a clinician. Every message opens with what to do, and says what it can be, never what it is.

use crate::assess::Level;

/// The words of one rule.
pub struct Words {
    /// The rule.
    pub rule: &'static str,
    /// Its title.
    pub title: &'static str,
    /// Its messages, highest level first.
    pub messages: &'static [(Level, &'static str)],
}

/// The title of a red-flag rule; `None` for any other rule.
pub fn title(rule: &str) -> Option<&'static str> {
    WORDS.iter().find(|words| words.rule == rule).map(|words| words.title)
}

/// What to say when this rule is found at this level; `None` when it has no such level.
pub fn message(rule: &str, level: Level) -> Option<&'static str> {
    let words = WORDS.iter().find(|words| words.rule == rule)?;
    words.messages.iter().find(|(known, _)| *known == level).map(|(_, message)| *message)
}

/// The words of every red-flag rule.
pub static WORDS: &[Words] = &[
    Words {
        rule: "rf01",
        title: "Saddle numbness, bladder or bowel",
        messages: &[(
            Level::Emergency,
            "Go to an emergency department now or call the emergency number. Numbness around the saddle area, \
                 or new trouble with bladder or bowel, together with leg tingling can be pressure on the nerves at \
                 the base of the spine.",
        )],
    },
    Words {
        rule: "rf02",
        title: "Weakness in both legs, growing weakness or foot drop",
        messages: &[(
            Level::Emergency,
            "Go to an emergency department now or call the emergency number. New or growing weakness in the \
                 legs can be pressure on the nerves of the spine.",
        )],
    },
    Words {
        rule: "rf03",
        title: "Face, speech, arm, sight or confusion",
        messages: &[(
            Level::Emergency,
            "Call the emergency number now. Tingling with trouble of face, speech, sight, thinking or one arm \
                 can be a stroke.",
        )],
    },
    Words {
        rule: "rf04",
        title: "Allergic signs with breathing, face or faintness",
        messages: &[(
            Level::Emergency,
            "Call the emergency number now and use an adrenaline pen if there is one. Itching or hives with \
                 swelling of face or throat, wheeze or faintness can be a severe allergic reaction.",
        )],
    },
    Words {
        rule: "rf05",
        title: "Severe pain in a tight, weak or numb limb after stopping",
        messages: &[(
            Level::Emergency,
            "Go to an emergency department now or call the emergency number. Severe pain in a tight, weak or \
                 numb limb that does not ease after stopping can be dangerous pressure inside the muscle.",
        )],
    },
    Words {
        rule: "rf06",
        title: "Cold or pale with pain, weakness or numbness",
        messages: &[(
            Level::Emergency,
            "Call the emergency number now. A cold or pale leg that hurts badly, is weak or is numb can be a \
                 leg without enough blood supply.",
        )],
    },
    Words {
        rule: "rf07",
        title: "Dark urine",
        messages: &[
            (
                Level::Emergency,
                "Go to an emergency department now or call the emergency number, and tell them about the exercise. \
                 Dark urine with pain, stiffness, swelling, weakness, vomiting or confusion can be muscle \
                 breakdown.",
            ),
            (
                Level::Urgent,
                "Be seen by a doctor today and tell them about the exercise. Dark urine after exercise can be \
                 muscle breakdown.",
            ),
        ],
    },
    Words {
        rule: "rf08",
        title: "Seizure, or headache, vomiting or confusion after much drinking",
        messages: &[
            (
                Level::Emergency,
                "Call the emergency number now and do not drink more water. A seizure, or headache, vomiting, \
                 confusion or puffy hands after drinking a lot, can be low blood sodium.",
            ),
            (
                Level::Urgent,
                "Be seen by a doctor today and do not drink more than thirst asks for. Vomiting, severe headache \
                 or puffy hands after long exercise can be low blood sodium; if they grow, call the emergency \
                 number.",
            ),
        ],
    },
    Words {
        rule: "rf09",
        title: "Chest pain or fainting",
        messages: &[(
            Level::Emergency,
            "Call the emergency number now. Chest pain or fainting with exercise can be a heart problem.",
        )],
    },
    Words {
        rule: "rf10",
        title: "Swollen, warm, red or tender calf",
        messages: &[
            (
                Level::Emergency,
                "Call the emergency number now. A tender or swollen calf with breathlessness or chest pain can be \
                 a clot that has reached the lungs.",
            ),
            (
                Level::Urgent,
                "Be seen by a doctor today. One swollen leg that is warm, red or tender can be a clot; with \
                 breathlessness or chest pain call the emergency number.",
            ),
        ],
    },
    Words {
        rule: "rf11",
        title: "Severe pain, swelling or change of colour",
        messages: &[(
            Level::Urgent,
            "See a doctor today. Severe pain, swelling or a change of colour of the leg can be more than an \
                 effect of exercise.",
        )],
    },
    Words {
        rule: "rf12",
        title: "Numb, cold or warm",
        messages: &[
            (
                Level::Urgent,
                "See a doctor today. Numbness or a change in temperature that stays, or one cold leg, can be a \
                 problem of nerve or blood flow.",
            ),
            (
                Level::Consult,
                "Book a doctor. Numbness or a leg that feels hotter or colder can be a problem of nerve or blood \
                 flow.",
            ),
        ],
    },
    Words {
        rule: "rf13",
        title: "Pain shooting down both legs",
        messages: &[(
            Level::Urgent,
            "See a doctor today. Pain that shoots down both legs can be pressure on nerves of the low back; \
                 with saddle numbness or bladder change call the emergency number.",
        )],
    },
    Words {
        rule: "rf14",
        title: "Worse standing, better sitting",
        messages: &[(
            Level::Consult,
            "Book a doctor. Tingling that is worse standing and better sitting can be coming from the low \
                 back.",
        )],
    },
    Words {
        rule: "rf15",
        title: "Balance or coordination",
        messages: &[
            (
                Level::Urgent,
                "See a doctor today. A new change in balance, or one with weakness, can be a problem of nerves or \
                 spine.",
            ),
            (
                Level::Consult,
                "Book a doctor. A change in balance or coordination with leg tingling can be a problem of nerves \
                 or spine.",
            ),
        ],
    },
    Words {
        rule: "rf16",
        title: "Lasts for hours or days",
        messages: &[
            (
                Level::Urgent,
                "See a doctor today. Tingling that has lasted a day or more together with another warning sign can \
                 be more than an effect of exercise.",
            ),
            (
                Level::Consult,
                "Book a doctor. Tingling that lasts for hours or days can be more than an effect of exercise.",
            ),
        ],
    },
    Words {
        rule: "rf17",
        title: "Gets in the way of daily life",
        messages: &[(
            Level::Consult,
            "Book a doctor. Symptoms that get in the way of daily life can be worth looking at early.",
        )],
    },
    Words {
        rule: "rf18",
        title: "Stays after tight gear is off",
        messages: &[(
            Level::Consult,
            "Book a doctor. Tingling that stays after tight clothing or shoes are off can be a problem of \
                 circulation.",
        )],
    },
    Words {
        rule: "rf19",
        title: "Pain or cramp during exercise",
        messages: &[
            (
                Level::Consult,
                "Book a doctor. Leg pain or cramp that keeps coming with exercise can be a problem of circulation \
                 or of pressure in the muscle.",
            ),
            (
                Level::Advice,
                "Note it and see whether it comes back. Pain or cramp during exercise can be simple strain; if it \
                 keeps coming, book a doctor.",
            ),
        ],
    },
    Words {
        rule: "rf20",
        title: "One leg",
        messages: &[
            (
                Level::Consult,
                "Book a doctor. Tingling that keeps coming in the same leg can be a local problem of nerve, muscle \
                 or blood flow.",
            ),
            (
                Level::Advice,
                "Note the side each time. Tingling in one leg can be a local matter; if it keeps to the same leg, \
                 book a doctor.",
            ),
        ],
    },
    Words {
        rule: "rf21",
        title: "Tied to a step or an injury",
        messages: &[(
            Level::Consult,
            "Book a doctor. Tingling tied to one step or an injury can be easier to mend when looked at early.",
        )],
    },
    Words {
        rule: "rf22",
        title: "Strong or repeated itching",
        messages: &[(
            Level::Consult,
            "Talk to your doctor. Strong or repeated itching with exercise can be an allergic reaction.",
        )],
    },
    Words {
        rule: "rf23",
        title: "Tightness that builds with exercise",
        messages: &[(
            Level::Consult,
            "Book a doctor. Tightness, swelling or stiffness that keeps building with exercise and lingers can \
                 be pressure inside the muscle; early help works best.",
        )],
    },
    Words {
        rule: "rf24",
        title: "Calf tingling that rest relieves, again and again",
        messages: &[(
            Level::Consult,
            "Book a doctor. Calf tingling or heaviness that keeps coming with exercise and stops with rest can \
                 be a squeezed artery behind the knee.",
        )],
    },
    Words {
        rule: "rf25",
        title: "More often, longer, stronger or now at rest",
        messages: &[(
            Level::Consult,
            "Book a doctor soon. Tingling that grows more frequent, longer or stronger, or is now there at \
                 rest, can be a sign of something that moves on.",
        )],
    },
    Words {
        rule: "rf26",
        title: "Several warning signs within two weeks",
        messages: &[(
            Level::Urgent,
            "Arrange to be seen today or tomorrow. Several warning signs within two weeks can be more serious \
                 together than each alone.",
        )],
    },
    Words {
        rule: "rf27",
        title: "Tired, or pain before or during the session",
        messages: &[(
            Level::Advice,
            "Rest, and do not push through pain. Going on when tired or in pain can be what turns a small \
                 strain into a long one.",
        )],
    },
    Words {
        rule: "rf28",
        title: "Profile or age",
        messages: &[(
            Level::Consult,
            "Mention this tingling to your doctor. With this history, or first at this age, it can be more \
                 than an effect of exercise.",
        )],
    },
    Words {
        rule: "rf29",
        title: "Climbing tingling with weakness, fever or recent infection",
        messages: &[(
            Level::Emergency,
            "Go to an emergency department now or call the emergency number. Tingling that climbs up the legs \
                 with weakness, or after an infection, can be an inflammation of the nerves.",
        )],
    },
    Words {
        rule: "rf30",
        title: "Weakness",
        messages: &[(
            Level::Urgent,
            "See a doctor today. New weakness in a leg can be pressure on a nerve; if it grows or both legs \
                 are weak, call the emergency number.",
        )],
    },
    Words {
        rule: "rf31",
        title: "Swelling of the face",
        messages: &[(
            Level::Urgent,
            "See a doctor today. Swelling of the face after exercise can be an allergic reaction; with trouble \
                 breathing call the emergency number.",
        )],
    },
    Words {
        rule: "rf32",
        title: "Climbing tingling",
        messages: &[(
            Level::Urgent,
            "See a doctor today. Tingling that climbs up the legs can be an inflammation of the nerves; with \
                 weakness call the emergency number.",
        )],
    },
    Words {
        rule: "rf33",
        title: "Frequent or long-standing tingling",
        messages: &[(
            Level::Consult,
            "Talk to your doctor. Tingling that is frequent or goes on for weeks can be worth looking into \
                 even when each time is mild.",
        )],
    },
    Words {
        rule: "rf34",
        title: "From the low back down both legs",
        messages: &[(
            Level::Consult,
            "Book a doctor. Tingling from the low back down both legs can be pressure on nerves of the low \
                 back.",
        )],
    },
];
