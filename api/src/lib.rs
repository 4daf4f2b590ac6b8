//! Bodega.
