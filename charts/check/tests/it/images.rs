//! The images' recipes: what any builder reads, and what the result may do.
use check::{printed, text};

const FILES: [&str; 2] = ["Dockerfile.api", "Dockerfile.web"];

#[test]
fn hadolint_has_nothing_to_complain_of() {
    printed("hadolint", &FILES);
}

#[test]
fn the_classic_builder_reads_them_too() {
    for file in FILES {
        let text = text(file);
        for new in ["# syntax=", "--mount", "--link", "<<", "--chmod", "--exclude", "--parents /"] {
            assert!(!text.contains(new), "{file}: {new}");
        }
    }
}

#[test]
fn they_build_test_and_pack_the_least() {
    for file in FILES {
        let text = text(file);
        for needed in [
            "cargo chef cook",
            "cargo build --locked --release",
            "AS test",
            "cargo test --locked",
            "USER 65532:65532",
            "HEALTHCHECK",
            "org.opencontainers.image.version",
            "gcr.io/distroless/static-debian12:nonroot",
            "${BASE_IMAGE}${BASE_DIGEST}",
            "${RUST_IMAGE}${RUST_DIGEST}",
        ] {
            assert!(text.contains(needed), "{file}: {needed}");
        }
        let packed = text.rsplit("FROM ${BASE_IMAGE}").next().unwrap();
        assert!(
            packed.contains("COPY --from=test") && !packed.contains("\nRUN"),
            "{file}: only what was tested is packed, without a shell"
        );
    }
}

#[test]
fn nothing_that_is_secret_or_large_is_sent_to_the_builder() {
    let ignored = text(".dockerignore");
    for path in [".git", ".env", "target", "data", "**/node_modules"] {
        assert!(ignored.lines().any(|line| line == path), "{path}");
    }
}
