//! The wire layer: documents are read, written, converted and edited.

#![cfg(feature = "serde")]
#![allow(clippy::unwrap_used, reason = "in a test, an unwrap is an assertion")]

mod any_plan;
mod documents;
mod edit;

mod actions;
mod any_json;
mod any_product;
mod beside_schedules;
mod broken;
mod convert;
mod convert_rows;
mod counts;
mod detection;
mod dialects;
mod document_rows;
mod edit_rows;
mod editing;
mod editing_forms;
mod editing_products;
mod errors;
mod formats;
mod idle_windows;
mod json;
mod losses;
mod odd_documents;
mod places;
mod plans;
mod products;
mod reading;
mod round_trips;
mod schema;
mod unseen;
mod writing;
