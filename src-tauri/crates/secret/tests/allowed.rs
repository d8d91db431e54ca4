//! The negative control of `refused`: what a secret may do compiles.
use credenza_secret::{Secret, SecretBytes};

fn main() {
    let _ = Secret::new(String::from("x")).expose().len();
    let _ = SecretBytes::new(vec![1]).expose().len();
}
