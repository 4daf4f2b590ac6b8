/** Until the page is taken over its links are plain links: the program hears of every click, but could not follow it yet. */
const stop = (event) => event.stopImmediatePropagation();
addEventListener('click', stop, true);
function takenOver() {
    removeEventListener('click', stop, true);
}
