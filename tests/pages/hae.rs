//! The part of the page of exports on the JSON of Health Auto Export.

use std::fmt::Write;

use tingled::wire::json::hae;

const HOW: &str = "
In the app Health Auto Export, once: a new automation of the kind MQTT, with the address of the broker, the user and
the password that the person has there, and the topic `tingled/<person>/in/hae`. Format JSON,
workouts in version 2 (version 1 is read, too), Summarize Data on, grouped by days or finer. Tick the metrics below,
workouts and symptoms. Nothing else is needed; the app sends whenever the phone is unlocked. Or let it write its JSON
to a folder that reaches the inbox, or give a file to `tingled import`.

The app sends the same days again and again. What it sums up by day is one record for each day, and the latest sum
counts; single drinks are told apart by their time, workouts by their id. Rows at midnight are sums of that day when
all rows of the metric are; grouped by weeks or months they would be taken for one day, so do not group so. Of two
files that tell of one day, the one that was changed last counts. Amounts come in any unit that the app offers; a row
that cannot be read is named by its path, such as `data.metrics[3].data[17].qty`, and costs nothing else. A body may
have 4 MiB over MQTT, 64 MiB as a file.

Symptoms that name tingling or numbness are reports, with mild, moderate and severe as 2, 5 and 8 of 10; \"not
present\" is a report of none. Pain in the back is a measure. Without Summarize Data
the app sends single phases of sleep; they are put together to nights when the body also holds something from three
hours before, so that no night is cut at midnight (choose the period Default, or longer). Other metrics and symptoms, moods, medications, cycles and heart traces are named and
not read.
";

/// The section.
pub(crate) fn section(page: &mut String) {
    write!(page, "\n## {}\n\n`{}`. Over MQTT, or as a file.\n{HOW}", hae::TITLE, hae::DIALECT).unwrap();
    page.push_str("\n| member | becomes | field |\n|---|---|---|\n");
    for (name, kind, what, field) in hae::metrics() {
        writeln!(page, "| `{name}` | {} `{what}` | `{field}` |", kind.name()).unwrap();
    }
    for (member, field) in [("name", "sport"), ("duration", "duration_min"), ("start, end", "elapsed_min")] {
        writeln!(page, "| {member} of a workout | workout | `{field}` |").unwrap();
    }
    for (field, members) in hae::AMOUNTS {
        writeln!(page, "| {} of a workout | workout | `{field}` |", members.join(", or ")).unwrap();
    }
    page.push_str("| heartRateData of a workout without these | workout | `hr_avg_bpm`, `hr_max_bpm` |\n");
    for (member, field) in [("name", "quality`, `sites"), ("severity", "severity"), ("start, end", "duration_min")] {
        writeln!(page, "| {member} of a symptom | symptom | `{field}` |").unwrap();
    }
}
