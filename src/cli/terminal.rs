//! The terminal: the answer goes to standard output, progress and errors to standard error.

use std::io::{self, IsTerminal, Write};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::voice::Notice;

/// What takes no longer needs no bar.
const MOMENT: Duration = Duration::from_secs(1);

/// Where answers and progress go.
pub struct Terminal {
    out: Box<dyn Write>,
    err: Box<dyn Write>,
    /// Whether diagnostics may be coloured.
    pub in_colour: bool,
    /// Whether a bar may be drawn.
    pub draws: bool,
}

impl Terminal {
    /// The process's own; `no_color` as the environment variable of that name asks.
    pub fn own(no_color: bool) -> Terminal {
        let draws = io::stderr().is_terminal();
        Terminal { out: Box::new(io::stdout()), err: Box::new(io::stderr()), in_colour: draws && !no_color, draws }
    }

    /// One line, or several, of the answer. A reader that went away wants no more.
    pub fn say(&mut self, text: &str) {
        let _ = writeln!(self.out, "{text}");
    }

    /// A JSON answer.
    pub fn json(&mut self, json: &serde_json::Value) {
        let text = serde_json::to_string_pretty(json).unwrap_or_default();
        self.say(&text);
    }

    /// Something about the work, not the answer.
    pub fn note(&mut self, text: &str) {
        let _ = writeln!(self.err, "{text}");
    }

    /// Where questions are put.
    pub fn questions(&mut self) -> &mut dyn Write {
        &mut self.err
    }

    /// A diagnostic.
    pub fn notice(&mut self, notice: &Notice) {
        let text = notice.text(self.in_colour);
        self.note(&text);
    }

    /// A bar over steps; it shows itself on a terminal only, and only when they take longer than a moment.
    pub fn steps(&self, what: &str) -> ProgressBar {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
        if let Ok(style) = ProgressStyle::with_template("{msg}  [{bar:30}] {percent} %  {eta}") {
            bar.set_style(style.progress_chars("=> "));
        }
        bar.with_message(what.to_owned())
    }

    /// Moves such a bar on.
    pub fn advance(&self, bar: &ProgressBar, position: u64) {
        if self.draws && bar.is_hidden() && bar.elapsed() > MOMENT {
            bar.set_draw_target(ProgressDrawTarget::stderr());
        }
        bar.set_position(position);
    }

    /// A bar over so many bytes; it shows itself on a terminal only.
    pub fn bar(&self, bytes: u64, what: &str) -> ProgressBar {
        let target = if self.draws { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        let bar = ProgressBar::with_draw_target(Some(bytes), target);
        let template = "{msg}  [{bar:30}] {bytes}/{total_bytes}  {eta}";
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style.progress_chars("=> "));
        }
        bar.with_message(what.to_owned())
    }
}
