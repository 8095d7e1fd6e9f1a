// Replacing a string of syllables by its pages, and the list of entries by conditions, without script; then what holds for
// each page: languages, widths, contrast, letters.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { SERVER, closeAll, openPage } from "./browser.mjs";
import { PASSWORD, person } from "./people.mjs";

const AXE = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
/** The first parts of keys of translations: a key that is shown stands for a sentence that is not there. */
const GROUPS = Array.from((await readFile(new URL("../i18n/zh.toml", import.meta.url), "utf8")).matchAll(/^\[([a-z_]+)\]$/gm), (m) => m[1]);
const SOUGHT = "ཁྲིམས་ཁང";
const BY = "ཁྲིམས་ར";
/** Only this entry of the seed, because a server may be tested twice. */
const FILTER = "-without:bo";

let editor;
/** The address of the change set. */
let made;
before(async () => {
  editor = await person("替换人旺姆", ["terminologist"], { javaScriptEnabled: false });
});
after(closeAll);

const path = (page) => new URL(page.url()).pathname;
const said = (page) => page.locator("main .notice[role=status]").innerText();

test("hits stand side by side, and what is ticked is replaced and undone, over an ended session", async () => {
  const { page, context } = editor;
  await page.goto(`${SERVER}/editing`);
  await page.locator("a[href='/change-sets']").click();
  await page.locator("#sought").fill(SOUGHT);
  await page.locator("#replaced_by").fill(BY);
  await page.locator("#filter").fill(FILTER);
  await page.locator("form[method=get] button").click();
  const boxes = page.locator("input[name=ticked][type=checkbox]");
  const count = await boxes.count();
  assert.ok(count > 1, "the seed has courts");
  assert.equal(await page.locator("input[name=ticked][type=checkbox]:checked").count(), count);
  await page.locator("button[value=none]").click();
  assert.equal(await page.locator("input[name=ticked][type=checkbox]:checked").count(), 0);
  await page.locator("button[value=make]").click();
  assert.match(await page.locator("#faults").innerText(), /没有勾选任何一处/);
  await page.locator("input[name=ticked][type=checkbox]").first().check();
  await page.locator("#reason").fill("统一写法 འབྲི་ཚུལ།");
  await context.clearCookies();
  await page.locator("button[value=make]").click();
  assert.match(await page.locator("h1").innerText(), /登录已过期/);
  const tab = await context.newPage();
  await tab.goto(`${SERVER}/login?next=/account`);
  await tab.locator("#login_name").fill(editor.name);
  await tab.locator("#password").fill(PASSWORD);
  await tab.locator("main form button").click();
  await tab.waitForURL(`${SERVER}/account`);
  await tab.close();
  await page.locator("main form button").click();
  assert.match(await said(page), /已替换/);
  made = path(page);
  assert.match(await page.locator("main").innerText(), /替换后未再改动[\s\S]*/);
  await page.locator(`form[action='${made}/undo'] button`).click();
  assert.match(await said(page), /已撤销/);
  assert.match(await page.locator("main").innerText(), /已恢复原来的内容/);
  assert.equal(await page.locator(`form[action='${made}/undo']`).count(), 0);
});

test("a list by conditions is put together, kept under a name, shared and deleted", async () => {
  const { page } = editor;
  await page.goto(`${SERVER}/concepts`);
  await page.locator("#without").selectOption("bo");
  await page.locator("#workflow").selectOption("draft");
  await page.locator(".controls button").click();
  assert.equal(new URL(page.url()).searchParams.get("filter"), "workflow:draft without:bo");
  assert.ok((await page.locator(".rows .row").count()) > 0);
  assert.equal(await page.locator("a[href^='/api/v1/exports/glossary?format=']").count(), 4);
  await page.locator("summary", { hasText: "保存这个筛选" }).click();
  await page.locator("#name").fill("缺藏文的草案 ཟིན་བྲིས།");
  await page.locator("input[name=shared]").check();
  await page.locator("form[action='/concepts/filters'] button").click();
  assert.match(await said(page), /筛选已保存/);
  assert.match(await page.locator(".kept-filter").first().innerText(), /缺藏文的草案[\s\S]*共享/);
  await page.locator("#without").selectOption("definition");
  await page.locator("input[name=not_without]").check();
  await page.locator(".controls button").click();
  assert.equal(new URL(page.url()).searchParams.get("filter"), "workflow:draft has:definition");
  await page.goto(`${SERVER}/concepts?filter=${encodeURIComponent("without:bo farbe:rot")}`);
  assert.equal(await page.locator("#faults mark").innerText(), "farbe:rot");
  await page.goto(`${SERVER}/concepts`);
  await page.locator(".kept-filter button").first().click();
  assert.match(await said(page), /筛选已删除/);
});

test("what a list exports is the same entries", async () => {
  const { page } = await openPage();
  const filter = encodeURIComponent("workflow:draft without:bo");
  const csv = await page.request.get(`${SERVER}/api/v1/exports/glossary?format=csv&filter=${filter}`);
  const list = await (await page.request.get(`${SERVER}/api/v1/concepts?limit=5&filter=${filter}`)).json();
  const text = await csv.text();
  assert.equal(csv.status(), 200);
  for (const item of list.items) assert.ok(text.includes(item.id), item.id);
});

for (const ui of ["zh", "en", "bo"]) {
  test(`the pages are whole in ${ui}, pass axe, and stay within a narrow screen`, async () => {
    const viewed = await person(`浏览人${ui}${Date.now() % 100000}`, ["terminologist"], { bypassCSP: true, viewport: { width: 360, height: 740 } });
    const { page } = viewed;
    const query = new URLSearchParams({ sought: SOUGHT, replaced_by: BY, filter: FILTER });
    for (const place of [`/change-sets?${query}`, made, "/concepts", "/concepts?filter=without%3Abo", "/concepts?filter=x"]) {
      await page.goto(`${SERVER}/ui?to=${ui}&back=${encodeURIComponent(place)}`);
      const [scroll, width] = await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth]);
      assert.ok(scroll <= width, `${place} is ${scroll} wide`);
      const text = await page.locator("main").innerText();
      for (const group of GROUPS) assert.ok(!new RegExp(`\\b${group}\\.[a-z_]+\\b`).test(text), `${place} shows ${group}.`);
      const bare = await page.evaluate(() => {
        const walker = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
        const found = [];
        for (let node = walker.nextNode(); node; node = walker.nextNode()) {
          if (/[\u0f00-\u0fff]/.test(node.nodeValue) && !node.parentElement.closest(":lang(bo), [lang='']")) found.push(node.nodeValue);
        }
        return found;
      });
      assert.deepEqual(bare, [], place);
      await page.evaluate(AXE);
      const { violations } = await page.evaluate(() => window.axe.run());
      assert.deepEqual(violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html).join(" ")}`), [], place);
    }
    await viewed.close();
  });
}
