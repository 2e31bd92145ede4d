//! The whole story by the program itself, with the evidence in a bucket.

use object_store::aws::AmazonS3Builder;
use object_store::path::Path;
use object_store::{ObjectStoreExt as _, PutPayload};
use tests::bureau::Bureau;
use tests::caller::Caller;
use tests::program::Plan;
use tests::rows::Rows;
use tests::s3::S3;
use tests::smtp::Smtp;
use tests::{Db, db_test, program};

use super::play::{Office, PNG, Stage};

db_test!(the_evidence_of_the_story_lies_in_the_bucket_and_is_read_after_a_restart);

async fn the_evidence_of_the_story_lies_in_the_bucket_and_is_read_after_a_restart(db: Db) {
    let Some(s3) = S3::shared().await else {
        return;
    };
    let (store, server) = (db.store().await, Smtp::start().await);
    let (bureau, rows) = (Bureau::found(&store, 2).await, Rows::of(&db).await);
    let bucket = format!("story-{:?}", db.kind()).to_lowercase();
    s3.bucket(&bucket).await;
    let mut program = Plan::hongjian(program!(hongjian), db.folder())
        .on(&db)
        .mail(&server)
        .evidence(&s3, &bucket)
        .set("HONGJIAN_HTTP__RATE_LIMIT", "off")
        .set("HONGJIAN_WORKER__IN_PROCESS", "true")
        .set("HONGJIAN_WORKER__POLL_MILLISECONDS", "50")
        .start()
        .await;
    let office = Office::open(&Caller::public(&program.url(""))).await;
    let stage = Stage::of(&[&program.url("")], &bureau, 0, &office).await;
    stage.play().await;

    let mut folder = std::fs::read_dir(db.folder().join("evidence")).unwrap();
    assert!(folder.next().is_none(), "a bucket is named, not a folder");
    let key = rows
        .texts("SELECT storage_key AS value FROM evidence_file")
        .await;
    let objects = AmazonS3Builder::new()
        .with_endpoint(s3.endpoint())
        .with_bucket_name(&bucket)
        .with_region(tests::s3::REGION)
        .with_access_key_id(tests::s3::ACCESS_KEY)
        .with_secret_access_key(tests::s3::SECRET_KEY)
        .with_allow_http(true)
        .build()
        .unwrap();
    let key = Path::from(key[0].as_str());
    let kept = objects.get(&key).await.unwrap().bytes().await.unwrap();
    assert_eq!(&kept[..], PNG);

    assert!(program.stop().await.success(), "{}", program.log());
    program.restart().await;
    let officer = Caller::public(&program.url("")).sign_in("officer").await;
    let id = rows.texts("SELECT id AS value FROM evidence_file").await;
    let path = format!("/api/v1/desk/evidence/{}", id[0]);
    assert_eq!(officer.get(&path).await.expect(200).bytes, PNG);

    // What somebody put in its place is not handed out as evidence.
    let other = PutPayload::from_static(b"something else");
    objects.put(&key, other).await.unwrap();
    let answer = officer.get(&path).await;
    assert_eq!((answer.status, answer.code()), (500, "internal"));
    assert!(program.stop().await.success(), "{}", program.log());
    assert!(
        program.log().contains("no longer has the digest"),
        "{}",
        program.log()
    );
}
