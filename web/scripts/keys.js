// Keys: `/` returns to the search box, the arrows move through the results, Esc clears.

/** Where the reader's wish to have no one-letter shortcut is kept (WCAG 2.1.4). */
const WISH = "shanjar-slash";

/**
 * @param {HTMLFormElement} form
 * @param {HTMLElement} results
 */
export function moveThroughResults(form, results) {
  const input = /** @type {HTMLInputElement} */ (form.elements.namedItem("q"));

  input.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229) return;
    if (event.key === "ArrowDown") {
      focusOn(links(results)[0], event);
    } else if (event.key === "Escape" && input.value !== "") {
      event.preventDefault();
      input.value = "";
      input.dispatchEvent(new Event("input", { bubbles: true }));
    }
  });
  results.addEventListener("keydown", (event) => {
    const all = links(results);
    const at = all.indexOf(/** @type {HTMLElement} */ (event.target));
    if (at < 0) return;
    if (event.key === "ArrowDown") focusOn(all[at + 1], event);
    else if (event.key === "ArrowUp") focusOn(at === 0 ? input : all[at - 1], event);
    else if (event.key === "Home") focusOn(all[0], event);
    else if (event.key === "End") focusOn(all[all.length - 1], event);
    else if (event.key === "Escape") focusOn(input, event);
  });
}

/** Makes `/` return to the search box, unless the reader switched that off. */
export function returnToBoxBySlash() {
  const choice = document.getElementById("shortcut");
  const input = document.getElementById("q");
  let wanted = read() !== "off";
  if (choice instanceof HTMLInputElement) {
    choice.checked = wanted;
    choice.addEventListener("change", () => {
      wanted = choice.checked;
      write(wanted ? "on" : "off");
    });
  }
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (!wanted || isEditable(event.target)) return;
    event.preventDefault();
    if (input instanceof HTMLInputElement) {
      input.focus();
      input.select();
    } else {
      location.assign("/");
    }
  });
}

/**
 * @param {HTMLElement} results
 * @returns {HTMLElement[]}
 */
function links(results) {
  return Array.from(results.querySelectorAll(".meant a, a.name, .examples a, .more a"));
}

/**
 * @param {HTMLElement | undefined} element
 * @param {KeyboardEvent} event
 */
function focusOn(element, event) {
  if (!element) return;
  event.preventDefault();
  element.focus();
}

/**
 * @param {EventTarget | null} target
 * @returns {boolean}
 */
function isEditable(target) {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName);
}

/** @returns {string | null} */
function read() {
  try {
    return localStorage.getItem(WISH);
  } catch (_refused) {
    return null;
  }
}

/** @param {string} value */
function write(value) {
  try {
    localStorage.setItem(WISH, value);
  } catch (_refused) {
    // Without storage the choice holds for this page only.
  }
}
