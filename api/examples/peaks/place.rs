//! What is measured: both programs, and a shop in them.
use crate::{
    Settings,
    program::Program,
    question::Question,
    server::{Server, credentials, sent},
    work::{self, NUMBER, Work},
};
use anyhow::Context;
use reqwest::Method;
use serde_json::json;
use shared::{Page, product::Product};
use std::{
    path::{Path, PathBuf},
    process::Command,
    sync::Arc,
};
use uuid::Uuid;

/// How many products the catalogue has.
const PUBLIC: usize = 50;
/// How many others there are, to book.
const OTHERS: usize = 1000;
const PICTURE: &[u8] = include_bytes!("../../../docs/panel.png");
const FORM: &str = "application/x-www-form-urlencoded";
const JSON: &str = "application/json";

/// A shop that is there.
pub struct Shop {
    /// Where the address of its picture ends.
    pub picture: String,
    data: PathBuf,
    products: Vec<Uuid>,
}

impl Shop {
    /// Opens it in this folder, with products and a picture.
    ///
    /// # Errors
    /// When the API does not do what it should.
    pub async fn open(api: &Path, data: &Path) -> anyhow::Result<Self> {
        let server = Server::open(api, data).await?;
        let mut first = None;
        for number in 0..PUBLIC {
            let (code, name) = (format!("L-{number}"), format!("Café molido de la casa {number}"));
            let product = json!({ "code": code, "name": name, "price_minor": 495, "opening_quantity": 10 });
            first = first.or(Some(server.add(&product).await?.id));
        }
        let mut products = Vec::with_capacity(OTHERS);
        for number in 0..OTHERS {
            products.push(server.add_many_of(number).await?.id);
        }
        let list: Page<Product> = serde_json::from_slice(&sent(server.get("/api/v1/products?limit=20")).await?)?;
        anyhow::ensure!(list.items.len() == 20, "the list is not as long as it should be");
        let path = format!("/api/v1/products/{}/image", first.context("no product")?);
        let shown = server.call(Method::PUT, &path).header("content-type", "image/png").body(PICTURE);
        let shown: Product = serde_json::from_slice(&sent(shown).await?)?;
        server.program.stop()?;
        Ok(Self { picture: shown.image.context("no picture")?.url, data: data.to_owned(), products })
    }
}

/// The programs, as they run.
pub struct Place {
    /// The API.
    pub server: Server,
    /// The pages, if there is a program for them.
    pub pages: Option<Program>,
}

impl Place {
    /// Starts both, on the data of this shop.
    ///
    /// # Errors
    /// When one does not get ready.
    pub async fn start(settings: &Settings, shop: &Shop) -> anyhow::Result<Self> {
        let server = Server::start(&settings.api, &shop.data).await?;
        let mut web = Command::new(&settings.web);
        web.env("API_URL", format!("http://{}/api", server.program.address)).env("SITE", &settings.site);
        let pages = settings.web.exists().then(|| Program::start(&mut web)).transpose()?;
        Ok(Self { server, pages })
    }

    /// The catalogue's first page, which everybody may see.
    pub fn catalogue(&self) -> Question {
        self.question("/api/v1/catalog/products?limit=20", "")
    }

    /// The first page of the shop's own list.
    pub fn list(&self) -> Question {
        self.question("/api/v1/products?limit=20", &self.server.token)
    }

    /// A picture.
    pub fn picture(&self, shop: &Shop) -> Question {
        self.question(&shop.picture, "")
    }

    /// The home page, if there are pages.
    pub fn home(&self) -> Option<Question> {
        let pages = self.pages.as_ref()?;
        let servers = vec![pages.id, self.server.program.id];
        Some(Question { address: pages.address.clone(), path: "/".to_owned(), token: String::new(), servers })
    }

    fn question(&self, path: &str, token: &str) -> Question {
        let Program { address, id, .. } = &self.server.program;
        Question { address: address.clone(), path: path.to_owned(), token: token.to_owned(), servers: vec![*id] }
    }

    /// Signing in, always the same person.
    ///
    /// # Errors
    /// When the address is none.
    pub fn logins(&self) -> anyhow::Result<Arc<Work>> {
        self.posts("", ["/api/v1/auth/login".to_owned()], (FORM, &credentials()))
    }

    /// Opening shops.
    ///
    /// # Errors
    /// When the address is none.
    pub fn registrations(&self) -> anyhow::Result<Arc<Work>> {
        let email = format!("n{NUMBER}@load.example");
        let shop = json!({ "email": email, "password": "siete tejas en el pozo", "name": "Nadia Roca" });
        self.posts("", ["/api/v1/auth/register".to_owned()], (JSON, &shop.to_string()))
    }

    /// Adding products.
    ///
    /// # Errors
    /// When the address is none.
    pub fn creations(&self) -> anyhow::Result<Arc<Work>> {
        let code = format!("C-{NUMBER}");
        let product = json!({ "code": code, "name": "Producto nuevo", "price_minor": 250, "opening_quantity": 5 });
        self.posts(&self.server.token, ["/api/v1/products".to_owned()], (JSON, &product.to_string()))
    }

    /// Taking one piece of one product after the other.
    ///
    /// # Errors
    /// When the address is none.
    pub fn bookings(&self, shop: &Shop) -> anyhow::Result<Arc<Work>> {
        let paths = shop.products.iter().map(|id| format!("/api/v1/products/{id}/movements"));
        self.posts(&self.server.token, paths, (JSON, &json!({ "kind": "sale", "quantity": 1 }).to_string()))
    }

    fn posts(
        &self,
        token: &str,
        paths: impl IntoIterator<Item = String>,
        body: (&str, &str),
    ) -> anyhow::Result<Arc<Work>> {
        let address = &self.server.program.address;
        let requests = paths.into_iter().map(|path| work::post(address, &path, token, body));
        Ok(Arc::new(Work::of(address, requests)?))
    }

    /// Ends both.
    ///
    /// # Errors
    /// When one cannot be told to.
    pub fn stop(self) -> anyhow::Result<()> {
        self.pages.map_or(Ok(()), Program::stop)?;
        self.server.program.stop()
    }
}
