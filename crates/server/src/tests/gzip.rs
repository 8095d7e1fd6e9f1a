//! Making gzip by hand (RFC 1952, RFC 1951): what is honest, and what is a bomb.

const HEAD: [u8; 10] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255];

/// Returns `bytes`, at most 65,535 of them a block, wrapped without being made smaller.
pub fn of(bytes: &[u8]) -> Vec<u8> {
    let mut packed = HEAD.to_vec();
    let blocks: Vec<_> = bytes.chunks(0xffff).collect();
    for (n, block) in blocks.iter().enumerate() {
        let length = u16::try_from(block.len()).unwrap();
        packed.push(u8::from(n + 1 == blocks.len()));
        packed.extend(length.to_le_bytes());
        packed.extend((!length).to_le_bytes());
        packed.extend(*block);
    }
    packed.extend(crc32(bytes).to_le_bytes());
    packed.extend(u32::try_from(bytes.len()).unwrap().to_le_bytes());
    packed
}

/// Returns what unpacks to `n_bytes` zeros and has a hundred and fiftieth of their length. Nobody gets as far as its end,
/// which is missing.
pub fn bomb(n_bytes: usize) -> Vec<u8> {
    let mut bits = Bits(Vec::new(), 0);
    // A last block with the fixed codes; a zero; then again and again "258 bytes, from one byte back".
    bits.push(0b011, 3);
    bits.push(0b0000_1100, 8);
    for _ in 0..n_bytes / 258 {
        bits.push(0b1010_0011, 8);
        bits.push(0, 5);
    }
    [HEAD.to_vec(), bits.0].concat()
}

/// Bytes, and how many bits of the last are taken.
struct Bits(Vec<u8>, u32);

impl Bits {
    /// Adds the lowest `n` bits, the lowest first.
    fn push(&mut self, bits: u32, n: u32) {
        for place in 0..n {
            if self.1 == 0 {
                self.0.push(0);
            }
            *self.0.last_mut().unwrap() |= ((bits >> place & 1) << self.1) as u8;
            self.1 = (self.1 + 1) % 8;
        }
    }
}

fn crc32(bytes: &[u8]) -> u32 {
    let mut crc = u32::MAX;
    for byte in bytes {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = crc >> 1 ^ (0xedb8_8320 & (crc & 1).wrapping_neg());
        }
    }
    !crc
}
