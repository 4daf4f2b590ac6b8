/** Loads the chunks of pages that come on demand: `needed` says which pieces each of them needs. Small pieces come in one file
 * and are named by it and their own name. Each piece is fetched and linked with the program once, and again after a failure. */
function loaders(needed) {
    const known = {};
    const once = (name, make) => known[name] ??= make().catch((error) => {
        delete known[name];
        throw error;
    });
    const link = (piece) => once(piece, async () => {
        const [file, part] = piece.split('#');
        const imports = { __wasm_split: wasm };
        const fetched = () => fetch(new URL(file, import.meta.url));
        if (!part) return WebAssembly.instantiateStreaming(fetched(), imports);
        const parts = await once(file, () => WebAssembly.compileStreaming(fetched()));
        return WebAssembly.instantiate(WebAssembly.Module.customSections(parts, part)[0], imports);
    });
    const loader = (pieces) => async (callback, data) => {
        let came = true;
        await Promise.all(pieces.map(link)).catch((error) => {
            console.error(error);
            came = false;
        });
        wasm.__indirect_function_table.get(callback)(data, came);
    };
    return Object.fromEntries(Object.entries(needed).map(([chunk, pieces]) => [`__wasm_split_load_${chunk}`, loader(pieces)]));
}
