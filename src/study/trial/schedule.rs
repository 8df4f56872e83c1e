//! The order of a trial: drawn once, from a seed, the same on every machine and for ever.

use super::Arm;

/// What the seed is mixed with, so that the same seed elsewhere draws something else.
const CONTEXT: &str = "tingled 2026 order of a trial: blocks of two";

/// The most blocks of a trial.
pub const BLOCKS_MOST: usize = 100;

/// So many blocks of two sessions, one as usual and one with the change, in an order that is as likely either way: bit
/// n of the BLAKE3 output stream of the seed (key derivation with our context) is 1 where block n begins with the
/// change. At most [`BLOCKS_MOST`] blocks.
pub fn schedule(seed: &[u8], blocks: usize) -> Vec<Arm> {
    let mut hasher = blake3::Hasher::new_derive_key(CONTEXT);
    hasher.update(seed);
    let blocks = blocks.min(BLOCKS_MOST);
    let mut bytes = vec![0_u8; blocks.div_ceil(8)];
    hasher.finalize_xof().fill(&mut bytes);
    let bits = bytes.iter().flat_map(|byte| (0..8).map(move |bit| byte >> bit & 1 == 1));
    let order = |change_first: bool| if change_first { [Arm::Change, Arm::Usual] } else { [Arm::Usual, Arm::Change] };
    bits.take(blocks).flat_map(order).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_draws_the_same_for_ever_and_a_longer_trial_begins_alike() {
        let letters =
            |arms: &[Arm]| -> String { arms.iter().map(|arm| if *arm == Arm::Usual { 'u' } else { 'C' }).collect() };
        let short = schedule(b"ana tight_fit 1", 8);
        assert_eq!(letters(&short), "CuCuCuuCuCCuCuuC");
        assert_eq!(schedule(b"ana tight_fit 1", 40)[..16], short);
        assert_ne!(schedule(b"ana tight_fit 2", 40), schedule(b"ana tight_fit 1", 40));
        assert_eq!(schedule(b"", 1000).len(), 2 * BLOCKS_MOST);
        assert_eq!(schedule(b"x", 0), []);
    }

    #[test]
    fn every_block_holds_both_and_begins_with_either_as_often() {
        let mut begun_with_change = 0;
        for seed in 0..1000_u32 {
            let arms = schedule(&seed.to_le_bytes(), 20);
            assert!(arms.chunks(2).all(|block| block[0] != block[1]));
            begun_with_change += arms.chunks(2).filter(|block| block[0] == Arm::Change).count();
        }
        // 20,000 blocks: 10,000, give or take four standard deviations.
        assert!((begun_with_change as i64 - 10_000).abs() < 283, "{begun_with_change}");
    }
}
