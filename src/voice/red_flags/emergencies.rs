//! The red flags that can be an emergency.

use super::Words;
use crate::assess::Level;
use crate::voice::Phrase;

pub(super) static WORDS: &[Words] = &[
    Words {
        rule: "rf01",
        title: Phrase { en: "Saddle numbness, bladder or bowel", de: "Taubheit im Sattelbereich, Blase oder Darm" },
        messages: &[(
            Level::Emergency,
            Phrase {
                en: "Go to an emergency department now or call the emergency number. Numbness around the saddle \
                        area, or new trouble with bladder or bowel, together with leg tingling can be pressure on \
                        the nerves at the base of the spine.",
                de: "Gehen Sie jetzt in eine Notaufnahme oder wählen Sie die Notrufnummer. Taubheit im \
                        Sattelbereich oder neue Probleme mit Blase oder Darm, zusammen mit Kribbeln in den Beinen, \
                        können Druck auf die Nerven am unteren Ende der Wirbelsäule sein.",
            },
        )],
    },
    Words {
        rule: "rf02",
        title: Phrase {
            en: "Weakness in both legs, growing weakness or foot drop",
            de: "Schwäche in beiden Beinen, zunehmende Schwäche oder hängender Fuß",
        },
        messages: &[(
            Level::Emergency,
            Phrase {
                en: "Go to an emergency department now or call the emergency number. New or growing weakness in \
                        the legs can be pressure on the nerves of the spine.",
                de: "Gehen Sie jetzt in eine Notaufnahme oder wählen Sie die Notrufnummer. Neue oder zunehmende \
                        Schwäche in den Beinen kann Druck auf die Nerven der Wirbelsäule sein.",
            },
        )],
    },
    Words {
        rule: "rf03",
        title: Phrase {
            en: "Face, speech, arm, sight or confusion",
            de: "Gesicht, Sprache, Arm, Sehen oder Verwirrtheit",
        },
        messages: &[(
            Level::Emergency,
            Phrase {
                en: "Call the emergency number now. Tingling with trouble of face, speech, sight, thinking or \
                        one arm can be a stroke.",
                de: "Wählen Sie jetzt die Notrufnummer. Kribbeln zusammen mit Problemen im Gesicht, beim \
                        Sprechen, Sehen oder Denken oder mit einem Arm kann ein Schlaganfall sein.",
            },
        )],
    },
    Words {
        rule: "rf04",
        title: Phrase {
            en: "Allergic signs with breathing, face or faintness",
            de: "Allergische Zeichen an Atmung oder Gesicht oder mit Ohnmachtsgefühl",
        },
        messages: &[(
            Level::Emergency,
            Phrase {
                en: "Call the emergency number now and use an adrenaline pen if there is one. Itching or hives \
                        with swelling of face or throat, wheeze or faintness can be a severe allergic reaction.",
                de: "Wählen Sie jetzt die Notrufnummer und benutzen Sie einen Adrenalin-Pen, wenn einer da ist. \
                        Juckreiz oder Quaddeln mit einer Schwellung von Gesicht oder Hals, pfeifendem Atem oder \
                        Ohnmachtsgefühl können eine schwere allergische Reaktion sein.",
            },
        )],
    },
    Words {
        rule: "rf05",
        title: Phrase {
            en: "Severe pain in a tight, weak or numb limb after stopping",
            de: "Starker Schmerz in gespanntem, schwachem oder taubem Bein oder Arm nach dem Aufhören",
        },
        messages: &[(
            Level::Emergency,
            Phrase {
                en: "Go to an emergency department now or call the emergency number. Severe pain in a tight, \
                        weak or numb limb that does not ease after stopping can be dangerous pressure inside the \
                        muscle.",
                de: "Gehen Sie jetzt in eine Notaufnahme oder wählen Sie die Notrufnummer. Starker Schmerz in \
                        einem gespannten, schwachen oder tauben Bein oder Arm, der nach dem Aufhören nicht \
                        nachlässt, kann gefährlicher Druck im Muskel sein.",
            },
        )],
    },
    Words {
        rule: "rf06",
        title: Phrase {
            en: "Cold or pale with pain, weakness or numbness",
            de: "Kalt oder blass mit Schmerz, Schwäche oder Taubheit",
        },
        messages: &[(
            Level::Emergency,
            Phrase {
                en: "Call the emergency number now. A cold or pale leg that hurts badly, is weak or is numb can \
                        be a leg without enough blood supply.",
                de: "Wählen Sie jetzt die Notrufnummer. Ein kaltes oder blasses Bein, das stark schmerzt, \
                        schwach oder taub ist, kann ein Bein ohne ausreichende Durchblutung sein.",
            },
        )],
    },
    Words {
        rule: "rf07",
        title: Phrase { en: "Dark urine", de: "Dunkler Urin" },
        messages: &[
            (
                Level::Emergency,
                Phrase {
                    en: "Go to an emergency department now or call the emergency number, and tell them about the \
                        exercise. Dark urine with pain, stiffness, swelling, weakness, vomiting or confusion can be \
                        muscle breakdown.",
                    de: "Gehen Sie jetzt in eine Notaufnahme oder wählen Sie die Notrufnummer, und berichten Sie \
                        dort vom Sport. Dunkler Urin mit Schmerz, Steifheit, Schwellung, Schwäche, Erbrechen oder \
                        Verwirrtheit kann ein Zerfall von Muskelgewebe sein.",
                },
            ),
            (
                Level::Urgent,
                Phrase {
                    en: "Be seen by a doctor today and tell them about the exercise. Dark urine after exercise can \
                        be muscle breakdown.",
                    de: "Lassen Sie sich heute ärztlich untersuchen und berichten Sie dabei vom Sport. Dunkler Urin \
                        nach dem Sport kann ein Zerfall von Muskelgewebe sein.",
                },
            ),
        ],
    },
    Words {
        rule: "rf08",
        title: Phrase {
            en: "Seizure, or headache, vomiting or confusion after much drinking",
            de: "Krampfanfall, oder Kopfschmerz, Erbrechen oder Verwirrtheit nach viel Trinken",
        },
        messages: &[
            (
                Level::Emergency,
                Phrase {
                    en: "Call the emergency number now and do not drink more water. A seizure, or headache, \
                        vomiting, confusion or puffy hands after drinking a lot, can be low blood sodium.",
                    de: "Wählen Sie jetzt die Notrufnummer und trinken Sie kein Wasser mehr. Ein Krampfanfall oder \
                        Kopfschmerz, Erbrechen, Verwirrtheit oder geschwollene Hände nach viel Trinken können ein \
                        Natriummangel im Blut sein.",
                },
            ),
            (
                Level::Urgent,
                Phrase {
                    en: "Be seen by a doctor today and do not drink more than thirst asks for. Vomiting, severe \
                        headache or puffy hands after long exercise can be low blood sodium; if they grow, call the \
                        emergency number.",
                    de: "Lassen Sie sich heute ärztlich untersuchen und trinken Sie nicht mehr, als der Durst \
                        verlangt. Erbrechen, starker Kopfschmerz oder geschwollene Hände nach langem Sport können \
                        ein Natriummangel im Blut sein; nehmen sie zu, wählen Sie die Notrufnummer.",
                },
            ),
        ],
    },
    Words {
        rule: "rf09",
        title: Phrase { en: "Chest pain or fainting", de: "Brustschmerz oder Ohnmacht" },
        messages: &[(
            Level::Emergency,
            Phrase {
                en: "Call the emergency number now. Chest pain or fainting with exercise can be a heart problem.",
                de: "Wählen Sie jetzt die Notrufnummer. Brustschmerz oder Ohnmacht beim Sport kann ein \
                        Herzproblem sein.",
            },
        )],
    },
    Words {
        rule: "rf10",
        title: Phrase {
            en: "Swollen, warm, red or tender calf",
            de: "Geschwollene, warme, rote oder druckempfindliche Wade",
        },
        messages: &[
            (
                Level::Emergency,
                Phrase {
                    en: "Call the emergency number now. A tender or swollen calf with breathlessness or chest pain \
                        can be a clot that has reached the lungs.",
                    de: "Wählen Sie jetzt die Notrufnummer. Eine druckempfindliche oder geschwollene Wade mit \
                        Atemnot oder Brustschmerz kann ein Blutgerinnsel sein, das die Lunge erreicht hat.",
                },
            ),
            (
                Level::Urgent,
                Phrase {
                    en: "Be seen by a doctor today. One swollen leg that is warm, red or tender can be a clot; with \
                        breathlessness or chest pain call the emergency number.",
                    de: "Lassen Sie sich heute ärztlich untersuchen. Ein einzelnes geschwollenes Bein, das warm, rot \
                        oder druckempfindlich ist, kann ein Blutgerinnsel sein; bei Atemnot oder Brustschmerz wählen \
                        Sie die Notrufnummer.",
                },
            ),
        ],
    },
    Words {
        rule: "rf29",
        title: Phrase {
            en: "Climbing tingling with weakness, fever or recent infection",
            de: "Aufsteigendes Kribbeln mit Schwäche, Fieber oder kürzlicher Infektion",
        },
        messages: &[(
            Level::Emergency,
            Phrase {
                en: "Go to an emergency department now or call the emergency number. Tingling that climbs up the \
                        legs with weakness, or after an infection, can be an inflammation of the nerves.",
                de: "Gehen Sie jetzt in eine Notaufnahme oder wählen Sie die Notrufnummer. Kribbeln, das die \
                        Beine hinaufsteigt, zusammen mit Schwäche oder nach einer Infektion, kann eine Entzündung \
                        der Nerven sein.",
            },
        )],
    },
];
