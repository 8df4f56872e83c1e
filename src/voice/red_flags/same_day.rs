//! The red flags that can be for a doctor on the same day, and no more.

use super::Words;
use crate::assess::Level;
use crate::voice::Phrase;

pub(super) static WORDS: &[Words] = &[
    Words {
        rule: "rf11",
        title: Phrase {
            en: "Severe pain, swelling or change of colour",
            de: "Starker Schmerz, Schwellung oder Verfärbung",
        },
        messages: &[(
            Level::Urgent,
            Phrase {
                en: "See a doctor today. Severe pain, swelling or a change of colour of the leg can be more than \
                        an effect of exercise.",
                de: "Lassen Sie sich heute ärztlich untersuchen. Starker Schmerz, eine Schwellung oder eine \
                        Verfärbung des Beins kann mehr als eine Folge des Sports sein.",
            },
        )],
    },
    Words {
        rule: "rf12",
        title: Phrase { en: "Numb, cold or warm", de: "Taub, kalt oder warm" },
        messages: &[
            (
                Level::Urgent,
                Phrase {
                    en: "See a doctor today. Numbness or a change in temperature that stays, or one cold leg, can be \
                        a problem of nerve or blood flow.",
                    de: "Lassen Sie sich heute ärztlich untersuchen. Taubheit oder eine Temperaturveränderung, die \
                        bleibt, oder ein einzelnes kaltes Bein kann ein Problem der Nerven oder der Durchblutung \
                        sein.",
                },
            ),
            (
                Level::Consult,
                Phrase {
                    en: "Book a doctor. Numbness or a leg that feels hotter or colder can be a problem of nerve or \
                        blood flow.",
                    de: "Vereinbaren Sie einen Arzttermin. Taubheit oder ein Bein, das sich wärmer oder kälter \
                        anfühlt, kann ein Problem der Nerven oder der Durchblutung sein.",
                },
            ),
        ],
    },
    Words {
        rule: "rf13",
        title: Phrase { en: "Pain shooting down both legs", de: "Schmerz, der in beide Beine schießt" },
        messages: &[(
            Level::Urgent,
            Phrase {
                en: "See a doctor today. Pain that shoots down both legs can be pressure on nerves of the low \
                        back; with saddle numbness or bladder change call the emergency number.",
                de: "Lassen Sie sich heute ärztlich untersuchen. Schmerz, der in beide Beine schießt, kann Druck \
                        auf Nerven des unteren Rückens sein; bei Taubheit im Sattelbereich oder Veränderungen an der \
                        Blase wählen Sie die Notrufnummer.",
            },
        )],
    },
    Words {
        rule: "rf15",
        title: Phrase { en: "Balance or coordination", de: "Gleichgewicht oder Koordination" },
        messages: &[
            (
                Level::Urgent,
                Phrase {
                    en: "See a doctor today. A new change in balance, or one with weakness, can be a problem of \
                        nerves or spine.",
                    de: "Lassen Sie sich heute ärztlich untersuchen. Eine neue Veränderung des Gleichgewichts, oder \
                        eine mit Schwäche, kann ein Problem der Nerven oder der Wirbelsäule sein.",
                },
            ),
            (
                Level::Consult,
                Phrase {
                    en: "Book a doctor. A change in balance or coordination with leg tingling can be a problem of \
                        nerves or spine.",
                    de: "Vereinbaren Sie einen Arzttermin. Eine Veränderung von Gleichgewicht oder Koordination \
                        zusammen mit Kribbeln in den Beinen kann ein Problem der Nerven oder der Wirbelsäule sein.",
                },
            ),
        ],
    },
    Words {
        rule: "rf16",
        title: Phrase { en: "Lasts for hours or days", de: "Dauert Stunden oder Tage" },
        messages: &[
            (
                Level::Urgent,
                Phrase {
                    en: "See a doctor today. Tingling that has lasted a day or more together with another warning \
                        sign can be more than an effect of exercise.",
                    de: "Lassen Sie sich heute ärztlich untersuchen. Kribbeln, das einen Tag oder länger angehalten \
                        hat, kann zusammen mit einem weiteren Warnzeichen mehr als eine Folge des Sports sein.",
                },
            ),
            (
                Level::Consult,
                Phrase {
                    en: "Book a doctor. Tingling that lasts for hours or days can be more than an effect of \
                        exercise.",
                    de: "Vereinbaren Sie einen Arzttermin. Kribbeln, das Stunden oder Tage anhält, kann mehr als \
                        eine Folge des Sports sein.",
                },
            ),
        ],
    },
    Words {
        rule: "rf26",
        title: Phrase {
            en: "Several warning signs within two weeks",
            de: "Mehrere Warnzeichen innerhalb von zwei Wochen",
        },
        messages: &[(
            Level::Urgent,
            Phrase {
                en: "Arrange to be seen today or tomorrow. Several warning signs within two weeks can be more \
                        serious together than each alone.",
                de: "Sorgen Sie dafür, dass Sie heute oder morgen ärztlich untersucht werden. Mehrere \
                        Warnzeichen innerhalb von zwei Wochen können zusammen ernster sein als jedes für sich.",
            },
        )],
    },
    Words {
        rule: "rf30",
        title: Phrase { en: "Weakness", de: "Schwäche" },
        messages: &[(
            Level::Urgent,
            Phrase {
                en: "See a doctor today. New weakness in a leg can be pressure on a nerve; if it grows or both \
                        legs are weak, call the emergency number.",
                de: "Lassen Sie sich heute ärztlich untersuchen. Neue Schwäche in einem Bein kann Druck auf \
                        einen Nerv sein; nimmt sie zu oder sind beide Beine schwach, wählen Sie die Notrufnummer.",
            },
        )],
    },
    Words {
        rule: "rf31",
        title: Phrase { en: "Swelling of the face", de: "Schwellung im Gesicht" },
        messages: &[(
            Level::Urgent,
            Phrase {
                en: "See a doctor today. Swelling of the face after exercise can be an allergic reaction; with \
                        trouble breathing call the emergency number.",
                de: "Lassen Sie sich heute ärztlich untersuchen. Eine Schwellung im Gesicht nach dem Sport kann \
                        eine allergische Reaktion sein; bei Atemproblemen wählen Sie die Notrufnummer.",
            },
        )],
    },
    Words {
        rule: "rf32",
        title: Phrase { en: "Climbing tingling", de: "Aufsteigendes Kribbeln" },
        messages: &[(
            Level::Urgent,
            Phrase {
                en: "See a doctor today. Tingling that climbs up the legs can be an inflammation of the nerves; \
                        with weakness call the emergency number.",
                de: "Lassen Sie sich heute ärztlich untersuchen. Kribbeln, das die Beine hinaufsteigt, kann eine \
                        Entzündung der Nerven sein; bei Schwäche wählen Sie die Notrufnummer.",
            },
        )],
    },
];
