//! How a person shows a team who they are on one device.

use credenza_model::{
    ids::{DeviceId, PersonId, TeamId},
    team::Introduction,
};
use ed25519_dalek::{Signature, VerifyingKey};

use crate::{
    aead,
    cbor::{CborError, Reader, Writer},
    identity::{Identity, PublicIdentity},
    team::boxes,
};

const LABEL: &[u8] = b"credenza/1/introduction";
/// Longest name or mail in bytes.
const LONGEST: usize = 1_024;
const SEALING: usize = 1_216;

/// The introduction of `identity` for `team`; all zero for a team that is yet to be named by it.
#[must_use]
pub fn introduce(identity: &Identity, team: TeamId, name: &str, mail: &str) -> Introduction {
    let public = identity.public();
    let mut who = Introduction {
        person: PersonId::from_bytes(public.person()),
        root: public.root,
        device: DeviceId::from_bytes(public.device_id()),
        device_key: public.device,
        sealing: public.sealing,
        certificate: public.certificate,
        consent: [0; 64],
        name: name.to_owned(),
        mail: mail.to_owned(),
    };
    who.consent = identity.sign_as_device(&agreed(&who, team));
    who
}

/// Whether the root key certified the device and sealing keys, the device agreed to join `team`
/// under this name, and person and device are named by their keys. A key to which nothing can be
/// sealed would keep everyone from making a new key for the whole team.
#[must_use]
pub fn is_genuine(who: &Introduction, team: TeamId) -> bool {
    let public = PublicIdentity {
        root: who.root,
        device: who.device_key,
        sealing: who.sealing.clone(),
        certificate: who.certificate,
    };
    let named =
        public.person() == *who.person.as_bytes() && public.device_id() == *who.device.as_bytes();
    let Ok(key) = VerifyingKey::from_bytes(&who.device_key) else { return false };
    let consent = Signature::from_bytes(&who.consent);
    let usable = boxes::is_sealing_key(&who.sealing);
    named
        && usable
        && public.is_certified()
        && key.verify_strict(&agreed(who, team), &consent).is_ok()
}

fn agreed(who: &Introduction, team: TeamId) -> Vec<u8> {
    let mut body = Writer::new();
    write_keys(&mut body, who);
    let digest = aead::sha256(&[&body.into_bytes()]);
    [LABEL, team.as_bytes(), &digest].concat()
}

fn write_keys(out: &mut Writer, who: &Introduction) {
    out.bytes(&who.root).bytes(&who.device_key).bytes(&who.sealing).bytes(&who.certificate);
    out.text(&who.name).text(&who.mail);
}

/// Writes one introduction.
pub(crate) fn write(out: &mut Writer, who: &Introduction) {
    out.array(7);
    write_keys(out, who);
    out.bytes(&who.consent);
}

/// Reads one. Whether it is genuine is not looked at.
pub(crate) fn read(from: &mut Reader<'_>) -> Result<Introduction, CborError> {
    from.array_of(7)?;
    let (root, device_key) = (from.fixed()?, from.fixed()?);
    let sealing = from.bytes()?.to_vec();
    let certificate = from.fixed()?;
    let (name, mail) = (from.text()?, from.text()?);
    if sealing.len() != SEALING || name.len() > LONGEST || mail.len() > LONGEST {
        return Err(CborError);
    }
    let (name, mail) = (name.to_owned(), mail.to_owned());
    let consent = from.fixed()?;
    let public = PublicIdentity { root, device: device_key, sealing: Vec::new(), certificate };
    let person = PersonId::from_bytes(public.person());
    let device = DeviceId::from_bytes(public.device_id());
    Ok(Introduction { person, root, device, device_key, sealing, certificate, consent, name, mail })
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use credenza_secret::SecretBytes;
    use ed25519_dalek::{Signer as _, SigningKey};

    use super::*;

    #[test]
    fn a_key_to_which_nothing_can_be_sealed_is_no_introduction() {
        let seeds = [b"CZI1".as_slice(), &[1; 32], &[2; 32], &[3; 32]].concat();
        let identity = Identity::from_secret_bytes(&SecretBytes::new(seeds)).unwrap();
        let (root, device) = (SigningKey::from_bytes(&[1; 32]), SigningKey::from_bytes(&[2; 32]));
        let team = TeamId::from_bytes([7; 16]);
        let good = introduce(&identity, team, "Dan", "");
        for spoiled in [false, true] {
            let mut who = good.clone();
            if spoiled {
                // Numbers that are larger than the modulus.
                who.sealing = vec![0xff; SEALING];
            }
            let certified =
                [b"credenza/1/device-certificate", &who.device_key[..], &who.sealing].concat();
            who.certificate = root.sign(&certified).to_bytes();
            who.consent = device.sign(&agreed(&who, team)).to_bytes();
            assert_eq!(is_genuine(&who, team), !spoiled);
        }
    }
}
