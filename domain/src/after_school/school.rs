//! A school as the list of schools has it: enough to say where a provider serves.

use serde::{Deserialize, Serialize};

use crate::words::{District, FieldFault, Line, Stage};

/// Characters of a name.
const NAME_MAX: usize = 80;
/// More after-school items than these is a slip of the keyboard.
const ITEMS_MAX: i64 = 1_000;

/// A school of compulsory education.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct School {
    /// Its name.
    pub name: String,
    /// Where it is.
    pub district: District,
    /// Whom it teaches.
    pub stages: Vec<Stage>,
    /// How many after-school items (课后服务项目) it offers in all; nothing where that is not known.
    #[serde(default)]
    pub items: Option<i64>,
}

impl School {
    /// The school with its name in its one form.
    ///
    /// # Errors
    /// Every field that is impossible. After-school service is that of compulsory education: other stages are none.
    pub fn checked(&self) -> Result<Self, Vec<FieldFault>> {
        let mut faults = Vec::new();
        let name = Line::parse(&self.name, NAME_MAX).map(Line::into_string);
        let name = name.unwrap_or_else(|fault| {
            faults.push(FieldFault::new("name", fault.code));
            String::new()
        });
        if name.contains(['<', '>']) {
            faults.push(FieldFault::new("name", "text_markup"));
        }
        let compulsory = |stage: &Stage| matches!(stage, Stage::Primary | Stage::Junior);
        if self.stages.is_empty() {
            faults.push(FieldFault::new("stages", "missing_field"));
        } else if !self.stages.iter().all(compulsory) {
            faults.push(FieldFault::new("stages", "school_stage_not_compulsory"));
        }
        if self
            .items
            .is_some_and(|items| !(0..=ITEMS_MAX).contains(&items))
        {
            faults.push(FieldFault::new("items", "after_school_number_out_of_range"));
        }
        let mut stages = self.stages.clone();
        stages.sort_unstable();
        stages.dedup();
        if faults.is_empty() {
            Ok(Self {
                name,
                stages,
                ..self.clone()
            })
        } else {
            Err(faults)
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test stops where it fails")]
mod tests {
    use super::*;

    fn school() -> School {
        School {
            name: " 红谷滩区凤凰小学 ".to_owned(),
            district: District::Honggutan,
            stages: vec![Stage::Junior, Stage::Primary, Stage::Primary],
            items: Some(20),
        }
    }

    #[test]
    fn a_school_is_of_compulsory_education_and_has_a_name() {
        let kept = school().checked().unwrap();
        assert_eq!(kept.name, "红谷滩区凤凰小学");
        assert_eq!(kept.stages, [Stage::Primary, Stage::Junior]);
        let codes = |school: School| -> Vec<String> {
            let faults = school.checked().unwrap_err();
            faults.iter().map(|fault| fault.code.to_string()).collect()
        };
        let none = School {
            name: String::new(),
            stages: Vec::new(),
            items: Some(-1),
            ..school()
        };
        assert_eq!(
            codes(none),
            [
                "text_empty",
                "missing_field",
                "after_school_number_out_of_range"
            ]
        );
        let senior = School {
            stages: vec![Stage::Senior],
            ..school()
        };
        assert_eq!(codes(senior), ["school_stage_not_compulsory"]);
    }
}
