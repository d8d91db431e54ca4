//! Ops in bytes: a code and a payload each.

use credenza_model::{
    ids::{DeviceId, PersonId, RecordId, TeamId},
    team::{BlobId, EntryId, EpochOp, Op, Previous, RecordKind, RecordRole, Subject},
};

use crate::{
    cbor::{CborError, Reader, Writer},
    team::introduction,
};

const LONGEST_NAME: usize = 1_024;

/// The code of an op.
fn code(op: &Op) -> u8 {
    match op {
        Op::Genesis { .. } => 0,
        Op::Invite { .. } => 1,
        Op::Admit { .. } => 2,
        Op::Remove { .. } => 3,
        Op::NameOwner { .. } => 4,
        Op::Device { .. } => 5,
        Op::LoseDevice { .. } => 6,
        Op::RenewTeamKey { .. } => 7,
        Op::Create { .. } => 8,
        Op::Grant { .. } => 9,
        Op::Revoke { .. } => 10,
        Op::RenewKey { .. } => 11,
        Op::Put { .. } => 12,
        Op::Delete { .. } => 13,
        Op::Read { .. } => 14,
        Op::Withdraw { .. } => 15,
        Op::Uses { .. } => 16,
        Op::UsesStand => 17,
        Op::Unknown { code } => *code,
    }
}

/// Writes `op` as code and payload.
pub(super) fn write(out: &mut Writer, op: &Op) {
    let mut payload = Writer::new();
    write_payload(&mut payload, op);
    out.array(2).uint(code(op).into()).bytes(&payload.into_bytes());
}

fn write_payload(to: &mut Writer, op: &Op) {
    match op {
        Op::Genesis { name, owner, epoch } => {
            introduction::write(to.text(name), owner);
            write_epoch(to, epoch);
        }
        Op::Invite { invitation, mail, boxes } => {
            to.bytes(invitation).text(mail).bytes(&boxes.0);
        }
        Op::Admit { who, invitation } => {
            introduction::write(to, who);
            to.bytes(invitation);
        }
        Op::Remove { person } | Op::NameOwner { person } => {
            to.bytes(person.as_bytes());
        }
        Op::Device { who } => introduction::write(to, who),
        Op::LoseDevice { device } => {
            to.bytes(device.as_bytes());
        }
        Op::RenewTeamKey { epoch } => write_epoch(to, epoch),
        Op::Create { record, nonce, kind, epoch } => {
            to.bytes(record.as_bytes()).bytes(nonce).uint(match kind {
                RecordKind::Credential => 0,
                RecordKind::Variable => 1,
            });
            write_epoch(to, epoch);
        }
        Op::Grant { record, to: subject, role, may_see, boxes } => {
            write_subject(to.bytes(record.as_bytes()), subject);
            to.uint(match role {
                RecordRole::View => 0,
                RecordRole::ViewAndShare => 1,
                RecordRole::CoOwner => 2,
            });
            to.bool(*may_see).bytes(&boxes.0);
        }
        Op::Revoke { record, from } => write_subject(to.bytes(record.as_bytes()), from),
        Op::RenewKey { record, epoch } => write_epoch(to.bytes(record.as_bytes()), epoch),
        Op::Put { record, epoch, blob, needs } => {
            to.bytes(record.as_bytes()).bytes(&epoch.0).bytes(&blob.0).array(needs.len());
            for needed in needs {
                to.bytes(needed.as_bytes());
            }
        }
        Op::Delete { record } => {
            to.bytes(record.as_bytes());
        }
        Op::Read { record, report } => {
            to.bytes(record.as_bytes()).bytes(&report.0);
        }
        Op::Withdraw { invitation } => {
            to.bytes(invitation);
        }
        Op::Uses { record, epoch, sealed } => {
            to.bytes(record.as_bytes()).bytes(&epoch.0).bytes(sealed);
        }
        Op::UsesStand | Op::Unknown { .. } => {}
    }
}

fn write_subject(to: &mut Writer, subject: &Subject) {
    match subject {
        Subject::Person(person) => to.bytes(person.as_bytes()),
        Subject::Everyone => to.null(),
    };
}

fn write_epoch(to: &mut Writer, epoch: &EpochOp) {
    to.array(3).bytes(&epoch.commitment).bytes(&epoch.boxes.0).array(epoch.previous.len());
    for previous in &epoch.previous {
        to.array(2).bytes(&previous.epoch.0).bytes(&previous.sealed);
    }
}

/// Reads one op. An introduction must be genuine for `team`, and a record named by the author.
pub(super) fn read(
    from: &mut Reader<'_>,
    team: TeamId,
    device_key: &[u8; 32],
) -> Result<Op, CborError> {
    from.array_of(2)?;
    let code = u8::try_from(from.uint()?).map_err(|_| CborError)?;
    let payload = &mut Reader::new(from.bytes()?);
    let op = match code {
        0..=7 => read_team_op(code, payload, team)?,
        8..=14 => read_record_op(code, payload)?,
        15 => Op::Withdraw { invitation: payload.fixed()? },
        16 => Op::Uses {
            record: RecordId::from_bytes(payload.fixed()?),
            epoch: EntryId(payload.fixed()?),
            sealed: payload.fixed()?,
        },
        17 => Op::UsesStand,
        _ => return Ok(Op::Unknown { code }),
    };
    payload.end()?;
    match &op {
        Op::Create { record, nonce, .. } if *record != record_id(device_key, nonce) => {
            Err(CborError)
        }
        _ => Ok(op),
    }
}

fn read_team_op(code: u8, from: &mut Reader<'_>, team: TeamId) -> Result<Op, CborError> {
    let genuine = |from: &mut Reader<'_>| {
        let who = introduction::read(from)?;
        if introduction::is_genuine(&who, team) { Ok(who) } else { Err(CborError) }
    };
    Ok(match code {
        0 => Op::Genesis { name: text(from)?, owner: genuine(from)?, epoch: epoch(from)? },
        1 => Op::Invite { invitation: from.fixed()?, mail: text(from)?, boxes: blob(from)? },
        2 => Op::Admit { who: genuine(from)?, invitation: from.fixed()? },
        3 => Op::Remove { person: PersonId::from_bytes(from.fixed()?) },
        4 => Op::NameOwner { person: PersonId::from_bytes(from.fixed()?) },
        5 => Op::Device { who: genuine(from)? },
        6 => Op::LoseDevice { device: DeviceId::from_bytes(from.fixed()?) },
        _ => Op::RenewTeamKey { epoch: epoch(from)? },
    })
}

fn read_record_op(code: u8, from: &mut Reader<'_>) -> Result<Op, CborError> {
    let record = RecordId::from_bytes(from.fixed()?);
    Ok(match code {
        8 => {
            let nonce = from.fixed()?;
            let kind = match from.uint()? {
                0 => RecordKind::Credential,
                1 => RecordKind::Variable,
                _ => return Err(CborError),
            };
            Op::Create { record, nonce, kind, epoch: epoch(from)? }
        }
        9 => Op::Grant {
            record,
            to: subject(from)?,
            role: role(from)?,
            may_see: from.bool()?,
            boxes: blob(from)?,
        },
        10 => Op::Revoke { record, from: subject(from)? },
        11 => Op::RenewKey { record, epoch: epoch(from)? },
        12 => Op::Put {
            record,
            epoch: EntryId(from.fixed()?),
            blob: blob(from)?,
            needs: from.list(|from| Ok(RecordId::from_bytes(from.fixed()?)))?,
        },
        13 => Op::Delete { record },
        _ => Op::Read { record, report: blob(from)? },
    })
}

fn text(from: &mut Reader<'_>) -> Result<String, CborError> {
    let text = from.text()?;
    if text.len() > LONGEST_NAME { Err(CborError) } else { Ok(text.to_owned()) }
}

fn blob(from: &mut Reader<'_>) -> Result<BlobId, CborError> {
    Ok(BlobId(from.fixed()?))
}

fn subject(from: &mut Reader<'_>) -> Result<Subject, CborError> {
    if from.is_null() {
        return Ok(Subject::Everyone);
    }
    Ok(Subject::Person(PersonId::from_bytes(from.fixed()?)))
}

fn role(from: &mut Reader<'_>) -> Result<RecordRole, CborError> {
    let number = usize::try_from(from.uint()?).map_err(|_| CborError)?;
    RecordRole::ALL.get(number).copied().ok_or(CborError)
}

fn epoch(from: &mut Reader<'_>) -> Result<EpochOp, CborError> {
    from.array_of(3)?;
    let (commitment, boxes) = (from.fixed()?, blob(from)?);
    let previous = from.list(|from| {
        from.array_of(2)?;
        Ok(Previous { epoch: EntryId(from.fixed()?), sealed: from.bytes()?.to_vec() })
    })?;
    Ok(EpochOp { commitment, boxes, previous })
}

/// The name of a record that the device with `device_key` begins.
#[must_use]
pub(crate) fn record_id(device_key: &[u8; 32], nonce: &[u8; 16]) -> RecordId {
    let hash = crate::aead::sha256(&[b"credenza/1/record-id", device_key, nonce]);
    RecordId::from_bytes(crate::identity::first_half(hash))
}
