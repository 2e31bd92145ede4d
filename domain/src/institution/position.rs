//! Where an institution is on a map.

use crate::words::{InputFault, coded};

coded! {
    /// In which system a position was measured. Maps of the country are drawn in GCJ-02, surveys are made in CGCS2000;
    /// between them lie some hundred metres.
    Datum "datum_unknown" {
        /// 2000国家大地坐标系
        Cgcs2000 "cgcs2000" "2000国家大地坐标系" "CGCS2000",
        /// 火星坐标
        Gcj02 "gcj02" "GCJ-02" "GCJ-02",
        /// 百度坐标
        Bd09 "bd09" "BD-09" "BD-09",
        /// WGS-84
        Wgs84 "wgs84" "WGS-84" "WGS-84",
    }
}

/// Latitude and longitude in millionths of a degree between which Jiangxi lies.
const LATITUDES: std::ops::RangeInclusive<i64> = 24_000_000..=31_000_000;
const LONGITUDES: std::ops::RangeInclusive<i64> = 113_000_000..=119_000_000;

/// A position in millionths of a degree, with its datum, as `28.682892,115.858198,gcj02`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    /// North of the equator.
    pub latitude_e6: i64,
    /// East of Greenwich.
    pub longitude_e6: i64,
    /// In which system.
    pub datum: Datum,
}

/// Millionths of a degree of a decimal number with at most six places; no floating point, so that a text is read as it
/// stands.
fn degrees(text: &str) -> Option<i64> {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let digits = |text: &str| text.bytes().all(|sign| sign.is_ascii_digit());
    if whole.is_empty() || whole.len() > 3 || part.len() > 6 || !digits(whole) || !digits(part) {
        return None;
    }
    let part: i64 = format!("{part:0<6}").parse().ok()?;
    whole
        .parse::<i64>()
        .ok()?
        .checked_mul(1_000_000)?
        .checked_add(part)
}

impl std::str::FromStr for Position {
    type Err = InputFault;

    fn from_str(text: &str) -> Result<Self, InputFault> {
        let invalid = InputFault::new("position_invalid");
        let parts: Vec<&str> = text.split([',', '，', ' ']).map(str::trim).collect();
        let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        let [latitude, longitude, datum] = parts.as_slice() else {
            return Err(invalid);
        };
        let (latitude_e6, longitude_e6) =
            degrees(latitude).zip(degrees(longitude)).ok_or(invalid)?;
        if !LATITUDES.contains(&latitude_e6) || !LONGITUDES.contains(&longitude_e6) {
            return Err(InputFault::new("position_elsewhere"));
        }
        Ok(Self {
            latitude_e6,
            longitude_e6,
            datum: datum.to_ascii_lowercase().parse()?,
        })
    }
}

impl std::fmt::Display for Position {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let degrees = |e6: i64| format!("{}.{:06}", e6 / 1_000_000, e6 % 1_000_000);
        let (north, east) = (degrees(self.latitude_e6), degrees(self.longitude_e6));
        write!(out, "{north},{east},{}", self.datum)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn positions_come_back_as_they_were(latitude_e6 in LATITUDES, longitude_e6 in LONGITUDES) {
            let place = Position { latitude_e6, longitude_e6, datum: Datum::Cgcs2000 };
            prop_assert_eq!(place.to_string().parse::<Position>(), Ok(place));
        }
    }
}
