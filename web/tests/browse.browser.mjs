// The dictionary of either language, from any place.
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

for (const [lang, letter, begins] of [
  ["bo", "ཁ", /^ཁ/],
  ["zh", "F", /^[发罚法反犯妨房防访放非废费分风封夫服福辅父付妇附负赴复副富赋]/],
]) {
  test(`the dictionary (${lang}) opens at a letter and goes on and back without script`, async () => {
    const plain = await openPage({ javaScriptEnabled: false });
    const shown = () => plain.page.locator(".row .name").allInnerTexts();
    await plain.page.goto(`${SERVER}/`);
    await plain.page.locator('.pages a[href="/browse"]').click();
    await plain.page.locator(`.tabs a[href="/browse?lang=${lang}"]`).click();
    assert.equal(await plain.page.locator("[rel=prev]").count(), 0, "nothing before the first term");
    await plain.page.locator(".letters a", { hasText: letter }).first().click();
    const first = await shown();
    assert.match(first[0], begins);
    await plain.page.locator("[rel=next]").click();
    assert.notDeepEqual(await shown(), first);
    await plain.page.locator("[rel=prev]").click();
    assert.deepEqual(await shown(), first);
    await plain.page.locator(".name").first().click();
    assert.match(plain.page.url(), /\/c\/c-\d+$/);
    await plain.close();
  });
}

test("the dictionary begins at any word that is typed", async () => {
  await page.goto(`${SERVER}/browse?lang=bo`);
  await page.locator("#from").fill("ཁྲིམས་ཁང");
  await page.locator("#from").press("Enter");
  await page.waitForURL(/from=/);
  assert.equal(await page.locator(".row .name").first().innerText(), "ཁྲིམས་ཁང");
});
