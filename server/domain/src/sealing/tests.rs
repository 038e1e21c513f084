use zeroize::Zeroizing;

use super::{Context, Sealed, Sealer};
use crate::entropy::Entropy;

/// A constant instead of randomness: the sealed content is not protected.
struct Fixed;

impl Entropy for Fixed {
    fn fill(&self, bytes: &mut [u8]) {
        bytes.fill(7);
    }
}

fn sealer(keys: &[u8]) -> Sealer {
    Sealer::new(&keys.iter().map(|&key| Zeroizing::new([key; 32])).collect::<Vec<_>>()).unwrap()
}

#[test]
fn a_sealed_content_opens_in_its_place_with_its_key_and_unchanged() {
    let (context, entropy) = (Context::Factors(&[1; 16]), Fixed);
    let sealed = sealer(&[1]).seal(context, b"content", &entropy).unwrap();
    assert_eq!(**sealer(&[2, 1]).open(context, &sealed).unwrap(), *b"content");
    assert!(sealer(&[1]).is_newest(&sealed) && !sealer(&[2, 1]).is_newest(&sealed));
    assert!(sealer(&[2]).open(context, &sealed).is_none());
    for elsewhere in [Context::Factors(&[2; 16]), Context::Call(&[1; 16])] {
        assert!(sealer(&[1]).open(elsewhere, &sealed).is_none());
    }
    for index in 0..sealed.as_bytes().len() {
        let mut bytes = sealed.as_bytes().to_vec();
        bytes[index] ^= 1;
        assert!(sealer(&[1]).open(context, &Sealed::from_bytes(bytes)).is_none(), "{index}");
    }
    assert!(sealer(&[1]).open(context, &Sealed::from_bytes(vec![0; 27])).is_none());
}
