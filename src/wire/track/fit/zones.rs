//! Minutes in zones of heart rate, where the watch wrote them.

use rustyfit::profile::mesgdef::TimeInZone;
use rustyfit::profile::typedef::MesgNum;

use super::message::Fields;

/// The minutes in the five zones of one session.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Zones {
    /// The number of the session that they belong to.
    pub(super) session: Option<u32>,
    /// Zone 1 to 5.
    pub(super) minutes: [f64; 5],
}

impl Zones {
    /// The zones that a message tells of a session.
    ///
    /// The times come with the upper limits of their zones. Below the first limit lies no zone, between two limits a
    /// zone each; five zones have six limits. What lies above the last limit, the highest heart rate, is zone 5, too.
    /// Gadgetbridge, which shows these files, names the six times so: none, and five zones.
    /// With another number of limits, or limits that do not rise, nothing tells which is zone 1.
    pub(super) fn of(fields: &Fields<'_>) -> Option<Zones> {
        if fields.code(TimeInZone::REFERENCE_MESG)? != u32::from(MesgNum::SESSION.0) {
            return None;
        }
        let limits: Vec<f64> = fields.list(TimeInZone::HR_ZONE_HIGH_BOUNDARY)?.into_iter().collect::<Option<_>>()?;
        let rise = limits.iter().zip(limits.iter().skip(1)).all(|(low, high)| low < high);
        let times: Vec<f64> = fields.list(TimeInZone::TIME_IN_HR_ZONE)?.into_iter().collect::<Option<_>>()?;
        let minutes: Vec<f64> = times.iter().map(|milliseconds| milliseconds / 60_000.0).collect();
        let [_, one, two, three, four, five, above @ ..] = minutes.as_slice() else { return None };
        let above = match above {
            [] => 0.0,
            [above] => *above,
            _ => return None,
        };
        // All of it without a zone: there was no heart rate.
        let is_told = one + two + three + four + five + above > 0.0;
        let session = fields.code(TimeInZone::REFERENCE_INDEX);
        (limits.len() == 6 && rise && is_told)
            .then_some(Zones { session, minutes: [*one, *two, *three, *four, five + above] })
    }
}
