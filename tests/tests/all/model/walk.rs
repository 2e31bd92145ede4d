//! Runs that are written down: the whole story, what is worn out, and proof that the auditor is not blind.

use domain::case::ServiceWay;
use sea_orm::ConnectionTrait as _;
use tests::{Db, db_test};

use super::step::{
    About, CaseStep, Filing, Hand, Handling, JobEnd, Move, Post, Step, Version, Words,
};
use super::take;
use super::world::World;

db_test!(
    the_whole_story_ends_with_a_closed_case,
    a_job_and_a_legal_notice_that_always_break_are_dead_and_can_be_revived,
    the_auditor_sees_what_was_done_behind_the_stores_back,
);

const FILE: Step = Step::File {
    filing: Filing {
        text: 0,
        about: About::Known,
        email: true,
        key: Some(0),
        source: None,
    },
    twice: true,
};

const fn handle(what: Handling) -> Step {
    Step::Handle {
        which: 0,
        what,
        by: Hand::Proper,
        version: Version::Read,
        words: Words::Good,
        twice: false,
    }
}

const fn case(what: Move, twice: bool) -> Step {
    case_due(what, twice, 15)
}

/// A step that carries a last day for the correction, so many days from the present one.
const fn case_due(what: Move, twice: bool, due: i64) -> Step {
    Step::Case {
        which: 0,
        step: CaseStep {
            what,
            by: Hand::Proper,
            version: Version::Read,
            words: Words::Good,
            day: 0,
            due,
            way: ServiceWay::InPerson,
            receiver: true,
        },
        twice,
    }
}

const OPEN: Step = Step::Open {
    which: 0,
    first: Hand::Proper,
    second: Hand::Proper,
    reason: Words::Good,
    twice: true,
};

const ANSWER: Step = Step::Answer {
    which: 0,
    own: true,
    text: 0,
    words: Words::Good,
    key: Some(0),
    twice: true,
};

const CLAIM_JOB: Step = Step::ClaimJob { owner: 0 };
const CLAIM_NOTICES: Step = Step::ClaimNotices { owner: 0, max: 3 };

const fn end(end: JobEnd) -> Step {
    Step::EndJob { which: 0, end }
}

const fn post(post: Post) -> Step {
    Step::Post {
        outcomes: [post; 3],
    }
}

async fn the_whole_story_ends_with_a_closed_case(db: Db) {
    let mut world = World::found(&db, 1).await;
    let steps = [
        FILE,
        CLAIM_JOB,
        end(JobEnd::Recorded { flag: true }),
        Step::Judge {
            which: 0,
            confirm: true,
            reason: Words::Good,
            by: Hand::Proper,
            version: Version::Read,
        },
        CLAIM_NOTICES,
        post(Post::Sent),
        handle(Handling::Accept),
        OPEN,
        case(Move::Find, true),
        case(Move::Order, true),
        Step::Seal,
        case_due(Move::Change, true, 20),
        case(Move::Serve, true),
        ANSWER,
        Step::Proof {
            which: 0,
            own: true,
            content: 0,
        },
        case(Move::Propose, false),
        case(Move::Return, false),
        case(Move::Propose, true),
        case(Move::Approve, true),
        handle(Handling::Answer),
        handle(Handling::Close),
        CLAIM_NOTICES,
        post(Post::Sent),
        CLAIM_NOTICES,
        post(Post::Sent),
    ];
    take(&mut world, &steps).await.unwrap();
    assert_eq!(world.model.cases[0].state, "closed");
    assert_eq!(world.model.complaints[0].state, "closed");
    let sent = world
        .texts("SELECT dedupe_key FROM notice WHERE state = 'sent'")
        .await;
    assert_eq!(sent.len(), 5, "{sent:?}");
    world.leave().await;
}

async fn a_job_and_a_legal_notice_that_always_break_are_dead_and_can_be_revived(db: Db) {
    let mut world = World::found(&db, 2).await;
    take(&mut world, &a_job_wears_out_and_is_revived())
        .await
        .unwrap();
    take(&mut world, &a_legal_notice_wears_out()).await.unwrap();
    let dead = world
        .texts("SELECT dedupe_key FROM notice WHERE state = 'dead'")
        .await;
    assert!(dead[0].starts_with("correction_ordered:"), "{dead:?}");
    let again = [
        Step::RetryNotice { which: 2 },
        CLAIM_NOTICES,
        post(Post::Sent),
    ];
    take(&mut world, &again).await.unwrap();
    assert_eq!(
        world
            .texts("SELECT id FROM notice WHERE state = 'sent'")
            .await
            .len(),
        3
    );
    world.leave().await;
}

const AN_HOUR: Step = Step::Clock { millis: 3_600_000 };

fn a_job_wears_out_and_is_revived() -> Vec<Step> {
    let mut steps = vec![FILE];
    for _ in 0..7 {
        steps.extend([CLAIM_JOB, end(JobEnd::Failed), AN_HOUR]);
    }
    // The last worker dies without a word.
    steps.extend([CLAIM_JOB, end(JobEnd::Lost), AN_HOUR, CLAIM_JOB]);
    steps.extend([Step::SweepJobs, Step::RetryJob { which: 0 }, CLAIM_JOB]);
    steps.push(end(JobEnd::Recorded { flag: false }));
    steps
}

fn a_legal_notice_wears_out() -> Vec<Step> {
    let mut steps = vec![CLAIM_NOTICES, post(Post::Sent), handle(Handling::Accept)];
    steps.extend([CLAIM_NOTICES, post(Post::Sent), OPEN]);
    steps.extend([case(Move::Find, false), case(Move::Order, false)]);
    for round in 0..10 {
        let broken = if round % 2 == 0 {
            Post::Unsure
        } else {
            Post::Lost
        };
        steps.extend([CLAIM_NOTICES, post(broken), AN_HOUR, Step::SweepNotices]);
    }
    steps
}

/// Something done to the rows of a healthy town, how it is undone, and part of what the auditor must say.
const TAMPERING: &[(&str, &str, &str)] = &[
    (
        "UPDATE complaint SET state = 'closed'",
        "UPDATE complaint SET state = 'accepted'",
        "rows and model differ",
    ),
    (
        "UPDATE complaint SET version = version + 1",
        "UPDATE complaint SET version = version - 1",
        "rows and model differ",
    ),
    (
        "UPDATE complaint SET place = '别处'",
        "UPDATE complaint SET place = ''",
        "complaint changed without an act",
    ),
    (
        "UPDATE job SET job_key = 'screen:nothing'",
        "UPDATE job SET job_key = 'screen:' || (SELECT id FROM complaint)",
        "rows and model differ",
    ),
    (
        "UPDATE notice SET attempt = attempt + 1",
        "UPDATE notice SET attempt = attempt - 1",
        "rows and model differ",
    ),
    (
        "UPDATE notice SET server_reply = 'to wanqing@example.cn'",
        "UPDATE notice SET server_reply = NULL",
        "personal data in clear",
    ),
    (
        "INSERT INTO finding SELECT 'fnd_1', id, 'beyond_licence', '53-20', 'x', '2026-03-02', officer_first, 0, NULL FROM violation_case",
        "DELETE FROM finding WHERE id = 'fnd_1'",
        "rows and model differ",
    ),
    (
        "UPDATE licence SET valid_until = '2031-12-31'",
        "UPDATE licence SET valid_until = '2026-06-10'",
        "rows and model differ",
    ),
    (
        "UPDATE licence SET scope = '奥数'",
        "UPDATE licence SET scope = '书法、绘画'",
        "licence changed without an act",
    ),
    (
        "UPDATE institution SET name = name || '总店'",
        "UPDATE institution SET name = REPLACE(name, '总店', '')",
        "institution changed without an act",
    ),
    ("DELETE FROM act_unsealed", "", "the chain does not hold"),
];

async fn the_auditor_sees_what_was_done_behind_the_stores_back(db: Db) {
    let mut world = World::found(&db, 3).await;
    take(&mut world, &[FILE, handle(Handling::Accept), OPEN])
        .await
        .unwrap();
    // Something has to wait for its seal.
    world.by_people(&case(Move::Find, false)).await.unwrap();
    let healthy = world.dump().await;
    for (tampering, undoing, words) in TAMPERING {
        assert_eq!(
            world.audit(&healthy, &world.dump().await, true).await,
            Ok(()),
            "before {tampering}"
        );
        world.rows.execute_unprepared(tampering).await.unwrap();
        let after = world.dump().await;
        let refused = world.audit(&healthy, &after, true).await.unwrap_err();
        assert!(
            refused.contains("a refused step wrote"),
            "{tampering}: {refused}"
        );
        let judged = world.audit(&healthy, &after, false).await.unwrap_err();
        assert!(judged.contains(words), "{tampering}: {judged}");
        world.rows.execute_unprepared(undoing).await.unwrap();
    }
    world.leave().await;
}
