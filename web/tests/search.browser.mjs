// Searching as a person does it: typing, composing, keys, copying.
import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { SERVER, closeAll, openPage, searches } from "./browser.mjs";

let browser;
let page;
before(async () => {
  browser = await openPage();
  page = browser.page;
  await browser.context.grantPermissions(["clipboard-read", "clipboard-write"], { origin: SERVER });
});
after(closeAll);
beforeEach(async () => {
  await page.goto(`${SERVER}/`);
  browser.requests.length = 0;
});

const first = () => page.locator(".row").first();

for (const [typed, zh, bo] of [
  ["人民法院", "人民法院", "མི་དམངས་ཁྲིམས་ཁང"],
  ["མི་དམངས་ཁྲིམས་ཁང་།", "人民法院", "མི་དམངས་ཁྲིམས་ཁང"],
]) {
  test(`typing ${typed} shows the pair, and the address follows`, async () => {
    await page.locator("#q").pressSequentially(typed, { delay: 5 });
    await page.waitForURL((url) => url.searchParams.get("q") === typed);
    assert.equal(await first().locator(".name").innerText(), zh);
    assert.equal(await first().locator("[lang=bo][data-copy]").first().getAttribute("data-copy"), bo);
    assert.match(await page.locator("#said").innerText(), /\d/);
    assert.equal(await page.title(), `${typed} · 汉藏法律术语库`);
  });
}

test("an input method composes without a request and asks once when it is done", async () => {
  const cdp = await browser.context.newCDPSession(page);
  await page.locator("#q").focus();
  for (const text of ["p", "pa", "pan", "panj"]) {
    await cdp.send("Input.imeSetComposition", { text, selectionStart: text.length, selectionEnd: text.length });
  }
  await page.waitForTimeout(400);
  assert.deepEqual(searches(browser.requests), []);
  await cdp.send("Input.insertText", { text: "判决" });
  await page.waitForURL((url) => url.searchParams.get("q") === "判决");
  await page.waitForTimeout(400);
  assert.equal(searches(browser.requests).length, 1);
});

test("Enter while composing chooses characters and submits nothing", async () => {
  const cdp = await browser.context.newCDPSession(page);
  await page.locator("#q").focus();
  await cdp.send("Input.imeSetComposition", { text: "fa", selectionStart: 2, selectionEnd: 2 });
  await page.keyboard.press("Enter");
  await page.waitForTimeout(300);
  assert.deepEqual(browser.requests, []);
  assert.equal(page.url(), `${SERVER}/`);
});

test("an answer that comes late never replaces a newer one", async () => {
  let release = () => {};
  const held = new Promise((resolve) => (release = resolve));
  await page.route(/q=%E6%B3%95&.*fragment=results/, async (route) => {
    await held;
    await route.continue().catch(() => {});
  });
  await page.locator("#q").fill("法");
  await page.waitForTimeout(200);
  await page.locator("#q").fill("离婚纠纷");
  await page.waitForURL((url) => url.searchParams.get("q") === "离婚纠纷");
  release();
  await page.waitForTimeout(300);
  assert.equal(await first().locator(".name").innerText(), "离婚纠纷");
  await page.unrouteAll({ behavior: "ignoreErrors" });
});

for (const [how, answer, told] of [
  ["the server cannot be reached", (route) => route.abort(), /连不上服务器/],
  ["the server refuses", (route) => route.fulfill({ status: 503, body: "<p>…</p>" }), /状态 503/],
]) {
  test(`when ${how} the list of an earlier text gives way to a sentence that can be seen`, async () => {
    await page.goto(`${SERVER}/?q=人民法院`);
    await page.route(/fragment=results/, answer);
    await page.locator("#q").fill("离婚纠纷");
    const failure = page.locator("#results .failure");
    await failure.waitFor({ state: "visible" });
    assert.match(await failure.innerText(), told);
    assert.match(await page.locator("#said").textContent(), told);
    assert.equal(await page.locator(".row").count(), 0);
    await page.unrouteAll({ behavior: "ignoreErrors" });
    await page.locator("#q").press("Enter");
    await page.waitForURL((url) => url.searchParams.get("q") === "离婚纠纷");
    assert.equal(await first().locator(".name").innerText(), "离婚纠纷");
    assert.equal(await failure.count(), 0);
  });
}

test("what was copied, or could not be, is told where it can be seen", async () => {
  for (const [can, told, ui] of [
    [true, /^已复制：མི་དམངས་ཁྲིམས་ཁང$/, "bo"],
    [true, /^Copied: མི་དམངས་ཁྲིམས་ཁང$/, "en"],
    [true, /^已复制：མི་དམངས་ཁྲིམས་ཁང$/, "zh"],
    [false, /^无法复制/, "zh"],
  ]) {
    await page.goto(`${SERVER}/ui?to=${ui}&back=/`);
    await page.goto(`${SERVER}/?q=人民法院`);
    if (!can) {
      await page.evaluate(() => {
        Object.defineProperty(navigator, "clipboard", { value: undefined, configurable: true });
        document.execCommand = () => false;
      });
    }
    await first().locator("[lang=bo] + .copy").first().click();
    const said = page.locator("#said:not(.unseen)");
    await said.waitFor({ state: "visible" });
    assert.match(await said.innerText(), told);
    const box = await said.boundingBox();
    assert.ok(box && box.height >= 24 && box.width >= 100, JSON.stringify(box));
    if (can) assert.equal(await said.locator("[lang=bo]").innerText(), "མི་དམངས་ཁྲིམས་ཁང");
  }
});

test("keys lead into the results, through them, and back", async () => {
  await page.goto(`${SERVER}/?q=法院`);
  await page.keyboard.press("/");
  assert.equal(await page.evaluate(() => document.activeElement?.id), "q");
  await page.keyboard.press("ArrowDown");
  const names = page.locator(".row .name");
  assert.ok(await names.nth(0).evaluate((element) => element === document.activeElement));
  await page.keyboard.press("ArrowDown");
  assert.ok(await names.nth(1).evaluate((element) => element === document.activeElement));
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("ArrowUp");
  assert.equal(await page.evaluate(() => document.activeElement?.id), "q");
  await page.keyboard.press("Escape");
  assert.equal(await page.locator("#q").inputValue(), "");
  await page.locator(".examples").waitFor();
});

test("the one-letter key can be switched off", async () => {
  await page.locator("#shortcut").uncheck();
  await page.locator(".lead").click();
  await page.keyboard.press("/");
  assert.notEqual(await page.evaluate(() => document.activeElement?.id), "q");
  await page.reload();
  assert.equal(await page.locator("#shortcut").isChecked(), false);
  await page.locator("#shortcut").check();
});

test("copying gives the stored code points and leaves the focus where it was", async () => {
  await page.goto(`${SERVER}/?q=人民法院`);
  const button = first().locator("[lang=bo] + .copy").first();
  await button.click();
  await page.waitForFunction(() => document.getElementById("said")?.textContent?.includes("མི་དམངས"));
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), "མི་དམངས་ཁྲིམས་ཁང");
  assert.ok(await button.evaluate((element) => element === document.activeElement));
});

test("copying works where browsers have no clipboard, as on plain http", async () => {
  await page.goto(`${SERVER}/?q=人民法院`);
  await page.evaluate(() => Object.defineProperty(navigator, "clipboard", { value: undefined, configurable: true }));
  await first().locator("[lang=bo] + .copy").first().click();
  await page.waitForFunction(() => document.getElementById("said")?.textContent?.includes("མི་དམངས"));
  await page.goto(`${SERVER}/`);
  await page.locator("#q").focus();
  await page.keyboard.press("Control+V");
  assert.equal(await page.locator("#q").inputValue(), "མི་དམངས་ཁྲིམས་ཁང");
});

test("the language is switched without losing what was typed", async () => {
  await page.locator("#q").fill("法院");
  await page.waitForURL((url) => url.searchParams.get("q") === "法院");
  await page.locator("a[hreflang=en]").click();
  assert.equal(await page.locator("html").getAttribute("lang"), "en");
  assert.equal(await page.locator("#q").inputValue(), "法院");
  await page.locator("a[hreflang=zh-Hans]").click();
  assert.equal(await page.locator("html").getAttribute("lang"), "zh-Hans");
});
