//! Which words stand for which concept, found by one automaton.

use aho_corasick::{AhoCorasick, MatchKind};

use crate::words::coded;

coded! {
    /// What a word of the lexicon stands for.
    Concept "concept_unknown" {
        /// A school subject.
        Subject "subject" "学科" "School subject",
        /// Words for teaching beyond doubt.
        Teach "teach" "授课" "Teaching",
        /// Teaching material and signs of subject teaching: new lessons, papers, marks.
        Syllabus "syllabus" "教学内容" "Syllabus",
        /// Names under which teaching hides, from Order 53 art. 18(1)(3).
        Guise "guise" "变相名目" "Guise",
        /// Places where it hides, from art. 18(1)(2).
        Hideout "hideout" "隐蔽场所" "Hidden place",
        /// Ways online, from art. 18(1)(1).
        Online "online" "线上方式" "Online way",
        /// Words that say something is hidden.
        Secrecy "secrecy" "隐瞒" "Secrecy",
        /// Money for teaching.
        Fee "fee" "收费" "Fee",
        /// An institution for training.
        Institution "institution" "培训机构" "Training institution",
        /// A school or kindergarten.
        School "school" "学校" "School",
        /// A teacher in service.
        InService "in_service" "在职教师" "In-service teacher",
        /// A teacher, in service or not.
        Teacher "teacher" "教师" "Teacher",
        /// Steering pupils.
        Steer "steer" "动员介绍" "Steering",
        /// No licence.
        NoLicence "no_licence" "无证" "No licence",
        /// Money back, or gone.
        Refund "refund" "退费" "Refund",
        /// The place is gone.
        Gone "gone" "跑路" "Gone",
        /// Unfair fees.
        Overcharge "overcharge" "乱收费" "Overcharging",
        /// Danger.
        Danger "danger" "安全隐患" "Danger",
        /// Noise.
        Noise "noise" "噪声扰民" "Noise",
        /// What a school charges for.
        SchoolItem "school_item" "校内收费项目" "School charges",
        /// Make-up lessons.
        MakeUp "make_up" "补课" "Make-up lessons",
        /// Days on which schools rest.
        RestDay "rest_day" "休息日" "Rest day",
        /// A whole class or year.
        WholeClass "whole_class" "全班全年级" "Whole class",
        /// Not.
        Not "not" "否定" "Negation",
        /// Asking what is allowed.
        Asking "asking" "询问" "Question",
        /// Non-subject classes by name.
        Hobby "hobby" "非学科" "Hobby class",
        /// Pupils and their parents.
        Pupil "pupil" "学生家长" "Pupils",
        /// After-school care of a school itself.
        Care "care" "课后服务" "After-school care",
    }
}

/// Sections `[concept]`, then words separated by blanks; `#` begins a remark.
const WORDS: &str = include_str!("lexicon.txt");

/// A word that was found: places are those of the folded text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Hit {
    pub(super) concept: Concept,
    pub(super) start: usize,
    pub(super) end: usize,
}

pub(super) struct Lexicon {
    automaton: AhoCorasick,
    concepts: Vec<Concept>,
}

fn words() -> impl Iterator<Item = (Concept, &'static str)> {
    let mut concept = None;
    WORDS
        .lines()
        .map(|line| line.split('#').next().unwrap_or_default().trim())
        .flat_map(move |line| {
            if let Some(code) = line
                .strip_prefix('[')
                .and_then(|rest| rest.strip_suffix(']'))
            {
                concept = Concept::from_code(code);
                return Vec::new();
            }
            let under = concept;
            line.split_whitespace()
                .filter_map(|word| under.map(|concept| (concept, word)))
                .collect()
        })
}

impl Lexicon {
    pub(super) fn built_in() -> Self {
        let (concepts, words): (Vec<Concept>, Vec<&str>) = words().unzip();
        let automaton = AhoCorasick::builder()
            .match_kind(MatchKind::Standard)
            .build(&words)
            .expect("the lexicon in the program is built by a test");
        Self {
            automaton,
            concepts,
        }
    }

    /// A digest of the lexicon (FNV-1a), so that its version changes with it.
    pub(super) fn fingerprint(&self) -> u32 {
        WORDS.bytes().fold(0x811c_9dc5, |hash: u32, byte| {
            (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
        })
    }

    /// All words in `text`, overlapping ones as well, by place.
    pub(super) fn find(&self, text: &[char]) -> Vec<Hit> {
        let joined: String = text.iter().collect();
        let mut places = vec![0; joined.len() + 1];
        let mut index = 0;
        for (count, (at, sign)) in joined.char_indices().enumerate() {
            for byte in at..at + sign.len_utf8() {
                if let Some(place) = places.get_mut(byte) {
                    *place = count;
                }
            }
            index = count + 1;
        }
        if let Some(last) = places.last_mut() {
            *last = index;
        }
        let place = |byte: usize| places.get(byte).copied().unwrap_or(index);
        let mut hits: Vec<Hit> = self
            .automaton
            .find_overlapping_iter(&joined)
            .filter_map(|found| {
                self.concepts
                    .get(found.pattern().as_usize())
                    .map(|concept| Hit {
                        concept: *concept,
                        start: place(found.start()),
                        end: place(found.end()),
                    })
            })
            .collect();
        hits.sort_by_key(|hit| (hit.start, std::cmp::Reverse(hit.end)));
        hits
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_concept_has_words_and_every_section_a_concept() {
        for concept in Concept::ALL {
            assert!(words().any(|(under, _)| under == *concept), "{concept}");
        }
        for line in WORDS.lines().filter(|line| line.starts_with('[')) {
            let code = line.trim_matches(['[', ']']);
            assert!(Concept::from_code(code).is_some(), "{code}");
        }
    }

    #[test]
    fn words_are_found_at_their_characters() {
        let text: Vec<char> = "补数学".chars().collect();
        let hits = Lexicon::built_in().find(&text);
        assert!(hits.contains(&Hit {
            concept: Concept::Subject,
            start: 1,
            end: 3
        }));
    }
}
