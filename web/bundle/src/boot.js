/** Until the page is taken over its links are plain links: the program hears of every click, but could not follow it yet. */
const stop = (event) => event.stopImmediatePropagation();
addEventListener('click', stop, true);
/** What people fill in meanwhile counts, and so does what they did before this came: the program sets some fields to what it
 * knows, and hears of nothing that was before it. So afterwards each of these fields says again what is in it. */
const content = ({ type }) => /checkbox|radio/.test(type) ? 'checked' : 'value';
const atFirst = (field) => field.options ? ([...field.options].find((one) => one.defaultSelected) ?? field.options[0])?.value
    : content(field) === 'checked' ? field.defaultChecked : field.defaultValue;
const filled = new Map();
const note = ({ target }) => {
    // The last one filled in is the last one said: of some fields only one can be chosen.
    filled.delete(target);
    filled.set(target, target[content(target)]);
};
for (const target of document.querySelectorAll('input, select, textarea')) {
    if (target[content(target)] !== atFirst(target)) note({ target });
}
addEventListener('input', note, true);
async function takenOver() {
    removeEventListener('click', stop, true);
    removeEventListener('input', note, true);
    // Who goes on filling in a field is heard by the program itself.
    let isOurs = false;
    const newer = ({ target }) => isOurs || filled.delete(target);
    addEventListener('input', newer, true);
    for (const [field, was] of filled) {
        if (field.type !== 'file' && field[content(field)] !== was) field[content(field)] = was;
        isOurs = true;
        for (const type of ['input', 'change']) field.dispatchEvent(new Event(type, { bubbles: true }));
        isOurs = false;
        await new Promise((next) => setTimeout(next));
    }
    removeEventListener('input', newer, true);
}
