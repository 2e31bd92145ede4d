//! The S3 server keeps objects for the client that `store` uses.

use object_store::aws::AmazonS3Builder;
use object_store::path::Path;
use object_store::{ObjectStoreExt as _, PutPayload};
use tests::db::block_on;
use tests::s3::S3;

#[test]
fn an_object_comes_back_from_its_bucket_and_from_no_other() {
    block_on(async {
        let Some(server) = S3::shared().await else {
            return;
        };
        let open = |bucket: &str| {
            AmazonS3Builder::new()
                .with_endpoint(server.endpoint())
                .with_bucket_name(bucket)
                .with_region(tests::s3::REGION)
                .with_access_key_id(tests::s3::ACCESS_KEY)
                .with_secret_access_key(tests::s3::SECRET_KEY)
                .with_allow_http(true)
                .build()
                .unwrap()
        };
        let bucket = server.bucket("harness-one").await.bucket;
        server.bucket("harness-two").await;
        let key = Path::from("evidence/照片.png");
        open(&bucket)
            .put(&key, PutPayload::from_static(b"bytes"))
            .await
            .unwrap();
        let kept = open(&bucket)
            .get(&key)
            .await
            .unwrap()
            .bytes()
            .await
            .unwrap();
        assert_eq!(&kept[..], b"bytes");
        assert!(open("harness-two").get(&key).await.is_err());
    });
}
