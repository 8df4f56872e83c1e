//! How much a chance agreement of exposure and tingling grows because sessions near each other are alike.

/// Below so many sessions nothing is inflated.
const SESSIONS_LEAST: usize = 20;

/// The variance of `T_s = Σ x[i+s] y[i]` over all circular shifts `s` of the sessions, over its variance were they
/// independent, `K (n−K)/(n−1) · var(x)`; both variances with divisor n. At least 1.
///
/// Bartlett's variance of a cross-correlation, made free of chance. `exposure` and `tingled` in order of time, of
/// the sessions that have the exposure.
pub fn inflation(exposure: &[f64], tingled: &[bool]) -> f64 {
    let n = exposure.len().min(tingled.len());
    let events: Vec<usize> = (0..n).filter(|at| tingled.get(*at) == Some(&true)).collect();
    let (size, count) = (n as f64, events.len() as f64);
    if n < SESSIONS_LEAST || events.is_empty() || events.len() == n {
        return 1.0;
    }
    let mean = exposure.iter().take(n).sum::<f64>() / size;
    let centred: Vec<f64> = exposure.iter().take(n).map(|value| value - mean).collect();
    let variance = centred.iter().map(|value| value * value).sum::<f64>() / size;
    if variance == 0.0 {
        return 1.0;
    }
    let mut sums = vec![0.0; n];
    for event in events {
        // The sum of shift s takes x[(event + s) mod n].
        let (before, after) = centred.split_at(event);
        for (sum, value) in sums.iter_mut().zip(after.iter().chain(before)) {
            *sum += value;
        }
    }
    // Their mean is 0, since the exposure is centred and every value meets every event once.
    let found = sums.iter().map(|sum| sum * sum).sum::<f64>() / size;
    (found / (count * (size - count) / (size - 1.0) * variance)).max(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn independent_sessions_are_not_inflated_and_a_block_is() {
        let every_fifth: Vec<bool> = (0..40).map(|at| at % 5 == 0).collect();
        let alternating: Vec<f64> = (0..40).map(|at| f64::from(at % 2)).collect();
        assert!((inflation(&alternating, &every_fifth) - 1.0).abs() < 1e-12);
        let half: Vec<f64> = (0..40).map(|at| f64::from(u8::from(at >= 20))).collect();
        let late: Vec<bool> = (0..40).map(|at| at >= 30).collect();
        // Ten events in a row against a half that is all exposed: the sums run linearly from +5 to −5 and back,
        // twice ten steps flat; 16.75 over 10 · 30/39 · 0.25.
        let sums: f64 = (0..40_i32)
            .map(|shift| (0..10).map(|event| if (30 + event + shift) % 40 >= 20 { 0.5 } else { -0.5 }).sum::<f64>())
            .map(|sum| sum * sum)
            .sum::<f64>()
            / 40.0;
        let wanted = sums / (10.0 * 30.0 / 39.0 * 0.25);
        assert!((inflation(&half, &late) - wanted).abs() < 1e-12 && wanted > 5.0, "{wanted}");
    }

    #[test]
    fn too_little_to_tell_is_no_inflation() {
        assert_eq!(inflation(&[1.0; 30], &[true; 30]), 1.0);
        assert_eq!(inflation(&[0.0, 1.0], &[true, false]), 1.0);
        assert_eq!(inflation(&[], &[]), 1.0);
    }
}
