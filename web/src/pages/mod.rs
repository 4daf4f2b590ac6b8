//! One file per page, named as in the address bar.
mod account;
mod account_sessions;
mod account_shop;
mod catalog;
mod catalog_item;
mod login;
mod not_found;
mod on_demand;
mod panel;
mod product;
mod product_form;
mod products;
mod products_row;
mod register;
mod status;
mod team;
mod team_person;

pub use catalog::Catalog;
pub use catalog_item::CatalogItem;
pub use not_found::NotFound;
pub use on_demand::{ACCOUNT, LOGIN, PRODUCT_EDIT, PRODUCT_NEW, REGISTER, STATUS, TEAM};
pub use panel::Panel;
pub use product::ProductPage;
pub use products::Products;

use leptos::prelude::ReadUntracked;
use leptos_router::hooks::use_params_map;
use uuid::Uuid;

/// The id in the address, if it is one.
fn id_of_path() -> Option<Uuid> {
    use_params_map().read_untracked().get("id").and_then(|id| id.parse().ok())
}
