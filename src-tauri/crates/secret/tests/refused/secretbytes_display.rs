fn needs<T: std::fmt::Display>() {}

fn main() {
    needs::<credenza_secret::SecretBytes>();
}
