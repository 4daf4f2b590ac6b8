//! Writes what each member cluster gets into `manifests/karmada/members/`; `scripts/members` runs it.
use check::{
    karmada::{MEMBERS, file, member},
    root,
};
use std::fs;

fn main() -> std::io::Result<()> {
    for (cluster, _) in MEMBERS {
        fs::write(root().join(file(cluster)), member(cluster))?;
    }
    Ok(())
}
