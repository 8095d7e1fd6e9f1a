// Search as you type: fetches the list of results that the server renders and puts it into the page.
import { addCopyButtons } from "./copy.js";
import { say, sentence } from "./status.js";

/** How long the fingers must rest before a search, in milliseconds. */
const PAUSE_MS = 120;
/** Longest query in a title, in characters, as in the titles that the server writes. */
const MAX_TITLE = 40;

/**
 * @param {HTMLFormElement} form
 * @param {HTMLElement} results
 */
export function searchAsYouType(form, results) {
  const input = /** @type {HTMLInputElement} */ (form.elements.namedItem("q"));
  let composing = false;
  let timer = 0;
  /** Number of the last request; answers to earlier ones come too late. */
  let latest = 0;
  let shown = addressOf(form);
  let aborter = new AbortController();

  input.addEventListener("compositionstart", () => {
    composing = true;
    clearTimeout(timer);
  });
  input.addEventListener("compositionend", () => {
    composing = false;
    soon();
  });
  form.addEventListener("input", (event) => {
    // While an input method composes, the box holds pinyin letters, not what is meant.
    const isComposing = composing || (event instanceof InputEvent && event.isComposing);
    if (!isComposing) soon();
  });
  input.addEventListener("keydown", (event) => {
    // Enter that ends a composition chooses characters; some browsers give it key code 229 only.
    if (event.key === "Enter" && (composing || event.isComposing || event.keyCode === 229)) event.preventDefault();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!composing) now();
  });

  function soon() {
    clearTimeout(timer);
    timer = window.setTimeout(now, PAUSE_MS);
  }

  async function now() {
    clearTimeout(timer);
    const address = addressOf(form);
    if (address === shown) return;
    shown = address;
    latest += 1;
    const mine = latest;
    aborter.abort();
    aborter = new AbortController();
    try {
      const answer = await fetch(withFragment(address), { signal: aborter.signal });
      const html = await answer.text();
      if (mine !== latest) return;
      if (answer.ok) show(html, address);
      else showFailure(sentence("refused", String(answer.status)));
    } catch (_unreachable) {
      if (mine === latest) showFailure(sentence("offline"));
    }
  }

  /**
   * Shows why there is no answer, in place of the answer to an earlier text: its pairs would pass for this one's.
   *
   * @param {Node[]} reason
   */
  function showFailure(reason) {
    // The next key, or Enter, tries again, with the same text too.
    shown = "";
    const notice = document.createElement("p");
    notice.className = "notice failure";
    notice.append(...reason);
    results.textContent = "";
    results.append(notice);
    say(notice.textContent || "");
  }

  /**
   * @param {string} html rendered and escaped by the server
   * @param {string} address
   */
  function show(html, address) {
    results.innerHTML = html;
    addCopyButtons(results);
    history.replaceState(history.state, "", address);
    document.title = `${shortened(input.value.trim()) || form.dataset.title} · ${form.dataset.site}`;
    for (const link of form.querySelectorAll("a.chip")) {
      // What a chip takes away is one limit, not what was typed since.
      if (!(link instanceof HTMLAnchorElement)) continue;
      const target = new URL(link.href);
      target.searchParams.set("q", input.value);
      link.href = target.pathname + target.search;
    }
    for (const link of document.querySelectorAll("a[data-language]")) {
      if (!(link instanceof HTMLAnchorElement)) continue;
      const target = new URL(link.href);
      target.searchParams.set("back", address);
      link.href = target.pathname + target.search;
    }
    const count = document.getElementById("count");
    if (count) say(count.textContent || "");
  }
}

/**
 * Returns as much of a query as a title takes.
 *
 * @param {string} query
 * @returns {string}
 */
function shortened(query) {
  const signs = Array.from(query);
  return signs.length > MAX_TITLE ? `${signs.slice(0, MAX_TITLE).join("")}…` : query;
}

/**
 * Returns the address that the form leads to; empty choices are left out.
 *
 * @param {HTMLFormElement} form
 * @returns {string}
 */
function addressOf(form) {
  const query = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string" && value !== "") query.append(name, value);
  }
  const text = query.toString();
  return text ? `/?${text}` : "/";
}

/**
 * @param {string} address
 * @returns {string}
 */
function withFragment(address) {
  return address + (address.includes("?") ? "&" : "?") + "fragment=results";
}
