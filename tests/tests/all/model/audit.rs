//! The auditor: after each step the rows must say what the model says, every change must have its act, the chain must
//! hold, and a refused step must have left nothing behind.

use std::collections::BTreeSet;

use store::audit;

use super::dump::Dump;
use super::world::World;

/// Personal data that the runs put in; none of it may be found in clear in any row.
pub(super) const NAME: &str = "万婉清";
pub(super) const TELEPHONE: &str = "13807910042";
pub(super) const EMAIL: &str = "wanqing@example.cn";
pub(super) const INSTITUTION_EMAIL: &str = "moxiang@example.cn";

/// Tables whose rows a person or a rule decides about: each change of them must be named by an act.
const DECIDED: &[&str] = &[
    "complaint",
    "screening",
    "lead",
    "violation_case",
    "finding",
    "correction_order",
    "document_service",
    "correction_response",
    "evidence_file",
    "case_remark",
    "institution",
    "institution_past",
    "institution_identity",
    "change_request",
    "licence",
    "licence_copy",
    "application",
    "application_paper",
    "register_remark",
    "staff_member",
    "staff_past",
    "staff_pupils",
    "barred_person",
    "in_service_teacher",
    "staff_lead",
];

impl World {
    /// Judges what a step did to the rows; `refused` says that it must have done nothing.
    pub(super) async fn audit(
        &self,
        before: &Dump,
        after: &Dump,
        refused: bool,
    ) -> Result<(), String> {
        if refused && before != after {
            let changed: Vec<_> = before.symmetric_difference(after).collect();
            return Err(format!("a refused step wrote: {changed:?}"));
        }
        self.rows_are_the_models().await?;
        named_by_acts(before, after)?;
        sealed_values_stay_sealed(before, after)?;
        if let Some(key) = self.model.told_too_often() {
            return Err(format!("{key} went out more often than anybody sent it"));
        }
        self.chain_holds().await
    }

    async fn rows_are_the_models(&self) -> Result<(), String> {
        let mut known = self.model.lines();
        let mut stored = Vec::new();
        for sql in LINES {
            stored.extend(self.texts(sql).await);
        }
        known.sort_unstable();
        stored.sort_unstable();
        if known == stored {
            return Ok(());
        }
        let missing: Vec<_> = known.iter().filter(|line| !stored.contains(line)).collect();
        let strange: Vec<_> = stored.iter().filter(|line| !known.contains(line)).collect();
        Err(format!(
            "rows and model differ ({} and {} lines)\n  only in the model: {missing:#?}\n  only in the rows: {strange:#?}",
            stored.len(),
            known.len()
        ))
    }

    async fn chain_holds(&self) -> Result<(), String> {
        let verdict = audit::verify(&self.store).await;
        let verdict = verdict.map_err(|fault| format!("the chain cannot be read: {fault}"))?;
        if verdict.first_bad.is_some() || verdict.sealed + verdict.unsealed != verdict.acts {
            return Err(format!("the chain does not hold: {verdict:?}"));
        }
        Ok(())
    }

    /// Seals what is left; after that no act may wait.
    pub(super) async fn seal_all(&self) -> Result<(), String> {
        while audit::seal_some(&self.store, self.store.now())
            .await
            .unwrap()
            > 0
        {}
        let verdict = audit::verify(&self.store).await.unwrap();
        if verdict.first_bad.is_none() && verdict.unsealed == 0 && verdict.sealed == verdict.acts {
            Ok(())
        } else {
            Err(format!("the sealed chain does not hold: {verdict:?}"))
        }
    }
}

/// Each new or changed row of a decided table holds the id of a subject of a new act, or of an order that does.
fn named_by_acts(before: &Dump, after: &Dump) -> Result<(), String> {
    let fresh: Vec<&(String, String)> = after.difference(before).collect();
    let acts = fresh.iter().filter(|(table, _)| table == "act");
    if let Some(lost) = before
        .iter()
        .find(|row| row.0 == "act" && !after.contains(*row))
    {
        return Err(format!("an act was changed or lost: {lost:?}"));
    }
    let prefixes = ["cmp_", "led_", "cas_", "ord_", "ins_", "lic_", "app_"];
    let ids = |row: &str| -> Vec<String> {
        let words = row.split(|sign: char| !(sign.is_ascii_alphanumeric() || sign == '_'));
        let is_id = |word: &&str| prefixes.iter().any(|prefix| word.starts_with(prefix));
        words.filter(is_id).map(str::to_owned).collect()
    };
    let named: BTreeSet<String> = acts.flat_map(|(_, act)| ids(act)).collect();
    let decided = |table: &String| DECIDED.contains(&table.as_str());
    for (table, row) in fresh.iter().filter(|(table, _)| decided(table)) {
        let mut own = ids(row);
        let orders = after.iter().filter(|(kind, text)| {
            kind == "correction_order" && own.iter().any(|id| text.contains(id.as_str()))
        });
        let orders: Vec<String> = orders.flat_map(|(_, text)| ids(text)).collect();
        own.extend(orders);
        if !own.iter().any(|id| named.contains(id)) {
            return Err(format!("{table} changed without an act: {row}"));
        }
    }
    Ok(())
}

fn sealed_values_stay_sealed(before: &Dump, after: &Dump) -> Result<(), String> {
    for (table, row) in after.difference(before) {
        for secret in [NAME, TELEPHONE, EMAIL, INSTITUTION_EMAIL] {
            if row.contains(secret) {
                return Err(format!("{table} holds personal data in clear: {row}"));
            }
        }
    }
    Ok(())
}

/// Queries that write each row as the model's line. Booleans are numbers on SQLite and have to become words; the state
/// column must say what the facts say.
const LINES: &[&str] = &[
    "SELECT 'act ' || subject_kind || ' ' || subject_id || ' ' || verb || ' by ' || actor FROM act \
     WHERE verb NOT IN ('found', 'register', 'add')",
    "SELECT 'complaint ' || id || ' ' || state || ' open=' || CASE WHEN open THEN 'true' ELSE 'false' END || ' v' || version \
     FROM complaint WHERE facts LIKE '%\"state\":\"' || state || '\"%'",
    "SELECT 'screening ' || complaint_id FROM screening",
    "SELECT 'lead ' || id || ' ' || state || ' open=' || CASE WHEN open THEN 'true' ELSE 'false' END || ' v' || version \
     FROM lead WHERE facts LIKE '%\"' || state || '\"%'",
    "SELECT 'case ' || id || ' ' || state || ' open=' || CASE WHEN open THEN 'true' ELSE 'false' END || ' v' || version \
     FROM violation_case WHERE facts LIKE '%\"state\":\"' || state || '\"%'",
    "SELECT 'finding ' || case_id FROM finding",
    "SELECT 'order ' || id || ' of ' || case_id || ' served=' || CASE WHEN served_on IS NULL THEN 'false' ELSE 'true' END \
     || ' answered=' || CASE WHEN answered_at IS NULL THEN 'false' ELSE 'true' END || ' due=' || due_on || ' v' || version \
     FROM correction_order",
    "SELECT 'remark ' || case_id || ' ' || event || ' v' || case_version FROM case_remark",
    "SELECT 'service ' || order_id FROM document_service",
    "SELECT 'response ' || order_id FROM correction_response",
    "SELECT 'file ' || subject_id FROM evidence_file",
    "SELECT 'place ' || id || ' ' || address || ' licence=' || COALESCE(licence_id, '-') || ' v' || version FROM institution",
    "SELECT 'past ' || institution_id FROM institution_past",
    "SELECT 'licence ' || id || ' ' || state || ' until=' || valid_until || ' from=' || COALESCE(ended_from, '-') || ' ended=' \
     || COALESCE(ended_on, '-') || ' proposed=' || CASE WHEN proposal IS NULL THEN 'false' ELSE 'true' END || ' copy=' || copy \
     || ' v' || version FROM licence",
    "SELECT 'copy ' || licence_id || ' ' || copy FROM licence_copy",
    "SELECT 'application ' || id || ' ' || kind || ' ' || state || ' open=' || CASE WHEN open THEN 'true' ELSE 'false' END \
     || ' due=' || COALESCE(due_on, '-') || ' came=' || COALESCE(submitted_on, '-') || ' v' || version \
     FROM application WHERE facts LIKE '%\"state\":\"' || state || '\"%'",
    "SELECT 'paper ' || application_id || ' ' || paper FROM application_paper",
    "SELECT 'said ' || subject_id || ' ' || event || ' v' || subject_version FROM register_remark",
    "SELECT 'job ' || job_key || ' ' || state || ' attempt=' || attempt || ' run=' || run_at || ' held=' || \
     COALESCE(lease_owner, '-') FROM job",
    "SELECT 'notice ' || dedupe_key || ' ' || state || ' attempt=' || attempt || ' run=' || run_at || ' legal=' || \
     CASE WHEN legal THEN 'true' ELSE 'false' END || ' settled=' || CASE WHEN settled_at IS NULL THEN 'false' ELSE 'true' END \
     FROM notice",
];
