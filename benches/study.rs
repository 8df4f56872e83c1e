//! How fast the study's regressions are, beside the same in numpy.
//!
//! `cargo bench --bench study [-- PYTHON PEER]`: an interpreter that has numpy, and a file that defines
//! `firth(X, y)`, the coefficients of Firth's regression. Without them only our own ratios are measured. Both sides
//! take turns, because machines are noisy: what counts are the ratios, not the times.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::disallowed_methods,
    clippy::print_stdout,
    missing_docs,
    reason = "a measurement may panic, reads the clock and prints"
)]

use std::fmt::Write as _;
use std::hint::black_box;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use tingled::study::firth::Design;
use tingled::study::matrix::{Column, Matrix};
use tingled::study::screen::{Settings, screen};

/// Turns of each side.
const ROUNDS: usize = 5;
/// How long one turn lasts.
const TURN: Duration = Duration::from_millis(300);

fn main() {
    // Cargo adds `--bench`.
    let words: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with("--")).collect();
    let sessions = Sessions::made(1000, 8, -2.0);
    match words.as_slice() {
        [python, peer] => beside_numpy(&sessions, Path::new(python), Path::new(peer)),
        _ => println!("numpy: not measured; give an interpreter and a file with firth(X, y)"),
    }
    again(&sessions, "1000 sessions, 8 exposures");
    again(&Sessions::made(300, 1, -3.0), "300 sessions, 1 exposure");
    look();
}

/// One fit, cold, against the same in numpy.
fn beside_numpy(sessions: &Sessions, python: &Path, peer: &Path) {
    let folder = tempfile::tempdir().unwrap();
    let table = folder.path().join("sessions.csv");
    std::fs::write(&table, sessions.csv()).unwrap();
    let script = format!(
        "import importlib.util, time, numpy as np\n\
         spec = importlib.util.spec_from_file_location('peer', {peer:?})\n\
         peer = importlib.util.module_from_spec(spec); spec.loader.exec_module(peer)\n\
         rows = np.loadtxt({table:?}, delimiter=','); y = rows[:, 0].copy(); X = rows[:, 1:].copy()\n\
         best = 9.0; begun = time.perf_counter()\n\
         while time.perf_counter() - begun < {turn}:\n\
         \x20   t = time.perf_counter(); b = peer.firth(X, y); best = min(best, time.perf_counter() - t)\n\
         print(best, *b)\n",
        turn = TURN.as_secs_f64()
    );
    let design = sessions.design();
    let mut ratios = Vec::new();
    for _ in 0..ROUNDS {
        let output = Command::new(python).arg("-c").arg(&script).output().unwrap();
        let said = String::from_utf8(output.stdout).unwrap();
        let mut numbers = said.split_whitespace().map(|word| word.parse::<f64>().unwrap());
        let theirs = numbers.next().expect("the peer failed");
        let ours = fastest(|| design.fit().unwrap());
        for (coefficient, wanted) in design.fit().unwrap().coefficients.iter().zip(numbers) {
            assert!((coefficient - wanted).abs() < 1e-5, "{coefficient}, not {wanted}");
        }
        println!("one fit: numpy {:.0} µs, tingled {:.0} µs, ratio {:.2}", theirs * 1e6, ours * 1e6, ours / theirs);
        ratios.push(ours / theirs);
    }
    println!("one fit: {:.2} of numpy (median; wanted at most 0.60)", median(&mut ratios));
}

/// One session later, begun at the coefficients of before, against a fit from the beginning.
fn again(sessions: &Sessions, what: &str) {
    let design = sessions.design();
    let before = sessions.without_last().design().fit().unwrap();
    let mut ratios = Vec::new();
    for _ in 0..ROUNDS {
        let cold = fastest(|| design.fit().unwrap());
        let warm = fastest(|| design.fit_holding(&[], Some(&before.coefficients)).unwrap());
        ratios.push(warm / cold);
    }
    println!(
        "{what}: begun where it was, {:.2} of a fit from the beginning (wanted at most 0.60)",
        median(&mut ratios)
    );
}

/// A look at all exposures of one person at the fifteenth event.
fn look() {
    let matrix = Matrix::made(300, 15);
    let settings = Settings { first_look: 15, ..Settings::default() };
    let mut times: Vec<f64> = (0..ROUNDS).map(|_| 1e3 * fastest(|| screen(&matrix, &settings))).collect();
    println!("a look at 21 exposures of 300 sessions: {:.2} ms (wanted below 20)", median(&mut times));
    let settings = Settings::default();
    let mut times: Vec<f64> = (0..ROUNDS).map(|_| 1e3 * fastest(|| screen(&matrix, &settings))).collect();
    println!("all 10 looks of that person: {:.2} ms", median(&mut times));
}

/// The seconds of the fastest of many runs.
fn fastest<T>(run: impl Fn() -> T) -> f64 {
    let (begun, mut best) = (Instant::now(), f64::INFINITY);
    while begun.elapsed() < TURN {
        let one = Instant::now();
        black_box(run());
        best = best.min(one.elapsed().as_secs_f64());
    }
    best
}

fn median(numbers: &mut [f64]) -> f64 {
    numbers.sort_by(f64::total_cmp);
    numbers[numbers.len() / 2]
}

/// Made-up sessions of a person.
struct Sessions {
    columns: Vec<Vec<f64>>,
    tingled: Vec<bool>,
}

impl Sessions {
    fn made(count: usize, exposures: usize, constant: f64) -> Sessions {
        let mut chance = Chance(5);
        let columns: Vec<Vec<f64>> = (0..exposures).map(|_| (0..count).map(|_| chance.normal()).collect()).collect();
        let tingled = (0..count).map(|row| {
            let effects = columns.iter().enumerate().map(|(at, column)| 0.3 * ((at % 3) as f64 - 1.0) * column[row]);
            chance.next() < 1.0 / (1.0 + (-constant - effects.sum::<f64>()).exp())
        });
        let tingled = tingled.collect();
        Sessions { columns, tingled }
    }

    fn without_last(&self) -> Sessions {
        let all_but_one = self.tingled.len() - 1;
        let columns = self.columns.iter().map(|column| column[..all_but_one].to_vec()).collect();
        Sessions { columns, tingled: self.tingled[..all_but_one].to_vec() }
    }

    fn design(&self) -> Design {
        let columns: Vec<&[f64]> = self.columns.iter().map(Vec::as_slice).collect();
        Design::new(&columns, &self.tingled).unwrap()
    }

    fn csv(&self) -> String {
        let mut text = String::new();
        for (row, tingled) in self.tingled.iter().enumerate() {
            write!(text, "{},1", u8::from(*tingled)).unwrap();
            self.columns.iter().for_each(|column| write!(text, ",{}", column[row]).unwrap());
            text.push('\n');
        }
        text
    }
}

trait Made {
    fn made(sessions: usize, events: usize) -> Self;
}

impl Made for Matrix {
    /// Every exposure of the list, a tenth of it missing, and so many events, the last session one of them.
    fn made(sessions: usize, events: usize) -> Matrix {
        let mut chance = Chance(9);
        let apart = sessions / events;
        let tingled = (1..=sessions).map(|session| Some(session % apart == 0)).collect();
        let columns = Matrix::tested().map(|exposure| {
            let is_binary = Matrix::is_binary(exposure);
            let values = (0..sessions).map(|_| {
                let value = if is_binary { f64::from(u8::from(chance.next() < 0.3)) } else { chance.normal() };
                (chance.next() > 0.1).then_some(value)
            });
            Column { name: exposure.name.to_owned(), is_binary, values: values.collect() }
        });
        Matrix { columns: columns.collect(), tingled }
    }
}

/// Numbers that look like chance, the same in every run (SplitMix64).
struct Chance(u64);

impl Chance {
    /// Evenly between 0 and 1.
    fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((mixed ^ (mixed >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Nearly normal: twelve of them, less six.
    fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.next()).sum::<f64>() - 6.0
    }
}
