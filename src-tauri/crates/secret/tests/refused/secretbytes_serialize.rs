fn needs<T: serde::Serialize>() {}

fn main() {
    needs::<credenza_secret::SecretBytes>();
}
