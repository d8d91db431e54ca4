//! Key pairs in the credentials file of Amazon's command line: `[profile]`, then lines
//! `aws_access_key_id = …`, `aws_secret_access_key = …` and possibly `aws_session_token = …`.

use credenza_secret::Secret;

use super::Account;

/// The key pair of the profile `name` in a credentials file; none when it has no whole one.
#[must_use]
pub fn profile(file: &Secret, name: &str) -> Option<Account> {
    let (mut inside, mut key_id, mut secret, mut session) = (false, None, None, None);
    // EXPOSE: the key pair is taken out of the file.
    for line in file.expose().lines().map(str::trim) {
        if let Some(section) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            inside = section.trim() == name;
        } else if let Some((key, value)) = line.split_once('=').filter(|_| inside) {
            let value = value.trim();
            match key.trim() {
                "aws_access_key_id" => key_id = Some(value.to_owned()),
                "aws_secret_access_key" => secret = Some(Secret::new(value.to_owned())),
                "aws_session_token" => session = Some(Secret::new(value.to_owned())),
                _ => {}
            }
        }
    }
    Some(Account { key_id: key_id?, secret: secret?, session })
}
