// Says something politely to whoever listens to the page, without moving the focus.

/**
 * @param {string} text
 */
export function say(text) {
  const region = document.getElementById("said");
  if (region) region.textContent = text;
}

/**
 * Says one of the page's own sentences.
 *
 * @param {"copied" | "failed" | "offline"} name
 * @param {string} [text] what `{text}` in it stands for
 */
export function saySentence(name, text) {
  const region = document.getElementById("said");
  const sentence = region && region.dataset[name];
  // A function as replacement: in a string, `$&` and the like in the text would mean something.
  if (sentence) say(sentence.replace("{text}", () => text || ""));
}
