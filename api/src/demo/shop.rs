//! Opening a demo shop: people, products, pictures, and some days of business.
use super::paint::{self, Shape};
use crate::{
    db::{audit::By, movements, product_new, products, shops, users},
    image::Picture,
    state::State,
};
use anyhow::Context;
use shared::{
    movement::{Kind, NewMovement},
    product::{NewProduct, Product},
    session::Registration,
    shop::ShopPatch,
    user::{NewUser, Role},
};
use uuid::Uuid;

/// A person of a demo shop.
pub struct Person {
    /// What the person is called.
    pub name: &'static str,
    /// To sign in with.
    pub email: &'static str,
}

/// A demo shop.
pub struct Shop {
    /// What it is called.
    pub name: &'static str,
    /// Its currency.
    pub currency: &'static str,
    /// The catalogue shows exact quantities.
    pub shows_quantity: bool,
    /// Runs it.
    pub owner: Person,
    /// The others, from manager down to viewer.
    pub team: &'static [Person],
    /// What it sells.
    pub items: &'static [Item],
}

/// A product of a demo shop.
pub struct Item {
    /// Its code.
    pub code: &'static str,
    /// What it is called.
    pub name: &'static str,
    /// More about it.
    pub description: &'static str,
    /// Price in the smallest unit.
    pub price: i64,
    /// What one of it is.
    pub unit: &'static str,
    /// On hand at the start.
    pub opening: i64,
    /// At or below this it is low.
    pub min: Option<i64>,
    /// How it is drawn; without one it has no picture.
    pub shape: Option<(Shape, u16)>,
}

/// An item in one line: code, name, description, price and unit, opening quantity and minimum, shape.
pub const fn item(
    code: &'static str,
    name: &'static str,
    description: &'static str,
    (price, unit): (i64, &'static str),
    (opening, min): (i64, Option<i64>),
    shape: Option<(Shape, u16)>,
) -> Item {
    Item { code, name, description, price, unit, opening, min, shape }
}

impl Shop {
    /// Everybody with a role: the owner, then a manager, a clerk and a viewer as far as there are people.
    pub fn people(&self) -> impl Iterator<Item = (&Person, Role)> {
        let roles = [Role::Manager, Role::Clerk, Role::Viewer];
        std::iter::once((&self.owner, Role::Owner)).chain(self.team.iter().zip(roles))
    }
}

/// Opens the shop. `number` makes barcodes differ between shops.
pub async fn open(state: &State, shop: &Shop, number: usize, password_hash: &str) -> anyhow::Result<()> {
    let registration = Registration {
        email: shop.owner.email.into(),
        name: shop.owner.name.into(),
        password: String::new(),
        shop_name: Some(shop.name.into()),
        currency: Some(shop.currency.into()),
    };
    let me = shops::register(&state.db, registration, password_hash.into()).await?;
    let patch = ShopPatch { shows_quantity: Some(shop.shows_quantity), ..ShopPatch::default() };
    let owner = By { shop: me.shop.id, user: me.user.id, name: None, request_id: None };
    shops::update(&state.db, &owner, patch).await?;
    let mut people = vec![me.user.id];
    for (person, role) in shop.people().skip(1) {
        let new = NewUser { email: person.email.into(), name: person.name.into(), password: String::new(), role };
        people.push(users::create(&state.db, &owner, new, password_hash.into()).await?.id);
    }
    for (at, person) in people.iter().enumerate() {
        let picture = take_in(state, *person, Shape::Face, hue(number * 5 + at)).await?;
        users::set_picture(&state.db, &owner, *person, Some(picture.key)).await?;
    }
    for (at, item) in shop.items.iter().enumerate() {
        let product = add(state, &owner, item, number * 100 + at).await?;
        // Clerks do the daily business; where there is none, the owner does.
        let clerk = By { user: *people.get(2).unwrap_or(&owner.user), ..owner.clone() };
        trade(state, &clerk, &product, at).await?;
    }
    Ok(())
}

async fn add(state: &State, owner: &By, item: &Item, number: usize) -> anyhow::Result<Product> {
    let new = NewProduct {
        code: item.code.into(),
        name: item.name.into(),
        barcode: Some(barcode(number)),
        description: item.description.into(),
        price_minor: item.price,
        unit: item.unit.into(),
        min_quantity: item.min,
        is_public: true,
        opening_quantity: item.opening,
    };
    let product = product_new::create(&state.db, owner, new, None).await?.fresh.context("nothing was added")?;
    let Some((shape, hue)) = item.shape else { return Ok(product) };
    let picture = take_in(state, product.id, shape, hue).await?;
    Ok(products::set_image(&state.db, owner, product.id, Some(picture.key)).await?.0)
}

async fn take_in(state: &State, owner: Uuid, shape: Shape, hue: u16) -> anyhow::Result<Picture> {
    let drawn = paint::png(shape, hue)?;
    let picture = state.images.take_in(owner, drawn).await?;
    picture.keep(&state.storage).await?;
    Ok(picture)
}

/// Some movements a product, different ones from one to the next; every ninth is sold out, the last one is archived.
async fn trade(state: &State, clerk: &By, product: &Product, at: usize) -> anyhow::Result<()> {
    let days: &[(Kind, i64, &str)] = match at % 4 {
        0 => &[(Kind::Sale, 2, ""), (Kind::Sale, 1, ""), (Kind::Receive, 6, "Albarán")],
        1 => &[(Kind::Receive, 4, "Albarán"), (Kind::Sale, 3, ""), (Kind::Damage, 1, "Roto al colocar")],
        2 => &[(Kind::Sale, 1, ""), (Kind::Return, 1, "Cambio de talla o modelo"), (Kind::Sale, 2, "")],
        _ => &[(Kind::Issue, 1, "Muestra en el mostrador"), (Kind::Sale, 2, "")],
    };
    let mut left = product.quantity;
    for (day, (kind, quantity, note)) in days.iter().enumerate() {
        let reference = if *kind == Kind::Receive { format!("A-{}", 1000 + at * 7 + day) } else { String::new() };
        let (kind, quantity, note) = (*kind, *quantity, (*note).into());
        if left + kind.delta(quantity) >= 0 {
            left += kind.delta(quantity);
            let new = NewMovement { kind, quantity, seen_seq: None, note, reference };
            movements::create(&state.db, clerk, product.id, new, None).await?;
        }
    }
    if at % 9 == 4 && left > 0 {
        let (note, reference) = (String::new(), String::new());
        let rest = NewMovement { kind: Kind::Sale, quantity: left, seen_seq: None, note, reference };
        movements::create(&state.db, clerk, product.id, rest, None).await?;
    }
    if at == 19 {
        products::archive(&state.db, clerk, product.id, None).await?;
    }
    Ok(())
}

/// A barcode of the range kept for a shop's own use, with its check digit (GS1 General Specifications, 7.9).
fn barcode(number: usize) -> String {
    let digits = format!("20{number:010}");
    let weighted = |(at, digit): (usize, u32)| digit * if at % 2 == 0 { 1 } else { 3 };
    let sum: u32 = digits.chars().filter_map(|c| c.to_digit(10)).enumerate().map(weighted).sum();
    format!("{digits}{}", (10 - sum % 10) % 10)
}

fn hue(number: usize) -> u16 {
    u16::try_from(number * 67 % 360).unwrap_or_default()
}
