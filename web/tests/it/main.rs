//! The real web server, started for each test; in front of the real API, or of a peer that misbehaves on purpose.
mod app;
mod assets;
mod budget;
mod catalog;
mod headers;
mod kept;
mod login;
mod pages;
mod panel;
mod proxy;
mod shop;
mod traces;
mod upstream;
