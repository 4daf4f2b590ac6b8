//! One file per page, named as in the address bar.
mod account;
mod account_sessions;
mod account_shop;
mod audit;
mod catalog;
mod catalog_item;
mod count;
mod import;
mod import_columns;
mod import_result;
mod import_rows;
mod import_work;
mod journal;
mod labels;
mod login;
mod not_found;
mod on_demand;
mod panel;
mod product;
mod product_edits;
mod product_fields;
mod product_form;
mod product_merge;
mod product_save;
mod products;
mod products_archive;
mod products_bulk;
mod products_change;
mod products_figures;
mod products_filters;
mod products_refresh;
mod products_row;
mod products_table;
mod products_view;
mod register;
mod status;
mod team;
mod team_person;
mod webhook;
mod webhook_deliveries;
mod webhook_secret;

pub use catalog::{Catalog, ShopPage};
pub use catalog_item::CatalogItem;
pub use not_found::NotFound;
pub use on_demand::{
    ACCOUNT, AUDIT, COUNT, IMPORT, JOURNAL, LABELS, LOGIN, PRODUCT, PRODUCT_EDIT, PRODUCT_NEW, REGISTER, STATUS, TEAM,
    WEBHOOK,
};
pub use panel::Panel;
pub use products::Products;

use leptos::prelude::ReadUntracked;
use leptos_router::hooks::use_params_map;
use uuid::Uuid;

/// The id in the address, if it is one.
fn id_of_path() -> Option<Uuid> {
    use_params_map().read_untracked().get("id").and_then(|id| id.parse().ok())
}
