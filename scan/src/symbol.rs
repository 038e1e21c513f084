//! Finds and decodes one QR code among black and white pixels.
//!
//! The steps of the detector are called one by one rather than through its reader: this way the time limit applies
//! between candidates, and one candidate that exceeds it does not end the search.

use std::panic::{AssertUnwindSafe, catch_unwind};

use rxing::common::{BitMatrix, DetectorRXingResult};
use rxing::qrcode::cpp_port::decoder::Decode;
use rxing::qrcode::cpp_port::detector::{
    FindFinderPatterns, FinderPatternSet, GenerateFinderPatternSets, SampleQR,
};

/// Returns `true` once the search should give up. `&|| false` searches to the end.
pub type TimeUp<'a> = &'a dyn Fn() -> bool;

/// Candidates beyond this many are noise: the detector sorts the most plausible first.
const MAX_CANDIDATES: usize = 1000;

/// The text of the first code that can be decoded.
pub(super) fn find(black: &BitMatrix, time_up: TimeUp<'_>) -> Option<String> {
    let candidates = guarded(|| Some(candidates(black)))?;
    candidates
        .iter()
        .take(MAX_CANDIDATES)
        .take_while(|_| !time_up())
        .find_map(|candidate| guarded(|| decode(black, candidate)))
}

/// Catches panics: the detector has never panicked in tests, but it has assertions, and a picture must not end the
/// program.
fn guarded<T>(step: impl FnOnce() -> Option<T>) -> Option<T> {
    catch_unwind(AssertUnwindSafe(step)).ok().flatten()
}

fn candidates(black: &BitMatrix) -> Vec<FinderPatternSet> {
    const EVERY_THIRD_ROW: bool = true;
    GenerateFinderPatternSets(&mut FindFinderPatterns(black, EVERY_THIRD_ROW, 0))
}

fn decode(black: &BitMatrix, candidate: &FinderPatternSet) -> Option<String> {
    let sample = SampleQR(black, candidate).ok()?;
    let result = Decode(sample.getBits()).ok().filter(|result| result.isValid())?;
    let content = result.content();
    let text = match str::from_utf8(content.bytes()) {
        Ok(text) if !content.has_eci => text.to_owned(),
        _ => result.text(),
    };
    Some(text).filter(|text| !text.is_empty())
}
