//! What a program weighs once it is compressed depends on what stands beside what. Compilers make many functions that do the
//! same, for types that differ in nothing but their names, and write them down in no order.
use super::alike;
use std::collections::HashMap;
use wasm_encoder::{
    CodeSection, FunctionSection, Module,
    reencode::{Error, Reencode},
};
use wasmparser::{CodeSectionReader, FunctionBody, FunctionSectionReader, Parser, Payload, TypeRef};

type Result<T> = std::result::Result<T, Error>;

/// The same program with one function for all that do the same, and with those side by side that are alike.
pub fn tidy(program: &[u8]) -> Result<Vec<u8>> {
    let mut functions = Functions::of(program)?;
    // Those that call different ones of what has become one may have become one, too.
    while functions.join()? {}
    functions.sort();
    let mut module = Module::new();
    functions.parse_core_module(&mut module, Parser::new(0), program)?;
    Ok(module.finish())
}

/// The functions of a program. Imported ones come first, and stay.
#[derive(Default)]
struct Functions<'a> {
    imported: usize,
    types: Vec<u32>,
    bodies: Vec<FunctionBody<'a>>,
    /// The numbers of those that are written down, in their order.
    kept: Vec<u32>,
    /// By which number each one goes.
    numbers: Vec<u32>,
}

impl<'a> Functions<'a> {
    fn of(program: &'a [u8]) -> Result<Self> {
        let mut functions = Self::default();
        for part in Parser::new(0).parse_all(program) {
            match part? {
                Payload::ImportSection(imports) => {
                    for import in imports.into_imports() {
                        functions.imported += usize::from(matches!(import?.ty, TypeRef::Func(_)));
                    }
                }
                Payload::FunctionSection(types) => {
                    functions.types = types.into_iter().collect::<std::result::Result<_, _>>()?;
                }
                Payload::CodeSectionEntry(body) => functions.bodies.push(body),
                _ => {}
            }
        }
        let numbers = 0_u32..;
        functions.numbers = numbers.take(functions.imported + functions.bodies.len()).collect();
        functions.kept = functions.numbers[functions.imported..].to_vec();
        Ok(functions)
    }

    /// The place of a function of the program's own.
    fn place(&self, number: u32) -> usize {
        number as usize - self.imported
    }

    fn type_of(&self, number: u32) -> u32 {
        self.types[self.place(number)]
    }

    /// What a function does, with the others called by their present numbers.
    fn content(&mut self, number: u32) -> Result<Vec<u8>> {
        let body = self.bodies[self.place(number)].clone();
        let mut content = self.new_function_with_parsed_locals(&body)?;
        let mut instructions = body.get_operators_reader()?;
        while !instructions.eof() {
            content.instruction(&self.parse_instruction(&mut instructions)?);
        }
        Ok(content.into_raw_body())
    }

    /// Lets those that do the same go by one number; tells whether there were any.
    fn join(&mut self) -> Result<bool> {
        let (mut first, mut joined) = (HashMap::new(), HashMap::new());
        for number in self.kept.clone() {
            let one = *first.entry((self.type_of(number), self.content(number)?)).or_insert(number);
            if one != number {
                joined.insert(number, one);
            }
        }
        self.kept.retain(|number| !joined.contains_key(number));
        for number in &mut self.numbers {
            *number = *joined.get(number).unwrap_or(number);
        }
        Ok(!joined.is_empty())
    }

    fn alike(&self, numbers: &[u32]) -> Vec<u32> {
        let bodies: Vec<&[u8]> = numbers.iter().map(|number| self.bodies[self.place(*number)].as_bytes()).collect();
        alike::order(&bodies).into_iter().map(|place| numbers[place]).collect()
    }

    /// Gives new numbers, by which those of one type, and of these those that are alike, follow each other.
    fn sort(&mut self) {
        let mut kept = std::mem::take(&mut self.kept);
        kept.sort_by_key(|number| (self.type_of(*number), self.bodies[self.place(*number)].as_bytes()));
        let of_type = kept.chunk_by(|one, other| self.type_of(*one) == self.type_of(*other));
        let kept: Vec<u32> = of_type.flat_map(|numbers| self.alike(numbers)).collect();
        let own = self.numbers[..self.imported].iter().chain(&kept);
        let new: HashMap<u32, u32> = own.copied().zip(0..).collect();
        for number in &mut self.numbers {
            *number = new[number];
        }
        self.kept = kept;
    }
}

impl Reencode for Functions<'_> {
    type Error = std::convert::Infallible;

    fn function_index(&mut self, number: u32) -> Result<u32> {
        Ok(self.numbers[number as usize])
    }

    fn parse_function_section(&mut self, section: &mut FunctionSection, _: FunctionSectionReader<'_>) -> Result<()> {
        for number in &self.kept {
            section.function(self.type_of(*number));
        }
        Ok(())
    }

    fn parse_code_section(&mut self, section: &mut CodeSection, _: CodeSectionReader<'_>) -> Result<()> {
        for number in self.kept.clone() {
            section.raw(&self.content(number)?);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::tidy;
    use walrus::{FunctionBuilder, FunctionId, Module, ValType};

    /// A function that gives a number; or what others give.
    fn giving(module: &mut Module, number: i32, called: &[FunctionId]) -> FunctionId {
        let mut function = FunctionBuilder::new(&mut module.types, &[], &[ValType::I32]);
        let mut body = function.func_body();
        for each in called {
            body.call(*each).drop();
        }
        body.i32_const(number);
        function.finish(Vec::new(), &mut module.funcs)
    }

    #[test]
    fn functions_that_do_the_same_become_one_and_those_that_call_them_too() {
        let mut module = Module::default();
        let inner = [1, 1, 2].map(|number| giving(&mut module, number, &[]));
        let outer = inner.map(|inner| giving(&mut module, 3, &[inner]));
        for (name, function) in ["first", "same", "other"].into_iter().zip(outer) {
            module.exports.add(name, function);
        }
        let tidied = Module::from_buffer(&tidy(&module.emit_wasm()).unwrap()).unwrap();
        assert_eq!(tidied.funcs.iter().count(), 4);
        let [first, same, other] = ["first", "same", "other"].map(|name| tidied.exports.get_func(name).unwrap());
        assert!(first == same && first != other);
    }
}
