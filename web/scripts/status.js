// Says something to the reader without moving the focus: politely to whoever listens, and where it can be seen.

/** Where the value stands in a sentence of the page: one sign, which no marking of languages can take apart. */
const PLACE = "\uFFFC";
/** How long a sentence stays to be seen, in milliseconds. */
const SHOWN_MS = 8000;

let timer = 0;

/**
 * Says a text that the page shows anyway, to those who listen only.
 *
 * @param {string} text
 */
export function say(text) {
  put([document.createTextNode(text)], false);
}

/**
 * Says one of the page's own sentences, and shows it for a while.
 *
 * @param {"copied" | "not-copied"} name
 * @param {string} text what stands in it at its place
 * @param {string} lang the language of `text`
 */
export function saySentence(name, text, lang) {
  put(sentence(name, text, lang), true);
}

/**
 * Returns one of the page's own sentences as it stands in the page, each language marked as such.
 *
 * @param {"copied" | "not-copied" | "offline" | "refused"} name
 * @param {string} [text] what stands in it at its place
 * @param {string} [lang] the language of `text`, if it is not that of the sentence
 * @returns {Node[]}
 */
export function sentence(name, text, lang) {
  const template = document.getElementById(`say-${name}`);
  if (!(template instanceof HTMLTemplateElement)) return [];
  const said = document.importNode(template.content, true);
  const walker = document.createTreeWalker(said, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const at = (node.nodeValue || "").indexOf(PLACE);
    if (at < 0 || !(node instanceof Text)) continue;
    const place = node.splitText(at);
    place.splitText(PLACE.length);
    const value = document.createElement("span");
    value.textContent = text || "";
    if (lang) value.lang = lang;
    if (lang === "bo") value.className = "bo";
    place.replaceWith(value);
    break;
  }
  return Array.from(said.childNodes);
}

/**
 * @param {Node[]} nodes
 * @param {boolean} isShown
 */
function put(nodes, isShown) {
  const region = document.getElementById("said");
  if (!region) return;
  clearTimeout(timer);
  region.textContent = "";
  region.append(...nodes);
  region.classList.toggle("unseen", !isShown);
  if (isShown) timer = window.setTimeout(() => region.classList.add("unseen"), SHOWN_MS);
}
