//! Reading the settings: defaults, file, environment, in that order.

use std::path::Path;

use figment::Figment;
use figment::providers::{Env, Format, Toml};
use figment::value::{Dict, Value};

use super::keys::{Key, Kind, by_name};
use super::{SettingFault, Settings, rules};

/// Prefixes of variables that belong to tests and CI, not to the programs.
const NOT_OURS: &[&str] = &["test", "ci", "bless"];

/// The environment variables that begin with `HONGJIAN_`, as (rest of the name, text).
#[must_use]
pub fn environment() -> Vec<(String, String)> {
    Env::prefixed("HONGJIAN_")
        .iter()
        .map(|(name, text)| (name.as_str().to_lowercase(), text))
        .collect()
}

/// Settings from the file (where one is named) and these variables, checked.
///
/// # Errors
/// Every fault found: unknown names, texts of the wrong kind, missing or refused values.
pub fn load(
    file: Option<&Path>,
    environment: Vec<(String, String)>,
) -> Result<Settings, Vec<SettingFault>> {
    let mut faults = Vec::new();
    let mut figment = Figment::new().merge(Toml::string(DEFAULTS));
    if let Some(path) = file {
        let text = std::fs::read_to_string(path).map_err(|fault| {
            let detail = format!("{} cannot be read: {}", path.display(), fault.kind());
            vec![SettingFault::new("setting_missing", "--config", detail)]
        })?;
        let named = Figment::new().merge(Toml::string(&text));
        check_names(&named, &mut faults)?;
        figment = figment.merge(named);
    }
    for (name, text) in environment {
        match variable(&name, &text) {
            Ok(Some((key, value))) => figment = figment.merge((key.name, value)),
            Ok(None) => {}
            Err(fault) => faults.push(fault),
        }
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    let settings: Settings = figment.extract().map_err(|errors| {
        errors
            .into_iter()
            .map(|error| {
                let key = error.path.join(".");
                SettingFault::new("setting_invalid", &key, kind_in_words(&error.kind))
            })
            .collect::<Vec<_>>()
    })?;
    let refused = rules::check(&settings);
    if refused.is_empty() {
        Ok(settings)
    } else {
        Err(refused)
    }
}

const DEFAULTS: &str = include_str!("defaults.toml");

/// The kind of the error only: figment's own words repeat the value, which may be a secret.
fn kind_in_words(kind: &figment::error::Kind) -> String {
    use figment::error::Kind as K;
    match kind {
        K::InvalidType(_, expected) | K::InvalidValue(_, expected) => {
            format!("expected {expected}")
        }
        K::MissingField(field) => format!("missing: {field}"),
        K::UnknownField(field, _) => format!("unknown: {field}"),
        K::UnknownVariant(_, variants) => format!("expected one of {}", variants.join(", ")),
        _ => "cannot be read".to_owned(),
    }
}

/// Refuses names in the file that are no settings.
fn check_names(file: &Figment, faults: &mut Vec<SettingFault>) -> Result<(), Vec<SettingFault>> {
    let dict: Dict = file.extract().map_err(|_| {
        vec![SettingFault::new(
            "setting_invalid",
            "--config",
            "the settings file is not valid TOML",
        )]
    })?;
    for (name, value) in dict {
        match value {
            Value::Dict(_, section) => {
                for key in section.keys() {
                    check_name(&format!("{name}.{key}"), faults);
                }
            }
            _ => check_name(&name, faults),
        }
    }
    Ok(())
}

fn check_name(name: &str, faults: &mut Vec<SettingFault>) {
    if by_name(name).is_none() {
        faults.push(SettingFault::new(
            "setting_unknown",
            name,
            "there is no such setting",
        ));
    }
}

/// The setting and value of one variable; none where it belongs to tests or CI.
fn variable(name: &str, text: &str) -> Result<Option<(&'static Key, Value)>, SettingFault> {
    let dotted = name.replace("__", ".");
    if let Some(key) = by_name(&dotted) {
        return Ok(Some((key, value(key, text)?)));
    }
    let from_file = dotted
        .strip_suffix("_file")
        .and_then(by_name)
        .filter(|key| key.secret);
    if let Some(key) = from_file {
        let content = std::fs::read_to_string(text).map_err(|fault| {
            let detail = format!("its file cannot be read: {}", fault.kind());
            SettingFault::new("setting_missing", key.name, detail)
        })?;
        return Ok(Some((
            key,
            value(key, content.trim_end_matches(['\r', '\n']))?,
        )));
    }
    let first = dotted.split(['.', '_']).next().unwrap_or_default();
    if NOT_OURS.contains(&first) {
        return Ok(None);
    }
    Err(SettingFault::new(
        "setting_unknown",
        &dotted,
        "there is no such setting",
    ))
}

fn value(key: &Key, text: &str) -> Result<Value, SettingFault> {
    let invalid = |expected: &str| {
        SettingFault::new("setting_invalid", key.name, format!("expected {expected}"))
    };
    Ok(match key.kind {
        Kind::Text => Value::from(text),
        Kind::Number => Value::from(text.parse::<u64>().map_err(|_| invalid("a whole number"))?),
        Kind::Switch => Value::from(text.parse::<bool>().map_err(|_| invalid("true or false"))?),
        Kind::OnOff => match text {
            "on" | "off" => Value::from(text),
            _ => return Err(invalid("on or off")),
        },
        Kind::List => Value::from(
            text.split(',')
                .map(str::trim)
                .filter(|part| !part.is_empty())
                .map(str::to_owned)
                .collect::<Vec<_>>(),
        ),
    })
}
