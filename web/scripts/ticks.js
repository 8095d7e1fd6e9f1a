// One box that ticks all the others of its form, or takes the ticks away. Without script they are ticked one by one.

const all = document.getElementById("tick-all");
if (all instanceof HTMLInputElement && all.form) tickTogether(all, all.form);

/**
 * @param {HTMLInputElement} all
 * @param {HTMLFormElement} form
 */
function tickTogether(all, form) {
  /** @type {HTMLInputElement[]} */
  const boxes = Array.from(form.querySelectorAll("input[name=ticked]"));
  const follow = () => {
    const ticked = boxes.filter((box) => box.checked).length;
    all.checked = ticked > 0 && ticked === boxes.length;
    all.indeterminate = ticked > 0 && !all.checked;
  };
  form.addEventListener("change", (event) => {
    if (event.target !== all) return follow();
    for (const box of boxes) box.checked = all.checked;
  });
  follow();
}
