//! Three imports are one: renamed, shuffled, overlapping files, read where the machine's own zone is another.
#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::disallowed_methods,
    missing_docs,
    reason = "a test may panic"
)]

mod terminal;

use std::collections::BTreeMap;

use terminal::Terminal;

/// Numbers that a seed leads to.
struct Draw(u64);

impl Draw {
    fn below(&mut self, most: usize) -> usize {
        // Knuth's multiplier; the upper bits are the good ones.
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % most
    }

    fn shuffle<T>(&mut self, all: &mut [T]) {
        for last in (1..all.len()).rev() {
            all.swap(last, self.below(last + 1));
        }
    }
}

/// A file that an app wrote: its header, and rows of different moments.
struct File {
    name: &'static str,
    header: &'static str,
    rows: Vec<String>,
}

impl File {
    fn text(&self, rows: &[String], end: &str) -> String {
        std::iter::once(self.header)
            .chain(rows.iter().map(String::as_str))
            .map(|line| format!("{line}{end}"))
            .collect()
    }
}

/// Some weeks of a person in three apps: a watch that writes wall clocks, its upload in UTC, and a log of drinks with
/// offsets. The clocks of Berlin change within them.
fn life(draw: &mut Draw) -> Vec<File> {
    let (mut watch, mut upload, mut drinks) = (Vec::new(), Vec::new(), Vec::new());
    for day in 1..28 {
        // In summer time until the 25th of October 2026, in winter time from then on.
        let (hour, offset) = (6 + draw.below(12), if day < 25 { 2 } else { 1 });
        let (minute, minutes, km) = (draw.below(60), 20 + draw.below(70), 3 + draw.below(12));
        if draw.below(3) > 0 {
            let elapsed = minutes + draw.below(4);
            watch.push(format!(
                "Running,2026-10-{day:02} {hour:02}:{minute:02}:09,Round,{km}.{:02},400,00:{minutes:02}:00,{},{:02}:{:02}:00",
                draw.below(100),
                130 + draw.below(30),
                elapsed / 60,
                elapsed % 60,
            ).replace(&format!("00:{minutes:02}:00"), &format!("{:02}:{:02}:00", minutes / 60, minutes % 60)));
            if draw.below(2) > 0 {
                let utc = hour - offset;
                let (twelve, half) = (if utc % 12 == 0 { 12 } else { utc % 12 }, if utc < 12 { "AM" } else { "PM" });
                upload.push(format!(
                    "{},\"Oct {day}, 2026, {twelve}:{minute:02}:12 {half}\",Round,Run,{},{km}.10,{}.0,{}.0,{km}100.0",
                    9_000 + day,
                    elapsed * 60,
                    elapsed * 60,
                    minutes * 60,
                ));
            }
        }
        for glass in 0..draw.below(4) {
            drinks.push(format!(
                "2026-10-{day:02}T{:02}:15:00+0{offset}:00,{},ml,water",
                8 + glass * 3,
                100 + 50 * draw.below(6)
            ));
        }
    }
    vec![
        File {
            name: "watch",
            header: "Activity Type,Date,Title,Distance,Calories,Time,Avg HR,Elapsed Time",
            rows: watch,
        },
        File {
            name: "upload",
            header: "Activity ID,Activity Date,Activity Name,Activity Type,Elapsed Time,Distance,Elapsed Time,\
                     Moving Time,Distance",
            rows: upload,
        },
        File { name: "drinks", header: "Time,Volume,Unit,Drink", rows: drinks },
    ]
}

fn ana() -> Terminal {
    let terminal = Terminal::new();
    let config = "[person.ana]\ntimezone = \"Europe/Berlin\"\n[source.garmin]\nunits = \"metric\"\n";
    terminal.write("tingled.toml", config);
    terminal
}

/// Everything that is stored, as our own CSV tells it.
fn stored(terminal: &Terminal) -> BTreeMap<String, String> {
    let said = terminal.run("tingled export all");
    assert_eq!(said.code, Some(0), "{said:?}");
    let files = std::fs::read_dir(terminal.path().join("all")).unwrap().map(|entry| entry.unwrap().path());
    files.map(|path| (path.display().to_string(), std::fs::read_to_string(path).unwrap())).map(name_only).collect()
}

fn name_only((path, text): (String, String)) -> (String, String) {
    (path.rsplit('/').next().unwrap().to_owned(), text)
}

fn import(terminal: &Terminal, name: &str, text: &str) {
    terminal.write(name, text);
    let said = terminal.run(&format!("tingled import --json \"{name}\""));
    assert_eq!(said.code, Some(0), "{said:?}\n{text}");
    assert_eq!(said.json()["files"][0]["rows_left_out"], 0, "{said:?}");
}

#[test]
fn three_imports_are_one() {
    for seed in 1..=6 {
        let mut draw = Draw(seed);
        let files = life(&mut draw);
        let once = ana();
        for file in &files {
            import(&once, &format!("{}.csv", file.name), &file.text(&file.rows, "\n"));
        }
        let thrice = ana();
        let mut parts: Vec<(String, String, &str)> = Vec::new();
        for file in &files {
            let mut rows = file.rows.clone();
            draw.shuffle(&mut rows);
            let (half, third) = (rows.len() / 2, rows.len() / 3);
            parts.push((format!("{} (1).csv", file.name), file.text(&rows[..half + 1], "\r\n"), "Asia/Tokyo"));
            parts.push((format!("{}-new.csv", file.name), file.text(&rows[third..], "\n"), "America/New_York"));
            parts.push((format!("{}.CSV", file.name), file.text(&rows, "\r\n"), "UTC"));
        }
        draw.shuffle(&mut parts);
        let mut thrice = thrice;
        for (name, text, zone) in parts {
            thrice.variables.insert("TZ".to_owned(), zone.to_owned());
            import(&thrice, &name, &text);
        }
        let wanted = stored(&once);
        assert!(wanted["workouts.csv"].lines().count() > 10, "{wanted:?}");
        assert_eq!(stored(&thrice), wanted, "seed {seed}");
    }
}
