// The pasted list and its table.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { SERVER, closeAll, openPage } from "./browser.mjs";

const AXE = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const PASTED = "法院\n\nམི་དམངས་ཁྲིམས་ཁང་།\nmi dmangs khrims khang\n没有这样的词语 xyz";

let browser;
let page;
before(async () => {
  browser = await openPage();
  page = browser.page;
  await browser.context.grantPermissions(["clipboard-read", "clipboard-write"], { origin: SERVER });
});
after(closeAll);

test("a pasted list becomes a table, which is copied for a spreadsheet", async () => {
  await page.goto(`${SERVER}/batch`);
  browser.requests.length = 0;
  await page.locator("#terms").fill(PASTED);
  await page.locator("form.paste button").click();
  await page.locator("table.batch").waitFor();
  assert.deepEqual(await page.locator("tbody th").allInnerTexts(), ["1", "3", "4", "5"]);
  assert.deepEqual(await page.locator("tbody .name").allInnerTexts(), ["法院", "人民法院", "人民法院"]);
  assert.match(await page.locator("tr.is-missing").innerText(), /未查到/);
  await page.locator("[data-copies]").click();
  await page.waitForFunction(() => document.getElementById("said")?.textContent?.includes("表格"));
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  assert.equal(copied.split("\n").length, 5);
  assert.match(copied, /^4\tmi dmangs khrims khang\t人民法院\tམི་དམངས་ཁྲིམས་ཁང\t/m);
  assert.ok(browser.requests.every((url) => !url.includes("khrims") && !url.includes("%E6")), "in no address");
});

test("the pasted list works without script, prints, and refuses too many lines by name", async () => {
  const plain = await openPage({ javaScriptEnabled: false });
  await plain.page.goto(`${SERVER}/batch`);
  await plain.page.locator("#terms").fill(PASTED);
  await plain.page.locator("form.paste button").click();
  assert.equal(await plain.page.locator("tbody tr").count(), 4);
  assert.equal(await plain.page.locator("[data-copies]:visible").count(), 0, "no button that does nothing");
  await plain.page.locator(".sheet summary").click();
  assert.match(await plain.page.locator("#tsv").inputValue(), /^1\t法院\t法院\tཁྲིམས་ཁང\t/m);
  await plain.page.emulateMedia({ media: "print" });
  assert.equal(await plain.page.locator("form.paste").isVisible(), false);
  assert.equal(await plain.page.locator("table.batch").isVisible(), true);
  await plain.page.emulateMedia({ media: "screen" });
  await plain.page.locator("#terms").fill("法院\n".repeat(501));
  await plain.page.locator("form.paste button").click();
  assert.match(await plain.page.locator("[role=alert]").innerText(), /第 501 行/);
  assert.equal((await plain.page.locator("#terms").inputValue()).split("\n").length, 502);
  await plain.close();
});

test("the table passes axe in every language, and stays within a narrow screen", async () => {
  const narrow = await openPage({ bypassCSP: true, viewport: { width: 320, height: 640 } });
  for (const ui of ["zh", "bo", "en"]) {
    await narrow.page.goto(`${SERVER}/ui?to=${ui}&back=/batch`);
    await narrow.page.locator("#terms").fill(`${PASTED}\n${"བསྒྲུབས་".repeat(20)}\n中华人民共和国民族区域自治法`);
    await narrow.page.locator("form.paste button").click();
    await narrow.page.locator("table.batch").waitFor();
    const width = await narrow.page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(width <= 320, `${ui}: ${width} px`);
    await narrow.page.evaluate(AXE);
    const result = await narrow.page.evaluate(() => globalThis.axe.run());
    assert.deepEqual(result.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html).join(" ; ")}`), [], ui);
  }
  await narrow.close();
});
