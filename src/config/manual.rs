//! The shipped file, which is the manual; made from the list of settings.

use super::key::{KEYS, TABLES};

const HEAD: &str = "\
# tingled: every setting, with its default.
#
# A line that begins with # is not read. Lines like  # scan_s = 30  show a default: leave them, or remove the #
# and change the value. What has no default shows an example.
#
# Each setting can also come from the environment (TINGLED_INBOX__SCAN_S=30 for scan_s in [inbox]), which goes
# before this file, and from the command line, which goes before both.
#
# `tingled check-config` names everything that is wrong with this file, and where.
";

/// The text of `config/tingled.toml`.
pub fn manual() -> String {
    let mut text = HEAD.to_owned();
    for table in TABLES {
        text.push('\n');
        comment(&mut text, table.doc);
        // The tables whose names are chosen are examples as a whole.
        let is_example = table.path.contains('*');
        text.push_str(&format!("{}[{}]\n", if is_example { "# " } else { "" }, table.example));
        for key in KEYS.iter().filter(|key| key.table() == table.path) {
            text.push('\n');
            comment(&mut text, key.doc);
            if let super::key::Takes::Whole { .. } | super::key::Takes::Number { .. } = key.takes {
                comment(&mut text, &format!("Takes {}.", super::check::wanted(key.takes)));
            }
            text.push_str(&format!("# {} = {}\n", key.leaf(), key.default.unwrap_or(key.example)));
        }
    }
    text
}

fn comment(text: &mut String, lines: &str) {
    for line in lines.lines() {
        text.push_str(&format!("# {line}\n"));
    }
}
