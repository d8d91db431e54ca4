fn needs<T: PartialEq>() {}

fn main() {
    needs::<credenza_secret::SecretBytes>();
}
