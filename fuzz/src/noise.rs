//! Pseudo-random bytes that are always the same: for the unit tests, and for zones that are known by a number.

/// The bytes that a seed stands for.
pub fn bytes<const N: usize>(seed: u64) -> [u8; N] {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x9e37_79b9_7f4a_7c15;
    // The one state that xorshift never leaves.
    state = state.max(1);
    let mut bytes = [0; N];
    for word in bytes.chunks_mut(8) {
        // xorshift64
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        word.copy_from_slice(&state.to_le_bytes()[..word.len()]);
    }
    bytes
}
