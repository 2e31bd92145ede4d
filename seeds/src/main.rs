//! `hongjian-seeds`: fills an empty, migrated database with a world that its seed repeats.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use clap::Parser;
use domain::words::Day;
use seeds::{Bar, SeedFault, World, WorldReport, world};
use store::evidence::EvidenceSettings;
use store::{
    Clock as _, Entropy as _, Keyring, ManualClock, SeededEntropy, Store, StoreSettings,
    SystemClock, SystemEntropy,
};

/// Fills an empty, migrated database with invented institutions and complaints.
#[derive(Debug, Parser)]
#[command(name = "hongjian-seeds", version)]
struct Line {
    /// The same seed, anchor and counts make the same world; a random one is printed where none is said.
    #[arg(long, value_name = "N")]
    seed: Option<u64>,
    /// Institutions, at least one.
    #[arg(long, value_name = "N", default_value_t = 130_000)]
    institutions: u64,
    /// Complaints, each with its screening job and its notice.
    #[arg(long, value_name = "N", default_value_t = 0)]
    complaints: u64,
    /// The day on which the world stands (YYYY-MM-DD); today where none is said.
    #[arg(long, value_name = "DAY")]
    anchor: Option<Day>,
    /// Address of the database.
    #[arg(
        long,
        value_name = "URL",
        env = "HONGJIAN_DATABASE__URL",
        hide_env_values = true
    )]
    database_url: Option<String>,
    /// A file that holds the address, where it is a secret.
    #[arg(long, value_name = "FILE", env = "HONGJIAN_DATABASE__URL_FILE")]
    database_url_file: Option<PathBuf>,
    /// Folder of the SQLite file and of the evidence files.
    #[arg(
        long,
        value_name = "FOLDER",
        env = "HONGJIAN_DATA_DIR",
        default_value = "var"
    )]
    data_dir: PathBuf,
    /// The keyring file; where none is said, one in the data folder, made if it is missing.
    #[arg(long, value_name = "FILE", env = "HONGJIAN_KEYRING")]
    keyring: Option<PathBuf>,
    /// Password of the accounts, at least ten characters; a random one is printed where none is said.
    #[arg(
        long,
        value_name = "TEXT",
        env = "HONGJIAN_DEMO_PASSWORD",
        hide_env_values = true
    )]
    password: Option<String>,
}

fn main() -> ExitCode {
    let line = Line::parse();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build();
    let outcome = match runtime {
        Ok(runtime) => runtime.block_on(run(line)),
        Err(fault) => Err(fault.to_string()),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(words) => {
            tell(&words);
            ExitCode::FAILURE
        }
    }
}

async fn run(line: Line) -> Result<(), String> {
    let seed = line
        .seed
        .unwrap_or_else(|| u64::from(u32::from_be_bytes(random())));
    let anchor = line.anchor.unwrap_or_else(|| SystemClock.now().day());
    tell(&format!("seed {seed}, anchor {anchor}"));
    let password = line.password.clone().unwrap_or_else(|| {
        let bytes: [u8; 12] = random();
        bytes.iter().map(|byte| format!("{byte:02x}")).collect()
    });
    let store = open(&line, seed, anchor)
        .await
        .map_err(|fault| fault.to_string())?;
    let plan = World {
        seed,
        anchor,
        institutions: line.institutions,
        complaints: line.complaints,
        password: password.clone(),
    };
    let mut bar = Bar::default();
    let report = world(&store, &plan, &mut |step, done, total| {
        bar.show(step.word(), done, total)
    })
    .await
    .map_err(|fault: SeedFault| fault.to_string())?;
    store.close().await;
    finish(
        &report,
        line.password.is_none().then_some(password.as_str()),
    );
    Ok(())
}

/// Opens the store with chance and time that repeat: ids and numbers are then the same for the same seed.
async fn open(line: &Line, seed: u64, anchor: Day) -> Result<Store, store::Fault> {
    let keyring = match &line.keyring {
        Some(path) => path.clone(),
        None => own_keyring(&line.data_dir)?,
    };
    let database_url = match (&line.database_url, &line.database_url_file) {
        (Some(url), _) => url.clone(),
        (None, Some(file)) => std::fs::read_to_string(file)
            .map_err(|fault| store::Fault::Setting(format!("{}: {fault}", file.display())))?
            .trim()
            .to_owned(),
        (None, None) => format!(
            "sqlite://{}",
            line.data_dir.join("hongjian.sqlite").display()
        ),
    };
    let settings = StoreSettings {
        database_url,
        keyring,
        evidence: EvidenceSettings::Folder(line.data_dir.join("evidence")),
        connections: 4,
        message_id_host: "hongjian.example".to_owned(),
    };
    let clock = Arc::new(ManualClock::at(anchor.start()));
    Store::connect(&settings, clock, Arc::new(SeededEntropy::new(seed))).await
}

fn own_keyring(data_dir: &Path) -> Result<PathBuf, store::Fault> {
    let path = data_dir.join("keyring.json");
    if !path.exists() {
        // Keys are never made from the seed: a world that repeats must not have keys that repeat.
        Keyring::create(&path, &SystemEntropy)?;
    }
    Ok(path)
}

fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    SystemEntropy.fill(&mut bytes);
    bytes
}

fn finish(report: &WorldReport, password: Option<&str>) {
    tell(&format!(
        "{} institutions, {} complaints, {} accounts",
        report.institutions,
        report.complaints,
        report.accounts.len()
    ));
    if let Some(first) = report.first_number {
        tell(&format!("first institution {first}"));
    }
    if let Some(password) = password {
        tell(&format!("password of all accounts {password}"));
    }
}

/// A line on stderr; there is nobody to tell when stderr is closed.
fn tell(words: &str) {
    let _told = writeln!(std::io::stderr(), "{words}");
}
