//! The three formats, as a person is told of them.

/// A format of activities: how to get a file, and what is read of it.
#[derive(Clone, Copy, Debug)]
pub struct TrackFormat {
    /// Its name, and the end of the name of its sources.
    pub name: &'static str,
    /// Its name for people.
    pub title: &'static str,
    /// How to get such a file.
    pub export: &'static str,
    /// What to know about it.
    pub about: &'static str,
    /// What is read: where it stands in the file, and the field it fills.
    pub fields: &'static [(&'static str, &'static str)],
}

impl TrackFormat {
    /// Where in a file what is read stands.
    pub fn told(&self) -> Vec<&'static str> {
        self.fields.iter().map(|(told, _)| *told).collect()
    }
}

/// The formats.
pub const FORMATS: &[TrackFormat] = &[
    TrackFormat {
        name: "fit",
        title: "FIT activity",
        export: "The file that the watch itself writes: connect the watch by USB and copy the files of the folder \
                 GARMIN/ACTIVITY (other makers: ACTIVITIES), or take the original file from the portal of the maker \
                 and unpack it. Put it into the inbox, or give it to  tingled import.",
        about: "Each session of the file is one record; those of a multisport file are several, and its transitions \
                are named and left out. The source is the maker and the format (garmin-fit, wahoo-fit, suunto-fit, \
                coros-fit, polar-fit …), fit where the maker is not known. A session is known by the serial number \
                of the watch and its start, so that a file that was edited replaces the earlier one. Minutes in zones \
                are read only where the watch wrote the limits of its five zones beside them, and never reckoned from \
                the track. Files of courses, settings, weights and daily monitoring are refused. A field that is marked \
                invalid is not known; neither is a way, a heart rate, a load, an effort or an energy of 0.",
        fields: &[
            ("session start_time", "its time"),
            ("session total_timer_time", "duration_min"),
            ("session total_elapsed_time", "elapsed_min"),
            ("session sub_sport, or sport", "sport"),
            ("session total_distance", "distance_m"),
            ("session avg_heart_rate", "hr_avg_bpm"),
            ("session max_heart_rate", "hr_max_bpm"),
            ("time_in_zone time_in_hr_zone 1 to 5", "hr_zone1_min to hr_zone5_min"),
            ("session workout_rpe", "rpe_cr10"),
            ("session total_calories", "energy_kcal"),
            ("session training_load_peak, or training_stress_score", "device_load"),
            ("session total_ascent", "ascent_m"),
            ("session avg_temperature", "temp_c"),
            ("session 178 (estimated sweat loss)", "sweat_loss_ml"),
        ],
    },
    TrackFormat {
        name: "tcx",
        title: "TCX activities",
        export: "Most portals: open the activity, export as TCX.",
        about: "Each activity is one record, also those of a session of several sports. Its laps are added up; the mean \
                heart rate is that of the laps by their length, or that of the points where no lap tells it. Laps say 0 \
                for a way, a heart rate and an energy that nobody measured: these are not known. The climb is not \
                reckoned from the altitudes. A time without offset is read in the person's zone.",
        fields: &[
            ("Lap StartTime, or Id", "its time"),
            ("sum of TotalTimeSeconds", "duration_min"),
            ("time of the last Trackpoint", "elapsed_min"),
            ("Activity Sport", "sport"),
            ("sum of DistanceMeters", "distance_m"),
            ("AverageHeartRateBpm", "hr_avg_bpm"),
            ("MaximumHeartRateBpm", "hr_max_bpm"),
            ("sum of Calories", "energy_kcal"),
        ],
    },
    TrackFormat {
        name: "gpx",
        title: "GPX tracks",
        export: "Most portals and phone apps: open the activity, export as GPX. A planned route has no times and is \
                 refused.",
        about: "Each track is one record. Its length is the time from its first point to its last, with pauses: nothing \
                tells a pause from lost reception. The way is the sum of the great circles between the points, without \
                those between two stretches of the track; a heart rate and an air temperature are read from the \
                extensions of the points, as means over time. The climb is not reckoned from the altitudes.",
        fields: &[
            ("first time", "its time"),
            ("last time", "elapsed_min"),
            ("trk type", "sport"),
            ("lat and lon of the points", "distance_m"),
            ("hr of the points", "hr_avg_bpm and hr_max_bpm"),
            ("atemp of the points", "temp_c"),
        ],
    },
];
