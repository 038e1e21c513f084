//! Draws QR codes as a camera might see them.

use fast_qr::{ECL, QRBuilder, QRCode};
use key_scan::Luma;

const WIDTH: usize = 480;
const HEIGHT: usize = 360;

/// Numbers that are the same in every run (xorshift).
pub(crate) struct Random(pub(crate) u64);

impl Random {
    pub(crate) fn number(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    pub(crate) fn byte(&mut self) -> u8 {
        (self.number() >> 56) as u8
    }

    pub(crate) fn within(&mut self, from: f32, to: f32) -> f32 {
        from + (to - from) * (self.number() >> 40) as f32 / (1_u32 << 24) as f32
    }

    /// Spread as noise of a camera is, with deviation 1.
    fn noise(&mut self) -> f32 {
        (0..4).map(|_| self.within(-1.0, 1.0)).sum::<f32>() * 0.87
    }
}

pub(crate) fn code(text: &str) -> QRCode {
    QRBuilder::new(text).ecl(ECL::M).build().unwrap()
}

/// How the code lies before the camera.
#[derive(Clone, Copy)]
pub(crate) struct Scene {
    /// Pixels per module.
    pub(crate) module: f32,
    /// Radians.
    pub(crate) turn: f32,
    /// Growth per pixel to the right and downwards.
    pub(crate) tilt: (f32, f32),
    /// Height to width.
    pub(crate) squeeze: f32,
    /// Deviation, in modules.
    pub(crate) blur: f32,
    /// Deviation, in shades.
    pub(crate) noise: f32,
    pub(crate) dark: f32,
    pub(crate) light: f32,
    /// Growth of the light from one edge to the other, to the right and downwards.
    pub(crate) slope: (f32, f32),
    /// Modules of light around the code.
    pub(crate) quiet: f32,
}

pub(crate) const EASY: Scene = Scene {
    module: 5.0,
    turn: 0.2,
    tilt: (0.0, 0.0),
    squeeze: 1.0,
    blur: 0.2,
    noise: 2.0,
    dark: 30.0,
    light: 220.0,
    slope: (0.1, 0.1),
    quiet: 4.0,
};

impl Scene {
    pub(crate) fn frame(&self, text: &str, random: &mut Random) -> Luma {
        let code = code(text);
        let patches: Vec<f32> = (0..1999).map(|_| random.within(0.0, 255.0)).collect();
        let mut shades: Vec<f32> = (0..WIDTH * HEIGHT)
            .map(|at| self.shade(&code, &patches, (at % WIDTH) as f32, (at / WIDTH) as f32))
            .collect();
        blur(&mut shades, self.blur * self.module);
        let pixels = shades.iter().enumerate().map(|(at, shade)| {
            let (x, y) =
                ((at % WIDTH) as f32 / WIDTH as f32 - 0.5, (at / WIDTH) as f32 / HEIGHT as f32 - 0.5);
            let lit = (1.0 + self.slope.0 * x + self.slope.1 * y).max(0.05);
            (shade * lit + self.noise * random.noise()).clamp(0.0, 255.0) as u8
        });
        Luma::new(WIDTH as u32, HEIGHT as u32, pixels.collect()).unwrap()
    }

    /// The mean of four points in a pixel.
    fn shade(&self, code: &QRCode, patches: &[f32], x: f32, y: f32) -> f32 {
        let points = [(0.25, 0.25), (0.75, 0.25), (0.25, 0.75), (0.75, 0.75)];
        points.iter().map(|(dx, dy)| self.point(code, patches, x + dx, y + dy)).sum::<f32>() / 4.0
    }

    fn point(&self, code: &QRCode, patches: &[f32], x: f32, y: f32) -> f32 {
        let (size, (sine, cosine)) = (code.size as f32, self.turn.sin_cos());
        let (x, y) = (x - WIDTH as f32 / 2.0, y - HEIGHT as f32 / 2.0);
        let depth = 1.0 + self.tilt.0 * x + self.tilt.1 * y;
        let (across, down) = (x / depth, y / depth / self.squeeze);
        let column = (across * cosine + down * sine) / self.module + size / 2.0;
        let row = (down * cosine - across * sine) / self.module + size / 2.0;
        let edge = column.min(row).min(size - column).min(size - row);
        if edge > 0.0 && code[row as usize][column as usize].value() {
            self.dark
        } else if edge > -self.quiet {
            self.light
        } else {
            patches[((x + 999.0) as usize / 16 * 57 + (y + 999.0) as usize / 16 * 131) % patches.len()]
        }
    }
}

fn blur(shades: &mut Vec<f32>, deviation: f32) {
    let reach = (2.5 * deviation).ceil() as isize;
    let weights: Vec<f32> =
        (-reach..=reach).map(|i| (-((i * i) as f32) / (2.0 * deviation * deviation)).exp()).collect();
    let sum: f32 = weights.iter().sum();
    for (step, length) in [(1, WIDTH), (WIDTH, HEIGHT)] {
        let at = |i: usize, offset: isize| {
            let place = (i / step % length) as isize;
            (i as isize + ((place + offset).clamp(0, length as isize - 1) - place) * step as isize) as usize
        };
        *shades = (0..shades.len())
            .map(|i| (-reach..=reach).zip(&weights).map(|(o, w)| shades[at(i, o)] * w).sum::<f32>() / sum)
            .collect();
    }
}
