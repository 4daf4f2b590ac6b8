//! Where pictures are kept, if not in the data folder.
use super::{Secret, secret::given};
use std::path::PathBuf;

/// Settings of the picture store.
#[derive(Clone, Debug, clap::Args)]
pub struct S3 {
    /// Where an S3 store is, such as `https://s3.eu-west-1.amazonaws.com`; without it pictures are kept in the data folder.
    #[arg(id = "s3_endpoint", long = "s3-endpoint", env = "S3_ENDPOINT", global = true)]
    pub endpoint: Option<String>,
    /// Its region; stores of one's own take any name.
    #[arg(id = "s3_region", long = "s3-region", env = "S3_REGION", default_value = "us-east-1", global = true)]
    pub region: String,
    /// The bucket for pictures; made when it is not there.
    #[arg(id = "s3_bucket", long = "s3-bucket", env = "S3_BUCKET", default_value = "bodega", global = true)]
    pub bucket: String,
    /// The access key.
    #[arg(id = "s3_access_key", long = "s3-access-key", env = "S3_ACCESS_KEY", hide_env_values = true, global = true)]
    pub access_key: Option<Secret>,
    /// File that holds it instead.
    #[arg(
        id = "s3_access_key_file",
        long = "s3-access-key-file",
        env = "S3_ACCESS_KEY_FILE",
        conflicts_with = "s3_access_key",
        global = true
    )]
    pub access_key_file: Option<PathBuf>,
    /// The secret key that belongs to it.
    #[arg(id = "s3_secret_key", long = "s3-secret-key", env = "S3_SECRET_KEY", hide_env_values = true, global = true)]
    pub secret_key: Option<Secret>,
    /// File that holds it instead.
    #[arg(
        id = "s3_secret_key_file",
        long = "s3-secret-key-file",
        env = "S3_SECRET_KEY_FILE",
        conflicts_with = "s3_secret_key",
        global = true
    )]
    pub secret_key_file: Option<PathBuf>,
    /// Name the bucket in the path, as most stores of one's own want it, instead of in the host's name.
    #[arg(id = "s3_path_style", long = "s3-path-style", env = "S3_PATH_STYLE", global = true, num_args = 0..=1, default_missing_value = "true", default_value_t = false, action = clap::ArgAction::Set)]
    pub path_style: bool,
}

impl S3 {
    /// The access key and the secret key.
    ///
    /// # Errors
    /// In one line: which is missing or cannot be read.
    pub fn keys(&self) -> anyhow::Result<(Secret, Secret)> {
        let access = given("S3_ACCESS_KEY", self.access_key.as_ref(), self.access_key_file.as_deref())?;
        let secret = given("S3_SECRET_KEY", self.secret_key.as_ref(), self.secret_key_file.as_deref())?;
        let needed = |name: &str| anyhow::anyhow!("{name} must be set where S3_ENDPOINT is");
        Ok((access.ok_or_else(|| needed("S3_ACCESS_KEY"))?, secret.ok_or_else(|| needed("S3_SECRET_KEY"))?))
    }
}
