// The parts of the result page: groups, what else may be meant, suggestions, facets.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { SERVER, closeAll, openPage } from "./browser.mjs";

let browser;
let page;
before(async () => {
  browser = await openPage();
  page = browser.page;
});
after(closeAll);

test("the term stands first, what is related below a heading, and each row says why", async () => {
  await page.goto(`${SERVER}/?q=法院`);
  const headings = await page.locator("#results h2").allInnerTexts();
  assert.deepEqual(headings, ["所查的词", "相关词条"]);
  assert.equal(await page.locator(".group-term .name").first().innerText(), "法院");
  assert.equal(await page.locator(".group-related .name").first().innerText(), "人民法院");
  assert.equal(await page.locator(".row .kind").count(), await page.locator(".row").count());
});

test("typing what nobody writes so offers what is alike, under a warning, and one click asks for it", async () => {
  await page.goto(`${SERVER}/`);
  await page.locator("#q").fill("法元");
  await page.locator(".group-alike .warning").waitFor({ state: "visible" });
  assert.match(await page.locator(".group-alike .kind").first().innerText(), /非同一词/);
  await page.locator(".meant a").first().click();
  assert.equal(new URL(page.url()).searchParams.get("q"), "法院");
  assert.equal(await page.locator(".group-term .name").first().innerText(), "法院");
});

for (const [typed, text, kind] of [
  ["rmfy", "人民法院", "拼音首字母"],
  ["mi dmangs", "མི་དམངས", "威利转写"],
  ["ཁྲིམས་", "ཁྲིམས", ""],
]) {
  test(`while ${typed} is typed the terms that go on from it are offered`, async () => {
    await page.goto(`${SERVER}/`);
    await page.locator("#q").fill(typed);
    const first = page.locator(".suggestions a").first();
    await first.waitFor();
    assert.ok((await first.innerText()).startsWith(text), await first.innerText());
    assert.equal(await first.locator(".kind").allInnerTexts().then((all) => all.join()), kind);
    const answer = await page.request.get(`${SERVER}/api/v1/suggest?limit=6&q=${encodeURIComponent(typed)}`);
    const expected = (await answer.json()).suggestions.map((one) => one.text).filter((one) => one !== typed);
    const shown = await page.locator(".suggestions a > span:first-child").allInnerTexts();
    assert.deepEqual(shown.slice(0, 5), expected.slice(0, 5));
  });
}

test("a facet narrows the search by a link, and its chip widens it without losing what was typed since", async () => {
  const plain = await openPage({ javaScriptEnabled: false });
  await plain.page.goto(`${SERVER}/?q=法院`);
  const count = Number(await plain.page.locator(".on-desk .facet a .number").first().innerText());
  await plain.page.locator(".on-desk .facet a").first().click();
  assert.match(await plain.page.locator("#count").innerText(), new RegExp(` ${count} `));
  await plain.page.locator("a.chip").click();
  assert.equal(await plain.page.locator("a.chip").count(), 0);
  await plain.close();
  await page.goto(`${SERVER}/?q=法院&subject_field=court`);
  await page.locator("#q").fill("法庭");
  await page.waitForURL((url) => url.searchParams.get("q") === "法庭");
  assert.equal(new URL(page.url()).searchParams.get("subject_field"), "court");
  await page.locator("a.chip").click();
  assert.equal(new URL(page.url()).search, "?q=%E6%B3%95%E5%BA%AD");
});

test("on a phone the facets are folded up, on a desk they are open", async () => {
  await page.setViewportSize({ width: 390, height: 780 });
  await page.goto(`${SERVER}/?q=法院`);
  assert.equal(await page.locator(".facet a:visible").count(), 0);
  await page.locator(".on-phone summary").click();
  assert.ok((await page.locator(".facet a:visible").count()) > 2);
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.goto(`${SERVER}/?q=法院`);
  assert.ok((await page.locator(".facet a:visible").count()) > 2);
});
