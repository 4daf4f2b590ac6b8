//! Bodega.
fn main() {}
