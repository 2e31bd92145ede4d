//! How far an institution is from somebody who looks for one near them.
//!
//! Positions come in several systems. They are compared in WGS-84, which telephones report and which differs from CGCS2000
//! by centimetres. GCJ-02 and BD-09 have no published definition: the formulas here are those that everybody uses, and are
//! right within a few metres.

use std::f64::consts::PI;
use std::ops::RangeInclusive;

use super::position::{Datum, Position};
use crate::words::InputFault;

/// Radii in metres within which is looked, one after another, until enough are found. Beyond the last nobody calls it near.
pub const RADII_M: [u32; 3] = [1_000, 3_000, 10_000];

/// Mean radius of the Earth in metres.
const EARTH_M: f64 = 6_371_008.8;
/// Semi-major axis in metres and square of the eccentricity of Krasovsky's ellipsoid, on which GCJ-02 is made.
const AXIS_M: f64 = 6_378_245.0;
const ECCENTRICITY_2: f64 = 0.006_693_421_622_965_943;
/// Metres of a hundredth of a degree of latitude, rounded down: a few cells more than needed are looked at, never too few.
const CELL_M: f64 = 1_110.0;
/// Millionths of a degree of a cell, and cells of latitude apart by their number.
const CELL_E6: i64 = 10_000;
const BAND: i64 = 100_000;

/// A point in WGS-84, in millionths of a degree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Point {
    /// North of the equator.
    pub latitude_e6: i64,
    /// East of Greenwich.
    pub longitude_e6: i64,
}

impl Point {
    /// Where somebody stands, in degrees.
    ///
    /// # Errors
    /// `position_invalid` for what is no point of the Earth.
    pub fn at(latitude: f64, longitude: f64) -> Result<Self, InputFault> {
        // Not a number lies in no range.
        if (-90.0..=90.0).contains(&latitude) && (-180.0..=180.0).contains(&longitude) {
            Ok(Self::of(latitude, longitude))
        } else {
            Err(InputFault::new("position_invalid"))
        }
    }

    /// The same from the texts of a form.
    ///
    /// # Errors
    /// As [`Self::at`].
    pub fn parse(latitude: &str, longitude: &str) -> Result<Self, InputFault> {
        let degrees = |text: &str| text.trim().parse().unwrap_or(f64::NAN);
        Self::at(degrees(latitude), degrees(longitude))
    }

    fn of(latitude: f64, longitude: f64) -> Self {
        Self {
            latitude_e6: millionths(latitude),
            longitude_e6: millionths(longitude),
        }
    }

    fn degrees(self) -> (f64, f64) {
        (degrees(self.latitude_e6), degrees(self.longitude_e6))
    }

    /// Metres along the Earth from here to there.
    #[must_use]
    pub fn metres_to(self, there: Self) -> u32 {
        let (south, west) = self.degrees();
        let (north, east) = there.degrees();
        let half = |one: f64, two: f64| ((two - one).to_radians() / 2.0).sin().powi(2);
        let chord = half(south, north)
            + south.to_radians().cos() * north.to_radians().cos() * half(west, east);
        let metres = 2.0 * EARTH_M * chord.sqrt().min(1.0).asin();
        u32::try_from(whole(metres)).unwrap_or(u32::MAX)
    }

    /// The cell of a hundredth of a degree in which it lies. The cells of one latitude follow one another from west to east.
    #[must_use]
    pub const fn cell(self) -> i64 {
        self.latitude_e6.div_euclid(CELL_E6) * BAND + self.longitude_e6.div_euclid(CELL_E6)
    }

    /// The cells that hold every point within so many metres, a range for each latitude; their number depends on the
    /// radius alone.
    #[must_use]
    pub fn cells_within(self, metres: u32) -> Vec<RangeInclusive<i64>> {
        let (latitude, _) = self.degrees();
        let reach = f64::from(metres) / CELL_M;
        let north = whole(reach.ceil());
        // Towards the poles the cells are narrower; nobody there looks for an institution of this city.
        let east = whole((reach / latitude.to_radians().cos().max(0.01)).ceil());
        let middle = self.cell();
        (-north..=north)
            .map(|row| {
                let middle = middle + row * BAND;
                middle - east..=middle + east
            })
            .collect()
    }
}

impl From<Position> for Point {
    fn from(position: Position) -> Self {
        let told = Self {
            latitude_e6: position.latitude_e6,
            longitude_e6: position.longitude_e6,
        };
        match position.datum {
            Datum::Wgs84 | Datum::Cgcs2000 => told,
            Datum::Gcj02 => {
                let (latitude, longitude) = told.degrees();
                from_gcj02(latitude, longitude)
            }
            Datum::Bd09 => {
                let (latitude, longitude) = told.degrees();
                let (latitude, longitude) = (latitude - 0.006, longitude - 0.0065);
                let turn = PI * 3000.0 / 180.0;
                let far = longitude.hypot(latitude) - 0.000_02 * (latitude * turn).sin();
                let angle = latitude.atan2(longitude) - 0.000_003 * (longitude * turn).cos();
                from_gcj02(far * angle.sin(), far * angle.cos())
            }
        }
    }
}

/// The way back from GCJ-02 has no formula: the shift is taken at the place that was found so far, until it stands.
fn from_gcj02(latitude: f64, longitude: f64) -> Point {
    let (mut north, mut east) = (latitude, longitude);
    for _ in 0..5 {
        let (up, right) = shift(north, east);
        (north, east) = (latitude - up, longitude - right);
    }
    Point::of(north, east)
}

/// By how much GCJ-02 moves a place of WGS-84, in degrees.
fn shift(latitude: f64, longitude: f64) -> (f64, f64) {
    let (x, y) = (longitude - 105.0, latitude - 35.0);
    let wave = |strength: f64, of: f64, beat: f64| strength * (of * beat * PI).sin() * 2.0 / 3.0;
    let ripple = wave(20.0, x, 6.0) + wave(20.0, x, 2.0);
    let root = x.abs().sqrt();
    let up = -100.0
        + 2.0 * x
        + 3.0 * y
        + 0.2 * y * y
        + 0.1 * x * y
        + 0.2 * root
        + ripple
        + wave(20.0, y, 1.0)
        + wave(40.0, y, 1.0 / 3.0)
        + wave(160.0, y, 1.0 / 12.0)
        + wave(320.0, y, 1.0 / 30.0);
    let right = 300.0
        + x
        + 2.0 * y
        + 0.1 * x * x
        + 0.1 * x * y
        + 0.1 * root
        + ripple
        + wave(20.0, x, 1.0)
        + wave(40.0, x, 1.0 / 3.0)
        + wave(150.0, x, 1.0 / 12.0)
        + wave(300.0, x, 1.0 / 30.0);
    let radians = latitude.to_radians();
    let bulge = 1.0 - ECCENTRICITY_2 * radians.sin().powi(2);
    let meridian = AXIS_M * (1.0 - ECCENTRICITY_2) / bulge.powf(1.5);
    let parallel = AXIS_M / bulge.sqrt() * radians.cos();
    (
        (up / meridian).to_degrees(),
        (right / parallel).to_degrees(),
    )
}

/// Nobody's position has more than nine digits of millionths.
fn degrees(e6: i64) -> f64 {
    f64::from(i32::try_from(e6).unwrap_or_default()) / 1e6
}

fn millionths(degrees: f64) -> i64 {
    whole(degrees * 1e6)
}

/// The nearest whole number, by way of its digits: a cast would hide what does not fit.
fn whole(number: f64) -> i64 {
    format!("{number:.0}").parse().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn point(latitude_e6: i64, longitude_e6: i64) -> Point {
        Point {
            latitude_e6,
            longitude_e6,
        }
    }

    /// Tiananmen, as the tables of those who compare the systems have it.
    #[test]
    fn one_place_is_the_same_in_every_system() {
        let wgs84 = point(39_907_333, 116_391_083);
        let told = [
            ("39.908735,116.397327,gcj02", 2),
            ("39.915070,116.403694,bd09", 5),
        ];
        for (text, most) in told {
            // Outside of the province no position is accepted, so that it is built by hand.
            let parts: Vec<&str> = text.split(',').collect();
            let e6 = |text: &str| millionths(text.parse().unwrap());
            let position = Position {
                latitude_e6: e6(parts[0]),
                longitude_e6: e6(parts[1]),
                datum: parts[2].parse().unwrap(),
            };
            let far = Point::from(position).metres_to(wgs84);
            assert!(far <= most, "{text}: {far} m");
        }
    }

    #[test]
    fn a_degree_of_latitude_is_a_hundred_and_eleven_kilometres() {
        let far = point(28_000_000, 115_000_000).metres_to(point(29_000_000, 115_000_000));
        assert!((111_100..111_300).contains(&far), "{far}");
        assert_eq!(
            point(28_000_000, 115_000_000).metres_to(point(28_000_000, 115_000_000)),
            0
        );
    }

    #[test]
    fn what_is_no_place_is_refused() {
        for (latitude, longitude) in [
            ("", ""),
            ("28.6", ""),
            ("NaN", "115.8"),
            ("inf", "115.8"),
            ("91", "115.8"),
            ("28.6", "-180.1"),
            ("28,6", "115.8"),
        ] {
            assert!(
                Point::parse(latitude, longitude).is_err(),
                "{latitude} {longitude}"
            );
        }
        assert_eq!(
            Point::parse(" 28.682892 ", "115.858198"),
            Ok(point(28_682_892, 115_858_198))
        );
    }

    proptest! {
        /// No institution within the radius lies outside of the cells that are looked at.
        #[test]
        fn the_cells_hold_all_that_is_near(
            latitude_e6 in 24_000_000_i64..31_000_000,
            longitude_e6 in 113_000_000_i64..119_000_000,
            north in -120_000_i64..120_000,
            east in -120_000_i64..120_000,
        ) {
            let here = point(latitude_e6, longitude_e6);
            let there = point(latitude_e6 + north, longitude_e6 + east);
            for radius in RADII_M {
                let cells = here.cells_within(radius);
                let held = cells.iter().any(|range| range.contains(&there.cell()));
                prop_assert!(held || here.metres_to(there) > radius);
            }
        }

        #[test]
        fn the_way_there_is_as_long_as_the_way_back(
            one in (24_000_000_i64..31_000_000, 113_000_000_i64..119_000_000),
            two in (24_000_000_i64..31_000_000, 113_000_000_i64..119_000_000),
        ) {
            let (one, two) = (point(one.0, one.1), point(two.0, two.1));
            prop_assert_eq!(one.metres_to(two), two.metres_to(one));
        }
    }
}
