/** Loads the chunks of pages that come on demand: `needed` says which files each of them needs. Each file is fetched and
 * linked with the program once, and again after a failure. */
function loaders(needed) {
    const linked = {};
    const link = (file) => linked[file] ??= WebAssembly
        .instantiateStreaming(fetch(new URL(file, import.meta.url)), { __wasm_split: wasm })
        .catch((error) => {
            delete linked[file];
            throw error;
        });
    const loader = (files) => async (callback, data) => {
        let came = true;
        await Promise.all(files.map(link)).catch((error) => {
            console.error(error);
            came = false;
        });
        wasm.__indirect_function_table.get(callback)(data, came);
    };
    return Object.fromEntries(Object.entries(needed).map(([chunk, files]) => [`__wasm_split_load_${chunk}`, loader(files)]));
}
