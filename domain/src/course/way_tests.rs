//! The way of a course, step by step.
#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

use super::*;
use crate::screening::LabelCode;
use crate::words::{AccountId, Day, Instant};

fn today() -> Day {
    "2026-11-23".parse().unwrap()
}

fn facts() -> Facts {
    Facts {
        complete: true,
        lawful: true,
        licensed: true,
        read_before: false,
        unfiled: false,
        last_day: None,
        today: today(),
    }
}

fn officer() -> Option<AccountId> {
    Some(AccountId::new(Instant::from_millis(0), [1; 10]))
}

fn after(way: Way, event: Event) -> (Way, Vec<Effect>) {
    way.apply(event, officer(), &facts()).unwrap()
}

const FLAG: LabelCode = LabelCode::SubjectTutoringDisguised;

/// A version that was published so many days ago.
fn live(days: i64) -> Option<Live> {
    let on = today().plus_days(-days);
    Some(Live { on, cleared: None })
}

fn flagged(live: Option<Live>) -> Way {
    let (filed, effects) = after(Way::Draft { live }, Event::File);
    assert_eq!(effects, [Effect::Screen]);
    let (flagged, effects) = after(filed, Event::Screened { labels: vec![FLAG] });
    assert_eq!((flagged.code(), effects), ("flagged", Vec::new()));
    flagged
}

#[test]
fn a_clean_course_is_published_without_an_officer() {
    let (filed, _) = after(Way::Draft { live: None }, Event::File);
    let (published, effects) = after(filed, Event::Screened { labels: Vec::new() });
    assert_eq!(effects, [Effect::Publish]);
    assert_eq!(published.live(), live(0));
    assert_eq!(published.judged(), None);
}

#[test]
fn a_flag_is_judged_by_a_person_with_words() {
    let words = |text: &str| text.to_owned();
    for event in [
        Event::Clear {
            reason: words(" \n"),
        },
        Event::Refuse { reason: words("") },
    ] {
        let refused = flagged(None).apply(event, officer(), &facts());
        assert_eq!(refused.unwrap_err().code, "reason_missing");
    }
    let by_nobody = Event::Clear {
        reason: words("无关"),
    };
    let refused = flagged(None).apply(by_nobody, None, &facts());
    assert_eq!(refused.unwrap_err().code, "reason_missing");

    let (cleared, effects) = after(
        flagged(None),
        Event::Clear {
            reason: words(" 无关 "),
        },
    );
    assert_eq!(effects, [Effect::Publish]);
    assert_eq!(cleared.judged().unwrap().reason, "无关");
    let (refused, effects) = after(
        flagged(None),
        Event::Refuse {
            reason: words("教数学"),
        },
    );
    assert_eq!((refused.code(), effects), ("refused", Vec::new()));
    assert_eq!(refused.judged().unwrap().by, officer().unwrap());
}

#[test]
fn the_old_version_stays_published_while_the_new_one_is_looked_at() {
    let cleared = Some(Judged {
        by: officer().unwrap(),
        on: today(),
        reason: "无关".to_owned(),
    });
    let on = today().plus_days(-30);
    let published = Way::Published {
        on,
        cleared: cleared.clone(),
    };
    let live = Some(Live { on, cleared });
    let (draft, effects) = after(published.clone(), Event::Change);
    assert_eq!(effects, [Effect::Copy]);
    assert_eq!(draft.live(), live);
    assert_eq!(flagged(live.clone()).live(), live);
    let refuse = Event::Refuse {
        reason: "教数学".to_owned(),
    };
    let (refused, _) = after(flagged(live.clone()), refuse);
    assert_eq!(refused.live(), live);
    let (back, effects) = after(refused, Event::Discard);
    assert_eq!(effects, [Effect::Drop]);
    assert_eq!(
        back, published,
        "since the same day, judged by the same officer"
    );
}

#[test]
fn a_new_price_under_a_text_that_was_screened_needs_no_other_screening() {
    let same = Facts {
        read_before: true,
        unfiled: false,
        ..facts()
    };
    let change = Way::Draft { live: live(9) };
    let (published, effects) = change.apply(Event::File, officer(), &same).unwrap();
    assert_eq!(
        (published.code(), effects),
        ("published", vec![Effect::Publish])
    );
    // Of a first version nothing was screened, whatever the facts say.
    let first = Way::Draft { live: None };
    let (filed, _) = first.apply(Event::File, officer(), &same).unwrap();
    assert_eq!(filed.code(), "filed");
}

#[test]
fn what_is_incomplete_or_against_the_rules_is_not_filed() {
    let refused = |facts: Facts| {
        let draft = Way::Draft { live: None };
        draft
            .apply(Event::File, officer(), &facts)
            .unwrap_err()
            .code
    };
    assert_eq!(
        refused(Facts {
            complete: false,
            ..facts()
        }),
        "course_incomplete"
    );
    assert_eq!(
        refused(Facts {
            lawful: false,
            ..facts()
        }),
        "course_unlawful"
    );
    assert_eq!(
        refused(Facts {
            licensed: false,
            ..facts()
        }),
        "course_without_licence"
    );
}

#[test]
fn a_course_ends_the_day_after_its_last() {
    let published = Way::Published {
        on: today(),
        cleared: None,
    };
    let last = |last| Facts {
        last_day: Some(last),
        ..facts()
    };
    let on_the_day = published.refusal(Step::End, &last(today()));
    assert_eq!(on_the_day.unwrap().code, "course_not_over");
    let over = last(today().plus_days(-1));
    let (ended, effects) = published.apply(Event::End, None, &over).unwrap();
    assert_eq!((ended.code(), effects), ("ended", vec![Effect::Close]));
    for step in Step::ALL {
        assert_eq!(ended.refusal(*step, &over).unwrap().code, "course_ended");
    }
}

#[test]
fn a_version_that_is_written_outlives_the_one_that_is_over() {
    let over = Facts {
        last_day: Some(today().plus_days(-1)),
        ..facts()
    };
    let (filed, _) = after(Way::Draft { live: live(9) }, Event::File);
    for way in [Way::Draft { live: live(9) }, filed, flagged(live(9))] {
        let code = way.code();
        let (left, effects) = way.apply(Event::End, None, &over).unwrap();
        assert_eq!((left.code(), effects), (code, vec![Effect::Close]));
        assert_eq!(left.live(), None);
        let again = left.refusal(Step::End, &over);
        assert_eq!(again.unwrap().code, "course_not_over");
        let nothing_before = left.refusal(Step::Discard, &over);
        assert_eq!(nothing_before.unwrap().code, "course_nothing_before");
    }
}

#[test]
fn what_may_not_be_published_any_more_goes_back_to_the_institution() {
    let clean = Event::Screened { labels: Vec::new() };
    for changed in [
        Facts {
            licensed: false,
            ..facts()
        },
        Facts {
            lawful: false,
            ..facts()
        },
    ] {
        let (filed, _) = after(Way::Draft { live: live(9) }, Event::File);
        let (back, effects) = filed.apply(clean.clone(), None, &changed).unwrap();
        assert_eq!(back, Way::Draft { live: live(9) });
        assert_eq!(effects, [Effect::Copy]);
    }
}

#[test]
fn a_version_kept_by_its_day_alone_is_read() {
    let way: Way = serde_json::from_str(r#"{"state":"draft","live":"2026-11-14"}"#).unwrap();
    assert_eq!(way, Way::Draft { live: live(9) });
    let kept = serde_json::to_string(&way).unwrap();
    assert_eq!(serde_json::from_str::<Way>(&kept).unwrap(), way);
}
