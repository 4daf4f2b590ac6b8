/** Until the page is taken over its links are plain links: the program hears of every click, but could not follow it yet. */
const stop = (event) => event.stopImmediatePropagation();
addEventListener('click', stop, true);
/** What people fill in meanwhile counts, and so does what they did before this came: the program sets some fields to what it
 * knows, and hears of nothing that was before it. So afterwards each of these fields says again what is in it. */
const content = ({ type }) => /checkbox|radio/.test(type) ? 'checked' : 'value';
const atFirst = (field) => field.options ? ([...field.options].find((one) => one.defaultSelected) ?? field.options[0])?.value
    : content(field) === 'checked' ? field.defaultChecked : field.defaultValue;
const filled = new Map();
const note = ({ target }) => filled.set(target, target[content(target)]);
for (const target of document.querySelectorAll('input, select, textarea')) {
    if (target[content(target)] !== atFirst(target)) note({ target });
}
addEventListener('input', note, true);
async function takenOver() {
    removeEventListener('click', stop, true);
    removeEventListener('input', note, true);
    for (const [field, was] of filled) {
        if (field[content(field)] !== was) field[content(field)] = was;
        for (const type of ['input', 'change']) field.dispatchEvent(new Event(type, { bubbles: true }));
        await new Promise((next) => setTimeout(next));
    }
}
