//! A real list, as it was found: read where it lies, never copied into the repository.

use domain::institution::listed::Defaults;
use domain::words::{Class, District, Stage, Stages};
use store::read::institution::{self, InstitutionQuery};
use tests::{Db, corpus, db_test};
use worker::import::{ImportFault, Wish};

use super::Office;

db_test!(a_real_list_enters_as_it_is);

/// One street of another city, without codes, classes and licences: all of it is said for the whole list.
async fn a_real_list_enters_as_it_is(db: Db) {
    let Some(file) = corpus::file_of("institutions-real.csv") else {
        return;
    };
    let office = Office::open(&db).await;
    let wish = Wish {
        defaults: Defaults {
            class: Some(Class::Arts),
            stages: Stages::of(&[Stage::Primary, Stage::Junior]),
            district: Some(District::Honggutan),
        },
        ..Wish::default()
    };
    let checked = office.check(file.as_str(), &wish).await.unwrap();
    assert_eq!(checked.report.seen, 100);
    assert_eq!(
        checked.rows.count() + checked.report.known + checked.report.unsure + checked.report.faulty,
        100
    );
    assert!(checked.report.is_clean(), "{:?}", checked.report.told);
    let entered = office.enter(&file, &wish).await.unwrap();
    assert_eq!(entered.list.count, 100);
    // Every name is found by its own first two characters, and by itself first of all.
    let names = office
        .rows
        .texts("SELECT name AS value FROM institution ORDER BY seq")
        .await;
    for name in &names[1..] {
        let query = InstitutionQuery {
            q: Some(name.clone()),
            ..InstitutionQuery::default()
        };
        let found = institution::search(&office.store, &query, office.store.today())
            .await
            .unwrap();
        assert_eq!(&found.items[0].name, name);
    }
    let again = office.enter(&file, &wish).await.unwrap_err();
    assert!(matches!(again, ImportFault::NothingNew(_)), "{again}");
}
