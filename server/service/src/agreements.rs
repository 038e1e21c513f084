//! The service's halves of the agreements on offline codes (section 15 of the protocol).

use key_domain::rules::factors::FactorKeys;
use key_protocol::enrolment::Factor;
use key_protocol::id::DeviceId;
use key_protocol::key::{PublicKey, Thumbprint};
use key_protocol::offline::{Agreed, OfflineSecret, Purpose, Scope};
use p256::SecretKey;
use zeroize::Zeroizing;

use crate::keys::public_half;

/// The agreement keys, newest first. Phones that have not learned the newest make their codes with the one before.
pub struct Agreements {
    newest: PublicKey,
    keys: Vec<Agreement>,
}

struct Agreement {
    /// The service key that goes with it.
    service: Thumbprint,
    secret: SecretKey,
}

impl std::fmt::Debug for Agreements {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Agreements(..)")
    }
}

impl Agreements {
    /// Takes private keys, newest first, each with the thumbprint of the service key that goes with it. `None` if there
    /// is none, or one is not a key.
    pub(crate) fn new(keys: &[Zeroizing<[u8; 32]>], services: &[Thumbprint]) -> Option<Self> {
        let agreement = |(key, service): (&Zeroizing<[u8; 32]>, &Thumbprint)| {
            Some(Agreement { service: *service, secret: SecretKey::from_slice(&key[..]).ok()? })
        };
        let newest = public_half(keys.first()?)?;
        let keys: Option<Vec<_>> = keys.iter().zip(services).map(agreement).collect();
        Some(Self { newest, keys: keys? })
    }

    /// The public half of the newest key.
    pub(crate) const fn public_key(&self) -> PublicKey {
        self.newest
    }

    /// The secrets of a device's codes, each with the factor that its codes prove. A device has none by a factor for
    /// which it has registered no agreement key.
    pub(crate) fn secrets(
        &self,
        device: &DeviceId,
        keys: &FactorKeys,
        purpose: Purpose,
    ) -> Vec<(Factor, OfflineSecret)> {
        let of_key = |Agreement { service, secret }: &Agreement| {
            let possession = match &keys.agreement {
                Some(key) => Some(shared(secret, key)?),
                None => None,
            };
            let of_factor = |(factor, key): (Factor, PublicKey)| {
                let by_factor = shared(secret, &key)?;
                let agreed = Agreed { factor: &by_factor, possession: possession.as_deref() };
                let scope = Scope { service, device, factor, purpose };
                Some((factor, OfflineSecret::derive(&agreed, &scope)))
            };
            Some(keys.agreements().filter_map(of_factor).collect::<Vec<_>>())
        };
        self.keys.iter().filter_map(of_key).flatten().collect()
    }
}

/// The x coordinate of the Diffie-Hellman point; `None` if `public` is not a point on the curve.
fn shared(secret: &SecretKey, public: &PublicKey) -> Option<Zeroizing<[u8; 32]>> {
    let public = p256::PublicKey::from_sec1_bytes(&public.to_sec1()).ok()?;
    let shared = p256::ecdh::diffie_hellman(secret.to_nonzero_scalar(), public.as_affine());
    Some(Zeroizing::new((*shared.raw_secret_bytes()).into()))
}

#[cfg(test)]
mod tests {
    use super::Agreements;
    use crate::keys::public_half;
    use key_domain::rules::factors::{FactorKey, FactorKeys};
    use key_protocol::enrolment::Factor;
    use key_protocol::id::DeviceId;
    use key_protocol::key::{PublicKey, Thumbprint};
    use key_protocol::offline::Purpose;
    use zeroize::Zeroizing;

    const DEVICE: DeviceId = DeviceId::from_bytes([3; 16]);

    fn public(byte: u8) -> PublicKey {
        public_half(&[byte; 32]).unwrap()
    }

    fn agreements(bytes: &[u8]) -> Agreements {
        let keys: Vec<_> = bytes.iter().map(|byte| Zeroizing::new([*byte; 32])).collect();
        let services: Vec<_> = bytes.iter().map(|byte| Thumbprint::from_bytes([*byte; 32])).collect();
        Agreements::new(&keys, &services).unwrap()
    }

    fn keys(possession: Option<PublicKey>, biometric: bool) -> FactorKeys {
        let factor = |byte| FactorKey { agreement: Some(public(byte)), signing: public(byte + 1) };
        FactorKeys { agreement: possession, biometric: biometric.then(|| factor(30)), pin: factor(20) }
    }

    fn codes(service: &Agreements, keys: &FactorKeys) -> Vec<(Factor, String)> {
        let secrets = service.secrets(&DEVICE, keys, Purpose::Login);
        secrets.into_iter().map(|(factor, secret)| (factor, secret.code(7))).collect()
    }

    #[test]
    fn each_factor_and_each_service_key_has_codes_of_its_own() {
        let all = codes(&agreements(&[1, 2]), &keys(Some(public(9)), true));
        let factors: Vec<_> = all.iter().map(|(factor, _)| *factor).collect();
        assert_eq!(factors, [Factor::Pin, Factor::Biometric, Factor::Pin, Factor::Biometric]);
        let mut different: Vec<_> = all.iter().map(|(_, code)| code).collect();
        different.sort();
        different.dedup();
        assert_eq!(different.len(), 4);
    }

    #[test]
    fn a_phone_that_has_not_learned_the_newest_key_makes_codes_that_are_known() {
        let phone = keys(Some(public(9)), false);
        let before = codes(&agreements(&[1]), &phone);
        assert!(codes(&agreements(&[2, 1]), &phone).contains(&before[0]));
        assert!(!codes(&agreements(&[2]), &phone).contains(&before[0]));
    }

    #[test]
    fn a_key_that_is_no_point_has_no_codes() {
        let no_point = PublicKey::from_coordinates([0; 32], [0; 32]);
        assert!(codes(&agreements(&[1]), &keys(Some(no_point), true)).is_empty());
        let mut phone = keys(None, false);
        phone.pin.agreement = Some(no_point);
        assert!(codes(&agreements(&[1]), &phone).is_empty());
    }

    #[test]
    fn without_a_device_key_the_factor_alone_agrees() {
        let service = agreements(&[1]);
        let with = codes(&service, &keys(Some(public(9)), false));
        assert_ne!(codes(&service, &keys(None, false)), with);
    }
}
