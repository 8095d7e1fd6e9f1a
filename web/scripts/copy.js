// Buttons that copy a term: exactly the stored code points, not what the page shows.
import { saySentence } from "./status.js";

/**
 * Puts a button behind every term below `root` that can be copied.
 *
 * @param {HTMLElement} root
 */
export function addCopyButtons(root) {
  for (const term of root.querySelectorAll("[data-copy]")) {
    if (!(term instanceof HTMLElement)) continue;
    const template = document.getElementById(term.lang === "bo" ? "copy-bo" : "copy-zh");
    if (!(template instanceof HTMLTemplateElement)) continue;
    const button = template.content.cloneNode(true).firstChild;
    if (!(button instanceof HTMLButtonElement)) continue;
    const text = term.dataset.copy || "";
    button.addEventListener("click", () => copy(text, term.lang));
    // Not into the term itself, which may stand in a link: a button there could not be reached.
    const place = term.closest(".copyable");
    if (place) place.append(button);
  }
}

/** Makes each button that copies the text of a field do so. */
export function copyFields() {
  for (const button of document.querySelectorAll("button[data-copies]")) {
    if (!(button instanceof HTMLButtonElement)) continue;
    const field = document.getElementById(button.dataset.copies || "");
    if (!(field instanceof HTMLTextAreaElement)) continue;
    button.addEventListener("click", () => {
      copy(field.value, button.dataset.saidLang || "", button.dataset.said);
    });
  }
}

/**
 * @param {string} text
 * @param {string} lang the language of what is said
 * @param {string} [said] what is said to be copied, if not the text itself
 */
async function copy(text, lang, said) {
  const copied = (await copyByClipboard(text)) || copyBySelection(text);
  saySentence(copied ? "copied" : "not-copied", said || text, lang);
}

/**
 * @param {string} text
 * @returns {Promise<boolean>}
 */
async function copyByClipboard(text) {
  // On plain http://, as on a court's own network, browsers have no clipboard.
  if (!navigator.clipboard) return false;
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch (_refused) {
    return false;
  }
}

/**
 * The old way, which also works on plain http://.
 *
 * @param {string} text
 * @returns {boolean}
 */
function copyBySelection(text) {
  const focused = document.activeElement;
  const field = document.createElement("textarea");
  field.value = text;
  field.className = "unseen";
  field.setAttribute("aria-hidden", "true");
  document.body.append(field);
  field.select();
  let copied = false;
  try {
    copied = document.execCommand("copy");
  } catch (_refused) {
    copied = false;
  }
  field.remove();
  if (focused instanceof HTMLElement) focused.focus();
  return copied;
}
