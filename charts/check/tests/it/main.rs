//! What people get who install Bodega: each promise of chart, manifests and compose file is looked up in what they become.
mod agree;
mod availability;
mod canary;
mod chart;
mod compose;
mod database;
mod images;
mod logging;
mod manifests;
mod mesh;
mod network;
mod readers;
mod rules;
mod security;
mod settings;
