fn needs<T: std::fmt::Debug>() {}

fn main() {
    needs::<credenza_secret::Secret>();
}
