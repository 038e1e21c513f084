//! The dependencies between modules of a crate: a file that uses a name of another file depends on it. If a third file
//! re-exports the name, the dependency is on the file that defines it. Declaring a module is not a dependency.
//!
//! Files are read as text: paths that begin with `crate`, `self`, `super`, a module of the file, or a name that a `use`
//! imports. Tests are left out.

mod source;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use self::source::Source;
use super::package::Package;
use crate::result::Result;

/// A module: the names of its path from the crate's root, which is empty.
type Module = Vec<String>;

type Arrows = BTreeMap<Module, BTreeSet<Module>>;

pub(super) fn faults(packages: &[Package]) -> Result<Vec<String>> {
    let mut faults = Vec::new();
    for Package { name, folder, .. } in packages {
        let mut files = BTreeMap::new();
        collect(&folder.join("src"), &mut files)?;
        let arrows = arrows(&files);
        println!("{name} has {} modules", files.len());
        for circle in circles(&arrows) {
            faults.push(format!("{name}: a circle of {}: {}", shown(&circle), within(&arrows, &circle)));
        }
    }
    Ok(faults)
}

/// All modules below a `src` folder, without those of tests.
fn collect(src: &Path, files: &mut BTreeMap<Module, Source>) -> Result {
    let root = ["lib.rs", "main.rs"].map(|name| src.join(name)).into_iter().find(|path| path.is_file());
    let Some(root) = root else { return Ok(()) };
    let mut open = vec![(Module::new(), root, src.to_owned())];
    while let Some((module, file, folder)) = open.pop() {
        let text = fs::read_to_string(&file).map_err(|error| format!("{}: {error}", file.display()))?;
        let source = Source::read(&text);
        for child in &source.modules {
            let path = [folder.join(format!("{child}.rs")), folder.join(child).join("mod.rs")];
            if let Some(path) = path.into_iter().find(|path| path.is_file()) {
                let module = module.iter().chain([child]).cloned().collect();
                open.push((module, path, folder.join(child)));
            }
        }
        files.insert(module, source);
    }
    Ok(())
}

fn arrows(files: &BTreeMap<Module, Source>) -> Arrows {
    let to = |module: &Module, source: &Source| {
        let named = source.paths.iter().filter_map(|path| home(files, module, path, 0));
        named.filter(|home| home != module).collect()
    };
    files.iter().map(|(module, source)| (module.clone(), to(module, source))).collect()
}

/// The most re-exports of a name that are followed.
const DEPTH: u8 = 8;

/// The module that defines what `path` names in `module`; `None` if it is in another crate, or if `path` names `module`
/// itself.
fn home(files: &BTreeMap<Module, Source>, module: &Module, path: &[String], depth: u8) -> Option<Module> {
    let (mut at, rest) = start(files, module, path)?;
    let mut rest = rest;
    while let Some((first, others)) = rest.split_first() {
        let child: Module = at.iter().chain([first]).cloned().collect();
        if !files.contains_key(&child) {
            break;
        }
        (at, rest) = (child, others);
    }
    let (first, others) = rest.split_first()?;
    let brought = files[&at].brought.get(first).filter(|brought| depth < DEPTH && *brought != path);
    match brought {
        Some(brought) => {
            let whole: Vec<_> = brought.iter().chain(others).cloned().collect();
            home(files, &at, &whole, depth + 1)
        }
        None => Some(at),
    }
}

/// The module at which a path begins, and the rest of the path.
fn start<'a>(
    files: &BTreeMap<Module, Source>,
    module: &Module,
    path: &'a [String],
) -> Option<(Module, &'a [String])> {
    let (first, rest) = path.split_first()?;
    match first.as_str() {
        "crate" => Some((Module::new(), rest)),
        "self" => Some((module.clone(), rest)),
        "super" => {
            let ups = 1 + rest.iter().take_while(|name| *name == "super").count();
            let parent = module.len().checked_sub(ups)?;
            Some((module[..parent].to_vec(), &rest[ups - 1..]))
        }
        first => {
            let source = &files[module];
            let is_ours = source.modules.contains(first) || source.brought.contains_key(first);
            is_ours.then(|| (module.clone(), path))
        }
    }
}

/// The modules of each cycle.
fn circles(arrows: &Arrows) -> Vec<Vec<Module>> {
    let reach: BTreeMap<_, _> = arrows.keys().map(|module| (module, reached(arrows, module))).collect();
    let mut circles: Vec<Vec<Module>> = Vec::new();
    for module in arrows.keys() {
        let is_known = circles.iter().any(|circle| circle.contains(module));
        if is_known || !reach[module].contains(module) {
            continue;
        }
        let back = |other: &&Module| reach.get(other).is_some_and(|reached| reached.contains(module));
        circles.push(reach[module].iter().filter(back).cloned().collect());
    }
    circles
}

fn reached(arrows: &Arrows, from: &Module) -> BTreeSet<Module> {
    let (mut seen, mut open) = (BTreeSet::new(), vec![from]);
    while let Some(module) = open.pop() {
        for next in arrows.get(module).into_iter().flatten() {
            if seen.insert(next.clone()) {
                open.push(next);
            }
        }
    }
    seen
}

fn shown(circle: &[Module]) -> String {
    circle.iter().map(name).collect::<Vec<_>>().join(", ")
}

/// The dependencies within a cycle.
fn within(arrows: &Arrows, circle: &[Module]) -> String {
    let of = |from: &Module| {
        let to: Vec<_> = arrows[from].iter().filter(|to| circle.contains(to)).map(name).collect();
        format!("{} -> {}", name(from), to.join(" "))
    };
    circle.iter().map(of).collect::<Vec<_>>().join("; ")
}

fn name(module: &Module) -> String {
    if module.is_empty() { "crate".to_owned() } else { module.join("::") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn circles_of(files: &[(&str, &str)]) -> Vec<String> {
        let module =
            |path: &str| path.split("::").filter(|name| !name.is_empty()).map(str::to_owned).collect();
        let files = files.iter().map(|(path, text)| (module(path), Source::read(text))).collect();
        circles(&arrows(&files)).iter().map(|circle| shown(circle)).collect()
    }

    #[test]
    fn two_files_that_name_each_other_are_a_circle() {
        let files = [("", "mod a;\nmod b;"), ("a", "use crate::b::B;"), ("b", "fn f() { super::a::g() }")];
        assert_eq!(circles_of(&files), ["a, b"]);
        let files =
            [("", "mod a;\nmod b;"), ("a", "use crate::b::B;"), ("b", "/// See [`crate::a::A`].\nfn f() {}")];
        assert_eq!(circles_of(&files), [""; 0]);
    }

    #[test]
    fn a_child_that_names_its_parent_is_a_circle_if_the_parent_names_it() {
        let files = [("", "mod a;"), ("a", "mod b;\nfn f() { b::g() }"), ("a::b", "use super::{f, h};")];
        assert_eq!(circles_of(&files), ["a, a::b"]);
        let files = [("", "mod a;"), ("a", "mod b;\npub use b::g;"), ("a::b", "use super::{f, h};")];
        assert_eq!(circles_of(&files), ["a, a::b"]);
    }

    #[test]
    fn a_name_that_was_handed_on_belongs_to_where_it_was_written() {
        let files = [
            ("", "mod a;"),
            ("a", "mod b;\nmod error;\npub use self::error::E;\nuse self::b::f;\nfn g() { f() }"),
            ("a::b", "use super::E;"),
            ("a::error", "pub enum E {}"),
        ];
        assert_eq!(circles_of(&files), [""; 0]);
    }

    #[test]
    fn tests_have_no_arrows() {
        let files = [
            ("", "mod a;"),
            ("a", "mod b;\nuse b::B;"),
            ("a::b", "#[cfg(test)]\nmod tests {\nuse super::super::f;\n}"),
        ];
        assert_eq!(circles_of(&files), [""; 0]);
    }
}
