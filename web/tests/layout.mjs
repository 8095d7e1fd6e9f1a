// What of a page is cut or sticks out; each is evaluated in the page.

/** Latin words in the heads of tables that are cut by the end of a line. */
export function brokenWords() {
  const found = [];
  for (const head of document.querySelectorAll("main .wide-table thead th")) {
    const walker = document.createTreeWalker(head, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      for (const word of node.nodeValue.matchAll(/[A-Za-z]+/g)) {
        const range = document.createRange();
        range.setStart(node, word.index);
        range.setEnd(node, word.index + word[0].length);
        if (range.getClientRects().length > 1) found.push(word[0]);
      }
    }
  }
  return found;
}

/** Fields that stick out of the column of the page; what scrolls in a box of its own does not. */
export function fieldsOutside() {
  const main = document.querySelector("main");
  const edge = main.getBoundingClientRect().right - parseFloat(getComputedStyle(main).paddingRight);
  const fields = Array.from(main.querySelectorAll("input:not([type=hidden]), select, textarea"));
  const isOutside = (field) => !field.closest(".wide-table") && field.getBoundingClientRect().right > edge + 1;
  return fields.filter(isOutside).map((field) => field.name);
}
