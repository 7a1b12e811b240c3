//! Compiles the tables beside this file into what the program opens: `$OUT_DIR/knowledge.bin`.
//!
//! The code is the program's own, so that a user's table (`--actors`) is read by the same rules.

use std::path::{Path, PathBuf};

#[path = "image/mod.rs"]
mod image;
#[allow(dead_code, unused_imports)]
#[path = "../../model/mod.rs"]
mod model;

const OFFICES: &str = "offices.tsv";
const ROLES: &str = "roles.tsv";

fn main() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/entities/knowledge");
    let out = PathBuf::from(std::env::var_os("OUT_DIR").expect("cargo sets OUT_DIR")).join("knowledge.bin");
    let read = |name: &str| {
        let path = folder.join(name);
        println!("cargo::rerun-if-changed={}", path.display());
        std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    };
    println!("cargo::rerun-if-changed={}", folder.join("build.rs").display());
    println!("cargo::rerun-if-changed={}", folder.join("image").display());
    let roles = read(ROLES);
    let tables = image::TABLES.map(|name| (name, read(name)));
    let offices = read(OFFICES);
    match compile(&roles, &tables, &offices) {
        Ok(bytes) => std::fs::write(&out, bytes).unwrap_or_else(|error| panic!("{}: {error}", out.display())),
        Err(errors) => {
            for error in &errors {
                println!("cargo::error=src/entities/knowledge/{error}");
            }
            std::process::exit(1);
        }
    }
}

fn compile(roles: &str, tables: &[(&str, String)], offices: &str) -> Result<Vec<u8>, Vec<image::Error>> {
    let mut compiler = image::Compiler::new(image::read_roles(ROLES, roles).map_err(|error| vec![error])?);
    for (name, text) in tables {
        compiler.add_table(name, text);
    }
    compiler.add_offices(OFFICES, offices);
    compiler.finish()
}
