fn needs<T: Clone>() {}

fn main() {
    needs::<credenza_secret::SecretBytes>();
}
