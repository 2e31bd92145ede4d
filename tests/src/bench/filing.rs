//! Filing complaints over HTTP, each with its act, job, notice and idempotency key. The floor makes the same inserts in
//! one bare transaction of sqlx each, from as many callers, on a database of its own.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use sea_orm::sqlx::{self, PgPool, SqlitePool};
use tests::{Db, Kind};
use tokio::task::JoinSet;
use tokio::time::Instant;

use super::ground::{self, Ground, runtime};
use super::load::{self, Ask};
use super::{Line, floor, server, table};

/// Institutions complained about; how many there are does not matter to a filing.
const INSTITUTIONS: u64 = 2_000;

const SUBJECT: &str = "机构拒绝退还剩余课时费";
const BODY: &str = "今年三月在这家机构交了四十八节课的费用，一共九千六百元，上了十二节之后老师离职，\
    机构换了地址也没有通知家长。我们要求按照合同退还剩下三十六节课的费用，前台一直说要等总部审批，\
    已经拖了两个月，打电话没有人接，微信也不回复。希望教育局帮忙处理，尽快退费。";

pub(crate) fn run(line: &Line, kind: Kind) {
    let runtime = runtime();
    let grounds = runtime.block_on(async {
        let ours = ground::filled(kind, INSTITUTIONS).await?;
        Some((ours, ground::filled(kind, INSTITUTIONS).await?))
    });
    let Some((ours, bare)) = grounds else {
        return;
    };
    let service = server::ours(&ours.db);
    let ask = Arc::new(ask(&ours));
    let facts = Arc::new(Facts::of(&bare));
    let inserts = runtime.block_on(Inserts::open(&bare.db));
    let floor = || runtime.block_on(inserts.rate(&facts, line.time()));
    load::rate(service.address, line.time() / 4, &ask);
    floor();
    let compared = table::compare(
        line.rounds,
        || load::rate(service.address, line.time(), &ask),
        floor,
    );
    table::row(&[table::word(kind)], &compared);
    runtime.block_on(both_wrote_the_same(&ours.db, &bare.db));
}

/// A filing with a key and an address of its own, by name, about an institution of the register.
pub(crate) fn ask(ground: &Ground) -> impl Ask + use<> {
    let numbers: Vec<String> = ground
        .samples
        .iter()
        .map(|row| row.number.clone())
        .collect();
    let key = AtomicU64::new(0);
    move |number: u64, request: &mut Vec<u8>| {
        let key = key.fetch_add(1, Ordering::Relaxed);
        let about = &numbers[usize::try_from(number).unwrap_or_default() % numbers.len()];
        let body = format!(
            r#"{{"institution_number":"{about}","subject":"{SUBJECT}","body":"{BODY}","anonymous":false,"contact":{{"name":"万女士","telephone":"13800138000","email":"parent{key}@example.cn"}}}}"#
        );
        let net = key.to_be_bytes();
        let head = format!(
            "POST /api/v1/complaints HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n\
             X-Forwarded-For: 10.{}.{}.{}\r\nIdempotency-Key: bench-{key:024}\r\nContent-Length: {}\r\n\r\n",
            net[5],
            net[6],
            net[7],
            body.len()
        );
        request.extend_from_slice(head.as_bytes());
        request.extend_from_slice(body.as_bytes());
    }
}

/// Both sides have one row of each kind for each complaint, or the one did less than the other.
async fn both_wrote_the_same(ours: &Db, bare: &Db) {
    for db in [ours, bare] {
        let complaints = count(db, "complaint").await;
        assert!(complaints > 0, "nothing was filed");
        for what in [
            "job",
            "notice",
            "idempotency_key",
            "act WHERE subject_kind = 'complaint'",
            "complaint WHERE contact_email_sealed IS NOT NULL",
        ] {
            assert_eq!(count(db, what).await, complaints, "{what}");
        }
    }
}

pub(crate) async fn count(db: &Db, what: &str) -> i64 {
    let sql = sqlx::AssertSqlSafe(format!("SELECT COUNT(*) FROM {what}"));
    let counted = floor::on!(
        db.kind(),
        sqlx::query_scalar(sql)
            .fetch_one(&floor::sqlite_readers(db).await)
            .await,
        sqlx::query_scalar(sql)
            .fetch_one(&floor::postgres(db).await)
            .await
    );
    counted.expect("a table of ours")
}

/// What the floor writes, of the same lengths as ours.
struct Facts {
    institution: String,
    institution_name: String,
    next: AtomicU64,
}

impl Facts {
    fn of(ground: &Ground) -> Self {
        let first = ground.samples.first().expect("a register with rows");
        Self {
            institution: first.number.clone(),
            institution_name: first.name.clone(),
            next: AtomicU64::new(0),
        }
    }
}

const COMPLAINT: &str = "INSERT INTO complaint (id, number, channel, authority_id, institution_id, institution_name, place, district, \
     subject, body, anonymous, language, contact_name_sealed, contact_telephone_sealed, contact_telephone_index, \
     contact_email_sealed, state, facts, open, received_at, due_on, version) \
     SELECT $1, $2, 'api', authority_id, id, $3, '', district, $4, $5, FALSE, 'zh', $6, $6, $7, $8, 'received', $9, TRUE, $10, $11, 1 \
     FROM institution WHERE number = $12";
const JOB: &str = "INSERT INTO job (id, kind, job_key, payload, state, attempt, run_at, created_at) \
     VALUES ($1, 'screen_complaint', $2, $3, 'ready', 0, $4, $4)";
const NOTICE: &str = "INSERT INTO notice (id, template, language, subject_kind, subject_id, recipient_sealed, facts_sealed, dedupe_key, \
     legal, state, message_id, attempt, run_at, created_at) \
     VALUES ($1, 'complaint_received', 'zh', 'complaint', $2, $3, $4, $5, FALSE, 'pending', $6, 0, $7, $7)";
const KEY: &str = "INSERT INTO idempotency_key (scope, request_key, request_digest, answer, created_at) \
     VALUES ('file_complaint', $1, $2, $3, $4)";
const ACT: &str = "INSERT INTO act (id, at, actor, role, permission, subject_kind, subject_id, verb, change, reason, digest) \
     VALUES ($1, $2, 'public', 'public', 'file_complaint', 'complaint', $3, 'file', $4, '', $5)";
const UNSEALED: &str = "INSERT INTO act_unsealed (act_id) VALUES ($1)";

/// The values of one complaint, made before its transaction begins.
struct Row {
    id: String,
    number: String,
    job: String,
    job_key: String,
    notice: String,
    message_id: String,
    act: String,
    key: String,
    sealed: Vec<u8>,
    facts: Vec<u8>,
    digest: String,
    change: String,
    answer: String,
    payload: String,
}

impl Row {
    fn make(next: u64) -> Self {
        let id = format!("cmp_{next:032x}");
        let digest = format!("{next:064x}");
        Self {
            // Scattered over the index, as ours are.
            number: format!("TS{:010}", next.wrapping_mul(7_654_321) % 10_000_000_000),
            job: format!("job_{next:032x}"),
            job_key: format!("screen:{id}"),
            notice: format!("ntc_{next:032x}"),
            message_id: format!("<ntc_{next:032x}@hongjian.example>"),
            act: format!("act_{next:032x}"),
            key: format!("bench-{next:024}"),
            sealed: vec![7; 60],
            facts: vec![7; 300],
            change: format!(
                r#"{{"anonymous":false,"authority":"{id}","channel":"api","due_on":"2026-01-01","number":"TS1234567890","text":"{digest}"}}"#
            ),
            answer: format!(r#"{{"due_on":"2026-01-01","id":"{id}","number":"TS1234567890"}}"#),
            payload: format!(r#"{{"complaint":"{id}"}}"#),
            digest,
            id,
        }
    }
}

/// Every caller's pool.
#[derive(Clone)]
enum Inserts {
    Sqlite(SqlitePool),
    Postgres(PgPool),
}

macro_rules! insert_all {
    ($tx:expr, $facts:expr, $row:expr) => {{
        let (facts, row, at) = ($facts, $row, 1_700_000_000_000_i64);
        sqlx::query(COMPLAINT)
            .bind(&row.id)
            .bind(&row.number)
            .bind(&facts.institution_name)
            .bind(SUBJECT)
            .bind(BODY)
            .bind(&row.sealed)
            .bind(&row.digest)
            .bind(&row.sealed)
            .bind(r#"{"state":"received"}"#)
            .bind(at)
            .bind("2026-01-01")
            .bind(&facts.institution)
            .execute(&mut *$tx)
            .await?;
        sqlx::query(JOB)
            .bind(&row.job)
            .bind(&row.job_key)
            .bind(&row.payload)
            .bind(at)
            .execute(&mut *$tx)
            .await?;
        sqlx::query(NOTICE)
            .bind(&row.notice)
            .bind(&row.id)
            .bind(&row.sealed)
            .bind(&row.facts)
            .bind(&row.job_key)
            .bind(&row.message_id)
            .bind(at)
            .execute(&mut *$tx)
            .await?;
        sqlx::query(KEY)
            .bind(&row.key)
            .bind(&row.digest)
            .bind(&row.answer)
            .bind(at)
            .execute(&mut *$tx)
            .await?;
        sqlx::query(ACT)
            .bind(&row.act)
            .bind(at)
            .bind(&row.id)
            .bind(&row.change)
            .bind(&row.digest)
            .execute(&mut *$tx)
            .await?;
        sqlx::query(UNSEALED)
            .bind(&row.act)
            .execute(&mut *$tx)
            .await?;
        $tx.commit().await
    }};
}

impl Inserts {
    async fn open(db: &Db) -> Self {
        floor::on!(
            db.kind(),
            Self::Sqlite(floor::sqlite_writer(db).await),
            Self::Postgres(floor::postgres(db).await)
        )
    }

    async fn one(&self, facts: &Facts) -> Result<(), sqlx::Error> {
        let row = &Row::make(facts.next.fetch_add(1, Ordering::Relaxed));
        match self {
            Self::Sqlite(pool) => {
                let mut tx = pool.begin_with("BEGIN IMMEDIATE").await?;
                insert_all!(tx, facts, row)
            }
            Self::Postgres(pool) => {
                let mut tx = pool.begin().await?;
                insert_all!(tx, facts, row)
            }
        }
    }

    /// Complaints a second, from as many callers as the client has connections.
    async fn rate(&self, facts: &Arc<Facts>, time: Duration) -> f64 {
        let begun = Instant::now();
        let mut callers = JoinSet::new();
        for _ in 0..load::CONNECTIONS {
            let (inserts, facts) = (self.clone(), Arc::clone(facts));
            callers.spawn(async move {
                let mut written = 0_u32;
                while begun.elapsed() < time {
                    inserts
                        .one(&facts)
                        .await
                        .expect("rows of a kind our tables take");
                    written += 1;
                }
                written
            });
        }
        let written: u32 = callers.join_all().await.into_iter().sum();
        f64::from(written) / begun.elapsed().as_secs_f64()
    }
}
