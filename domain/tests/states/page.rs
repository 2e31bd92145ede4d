//! What was seen of a machine, and its part of the page.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use domain::refusal::Refusal;

/// What the drive over one machine saw.
pub(super) struct Machine {
    pub(super) name: &'static str,
    /// What it is the way of, in one sentence.
    pub(super) about: &'static str,
    pub(super) states: Vec<String>,
    pub(super) first: &'static str,
    pub(super) ends: &'static [&'static str],
    pub(super) events: Vec<String>,
    /// From, by, to: each once, in the order of states and events.
    pub(super) moves: Vec<(String, String, String)>,
    /// What stands in the table: for a state and an event, what comes of it.
    pub(super) table: BTreeMap<(String, String), BTreeSet<String>>,
    pub(super) refusals: BTreeMap<&'static str, Refusal>,
}

impl Machine {
    pub(super) fn new(
        name: &'static str,
        about: &'static str,
        first: &'static str,
        ends: &'static [&'static str],
    ) -> Self {
        Self {
            name,
            about,
            states: Vec::new(),
            first,
            ends,
            events: Vec::new(),
            moves: Vec::new(),
            table: BTreeMap::new(),
            refusals: BTreeMap::new(),
        }
    }

    /// Notes what became of `state` by `event`: the next state with what it brings about, or the refusal.
    pub(super) fn saw(
        &mut self,
        state: &str,
        event: &str,
        outcome: Result<(String, Vec<String>), Refusal>,
    ) {
        for (list, one) in [(&mut self.states, state), (&mut self.events, event)] {
            if !list.iter().any(|known| known == one) {
                list.push(one.to_owned());
            }
        }
        let words = match outcome {
            Ok((next, effects)) => {
                let step = (state.to_owned(), event.to_owned(), next.clone());
                if !self.moves.contains(&step) {
                    self.moves.push(step);
                }
                let told = effects.iter().map(|effect| format!(" ✉ `{effect}`"));
                format!("**{next}**{}", told.collect::<String>())
            }
            Err(refusal) => {
                let words = format!("`{}`", refusal.code);
                self.refusals.insert(refusal.code, refusal);
                words
            }
        };
        let place = (state.to_owned(), event.to_owned());
        self.table.entry(place).or_default().insert(words);
    }

    fn diagram(&self, out: &mut String) {
        let _ = writeln!(
            out,
            "```mermaid\nstateDiagram-v2\n    [*] --> {}",
            self.first
        );
        for (from, by, to) in &self.moves {
            let _ = writeln!(out, "    {from} --> {to}: {by}");
        }
        for end in self.ends {
            let _ = writeln!(out, "    {end} --> [*]");
        }
        out.push_str("```\n\n");
    }

    fn tables(&self, out: &mut String) {
        let _ = writeln!(out, "| event | {} |", self.states.join(" | "));
        let _ = writeln!(out, "|---|{}", "---|".repeat(self.states.len()));
        for event in &self.events {
            let _ = write!(out, "| `{event}` |");
            for state in &self.states {
                let met = self.table.get(&(state.clone(), event.clone()));
                let met: Vec<&str> = met.into_iter().flatten().map(String::as_str).collect();
                let _ = write!(out, " {} |", met.join("<br>"));
            }
            out.push('\n');
        }
        out.push_str("\n| refusal | by | 中文 | English |\n|---|---|---|---|\n");
        for refusal in self.refusals.values() {
            let by = refusal.article.as_ref().map_or_else(
                || "the order of steps".to_owned(),
                |article| format!("{} `{article}`", article.title_zh()),
            );
            let _ = writeln!(
                out,
                "| `{}` | {by} | {} | {} |",
                refusal.code, refusal.zh, refusal.en
            );
        }
        out.push('\n');
    }
}

/// The page `docs/states.md`.
pub(super) fn page(machines: &[Machine]) -> String {
    let mut out = String::from(
        "# States\n\nMade from `domain` by its test `states`, which drives every state by every event. In a table, **bold** is \
         the next state, ✉ a notice that goes out with it, `code` a refusal; where a cell has several lines, what is carried \
         or who acts decides.\n\n",
    );
    for machine in machines {
        let _ = write!(out, "## {}\n\n{}\n\n", machine.name, machine.about);
        machine.diagram(&mut out);
        machine.tables(&mut out);
    }
    while out.ends_with("\n\n") {
        out.pop();
    }
    out
}
