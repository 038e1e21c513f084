//! Arithmetic on shades of grey.

use crate::frame::Luma;

/// Half the width and height, each pixel the mean of four; `None` if nothing would be left.
pub(super) fn half(luma: &Luma) -> Option<Luma> {
    let (width, height) = (luma.width / 2, luma.height / 2);
    if width == 0 || height == 0 {
        return None;
    }
    let mut pixels = Vec::with_capacity(width * height);
    for y in 0..height {
        let upper = luma.row(2 * y).chunks_exact(2);
        let lower = luma.row(2 * y + 1).chunks_exact(2);
        let sums = upper.zip(lower).map(|(a, b)| a.iter().chain(b).map(|&p| u16::from(p)).sum::<u16>());
        pixels.extend(sums.map(|sum| ((sum + 2) / 4) as u8));
    }
    Some(Luma { width, height, pixels })
}

/// Twice the width and height, linear between the pixels.
pub(super) fn double(luma: &Luma) -> Luma {
    let (width, height) = (2 * luma.width, 2 * luma.height);
    let mut pixels = vec![0; width * height];
    let mut mix = vec![0; luma.width];
    for (y, out) in pixels.chunks_exact_mut(width).enumerate() {
        let near = y / 2;
        let far = if y % 2 == 0 { near.saturating_sub(1) } else { (near + 1).min(luma.height - 1) };
        for ((mixed, &a), &b) in mix.iter_mut().zip(luma.row(near)).zip(luma.row(far)) {
            *mixed = 3 * u16::from(a) + u16::from(b);
        }
        double_row(&mix, out);
    }
    Luma { width, height, pixels }
}

/// `mix` holds four times the shade.
fn double_row(mix: &[u16], out: &mut [u8]) {
    let last = out.len() - 1;
    out[0] = (mix[0] / 4) as u8;
    out[last] = (mix[mix.len() - 1] / 4) as u8;
    for (pair, m) in out[1..last].chunks_exact_mut(2).zip(mix.windows(2)) {
        pair[0] = ((3 * m[0] + m[1] + 8) / 16) as u8;
        pair[1] = ((m[0] + 3 * m[1] + 8) / 16) as u8;
    }
}

/// The frame with black and white exchanged.
pub(super) fn inverted(luma: &Luma) -> Luma {
    Luma { pixels: luma.pixels.iter().map(|p| !p).collect(), ..*luma }
}

/// Each pixel becomes the mean of the square around it.
pub(super) fn smooth(luma: &Luma, radius: usize) -> Luma {
    Luma { pixels: means(luma, radius), ..*luma }
}

/// Each pixel's difference from the mean of the square around it grows `gain` times over.
pub(super) fn relief(luma: &Luma, radius: usize, gain: i16) -> Luma {
    let mut pixels = means(luma, radius);
    for (mean, &pixel) in pixels.iter_mut().zip(&luma.pixels) {
        let pixel = i16::from(pixel);
        *mean = (pixel + gain * (pixel - i16::from(*mean))).clamp(0, 255) as u8;
    }
    Luma { pixels, ..*luma }
}

/// The mean of the square of `2 * radius + 1` pixels around each pixel; beyond the edge the last pixel goes on.
pub(super) fn means(luma: &Luma, radius: usize) -> Vec<u8> {
    let mut out = vec![0; luma.pixels.len()];
    let mut columns = vec![0_u32; luma.width];
    let bottom = luma.height - 1;
    for y in 0..=2 * radius {
        add(&mut columns, luma.row(y.saturating_sub(radius).min(bottom)));
    }
    for (y, means) in out.chunks_exact_mut(luma.width).enumerate() {
        row_means(&columns, radius, means);
        subtract(&mut columns, luma.row(y.saturating_sub(radius)));
        add(&mut columns, luma.row((y + radius + 1).min(bottom)));
    }
    out
}

fn add(columns: &mut [u32], row: &[u8]) {
    for (sum, &pixel) in columns.iter_mut().zip(row) {
        *sum += u32::from(pixel);
    }
}

fn subtract(columns: &mut [u32], row: &[u8]) {
    for (sum, &pixel) in columns.iter_mut().zip(row) {
        *sum -= u32::from(pixel);
    }
}

/// `columns` holds the sums of `2 * radius + 1` pixels each.
fn row_means(columns: &[u32], radius: usize, means: &mut [u8]) {
    let side = 2 * radius as u64 + 1;
    let per_area = (1 << 32) / (side * side) + 1;
    let right = columns.len() - 1;
    let mut sum: u32 = (0..side as usize).map(|x| columns[x.saturating_sub(radius).min(right)]).sum();
    for (x, mean) in means.iter_mut().enumerate() {
        *mean = ((u64::from(sum) * per_area) >> 32) as u8;
        sum += columns[(x + radius + 1).min(right)];
        sum -= columns[x.saturating_sub(radius)];
    }
}
