//! Two entries side by side: what each says, what belongs to each, what stands against their merge.

use domain::access::{Grant, permit};
use domain::institution::field::Field;
use domain::words::InstitutionNumber;
use store::read::institution::{self, FullRecord};
use store::read::merge::{self, Belongings, Compared};

use super::register;
use crate::App;
use crate::http::pages::portal::{self, Seen};
use crate::http::pages::record::{name, words};
use crate::http::problem::{Code, Problem};
use crate::text::Lang;
use crate::view::desk::merges::{PairRow, PairShown};
use crate::view::piece::{Link, Note, Tone};

/// Compares two entries of the scope.
pub(super) async fn pair(
    app: &App,
    desk: &Grant<permit::ReadDesk>,
    numbers: [InstitutionNumber; 2],
    lang: Lang,
) -> Result<PairShown, Problem> {
    let today = app.store().today();
    let found = merge::compare(app.store(), desk, numbers, today).await?;
    compared(app, numbers, &found, lang).await
}

/// The same of two that were compared.
pub(super) async fn compared(
    app: &App,
    [hidden, kept]: [InstitutionNumber; 2],
    found: &Compared,
    lang: Lang,
) -> Result<PairShown, Problem> {
    let hidden = full(app, hidden).await?;
    let kept = full(app, kept).await?;
    let link = |full: &FullRecord| {
        let number = &full.record.row.number;
        Link::new(register::path(number), number)
    };
    let obstacles = found.obstacles.iter().map(|obstacle| {
        Note::new(
            Tone::Bad,
            lang.pick(obstacle.zh, obstacle.en),
            obstacle.numbers.join(lang.pick("、", ", ")),
        )
    });
    Ok(PairShown {
        hidden: link(&hidden),
        kept: link(&kept),
        rows: rows(app, &hidden, &kept, lang),
        belongings: belongings(&found.hidden, &found.kept, lang),
        obstacles: obstacles.collect(),
    })
}

async fn full(app: &App, number: InstitutionNumber) -> Result<FullRecord, Problem> {
    let full = institution::full(app.store(), number, app.store().today()).await?;
    full.ok_or_else(|| Problem::new(Code::NotFound))
}

fn rows(app: &App, hidden: &FullRecord, kept: &FullRecord, lang: Lang) -> Vec<PairRow> {
    let shown = |field: Field| {
        let text = |full: &FullRecord| words(field, &text(full, field), lang).join(" ");
        row(name(field, lang).to_owned(), text(hidden), text(kept))
    };
    let mut rows: Vec<PairRow> = [
        Field::Name,
        Field::Brand,
        Field::Uscc,
        Field::LegalRepresentative,
        Field::Principal,
        Field::Status,
        Field::Address,
        Field::Telephone,
    ]
    .map(shown)
    .to_vec();
    let class = |full: &FullRecord| lang.classes(full.record.row.classes());
    rows.push(row(lang.t("class"), class(hidden), class(kept)));
    let licence = |full: &FullRecord| {
        let seen = Seen {
            row: &full.record.row,
            lang,
            today: app.store().today(),
        };
        portal::verdict(seen, &full.record, "").headline
    };
    rows.push(row(lang.t("licence"), licence(hidden), licence(kept)));
    rows
}

fn text(full: &FullRecord, field: Field) -> String {
    let (record, identity) = (&full.record, &full.identity);
    match field {
        Field::Name => record.row.name.clone(),
        Field::Brand => record.row.brand.clone(),
        Field::Uscc => record.row.uscc.clone().unwrap_or_default(),
        Field::LegalRepresentative => identity.legal_representative.clone(),
        Field::Principal => identity.principal.clone(),
        Field::Status => record.row.status.clone(),
        Field::Address => record.row.address.clone(),
        Field::Telephone => record.telephone.clone(),
        _ => String::new(),
    }
}

fn row(what: String, hidden: String, kept: String) -> PairRow {
    PairRow {
        differs: hidden != kept,
        what,
        hidden,
        kept,
    }
}

/// How many of one kind belong to an entry.
type Count = fn(&Belongings) -> i64;

fn belongings(hidden: &Belongings, kept: &Belongings, lang: Lang) -> Vec<PairRow> {
    let counts: [(&str, Count); 8] = [
        ("merge-licences", |it| it.licences),
        ("merge-applications", |it| it.applications),
        ("merge-staff", |it| it.staff),
        ("merge-courses", |it| it.courses),
        ("merge-complaints", |it| it.complaints),
        ("merge-cases", |it| it.cases),
        ("merge-reports", |it| it.reports),
        ("merge-accounts", |it| it.accounts),
    ];
    let shown = counts.map(|(key, count)| {
        row(
            lang.t(key),
            count(hidden).to_string(),
            count(kept).to_string(),
        )
    });
    shown.to_vec()
}
