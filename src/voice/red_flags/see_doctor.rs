//! The red flags that ask for a visit to a doctor at most.

use super::Words;
use crate::assess::Level;
use crate::voice::Phrase;

pub(super) static WORDS: &[Words] = &[
    Words {
        rule: "rf14",
        title: Phrase { en: "Worse standing, better sitting", de: "Schlimmer im Stehen, besser im Sitzen" },
        messages: &[(
            Level::Consult,
            Phrase {
                en: "Book a doctor. Tingling that is worse standing and better sitting can be coming from the \
                        low back.",
                de: "Vereinbaren Sie einen Arzttermin. Kribbeln, das im Stehen schlimmer und im Sitzen besser \
                        ist, kann vom unteren Rücken kommen.",
            },
        )],
    },
    Words {
        rule: "rf17",
        title: Phrase { en: "Gets in the way of daily life", de: "Stört den Alltag" },
        messages: &[(
            Level::Consult,
            Phrase {
                en: "Book a doctor. Symptoms that get in the way of daily life can be worth looking at early.",
                de: "Vereinbaren Sie einen Arzttermin. Bei Beschwerden, die den Alltag stören, kann es sich \
                        lohnen, früh nachsehen zu lassen.",
            },
        )],
    },
    Words {
        rule: "rf18",
        title: Phrase { en: "Stays after tight gear is off", de: "Bleibt, wenn enge Kleidung abgelegt ist" },
        messages: &[(
            Level::Consult,
            Phrase {
                en: "Book a doctor. Tingling that stays after tight clothing or shoes are off can be a problem \
                        of circulation.",
                de: "Vereinbaren Sie einen Arzttermin. Kribbeln, das bleibt, wenn enge Kleidung oder Schuhe \
                        abgelegt sind, kann ein Problem der Durchblutung sein.",
            },
        )],
    },
    Words {
        rule: "rf19",
        title: Phrase { en: "Pain or cramp during exercise", de: "Schmerz oder Krampf beim Sport" },
        messages: &[
            (
                Level::Consult,
                Phrase {
                    en: "Book a doctor. Leg pain or cramp that keeps coming with exercise can be a problem of \
                        circulation or of pressure in the muscle.",
                    de: "Vereinbaren Sie einen Arzttermin. Schmerz oder Krampf im Bein, der beim Sport immer \
                        wiederkommt, kann ein Problem der Durchblutung oder von Druck im Muskel sein.",
                },
            ),
            (
                Level::Advice,
                Phrase {
                    en: "Note it and see whether it comes back. Pain or cramp during exercise can be simple strain; \
                        if it keeps coming, book a doctor.",
                    de: "Notieren Sie es und achten Sie darauf, ob es wiederkommt. Schmerz oder Krampf beim Sport \
                        kann eine einfache Zerrung sein; kommt es immer wieder, vereinbaren Sie einen Arzttermin.",
                },
            ),
        ],
    },
    Words {
        rule: "rf20",
        title: Phrase { en: "One leg", de: "Ein Bein" },
        messages: &[
            (
                Level::Consult,
                Phrase {
                    en: "Book a doctor. Tingling that keeps coming in the same leg can be a local problem of nerve, \
                        muscle or blood flow.",
                    de: "Vereinbaren Sie einen Arzttermin. Kribbeln, das immer wieder im selben Bein auftritt, kann \
                        ein örtliches Problem von Nerv, Muskel oder Durchblutung sein.",
                },
            ),
            (
                Level::Advice,
                Phrase {
                    en: "Note the side each time. Tingling in one leg can be a local matter; if it keeps to the same \
                        leg, book a doctor.",
                    de: "Notieren Sie jedes Mal die Seite. Kribbeln in einem Bein kann eine örtliche Sache sein; \
                        bleibt es beim selben Bein, vereinbaren Sie einen Arzttermin.",
                },
            ),
        ],
    },
    Words {
        rule: "rf21",
        title: Phrase { en: "Tied to a step or an injury", de: "An einen Schritt oder eine Verletzung gebunden" },
        messages: &[(
            Level::Consult,
            Phrase {
                en: "Book a doctor. Tingling tied to one step or an injury can be easier to mend when looked at \
                        early.",
                de: "Vereinbaren Sie einen Arzttermin. Kribbeln, das an einen bestimmten Schritt oder eine \
                        Verletzung gebunden ist, kann leichter zu beheben sein, wenn früh nachgesehen wird.",
            },
        )],
    },
    Words {
        rule: "rf22",
        title: Phrase { en: "Strong or repeated itching", de: "Starker oder wiederholter Juckreiz" },
        messages: &[(
            Level::Consult,
            Phrase {
                en: "Talk to your doctor. Strong or repeated itching with exercise can be an allergic reaction.",
                de: "Sprechen Sie mit Ihrer Ärztin oder Ihrem Arzt. Starker oder wiederholter Juckreiz beim \
                        Sport kann eine allergische Reaktion sein.",
            },
        )],
    },
    Words {
        rule: "rf23",
        title: Phrase { en: "Tightness that builds with exercise", de: "Spannung, die sich beim Sport aufbaut" },
        messages: &[(
            Level::Consult,
            Phrase {
                en: "Book a doctor. Tightness, swelling or stiffness that keeps building with exercise and \
                        lingers can be pressure inside the muscle; early help works best.",
                de: "Vereinbaren Sie einen Arzttermin. Spannung, Schwellung oder Steifheit, die sich beim Sport \
                        immer wieder aufbaut und anhält, kann Druck im Muskel sein; frühe Hilfe wirkt am besten.",
            },
        )],
    },
    Words {
        rule: "rf24",
        title: Phrase {
            en: "Calf tingling that rest relieves, again and again",
            de: "Kribbeln in der Wade, das in Ruhe nachlässt, immer wieder",
        },
        messages: &[(
            Level::Consult,
            Phrase {
                en: "Book a doctor. Calf tingling or heaviness that keeps coming with exercise and stops with \
                        rest can be a squeezed artery behind the knee.",
                de: "Vereinbaren Sie einen Arzttermin. Kribbeln oder Schwere in der Wade, die beim Sport immer \
                        wieder auftreten und in Ruhe aufhören, können eine eingeengte Schlagader in der Kniekehle \
                        sein.",
            },
        )],
    },
    Words {
        rule: "rf25",
        title: Phrase {
            en: "More often, longer, stronger or now at rest",
            de: "Häufiger, länger, stärker oder nun in Ruhe",
        },
        messages: &[(
            Level::Consult,
            Phrase {
                en: "Book a doctor soon. Tingling that grows more frequent, longer or stronger, or is now there \
                        at rest, can be a sign of something that moves on.",
                de: "Vereinbaren Sie bald einen Arzttermin. Kribbeln, das häufiger, länger oder stärker wird \
                        oder nun auch in Ruhe da ist, kann ein Zeichen für etwas sein, das fortschreitet.",
            },
        )],
    },
    Words {
        rule: "rf27",
        title: Phrase {
            en: "Tired, or pain before or during the session",
            de: "Müde, oder Schmerz vor oder während der Einheit",
        },
        messages: &[(
            Level::Advice,
            Phrase {
                en: "Rest, and do not push through pain. Going on when tired or in pain can be what turns a \
                        small strain into a long one.",
                de: "Ruhen Sie sich aus und trainieren Sie nicht gegen den Schmerz an. Müde oder mit Schmerzen \
                        weiterzumachen kann aus einer kleinen Zerrung eine langwierige machen.",
            },
        )],
    },
    Words {
        rule: "rf28",
        title: Phrase { en: "Profile or age", de: "Profil oder Alter" },
        messages: &[(
            Level::Consult,
            Phrase {
                en: "Mention this tingling to your doctor. With this history, or first at this age, it can be \
                        more than an effect of exercise.",
                de: "Erwähnen Sie dieses Kribbeln bei Ihrer Ärztin oder Ihrem Arzt. Bei dieser Vorgeschichte, \
                        oder erstmals in diesem Alter, kann es mehr als eine Folge des Sports sein.",
            },
        )],
    },
    Words {
        rule: "rf33",
        title: Phrase { en: "Frequent or long-standing tingling", de: "Häufiges oder lange bestehendes Kribbeln" },
        messages: &[(
            Level::Consult,
            Phrase {
                en: "Talk to your doctor. Tingling that is frequent or goes on for weeks can be worth looking \
                        into even when each time is mild.",
                de: "Sprechen Sie mit Ihrer Ärztin oder Ihrem Arzt. Bei Kribbeln, das häufig ist oder über \
                        Wochen anhält, kann es sich lohnen, nachsehen zu lassen, auch wenn es jedes Mal leicht ist.",
            },
        )],
    },
    Words {
        rule: "rf34",
        title: Phrase { en: "From the low back down both legs", de: "Vom unteren Rücken in beide Beine" },
        messages: &[(
            Level::Consult,
            Phrase {
                en: "Book a doctor. Tingling from the low back down both legs can be pressure on nerves of the \
                        low back.",
                de: "Vereinbaren Sie einen Arzttermin. Kribbeln vom unteren Rücken in beide Beine kann Druck auf \
                        Nerven des unteren Rückens sein.",
            },
        )],
    },
];
