//! The answer with its proof: all of it or nothing, once, and nothing typed is lost.

use tests::visitor::{Page, SentFile, Visitor};
use tests::{Db, db_test};

use super::matter::{Ordered, Scene};

db_test!(
    an_answer_and_its_proof_are_kept_together,
    a_double_click_makes_one_answer,
    what_is_no_proof_is_named_and_the_text_is_kept,
    a_file_too_large_is_named_and_the_text_is_kept,
    proof_of_many_megabytes_is_kept_up_to_the_limit,
    path_tricks_in_a_name_leave_a_plain_name,
    a_bad_text_is_told_beside_the_field_and_kept,
    a_form_without_its_token_changes_nothing,
    an_order_past_answering_keeps_what_was_typed,
);

/// A picture that is one, by its content.
const PNG: &[u8] = include_bytes!("../../../../seeds/corpus/proof.png");

const TEXT: &str = "已停止学科类培训。\n费用已退还，凭证附后。";

/// A picture as proof.
pub(super) fn png(name: &str) -> SentFile<'_> {
    file(name, PNG)
}

fn file<'a>(name: &'a str, bytes: &'a [u8]) -> SentFile<'a> {
    SentFile {
        field: "files",
        name,
        bytes,
    }
}

struct Answering {
    scene: Scene,
    order: Ordered,
    agent: Visitor,
}

impl Answering {
    async fn begin(db: &Db, settings: &[(&str, &str)]) -> Self {
        let scene = Scene::with(db, settings).await;
        let order = scene.order(&scene.bureau.parties[0], 20).await;
        let agent = scene.visitor("institution-agent").await;
        Self {
            scene,
            order,
            agent,
        }
    }

    fn action(&self) -> String {
        format!("{}/answers", self.order.path)
    }

    async fn page(&mut self) -> Page {
        self.agent.get(&self.order.path).await.expect(200)
    }

    async fn send(&mut self, text: &str, files: &[SentFile<'_>]) -> Page {
        let form = self.page().await.form(&self.action());
        self.agent.upload(&form, &[("answer", text)], files).await
    }

    async fn kept(&self) -> (i64, i64) {
        let rows = &self.scene.rows;
        (
            rows.count("correction_response").await,
            rows.count("evidence_file").await,
        )
    }

    /// The form as it came back, with what was typed still in it.
    fn came_back(&self, page: &Page, text: &str) {
        let form = page.form(&self.action());
        assert_eq!(
            form.value("answer")
                .map(|typed| typed.replace("\r\n", "\n"))
                .as_deref(),
            Some(text)
        );
        assert!(page.html.contains("class=\"errs\""), "{}", page.words());
    }
}

async fn an_answer_and_its_proof_are_kept_together(db: Db) {
    let mut it = Answering::begin(&db, &[]).await;
    let pdf = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n".as_slice();
    let files = [png("退费凭证.png"), file("课程表.pdf", pdf)];
    let answer = it.send(TEXT, &files).await.expect(303);
    let page = it.agent.get(answer.location()).await.expect(200);
    for words in [
        "答复已经收到",
        "费用已退还，凭证附后。",
        "退费凭证.png",
        "课程表.pdf",
        "等执法人员核查",
    ] {
        assert!(page.says(words), "{words}: {}", page.words());
    }
    assert_eq!(it.kept().await, (1, 2));
    let acts = it
        .scene
        .rows
        .count("act WHERE subject_kind = 'order' AND verb IN ('answer', 'add_evidence')");
    assert_eq!(acts.await, 3);
    // Nothing is left to do, and what was done is told.
    let todo = it.agent.get("/my").await.expect(200);
    assert!(
        todo.says("现在没有要做的事") && todo.says("第一次答复"),
        "{}",
        todo.words()
    );
    // A second answer adds to the first and comes before it.
    it.scene.clock.advance(60_000);
    let more = it
        .send("补充：剩余两名学员也已退费。", &[])
        .await
        .expect(303);
    let page = it.agent.get(more.location()).await.expect(200);
    let words = page.words();
    assert!(
        words.find("剩余两名学员") < words.find("费用已退还，凭证附后。"),
        "{words}"
    );
    assert_eq!(it.kept().await, (2, 2));
}

async fn a_double_click_makes_one_answer(db: Db) {
    let mut it = Answering::begin(&db, &[]).await;
    let form = it.page().await.form(&it.action());
    let mut other = it.agent.clone();
    let files = [png("凭证.png")];
    let typed = [("answer", TEXT)];
    let (first, second) = tokio::join!(
        it.agent.upload(&form, &typed, &files),
        other.upload(&form, &typed, &files)
    );
    assert_eq!(first.expect(303).location(), second.expect(303).location());
    assert_eq!(it.kept().await, (1, 1));
    // The same form with other content is no double click: it comes back and says so.
    let changed = it
        .agent
        .upload(&form, &[("answer", "别的内容")], &[])
        .await
        .expect(409);
    it.came_back(&changed, "别的内容");
    assert!(changed.says("这张表刚才已经交过"));
    assert_eq!(it.kept().await, (1, 1));
    // Its form is a new one: sent once more, it adds.
    let _ = it
        .agent
        .upload(&changed.form(&it.action()), &[], &[])
        .await
        .expect(303);
    assert_eq!(it.kept().await, (2, 1));
}

async fn what_is_no_proof_is_named_and_the_text_is_kept(db: Db) {
    let mut it = Answering::begin(&db, &[]).await;
    let page_in_disguise = b"<html><script>alert(1)</script></html>".as_slice();
    let archive = b"PK\x03\x04aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa".as_slice();
    let files = [
        png("好的.png"),
        file("假照片.png", page_in_disguise),
        file("压缩包.pdf", archive),
        file("空.png", b""),
    ];
    let page = it.send(TEXT, &files).await.expect(422);
    it.came_back(&page, TEXT);
    for words in [
        "假照片.png",
        "压缩包.pdf",
        "这种文件不能收",
        "空.png",
        "文件是空的",
        "没有问题的文件也要重新选一次",
    ] {
        assert!(page.says(words), "{words}: {}", page.words());
    }
    assert!(!page.says("“好的.png”"), "a good file is not accused");
    assert_eq!(it.kept().await, (0, 0));
    // The form that came back is good for another try.
    let _ = it
        .agent
        .upload(&page.form(&it.action()), &[], &[png("好的.png")])
        .await
        .expect(303);
    assert_eq!(it.kept().await, (1, 1));
}

async fn a_file_too_large_is_named_and_the_text_is_kept(db: Db) {
    let mut it = Answering::begin(&db, &[("http__upload_bytes_max", "300000")]).await;
    let mut large = PNG.to_vec();
    large.resize(300_001, 0);
    let page = it
        .send(TEXT, &[file("太大.png", &large), png("好的.png")])
        .await
        .expect(422);
    it.came_back(&page, TEXT);
    assert!(page.says("“太大.png”：文件太大"), "{}", page.words());
    // Each is small enough, all of them are not.
    large.truncate(290_000);
    let three = ["一.png", "二.png", "三.png"].map(|name| file(name, &large));
    let page = it.send(TEXT, &three).await.expect(422);
    it.came_back(&page, TEXT);
    assert!(
        page.says("“三.png”：这次交的文件加起来太大"),
        "{}",
        page.words()
    );
    let names = ["1.png", "2.png", "3.png", "4.png", "5.png", "6.png"];
    let page = it.send(TEXT, &names.map(png)).await.expect(422);
    it.came_back(&page, TEXT);
    assert!(page.says("“6.png”：文件太多了"), "{}", page.words());
    assert_eq!(it.kept().await, (0, 0));
}

async fn proof_of_many_megabytes_is_kept_up_to_the_limit(db: Db) {
    let mut it = Answering::begin(&db, &[]).await;
    let mut long = PNG.to_vec();
    long.resize(30 << 20, 0);
    let page = it
        .send(TEXT, &[file("三十兆.png", &long)])
        .await
        .expect(422);
    it.came_back(&page, TEXT);
    assert!(page.says("“三十兆.png”：文件太大"), "{}", page.words());
    long.truncate(20 << 20);
    let answer = it
        .send(TEXT, &[file("二十兆.png", &long)])
        .await
        .expect(303);
    let page = it.agent.get(answer.location()).await.expect(200);
    assert!(
        page.says("二十兆.png") && page.says("20.0 MB"),
        "{}",
        page.words()
    );
    assert_eq!(it.kept().await, (1, 1));
}

async fn path_tricks_in_a_name_leave_a_plain_name(db: Db) {
    let mut it = Answering::begin(&db, &[]).await;
    let name = "..\\..\\etc/pass\u{202e}wd.exe";
    let answer = it.send(TEXT, &[png(name)]).await.expect(303);
    let page = it.agent.get(answer.location()).await.expect(200);
    assert!(page.says("passwd.png"), "{}", page.words());
    assert!(!page.html.contains("etc/") && !page.html.contains(".exe"));
    let keys = it
        .scene
        .rows
        .texts("SELECT storage_key AS value FROM evidence_file")
        .await;
    assert!(
        !keys[0].contains("passwd") && !keys[0].contains(".."),
        "{keys:?}"
    );
}

async fn a_bad_text_is_told_beside_the_field_and_kept(db: Db) {
    let mut it = Answering::begin(&db, &[]).await;
    let empty = it.send("  ", &[png("凭证.png")]).await.expect(422);
    assert!(empty.says("这一项要填"), "{}", empty.words());
    let long = "长".repeat(5_001);
    let page = it.send(&long, &[]).await.expect(422);
    it.came_back(&page, &long);
    assert!(page.says("太长了"));
    let hidden = "退费\u{202e}完成";
    let page = it.send(hidden, &[]).await.expect(422);
    it.came_back(&page, hidden);
    let markup = "<script>alert(1)</script>'; DROP TABLE notice; --";
    let answer = it.send(markup, &[]).await.expect(303);
    let page = it.agent.get(answer.location()).await.expect(200);
    assert!(page.says(markup) && !page.html.contains("<script>alert"));
    // The empty answer left no file behind.
    assert_eq!(it.kept().await, (1, 0));
}

async fn a_form_without_its_token_changes_nothing(db: Db) {
    let mut it = Answering::begin(&db, &[]).await;
    let mut form = it.page().await.form(&it.action());
    form.fields.retain(|(name, _)| name != "csrf");
    let _ = it
        .agent
        .upload(&form, &[("answer", TEXT)], &[png("凭证.png")])
        .await
        .expect(403);
    assert_eq!(it.kept().await, (0, 0));
}

async fn an_order_past_answering_keeps_what_was_typed(db: Db) {
    let mut it = Answering::begin(&db, &[]).await;
    it.scene.serve(it.order.case).await;
    let _ = it.send(TEXT, &[]).await.expect(303);
    let open = it.page().await.form(&it.action());
    it.scene.propose(it.order.case).await;
    let late = it
        .agent
        .upload(&open, &[("answer", "迟到的补充")], &[png("凭证.png")])
        .await
        .expect(409);
    it.came_back(&late, "迟到的补充");
    assert!(late.says("结案申请等待审批"), "{}", late.words());
    assert_eq!(it.kept().await, (1, 0));
    let page = it.page().await;
    assert!(
        !page.offers(&it.action()) && page.says("等负责人批准"),
        "{}",
        page.words()
    );
}
