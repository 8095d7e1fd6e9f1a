// A new edition of an official list, loaded by another system: its changes are previewed, written, and stand on pages in every
// language and width; an old name is found and leads to what replaced it. All of it without script.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { promisify } from "node:util";
import { SERVER, closeAll, openPage } from "./browser.mjs";

const AXE = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
/** Names that are in no list, another each time, because a server may be tested twice. */
const NOUN = `甪甮甯${String.fromCodePoint(0x7700 + (Date.now() % 256))}`;
const LIST = `list-${Date.now()}`;
const [OLDER, NEWER] = [`${LIST}-2024`, `${LIST}-2027`];

let token;
before(async () => {
  const { stdout } = await promisify(execFile)(process.env.SHANJAR_BINARY, ["token", "add", LIST, "--scope", "glossary:read", "glossary:write", "--json"]);
  token = JSON.parse(stdout).secret;
});
after(closeAll);

/** Imports a list and returns what came of it. */
async function load(text, parameters) {
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/octet-stream" };
  const asked = await fetch(`${SERVER}/api/v1/imports/glossary?format=csv&${parameters}`, { method: "POST", headers, body: text });
  assert.equal(asked.status, 202, await asked.clone().text());
  const { id } = await asked.json();
  for (;;) {
    const job = await (await fetch(`${SERVER}/api/v1/imports/${id}`, { headers })).json();
    if (job.finished_at) return job;
  }
}

test("a new edition is previewed, and then loaded", async () => {
  const older = await load(`zh,number,law,article\n${NOUN}罪,1,刑法,第264条\n旧${NOUN}罪,2,刑法,第225条\n大${NOUN}罪,3,刑法,第1条\n`, `collection=${OLDER}`);
  assert.equal(older.state, "done", JSON.stringify(older));
  const rows = `罪名,编号,law,article,原名\n${NOUN}罪,1,刑法,第265条,\n新${NOUN}罪,2,刑法,第225条,旧${NOUN}罪\n小${NOUN}罪,3,刑法,第1条,\n`;
  const how = `collection=${NEWER}&succeeds=${OLDER}`;
  const preview = await load(rows, `${how}&mode=preview`);
  assert.deepEqual(preview.list_changes.counts, { unchanged: 1, new: 1, renamed: 1, abolished: 1 });
  assert.equal(preview.list_changes.likely_renames[0].old.name, `大${NOUN}罪`);
  assert.equal(preview.list_changes.changes.find((change) => change.kind === "new").new.id, undefined);
  const written = await load(rows, how);
  assert.equal(written.state, "done", JSON.stringify(written));
  const found = await fetch(`${SERVER}/api/v1/search?q=${encodeURIComponent(`旧${NOUN}罪`)}&min_seq=${written.seq}`);
  assert.equal((await found.json()).hits[0].zh[1].replaced_by, `新${NOUN}罪`);
});

test("its changes are reached from the coverage and lead to the entries", async () => {
  const { page } = await openPage({ javaScriptEnabled: false });
  await page.goto(`${SERVER}/coverage`);
  await page.locator(`a[href='/coverage/changes?collection=${NEWER}']`).click();
  const headings = await page.locator("main h2").allInnerTexts();
  assert.deepEqual(headings.map((heading) => heading.replace(/\s*\d+$/, "")), ["更名", "新增", "取消", "名称未变，编号或条文有变"]);
  await page.locator("main section").first().locator("a").last().click();
  assert.match(await page.locator("h1").innerText(), new RegExp(`新${NOUN}罪`));
  assert.match(await page.locator("main").innerText(), new RegExp(`原称“旧${NOUN}罪”`));
});

test("an old name is found and says what replaced it", async () => {
  const { page } = await openPage({ javaScriptEnabled: false });
  await page.goto(`${SERVER}/?q=${encodeURIComponent(`旧${NOUN}罪`)}`);
  assert.match(await page.locator(".rows").first().innerText(), new RegExp(`已由 新${NOUN}罪 取代`));
});

for (const ui of ["zh", "bo", "en"]) {
  test(`the pages are whole in ${ui}: nothing is missing, nothing scrolls sideways, axe is content`, async () => {
    // axe is put into the page as a script, which the page's own policy forbids to everybody else.
    const { page } = await openPage({ bypassCSP: true });
    await page.goto(`${SERVER}/ui?to=${ui}&back=/about`);
    const pages = [
      ["coverage-succeeds", `/coverage?collection=${NEWER}`],
      ["list-changes", `/coverage/changes?collection=${NEWER}`],
      ["no-list-changes", `/coverage/changes?collection=${OLDER}`],
      ["old-name", `/?q=${encodeURIComponent(`旧${NOUN}罪`)}`],
    ];
    for (const [name, address] of pages) {
      await page.goto(SERVER + address);
      const text = await page.locator("body").innerText();
      assert.ok(!text.includes("{") && !text.includes("list_changes."), `${name}: ${text}`);
      await page.evaluate(AXE);
      const result = await page.evaluate(() => globalThis.axe.run());
      assert.deepEqual(result.violations.map((v) => `${v.id}: ${v.nodes.map((node) => node.html).join(" ; ")}`), [], name);
      for (const width of [360, 320, 1280]) {
        await page.setViewportSize({ width, height: 800 });
        const widest = await page.evaluate(() => document.documentElement.scrollWidth);
        assert.ok(widest <= width, `${name}: ${widest} px of ${width}`);
        if (process.env.SHANJAR_PICTURES && width !== 320) {
          await page.screenshot({ path: `${process.env.SHANJAR_PICTURES}/${name}-${ui}-${width}.png`, fullPage: true });
        }
      }
    }
  });
}
