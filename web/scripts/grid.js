// Moves through tables of fields by arrow keys, and takes what is copied from a spreadsheet. Without script they are plain
// forms.

for (const table of document.querySelectorAll("table[data-grid]")) {
  if (table instanceof HTMLTableElement) makeGrid(table);
}

/**
 * @param {HTMLTableElement} table
 */
function makeGrid(table) {
  table.addEventListener("keydown", (event) => {
    // The keys of whoever is choosing a candidate belong to the input method.
    if (event.isComposing || event.keyCode === 229 || event.ctrlKey || event.metaKey || event.altKey) return;
    const place = placeOf(table, event.target);
    const step = place && stepOf(event, place.field);
    if (!place || !step) return;
    const next = fieldFrom(table, place.row, place.column, step);
    event.preventDefault();
    if (next) focus(next);
  });
  table.addEventListener("paste", (event) => {
    const place = placeOf(table, event.target);
    const text = event.clipboardData ? event.clipboardData.getData("text/plain") : "";
    const rows = cellsOf(text);
    // One value is pasted as everywhere.
    if (!place || (rows.length < 2 && rows[0].length < 2)) return;
    event.preventDefault();
    paste(table, place, rows);
  });
}

/**
 * Fills the fields from a place on. What does not fit is told, and then nothing is filled: a row too many may be a head, and
 * everybody would get what belongs to the one above.
 *
 * @param {HTMLTableElement} table
 * @param {{row: number, column: number}} place
 * @param {string[][]} rows
 */
function paste(table, place, rows) {
  const lines = table.tBodies[0].rows;
  const n = { rows: lines.length - place.row, columns: lines[place.row].cells.length - place.column };
  const widest = Math.max(...rows.map((cells) => cells.length));
  if (rows.length > n.rows) return tell("rows", { pasted: rows.length, there: n.rows, over: rows.length - n.rows });
  if (widest > n.columns) return tell("columns", { pasted: widest, there: n.columns, over: widest - n.columns });
  /** @type {string[]} */
  const left = [];
  rows.forEach((cells, down) => {
    cells.forEach((value, right) => {
      const isFilled = fill(fieldAt(table, place.row + down, place.column + right), value);
      if (!isFilled && value) left.push(value);
    });
  });
  tell(left.length ? "cells" : "", { n: left.length, values: left.slice(0, 5).join(" ") });
}

/**
 * Says what was not taken, in the sentences that the page has for it; without one, nothing any more.
 *
 * @param {string} what
 * @param {{[name: string]: string | number}} values
 */
function tell(what, values) {
  const place = document.getElementById("paste-told");
  if (!place) return;
  const sentence = (what && place.dataset[what]) || "";
  place.textContent = sentence.replace(/%(\w+)%/g, (whole, name) => (name in values ? String(values[name]) : whole));
  place.hidden = !sentence;
  if (sentence) place.scrollIntoView({ block: "nearest" });
}

/**
 * Cuts what a spreadsheet copies into cells: rows end in a line break, cells in a tab; empty rows at the end are none.
 *
 * @param {string} text
 * @returns {string[][]}
 */
export function cellsOf(text) {
  return text.replace(/\r\n?/g, "\n").replace(/\n\s*$/, "").split("\n").map((row) => row.split("\t").map((cell) => cell.trim()));
}

/**
 * @param {KeyboardEvent} event
 * @param {HTMLInputElement | HTMLSelectElement} field
 * @returns {[number, number] | null} rows down and columns to the right
 */
function stepOf(event, field) {
  const isChoice = field instanceof HTMLSelectElement;
  switch (event.key) {
    case "Enter":
      return [event.shiftKey ? -1 : 1, 0];
    case "ArrowUp":
      return isChoice ? null : [-1, 0];
    case "ArrowDown":
      return isChoice ? null : [1, 0];
    case "ArrowLeft":
      return isChoice || atEdge(field, 0) ? [0, -1] : null;
    case "ArrowRight":
      return isChoice || atEdge(field, field.value.length) ? [0, 1] : null;
    default:
      return null;
  }
}

/**
 * @param {HTMLInputElement} field
 * @param {number} edge
 */
function atEdge(field, edge) {
  const isWhole = field.selectionStart === 0 && field.selectionEnd === field.value.length;
  return isWhole || (field.selectionStart === edge && field.selectionEnd === edge);
}

/**
 * @param {HTMLTableElement} table
 * @param {EventTarget | null} target
 */
function placeOf(table, target) {
  if (!(target instanceof HTMLInputElement || target instanceof HTMLSelectElement)) return null;
  const cell = target.closest("td");
  const line = target.closest("tr");
  const body = table.tBodies[0];
  if (!cell || !line || !body) return null;
  return { field: target, row: Array.from(body.rows).indexOf(line), column: cell.cellIndex };
}

/**
 * Returns the next field in a direction; cells without one are passed over.
 *
 * @param {HTMLTableElement} table
 * @param {number} row
 * @param {number} column
 * @param {[number, number]} step
 */
function fieldFrom(table, row, column, [down, right]) {
  const body = table.tBodies[0];
  for (let r = row + down, c = column + right; body.rows[r] && body.rows[r].cells[c]; r += down, c += right) {
    const field = fieldAt(table, r, c);
    if (field) return field;
  }
  return null;
}

/**
 * @param {HTMLTableElement} table
 * @param {number} row
 * @param {number} column
 * @returns {HTMLInputElement | HTMLSelectElement | null}
 */
function fieldAt(table, row, column) {
  const line = table.tBodies[0].rows[row];
  const cell = line && line.cells[column];
  const field = cell && cell.querySelector("input, select");
  return field instanceof HTMLInputElement || field instanceof HTMLSelectElement ? field : null;
}

/**
 * Puts `value` into a field; of a choice, the one that is called so. Returns whether it is there now.
 *
 * @param {HTMLInputElement | HTMLSelectElement | null} field
 * @param {string} value
 * @returns {boolean}
 */
function fill(field, value) {
  if (!field || (field instanceof HTMLInputElement && field.readOnly) || field.disabled) return false;
  if (field instanceof HTMLInputElement) {
    field.value = value;
    return true;
  }
  const option = Array.from(field.options).find((one) => one.text.trim() === value || one.value === value);
  if (option) field.value = option.value;
  return Boolean(option);
}

/**
 * @param {HTMLInputElement | HTMLSelectElement} field
 */
function focus(field) {
  field.focus();
  if (field instanceof HTMLInputElement) field.select();
}
