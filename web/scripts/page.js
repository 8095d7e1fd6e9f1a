// Wires the parts of a page together. Everything here adds to a page that works without it.
import { addCopyButtons, copyFields } from "./copy.js";
import { moveThroughResults, returnToBoxBySlash } from "./keys.js";
import { searchAsYouType } from "./search.js";

for (const element of document.querySelectorAll(".needs-script")) {
  if (element instanceof HTMLElement) element.hidden = false;
}
addCopyButtons(document.body);
copyFields();
returnToBoxBySlash();

const form = document.querySelector("form.search");
const results = document.getElementById("results");
if (form instanceof HTMLFormElement && results) {
  searchAsYouType(form, results);
  moveThroughResults(form, results);
}
