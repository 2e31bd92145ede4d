//! The reference: what the rows must say after each step, kept in plain values and written again from the law and the
//! papers, not from the code under test.

use std::collections::BTreeMap;

use domain::words::{Day, Instant};

use super::step::{About, Filing, Handling, Words};

/// What a step must answer: nothing, or the code of the refusal.
pub(super) type Outcome = Result<(), &'static str>;

/// A person of the office. Persons are known by their place in [`super::world::People`].
#[derive(Debug, Clone)]
pub(super) struct Person {
    pub(super) id: String,
    pub(super) certified_until: Option<Day>,
    pub(super) leads: bool,
    pub(super) inside: bool,
}

impl Person {
    fn certified(&self, today: Day) -> bool {
        self.certified_until.is_some_and(|until| today <= until)
    }
}

#[derive(Debug, Clone)]
pub(super) struct Complaint {
    pub(super) id: String,
    pub(super) state: &'static str,
    pub(super) version: i64,
    pub(super) about: About,
    pub(super) email: bool,
    screened: bool,
    in_case: bool,
}

#[derive(Debug, Clone)]
pub(super) struct Lead {
    pub(super) id: String,
    /// The complaint it came from.
    complaint: String,
    pub(super) state: &'static str,
    pub(super) version: i64,
}

#[derive(Debug, Clone)]
pub(super) struct Order {
    pub(super) id: String,
    pub(super) version: i64,
    pub(super) ordered_on: Day,
    pub(super) due_on: Day,
    pub(super) served: bool,
    pub(super) responses: usize,
    pub(super) files: Vec<u8>,
}

#[derive(Debug, Clone)]
pub(super) struct Case {
    pub(super) id: String,
    pub(super) state: &'static str,
    pub(super) version: i64,
    pub(super) about: About,
    pub(super) officers: [usize; 2],
    pub(super) findings: usize,
    /// Steps whose words are kept beside the case, with the version they made.
    pub(super) remarks: Vec<(&'static str, i64)>,
    pub(super) order: Option<Order>,
}

/// All that is known.
#[derive(Debug, Clone, Default)]
pub(super) struct Model {
    pub(super) millis: i64,
    pub(super) people: Vec<Person>,
    pub(super) complaints: Vec<Complaint>,
    pub(super) leads: Vec<Lead>,
    pub(super) cases: Vec<Case>,
    pub(super) jobs: BTreeMap<String, super::post::Job>,
    pub(super) notices: BTreeMap<String, super::post::Notice>,
    /// Answers kept under a key: the request, and the record it made.
    pub(super) kept: BTreeMap<(String, u8), (String, String)>,
    pub(super) sources: BTreeMap<u8, String>,
    pub(super) consents: Vec<Day>,
    pub(super) register: super::register::Register,
    /// Subject kind, subject id, verb and actor of each act, in any order.
    pub(super) acts: Vec<String>,
}

/// Whether words of this kind are refused in a field that must say something.
pub(super) fn unreadable(words: Words) -> bool {
    words != Words::Good
}

impl Model {
    pub(super) fn now(&self) -> Instant {
        Instant::from_millis(self.millis)
    }

    pub(super) fn today(&self) -> Day {
        self.now().day()
    }

    pub(super) fn act(&mut self, kind: &str, id: &str, verb: &str, actor: &str) {
        self.acts.push(format!("act {kind} {id} {verb} by {actor}"));
    }

    pub(super) fn consent(&self, day: Day) -> bool {
        self.consents.iter().any(|signed_on| *signed_on <= day)
    }

    /// `made` is the id that the store answered.
    pub(super) fn file(&mut self, filing: &Filing, made: Option<&str>) -> Outcome {
        let request = format!("{} {:?} {}", filing.text, filing.about, filing.email);
        let made = made.unwrap_or_default();
        let same = |known: &String| {
            if known == made {
                Ok(())
            } else {
                Err("the answer of another request")
            }
        };
        if let Some(key) = filing.key
            && let Some((before, id)) = self.kept.get(&("file".to_owned(), key))
        {
            return if *before == request {
                same(id)
            } else {
                Err("idempotency_key_reused")
            };
        }
        if let Some(id) = filing.source.and_then(|source| self.sources.get(&source)) {
            return same(id);
        }
        if filing.about == About::Unknown {
            return Err("input_invalid");
        }
        if let Some(key) = filing.key {
            let kept = (request, made.to_owned());
            self.kept.insert(("file".to_owned(), key), kept);
        }
        if let Some(source) = filing.source {
            self.sources.insert(source, made.to_owned());
        }
        self.complaints.push(Complaint {
            id: made.to_owned(),
            state: "received",
            version: 1,
            about: filing.about,
            email: filing.email,
            screened: false,
            in_case: false,
        });
        self.enqueue(format!("screen:{made}"));
        if filing.email {
            self.tell("complaint_received", made, false);
        }
        self.act("complaint", made, "file", "public");
        Ok(())
    }

    /// The step that the state of a complaint asks for.
    pub(super) fn next_handling(&self, which: usize) -> Handling {
        match self.complaints[which].state {
            "received" => Handling::Accept,
            "accepted" => Handling::Answer,
            _ => Handling::Close,
        }
    }

    pub(super) fn handle(
        &mut self,
        which: usize,
        what: Handling,
        by: usize,
        version: i64,
        words: Words,
    ) -> Outcome {
        let person = self.people[by].clone();
        let complaint = &mut self.complaints[which];
        if !person.inside {
            return Err("not_found");
        }
        if complaint.version != version {
            return Err("version_stale");
        }
        let speaks = matches!(what, Handling::Decline | Handling::Answer);
        if speaks && unreadable(words) {
            return Err("input_invalid");
        }
        let (verb, state, template) = match (complaint.state, what) {
            ("received", Handling::Accept) => ("accept", "accepted", "complaint_accepted"),
            ("received", Handling::Decline) => ("decline", "declined", "complaint_answered"),
            ("accepted", Handling::Answer) => ("answer", "answered", "complaint_answered"),
            ("answered", Handling::Close) => ("close", "closed", ""),
            ("received", Handling::Answer) => return Err("complaint_not_accepted"),
            ("received" | "accepted", Handling::Close) => return Err("complaint_not_answered"),
            ("accepted", Handling::Accept | Handling::Decline) => {
                return Err("complaint_accepted_already");
            }
            _ => return Err("complaint_ended"),
        };
        complaint.state = state;
        complaint.version += 1;
        let (id, email) = (complaint.id.clone(), complaint.email);
        if email && !template.is_empty() {
            self.tell(template, &id, false);
        }
        self.act("complaint", &id, verb, &person.id);
        Ok(())
    }

    pub(super) fn withdraw(&mut self, which: usize, wrong_receipt: bool) -> Outcome {
        let complaint = &mut self.complaints[which];
        if wrong_receipt {
            return Err("not_found");
        }
        if !matches!(complaint.state, "received" | "accepted") {
            return Err("complaint_ended");
        }
        complaint.state = "withdrawn";
        complaint.version += 1;
        let id = complaint.id.clone();
        self.act("complaint", &id, "withdraw", "public");
        Ok(())
    }

    /// A screening was recorded; `lead` is the id of the lead it made.
    pub(super) fn screened(&mut self, complaint: &str, lead: Option<String>) -> Outcome {
        let known = self.complaints.iter_mut().find(|one| one.id == complaint);
        let known = known.ok_or("a screening of no complaint")?;
        if known.screened {
            return Err("a second screening");
        }
        known.screened = true;
        self.leads.extend(lead.map(|id| Lead {
            id,
            complaint: complaint.to_owned(),
            state: "new",
            version: 1,
        }));
        self.act("complaint", complaint, "screen", "system:test");
        Ok(())
    }

    pub(super) fn judge(
        &mut self,
        which: usize,
        confirm: bool,
        reason: Words,
        by: usize,
        version: i64,
    ) -> Outcome {
        let person = self.people[by].clone();
        let lead = &mut self.leads[which];
        if !person.inside {
            return Err("not_found");
        }
        if lead.version != version {
            return Err("version_stale");
        }
        if matches!(reason, Words::Long | Words::Control) {
            return Err("input_invalid");
        }
        if lead.state != "new" {
            return Err("lead_judged_already");
        }
        if !confirm && reason == Words::Empty {
            return Err("reason_missing");
        }
        lead.state = if confirm { "confirmed" } else { "dismissed" };
        lead.version += 1;
        let id = lead.id.clone();
        self.act("lead", &id, "judge", &person.id);
        Ok(())
    }

    pub(super) fn open(
        &mut self,
        which: usize,
        [first, second]: [usize; 2],
        reason: Words,
        made: &str,
    ) -> Outcome {
        let today = self.today();
        let (one, two) = (self.people[first].clone(), self.people[second].clone());
        if !one.certified(today) {
            return Err("certificate_required");
        }
        if !one.inside {
            return Err("not_found");
        }
        let confirmed: Vec<&str> = self
            .leads
            .iter()
            .filter(|lead| lead.state == "confirmed")
            .map(|lead| lead.complaint.as_str())
            .collect();
        let complaint = &mut self.complaints[which];
        if !matches!(complaint.state, "accepted" | "answered" | "closed")
            && !confirmed.contains(&complaint.id.as_str())
        {
            return Err("complaint_not_accepted");
        }
        if first == second {
            return Err("two_officers_required");
        }
        if !two.certified(today) {
            return Err("officer_not_certified");
        }
        if !two.inside {
            return Err("officer_of_other_authority");
        }
        if unreadable(reason) {
            return Err("input_invalid");
        }
        if complaint.in_case {
            return Err("case_opened_already");
        }
        complaint.in_case = true;
        let (complaint_id, about) = (complaint.id.clone(), complaint.about);
        self.cases.push(Case {
            id: made.to_owned(),
            state: "filed",
            version: 1,
            about,
            officers: [first, second],
            findings: 0,
            remarks: Vec::new(),
            order: None,
        });
        self.act("complaint", &complaint_id, "open_case", &one.id);
        self.act("case", made, "open", &one.id);
        Ok(())
    }

    pub(super) fn certified(&self, person: usize) -> bool {
        self.people[person].certified(self.today())
    }

    /// One line for each row that the auditor compares, in any order.
    pub(super) fn lines(&self) -> Vec<String> {
        let mut lines = self.acts.clone();
        for one in &self.complaints {
            let open = matches!(one.state, "received" | "accepted");
            lines.push(format!(
                "complaint {} {} open={open} v{}",
                one.id, one.state, one.version
            ));
            if one.screened {
                lines.push(format!("screening {}", one.id));
            }
        }
        for one in &self.leads {
            let open = one.state == "new";
            lines.push(format!(
                "lead {} {} open={open} v{}",
                one.id, one.state, one.version
            ));
        }
        for one in &self.cases {
            let open = one.state != "closed";
            lines.push(format!(
                "case {} {} open={open} v{}",
                one.id, one.state, one.version
            ));
            lines.extend((0..one.findings).map(|_| format!("finding {}", one.id)));
            lines.extend(
                one.remarks
                    .iter()
                    .map(|(event, version)| format!("remark {} {event} v{version}", one.id)),
            );
            let Some(order) = &one.order else { continue };
            let (served, answered) = (order.served, order.responses > 0);
            lines.push(format!(
                "order {} of {} served={served} answered={answered} due={} v{}",
                order.id, one.id, order.due_on, order.version
            ));
            lines.extend(served.then(|| format!("service {}", order.id)));
            lines.extend((0..order.responses).map(|_| format!("response {}", order.id)));
            lines.extend(order.files.iter().map(|_| format!("file {}", order.id)));
        }
        lines.extend(self.register.lines());
        for (key, job) in &self.jobs {
            lines.push(job.line(key));
        }
        for (key, notice) in &self.notices {
            lines.push(notice.line(key));
        }
        lines
    }
}
