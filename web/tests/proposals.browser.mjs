// The way of a proposal through its pages: what a search did not find is proposed by a reader, accepted by an editor, and
// stands as an entry. All of it without script, and then what holds for each page: languages, widths, contrast, letters.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { SERVER, closeAll, openPage } from "./browser.mjs";
import { PASSWORD, person } from "./people.mjs";

const AXE = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
/** The first parts of keys of translations: a key that is shown stands for a sentence that is not there. */
const GROUPS = Array.from((await readFile(new URL("../i18n/zh.toml", import.meta.url), "utf8")).matchAll(/^\[([a-z_]+)\]$/gm), (m) => m[1]);
/** Another word each time, because a server may be tested twice; it is like no other, and the Tibetan stands in the seed. */
const NOUN = `甪甮甯${String.fromCodePoint(0x7600 + (Date.now() % 256))}`;
const TIBETAN = "དཔང་རྟགས";
const PLAIN = { javaScriptEnabled: false };
// axe is put into the page as a script, which the page's own policy forbids to everybody else.
const CHECKED = { bypassCSP: true };

let reader;
let editor;
/** The addresses of the proposal, of the one that is refused, and of the entry that came of the first. */
let proposal;
let refused;
let term;
/** The entry whose Tibetan is asked for. */
let wished;
before(async () => {
  reader = await person("提议人德吉", ["reader"], { ...PLAIN, displayName: "བདེ་སྐྱིད་" });
  editor = await person("处理人旺堆", ["terminologist"], CHECKED);
});
after(closeAll);

const path = (page) => new URL(page.url()).pathname;
const said = (page) => page.locator("main .notice[role=status]").innerText();

test("what is not found is proposed, and nothing typed is lost on the way", async () => {
  const { page, context } = reader;
  await page.goto(`${SERVER}/?q=${encodeURIComponent(NOUN)}`);
  await page.locator("a[href^='/proposals/new']").click();
  assert.equal(await page.locator("#zh").inputValue(), NOUN);
  await page.locator("#bo").fill(`${TIBETAN}་`);
  await page.locator("#source").fill("《西藏法制报藏文版》");
  await page.locator("main form button").click();
  assert.match(await page.locator("#reason-fault").innerText(), /请写明理由/);
  assert.equal(await page.locator("#bo").inputValue(), `${TIBETAN}་`);
  await page.locator("#reason").fill("常有人问 དྲི་བ།");
  // The session ends while somebody writes.
  await context.clearCookies();
  await page.locator("main form button").click();
  assert.match(await page.locator("h1").innerText(), /登录已过期/);
  const tab = await context.newPage();
  await tab.goto(`${SERVER}/login?next=/account`);
  await tab.locator("#login_name").fill(reader.name);
  await tab.locator("#password").fill(PASSWORD);
  await tab.locator("main form button").click();
  await tab.waitForURL(`${SERVER}/account`);
  await tab.close();
  await page.locator("main form button").click();
  assert.match(await said(page), /建议已提交/);
  proposal = path(page);
  assert.match(proposal, /^\/proposals\/p-/);
  const text = await page.locator("main").innerText();
  for (const word of [NOUN, TIBETAN, "《西藏法制报藏文版》", "常有人问", "待处理"]) assert.ok(text.includes(word), word);
});

test("an editor finds it on the desk and accepts it, and it stands as an entry in both scripts", async () => {
  const { page } = editor;
  await page.goto(`${SERVER}/editing`);
  await page.locator("a[href='/proposals?state=open']").click();
  await page.locator(`a[href='${proposal}']`).click();
  await page.locator("button[value=refuse]").click();
  assert.equal(await page.locator("#reason-fault").count(), 1, "a refusal needs an answer");
  await page.locator("#reason").fill("谢谢 ཐུགས་རྗེ་ཆེ།");
  await page.locator("button[value=accept]").click();
  assert.match(await said(page), /建议已采纳/);
  await reader.page.goto(`${SERVER}/proposals`);
  const row = reader.page.locator("main li", { has: reader.page.locator(`a[href='${proposal}']`) });
  assert.match(await row.innerText(), /已采纳[\s\S]*谢谢/);
  await row.locator("a[href^='/c/']").click();
  term = path(reader.page);
  assert.equal(await reader.page.locator("h1 .zh").innerText(), NOUN);
  assert.equal(await reader.page.locator("h1 .bo").innerText(), TIBETAN);
});

test("an addition stands beside what the entry says, is refused with an answer, and another one is withdrawn", async () => {
  const { page } = reader;
  const propose = async () => {
    await page.goto(SERVER + term);
    await page.locator("a[href^='/proposals/new?concept=']").click();
    assert.ok((await page.locator("main").innerText()).includes(TIBETAN), "the present text is shown");
    await page.locator("#bo").fill("དཔང་པོ");
    await page.locator("#reason").fill("另一种说法");
    await page.locator("main form button").click();
    return path(page);
  };
  refused = await propose();
  await editor.page.goto(SERVER + refused);
  assert.equal(await editor.page.locator(".sides section").count(), 2);
  await editor.page.locator("#reason").fill("另一个概念");
  await editor.page.locator("button[value=refuse]").click();
  assert.match(await said(editor.page), /不采纳/);
  await page.goto(SERVER + refused);
  assert.match(await page.locator("main").innerText(), /另一个概念/);
  const withdrawn = await propose();
  await page.locator(`form[action='${withdrawn}/withdraw'] button`).click();
  assert.match(await said(page), /建议已撤回/);
});

test("Tibetan is asked for without a login, and whoever wants to propose is led to the login and back", async () => {
  const { page } = await openPage(PLAIN);
  await page.goto(`${SERVER}/proposals/new?zh=${encodeURIComponent(`${NOUN}书`)}`);
  assert.match(path(page), /^\/login/);
  await page.locator("#login_name").fill(reader.name);
  await page.locator("#password").fill(PASSWORD);
  await page.locator("main form button").click();
  assert.equal(await page.locator("#zh").inputValue(), `${NOUN}书`);
  await page.locator("#reason").fill("没有藏文");
  await page.locator("main form button").click();
  const without = path(page);
  await editor.page.goto(SERVER + without);
  await editor.page.locator("button[value=accept]").click();
  const href = await editor.page.locator("main a[href^='/c/']").first().getAttribute("href");
  const stranger = (await openPage(PLAIN)).page;
  wished = href.split("?")[0];
  await stranger.goto(SERVER + wished);
  assert.doesNotMatch(await stranger.locator("form.wish").innerText(), /次请求/);
  await stranger.locator("form.wish button").click();
  assert.match(await said(stranger), /谢谢/);
  assert.match(await stranger.locator("form.wish").innerText(), /已有 1 次请求/);
});

test("the footer leads to how far each list has come, and from there to its chapters", async () => {
  const { page } = reader;
  await page.goto(`${SERVER}/about`);
  await page.locator("footer a[href='/coverage']").click();
  assert.ok((await page.locator("table.coverage svg rect").count()) > 0, "a bar stands beside the numbers");
  const row = page.locator("tr", { has: page.locator("a[href='/coverage?collection=charges-2024']") });
  const numbers = (await row.locator("td").allInnerTexts()).map(Number);
  const [all, ...states] = numbers;
  assert.ok(all > 100, `${all} charges`);
  assert.equal(states.slice(0, 4).reduce((sum, n) => sum + n), all, "every charge is in one state");
  await row.locator("a").click();
  const chapters = page.locator("table.coverage").nth(1).locator("tbody tr");
  const counts = await chapters.locator("td:first-of-type").allInnerTexts();
  assert.equal(counts.map(Number).reduce((sum, n) => sum + n), all, "every charge is in one chapter, or in none");
});

/** Pages that are looked at as a whole: a name, an address, and what is done there first. */
function pages() {
  return [
    ["proposals", "/proposals"],
    ["open proposals", "/proposals?state=open&mine=true"],
    ["new proposal", "/proposals/new"],
    ["addition", `/proposals/new?concept=${term.slice(3)}`],
    ["faults", "/proposals/new", async (on) => {
      await on.locator("#bo").fill("བསྒྲུབས་པ་དཔལ་ལྡན་");
      await on.locator("main form button").click();
      await on.locator("#faults").waitFor();
    }],
    ["accepted", proposal],
    ["refused", refused],
    ["entry", term],
    ["entry without Tibetan", wished],
    ["lookups", "/lookups"],
    ["coverage", "/coverage"],
    ["chapters", "/coverage?collection=charges-2024"],
    ["nothing found", `/?q=${encodeURIComponent("龘靐齉爩")}`],
  ];
}

for (const ui of ["zh", "bo", "en"]) {
  test(`every page is whole in ${ui}: no key shows, nothing scrolls sideways, no letter is cut, axe is content`, async () => {
    const { page } = editor;
    await page.goto(`${SERVER}/ui?to=${ui}&back=/about`);
    for (const [name, address, act] of pages()) {
      await page.goto(SERVER + address);
      if (act) await act(page);
      const text = await page.locator("body").innerText();
      const keys = GROUPS.filter((group) => new RegExp(`(^|[^\\w/.-])${group}\\.[a-z_]{3,}`).test(text));
      assert.deepEqual(keys, [], name);
      assert.ok(!text.includes("{"), `${name}: a value is missing`);
      for (const colorScheme of ["dark", "light"]) {
        await page.emulateMedia({ colorScheme });
        await page.evaluate(AXE);
        const result = await page.evaluate(() => globalThis.axe.run());
        const found = result.violations.map((v) => `${v.id}: ${v.nodes.map((node) => node.html).join(" ; ")}`);
        assert.deepEqual(found, [], `${name}, ${colorScheme}`);
      }
      for (const width of [360, 320]) {
        await page.setViewportSize({ width, height: 640 });
        const widest = await page.evaluate(() => document.documentElement.scrollWidth);
        assert.ok(widest <= width, `${name}: ${widest} px of ${width}`);
      }
      if (name !== "nothing found") assert.deepEqual(await page.evaluate(cutOrSmall), [], name);
      if (process.env.SHANJAR_PICTURES && ui !== "bo") {
        await page.screenshot({ path: `${process.env.SHANJAR_PICTURES}/${name}-${ui}-phone.png`, fullPage: true });
      }
      await page.setViewportSize({ width: 1280, height: 800 });
      if (process.env.SHANJAR_PICTURES && ui !== "bo") {
        await page.screenshot({ path: `${process.env.SHANJAR_PICTURES}/${name}-${ui}-desk.png`, fullPage: true });
      }
    }
  });
}

test("a term is proposed without a mouse", async () => {
  const { page } = editor;
  await page.goto(`${SERVER}/proposals/new`);
  const tabTo = async (selector) => {
    for (let n = 0; n < 60; n += 1) {
      if (await page.evaluate((wanted) => document.activeElement.matches(wanted), selector)) return;
      await page.keyboard.press("Tab");
    }
    assert.fail(`${selector} is not reached`);
  };
  await tabTo("#zh");
  await page.keyboard.type(`${NOUN}案`);
  await tabTo("#reason");
  await page.keyboard.type("keyboard");
  await tabTo("main form button");
  await page.keyboard.press("Enter");
  await page.waitForURL(/done=made/);
});

/** In a page at a phone's width: what cuts stacked letters off, or is smaller than a finger. */
function cutOrSmall() {
  const found = [];
  for (const element of document.querySelectorAll("main .bo, main input:not([type=hidden]), main textarea")) {
    const style = getComputedStyle(element);
    const isLow = parseFloat(style.lineHeight) < parseFloat(style.fontSize) * 1.75;
    if (isLow || (element.matches(".bo") && style.overflow === "hidden")) found.push(`cut: ${element.outerHTML}`);
  }
  for (const element of document.querySelectorAll("main button:not(.copy), main .action, main .tabs a, main input:not([type=hidden])")) {
    const box = element.getBoundingClientRect();
    if (box.width > 0 && (box.width < 44 || box.height < 44)) found.push(`small: ${element.outerHTML}`);
  }
  return found;
}
