//! Training materials that the authority has filed (培训材料备案): once for all courses of an institution.

use std::collections::HashMap;

use domain::course::{Course, Filing};
use domain::words::MaterialNumber;

use super::load::Stored;
use crate::Fault;
use crate::repo;
use crate::tx::Tx;

/// The materials of the institution `c.institution_id` that are filed, one a line with tabs between title, publisher, number and
/// day: neither title nor publisher holds either sign.
pub(crate) const FILINGS: &str = "COALESCE((SELECT string_agg(m.title || '\t' || m.publisher || '\t' || m.number || '\t' || m.filed_on, '\n') \
     FROM material_filing m WHERE m.institution_id = c.institution_id), '') AS filings";

/// Filings of an institution, by title and publisher.
#[derive(Debug, Default)]
pub(crate) struct Filings(HashMap<(String, String), Filing>);

impl Filings {
    /// Those of a value of [`FILINGS`].
    pub(crate) fn of(lines: &str) -> Result<Self, Fault> {
        let read = |line: &str| {
            let mut parts = line.split('\t');
            let mut next = || parts.next().unwrap_or_default();
            let (title, publisher, number, on) = (next(), next(), next(), next());
            let filing = Filing {
                number: repo::id(number)?,
                on: repo::id(on)?,
            };
            Ok(((title.to_owned(), publisher.to_owned()), filing))
        };
        let filings: Result<HashMap<_, _>, Fault> = lines.lines().map(read).collect();
        filings.map(Self)
    }

    /// The course, each of its materials with its filing.
    pub(crate) fn told_of(&self, mut course: Course) -> Course {
        for material in &mut course.materials {
            let key = (material.title.clone(), material.publisher.clone());
            material.filing = self.0.get(&key).copied();
        }
        course
    }
}

/// Files every material of the newest edition that is not filed yet, each under a number of its own.
pub(super) async fn file(tx: &Tx, stored: &Stored) -> Result<(), Fault> {
    for material in stored.said()?.unfiled() {
        let sequence = tx.next("material").await?;
        let number = u32::try_from(sequence)
            .ok()
            .and_then(|sequence| MaterialNumber::from_sequence(sequence).ok())
            .ok_or_else(|| Fault::Setting("the numbers of materials are used up".to_owned()))?;
        tx.execute(
            "INSERT INTO material_filing (institution_id, title, publisher, number, filed_on, course_id, created_at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING",
            [
                stored.institution_id.as_str().into(),
                material.title.as_str().into(),
                material.publisher.as_str().into(),
                number.to_string().into(),
                tx.now().day().to_string().into(),
                stored.id.as_str().into(),
                tx.now().millis().into(),
            ],
        )
        .await?;
    }
    Ok(())
}
