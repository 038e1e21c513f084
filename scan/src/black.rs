//! Separates black from white.

use rxing::common::{BitArray, BitFieldBaseType, BitMatrix, HybridBinarizer};
use rxing::{Binarizer, Luma8Source};

use crate::frame::Luma;
use crate::light;

/// Dark pixels by the contrast of blocks of 8x8 pixels and of their neighbours.
pub(super) fn blocks(luma: &Luma) -> Option<BitMatrix> {
    let source = Luma8Source::new_with_slice(&luma.pixels, luma.width(), luma.height()).ok()?;
    HybridBinarizer::new(source).get_black_matrix().ok().cloned()
}

/// Pixels darker, and pixels lighter, than the mean within `radius` by more than `margin`.
pub(super) fn local(luma: &Luma, radius: usize, margin: u8) -> [Option<BitMatrix>; 2] {
    let means = light::means(luma, radius);
    [
        matrix(luma, &means, |pixel, mean| pixel < mean.saturating_sub(margin)),
        matrix(luma, &means, |pixel, mean| pixel > mean.saturating_add(margin)),
    ]
}

fn matrix(luma: &Luma, means: &[u8], is_set: impl Fn(u8, u8) -> bool) -> Option<BitMatrix> {
    const WORD: usize = BitFieldBaseType::BITS as usize;
    let mut matrix = BitMatrix::new(luma.width(), luma.height()).ok()?;
    let mut bits = BitArray::with_size(luma.width);
    for (y, (row, means)) in luma.rows().zip(means.chunks_exact(luma.width)).enumerate() {
        for (at, (pixels, means)) in row.chunks(WORD).zip(means.chunks(WORD)).enumerate() {
            let set = pixels.iter().zip(means).map(|(&pixel, &mean)| is_set(pixel, mean));
            let word = set.enumerate().fold(0, |word, (x, set)| word | (BitFieldBaseType::from(set) << x));
            bits.setBulk(at * WORD, word);
        }
        matrix.setRow(y as u32, &bits);
    }
    Some(matrix)
}
