// The page of an entry: what is spoken in court beside the norm, and what is easily confused side by side, also on a phone.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { promisify } from "node:util";
import { SERVER, closeAll, openPage } from "./browser.mjs";

const AXE = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
/** Other words each time, because a server may be tested twice. */
const MARK = String.fromCodePoint(0x7600 + (Date.now() % 256));
const SPOKEN = ["གཏའ་མ་བཞག་པའི་དངུལ", "བསྒྲུབས་པའི་དངུལ"];

/** The addresses of the entry, of the one that it is confused with, and of one that is only spoken. */
let entry;
let other;
let spoken;
before(async () => {
  const made = await promisify(execFile)(process.env.SHANJAR_BINARY, ["token", "add", `t${Date.now()}`, "--scope", "glossary:write", "--json"]);
  const { secret } = JSON.parse(made.stdout);
  const write = async (terms, more = {}) => {
    const answer = await fetch(`${SERVER}/api/v1/concepts`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${secret}` },
      body: JSON.stringify({ terms, ...more }),
    });
    const { id } = await answer.json();
    assert.equal(answer.status, 201);
    return id;
  };
  const norm = (lang, text) => ({ lang, text, administrative_status: "preferred", register: "norm" });
  const oral = (text, region) => ({ lang: "bo", text, region, administrative_status: "admitted", register: "courtroom_oral" });
  const first = await write([norm("zh", `定金${MARK}`), norm("bo", "གཏའ་དངུལ"), oral(SPOKEN[0], "amdo"), oral(SPOKEN[1], "kham")], {
    definitions: [{ lang: "zh", text: "担保债权的金钱。" }],
    legal_basis: [{ law: "民法典", article: "第586条" }],
  });
  const second = await write([norm("zh", `订金${MARK}`), norm("bo", "སྔོན་སྤྲོད་དངུལ")], { relations: [{ kind: "confusable", id: first }] });
  const third = await write([norm("zh", `口语${MARK}`), oral("བསྒྲུབས་དངུལ་ཡིན", null)]);
  [entry, other, spoken] = [first, second, third].map((id) => `/c/${id}`);
});
after(closeAll);

test("what is spoken in court stands by dialect, is marked, and is offered for copying nowhere", async () => {
  const { page } = await openPage();
  await page.goto(SERVER + entry);
  const box = page.locator(".spoken");
  const text = await box.innerText();
  for (const word of ["不得用于文书", "安多", "康巴", ...SPOKEN]) assert.ok(text.includes(word), word);
  assert.equal(await box.locator("button.copy, [data-copy]").count(), 0);
  assert.equal(await page.locator("h1 .bo").innerText(), "གཏའ་དངུལ");
  await page.goto(SERVER + spoken);
  assert.match(await page.locator("h1").innerText(), /未有藏文/);
  for (const place of [`/?q=${encodeURIComponent(`口语${MARK}`)}`, `/?q=${encodeURIComponent("བསྒྲུབས་དངུལ་ཡིན")}`]) {
    await page.goto(SERVER + place);
    const row = page.locator(".row", { has: page.locator(`a[href='${spoken}']`) });
    assert.match(await row.innerText(), /不得用于文书/);
    assert.equal(await row.locator(".bo[data-copy]").count(), 0);
  }
});

test("what is easily confused stands side by side with definitions and articles, on both pages", async () => {
  const { page } = await openPage();
  for (const place of [entry, other]) {
    await page.goto(SERVER + place);
    const sides = page.locator(".compared .sides > section");
    assert.equal(await sides.count(), 2);
    const text = await page.locator(".compared").innerText();
    for (const word of [`定金${MARK}`, `订金${MARK}`, "གཏའ་དངུལ", "སྔོན་སྤྲོད་དངུལ", "担保债权的金钱", "第586条"]) assert.ok(text.includes(word), word);
    for (const word of SPOKEN) assert.ok(!text.includes(word), "what is spoken is not compared");
    const [first, second] = await Promise.all([0, 1].map((n) => sides.nth(n).boundingBox()));
    assert.ok(first.y === second.y && first.x < second.x, "beside one another");
  }
});

test("the page passes axe in every language, and stays within a phone", async () => {
  const { page } = await openPage({ bypassCSP: true, viewport: { width: 360, height: 740 } });
  for (const ui of ["zh", "bo", "en"]) {
    await page.goto(`${SERVER}/ui?to=${ui}&back=${encodeURIComponent(entry)}`);
    const [scroll, width] = await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth]);
    assert.ok(scroll <= width, `${ui}: ${scroll}`);
    await page.evaluate(AXE);
    const { violations } = await page.evaluate(() => window.axe.run());
    assert.deepEqual(violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html).join(" ")}`), [], ui);
  }
});
