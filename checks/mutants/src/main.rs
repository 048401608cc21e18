//! Rewrites source files so that one build has all mutants in it, and the environment of a process says which of them
//! is in force there.
//!
//! `mutants-check LIST ROOT`: LIST is what `cargo mutants --list --json` prints, each with an `id`; the files below ROOT
//! are rewritten in place. Where two mutants of an operator are numbers 7 and 8,
//!
//! ```text
//!     a + b    becomes    match (a, b) { (l, r) => if on(7) { l - r } else if on(8) { l * r } else { l + r } }
//! ```
//!
//! An operator that binds more or less tightly than the one in its place groups what is around it anew, as it would in
//! the text: of `a && b && c` the mutant at the first one is `a || (b && c)`, and it stands beside the whole.
//!
//! A function whose body is replaced begins with `if on(9) { return 0; }`, an arm that is deleted has the guard
//! `!on(10)`. While constants are evaluated nothing is in force.

use std::collections::{BTreeSet, HashMap};
use std::path::Path;

use proc_macro2::{LineColumn, TokenStream};
use quote::ToTokens;
use serde_json::Value;
use syn::spanned::Spanned;
use syn::visit_mut::{VisitMut, visit_arm_mut, visit_block_mut, visit_expr_mut};
use syn::{Arm, BinOp, Block, Expr, ExprBinary, ExprStruct, File, Member, Stmt, UnOp, parse_quote};

/// Where a mutant is, and of which kind: the line and the column, both from 1, at which what changes begins. Of a
/// function's body it is where the function ends.
type Key = (String, usize, usize);

struct Mutant {
    id: u32,
    replacement: String,
}

struct Weave {
    mutants: HashMap<Key, Vec<Mutant>>,
    woven: BTreeSet<u32>,
}

impl Weave {
    fn take(&mut self, genre: &str, at: LineColumn) -> Vec<Mutant> {
        self.mutants.remove(&(genre.to_owned(), at.line, at.column + 1)).unwrap_or_default()
    }

    /// `original`, or what a mutant makes of it; a mutant that is no code here is left out.
    fn choice(
        &mut self,
        mutants: Vec<Mutant>,
        original: Expr,
        mutated: impl Fn(&str) -> Option<Expr>,
    ) -> Expr {
        let mut choice = original;
        for mutant in mutants.into_iter().rev() {
            let Some(changed) = mutated(&mutant.replacement) else { continue };
            let id = mutant.id;
            self.woven.insert(id);
            choice = parse_quote!(if crate::mutants::on(#id) { #changed } else { #choice });
        }
        choice
    }

    fn binary(&mut self, binary: &ExprBinary, mutants: Vec<Mutant>) -> Option<Expr> {
        let ExprBinary { left, right, op, .. } = binary;
        let with = |op: &str| syn::parse_str::<BinOp>(op).ok();
        let is_assignment = op.to_token_stream().to_string().ends_with('=')
            && !matches!(op, BinOp::Eq(_) | BinOp::Ne(_) | BinOp::Le(_) | BinOp::Ge(_));
        Some(match op {
            BinOp::And(_) | BinOp::Or(_) => {
                if has_let(left) || has_let(right) {
                    return None;
                }
                let choice = self.choice(mutants, parse_quote!(l #op #right), |changed| {
                    let op = with(changed)?;
                    Some(parse_quote!(l #op #right))
                });
                parse_quote!((match #left { l => #choice }))
            }
            BinOp::Eq(_) | BinOp::Ne(_) | BinOp::Lt(_) | BinOp::Le(_) | BinOp::Gt(_) | BinOp::Ge(_) => {
                let choice = self.choice(mutants, parse_quote!(*l #op *r), |changed| {
                    let op = with(changed)?;
                    Some(parse_quote!(*l #op *r))
                });
                parse_quote!((match (&(#left), &(#right)) { (l, r) => #choice }))
            }
            _ if is_assignment => {
                let choice = self.choice(mutants, parse_quote!(#left #op #right), |changed| {
                    let op = with(changed)?;
                    Some(parse_quote!(#left #op #right))
                });
                parse_quote!(({ #choice }))
            }
            _ => {
                let choice = self.choice(mutants, parse_quote!(l #op r), |changed| {
                    let op = with(changed)?;
                    Some(parse_quote!(l #op r))
                });
                parse_quote!((match (#left, #right) { (l, r) => #choice }))
            }
        })
    }

    /// The mutants of a chain of operators that group it anew, each with the whole chain as it is then.
    fn regrouped(&mut self, chain: &Expr) -> Vec<(u32, Option<Expr>)> {
        let mut parts = Vec::new();
        flatten(chain, &mut parts);
        let mut regrouped = Vec::new();
        for (index, at) in parts
            .iter()
            .enumerate()
            .filter_map(|(index, part)| Some((index, part.as_ref().err()?.span().start())))
        {
            let key = ("BinaryOperator".to_owned(), at.line, at.column + 1);
            let Some(mutants) = self.mutants.get_mut(&key) else { continue };
            mutants.retain(|mutant| {
                let Ok(op) = syn::parse_str::<BinOp>(&mutant.replacement) else { return true };
                let mut text = TokenStream::new();
                for (place, part) in parts.iter().enumerate() {
                    match part {
                        Ok(operand) => operand.to_tokens(&mut text),
                        Err(_) if place == index => op.to_tokens(&mut text),
                        Err(other) => other.to_tokens(&mut text),
                    }
                }
                let changed = syn::parse2::<Expr>(text).ok();
                let is_alike = changed.as_ref().is_some_and(|changed| shape(changed) == shape(chain));
                if !is_alike {
                    regrouped.push((mutant.id, changed));
                }
                is_alike
            });
        }
        regrouped
    }

    fn structure(&mut self, given: &ExprStruct, places: &[LineColumn]) -> Expr {
        let mut whole: Expr = given.clone().into();
        for (index, &place) in places.iter().enumerate() {
            for mutant in self.take("StructField", place) {
                let mut lacking = given.clone();
                lacking.fields = lacking
                    .fields
                    .into_pairs()
                    .enumerate()
                    .filter(|(i, _)| *i != index)
                    .map(|(_, pair)| pair)
                    .collect();
                let id = mutant.id;
                self.woven.insert(id);
                whole = parse_quote!((if crate::mutants::on(#id) { #lacking } else { #whole }));
            }
        }
        whole
    }
}

/// The operands of a chain of operators, and the operators between them.
fn flatten(expr: &Expr, parts: &mut Vec<Result<Expr, BinOp>>) {
    if let Expr::Binary(binary) = expr {
        flatten(&binary.left, parts);
        parts.push(Err(binary.op));
        flatten(&binary.right, parts);
    } else {
        parts.push(Ok(expr.clone()));
    }
}

/// How a chain of operators is grouped, whichever they are.
fn shape(expr: &Expr) -> String {
    match expr {
        Expr::Binary(binary) => format!("({} {})", shape(&binary.left), shape(&binary.right)),
        _ => "_".to_owned(),
    }
}

/// Whether an `if let` condition is among the operands of `&&`.
fn has_let(expr: &Expr) -> bool {
    match expr {
        Expr::Let(_) => true,
        Expr::Binary(binary) if matches!(binary.op, BinOp::And(_)) => {
            has_let(&binary.left) || has_let(&binary.right)
        }
        _ => false,
    }
}

impl VisitMut for Weave {
    fn visit_block_mut(&mut self, block: &mut Block) {
        let end = block.brace_token.span.close().end();
        visit_block_mut(self, block);
        for mutant in self.take("FnValue", end) {
            let text = if mutant.replacement.trim() == "()" {
                "return;".to_owned()
            } else {
                format!("return {};", mutant.replacement)
            };
            let Ok(back) = syn::parse_str::<Stmt>(&text) else { continue };
            let id = mutant.id;
            self.woven.insert(id);
            block.stmts.insert(0, parse_quote!(if crate::mutants::on(#id) { #back }));
        }
    }

    fn visit_arm_mut(&mut self, arm: &mut Arm) {
        let begin = arm.span().start();
        let guard_at = arm.guard.as_ref().map(|(_, guard)| guard.span().start());
        visit_arm_mut(self, arm);
        if let (Some((_, guard)), Some(at)) = (&mut arm.guard, guard_at) {
            for mutant in self.take("MatchArmGuard", at) {
                let id = mutant.id;
                self.woven.insert(id);
                **guard = if mutant.replacement == "true" {
                    parse_quote!((crate::mutants::on(#id) || (#guard)))
                } else {
                    parse_quote!((!crate::mutants::on(#id) && (#guard)))
                };
            }
        }
        for mutant in self.take("MatchArm", begin) {
            let id = mutant.id;
            self.woven.insert(id);
            arm.guard = Some(match arm.guard.take() {
                Some((token, guard)) => (token, parse_quote!((!crate::mutants::on(#id) && (#guard)))),
                None => (Default::default(), parse_quote!(!crate::mutants::on(#id))),
            });
        }
    }

    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        let regrouped = if matches!(expr, Expr::Binary(_)) { self.regrouped(expr) } else { Vec::new() };
        let is_condition = has_let(expr);
        let operator = match expr {
            Expr::Binary(binary) => Some(binary.op.span().start()),
            Expr::Unary(unary) => Some(unary.op.span().start()),
            _ => None,
        };
        let places: Vec<LineColumn> = match expr {
            Expr::Struct(given) if given.rest.is_some() => given
                .fields
                .iter()
                .map(|field| match &field.member {
                    Member::Named(name) => name.span().start(),
                    Member::Unnamed(index) => index.span.start(),
                })
                .collect(),
            _ => Vec::new(),
        };
        visit_expr_mut(self, expr);
        match (&*expr, operator) {
            (Expr::Binary(binary), Some(at)) => {
                let mutants = self.take("BinaryOperator", at);
                if !mutants.is_empty()
                    && let Some(choice) = self.binary(&binary.clone(), mutants)
                {
                    *expr = choice;
                }
            }
            (Expr::Unary(unary), Some(at)) => {
                let mutants = self.take("UnaryOperator", at);
                let (op, operand) = (unary.op, &unary.expr);
                if !mutants.is_empty() && !matches!(op, UnOp::Deref(_)) {
                    let operand = operand.clone();
                    let choice = self.choice(mutants, parse_quote!(#op l), |_| Some(parse_quote!(l)));
                    *expr = parse_quote!((match #operand { l => #choice }));
                }
            }
            (Expr::Struct(given), _) if !places.is_empty() => *expr = self.structure(&given.clone(), &places),
            _ => {}
        }
        for (id, changed) in regrouped {
            if let Some(changed) = changed.filter(|_| !is_condition) {
                self.woven.insert(id);
                *expr = parse_quote!((if crate::mutants::on(#id) { #changed } else { #expr }));
            }
        }
    }
}

/// The module that knows which mutant is in force: that of `MUTANT`, read once.
fn switch() -> File {
    parse_quote! {
        //! Which mutant is in force.
        #![allow(missing_docs, reason = "generated")]
        use core::sync::atomic::{AtomicU32, Ordering::Relaxed};
        use std::io::Write as _;

        const UNKNOWN: u32 = u32::MAX;
        const RECORDING: u32 = u32::MAX - 1;
        static CHOSEN: AtomicU32 = AtomicU32::new(UNKNOWN);
        static REACHED: [AtomicU32; 16_384] = [const { AtomicU32::new(0) }; 16_384];

        #[inline(always)]
        pub(crate) const fn on(id: u32) -> bool {
            core::intrinsics::const_eval_select((id,), never, chosen)
        }
        const fn never(_: u32) -> bool {
            false
        }
        #[inline]
        fn chosen(id: u32) -> bool {
            let chosen = CHOSEN.load(Relaxed);
            if chosen >= RECORDING { seldom(id) } else { chosen == id }
        }
        #[cold]
        fn seldom(id: u32) -> bool {
            let number = |name| std::env::var(name).ok().and_then(|text| text.parse().ok());
            if CHOSEN.load(Relaxed) == UNKNOWN {
                let chosen = if std::env::var_os("MUTANTS_REACHED").is_some() { RECORDING } else { number("MUTANT").unwrap_or(0) };
                CHOSEN.store(chosen, Relaxed);
                if chosen != RECORDING {
                    return chosen == id;
                }
            }
            if REACHED[id as usize].swap(1, Relaxed) == 0
                && let Some(path) = std::env::var_os("MUTANTS_REACHED")
                && let Ok(mut file) = std::fs::OpenOptions::new().append(true).create(true).open(path)
            {
                let _ = file.write_all(std::format!("{id}\n").as_bytes());
            }
            false
        }
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [list, root] = arguments.as_slice() else { return Err("usage: mutants-check LIST ROOT".into()) };
    let list: Vec<Value> = serde_json::from_str(&std::fs::read_to_string(list)?)?;
    let mut files: HashMap<String, HashMap<Key, Vec<Mutant>>> = HashMap::new();
    for mutant in &list {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let genre = text(&mutant["genre"]);
        let place =
            if genre == "FnValue" { &mutant["function"]["span"]["end"] } else { &mutant["span"]["start"] };
        let number = |value: &Value| value.as_u64().unwrap_or_default() as usize;
        let key = (genre, number(&place["line"]), number(&place["column"]));
        let id = number(&mutant["id"]) as u32;
        let in_file = files.entry(text(&mutant["file"])).or_default();
        in_file.entry(key).or_default().push(Mutant { id, replacement: text(&mutant["replacement"]) });
    }
    let mut woven = BTreeSet::new();
    for (name, mutants) in files {
        let path = Path::new(root).join(&name);
        let mut file = syn::parse_file(&std::fs::read_to_string(&path)?)?;
        let mut weave = Weave { mutants, woven: BTreeSet::new() };
        weave.visit_file_mut(&mut file);
        std::fs::write(&path, prettyplease::unparse(&file))?;
        woven.append(&mut weave.woven);
    }
    let path = Path::new(root).join("src/lib.rs");
    let mut library = syn::parse_file(&std::fs::read_to_string(&path)?)?;
    library.attrs.push(parse_quote!(#![feature(core_intrinsics, const_eval_select)]));
    library.attrs.push(parse_quote!(#![allow(warnings, arithmetic_overflow, unconditional_panic)]));
    library.items.push(parse_quote!(
        mod mutants;
    ));
    std::fs::write(&path, prettyplease::unparse(&library))?;
    std::fs::write(Path::new(root).join("src/mutants.rs"), prettyplease::unparse(&switch()))?;
    println!("{}", serde_json::to_string(&woven)?);
    Ok(())
}
