// The way of a term through its pages: written, reviewed by another, put into a batch, authorised, frozen in an edition.
// All of it without script, and then what holds for each page: languages, widths, contrast, keys, stacked letters.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { SERVER, closeAll } from "./browser.mjs";
import { PASSWORD, person } from "./people.mjs";

const AXE = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
/** The first parts of keys of translations: a key that is shown stands for a sentence that is not there. */
const GROUPS = Array.from((await readFile(new URL("../i18n/zh.toml", import.meta.url), "utf8")).matchAll(/^\[([a-z_]+)\]$/gm), (m) => m[1]);
/** Another word each time, because a server may be tested twice; the Tibetan stands in the seed, and no other test looks for it. */
const NOUN = `试验词${Date.now() % 100_000}`;
const TIBETAN = "དཔང་རྟགས";
const OTHER = "དཔང་པོ";
const BATCH = `第${Date.now() % 100_000}批`;
// axe is put into the page as a script, which the page's own policy forbids to everybody else.
const PLAIN = { javaScriptEnabled: false };
const CHECKED = { bypassCSP: true };

let author;
let reviewer;
let chair;
/** The address of the term, and that of the batch. */
let term;
let batch;
before(async () => {
  author = await person("术语员卓玛", ["terminologist"], { ...PLAIN, displayName: "བཀྲ་ཤིས་" });
  reviewer = await person("审读人扎西", ["reviewer"], PLAIN);
  chair = await person("审定委员才让", ["committee"], CHECKED);
});
after(closeAll);

const path = (page) => new URL(page.url()).pathname;
const said = (page) => page.locator("main .notice[role=status]").innerText();

/** Opens the part of a page that says `name` and sends its form, after `fill`. */
async function doStep(page, name, fill = async () => {}) {
  const step = page.locator("details.step", { has: page.locator("summary", { hasText: name }) });
  await step.locator("summary").click();
  await fill(step);
  await step.locator("button[type=submit]").click();
}

test("a terminologist writes a term in both scripts, row by row", async () => {
  const { page } = author;
  await page.goto(`${SERVER}/editing`);
  await page.locator("a[href='/concepts/new']").click();
  await page.locator("#terms-0-text").fill(NOUN);
  await page.locator("#terms-1-text").fill(`${TIBETAN}་`);
  await page.locator("button[value='more definitions:zh']").click();
  assert.ok(page.url().endsWith("#definitions-zh"), "the page comes back where the row was added");
  assert.equal(await page.locator("#terms-1-text").inputValue(), `${TIBETAN}་`, "nothing typed is lost");
  await page.locator("#definitions-0-text").fill("为试验而写的词。");
  await page.locator("button[value='more legal_basis']").click();
  await page.locator("#legal_basis-0-law").fill("刑事诉讼法");
  await page.locator("#legal_basis-0-article").fill("第67条");
  await page.locator("#legal_basis-0-in_force_from").fill("2018-10-26");
  await page.locator("#legal_basis-0-in_force_to").fill("2017-01-01");
  await page.locator("input[value=criminal]").check();
  await page.locator("button[value=save]").first().click();
  // The Tibetan stands in the seed already: whoever writes is asked first.
  assert.match(await page.locator("#alike").innerText(), /已有词条含相同的词/);
  await page.locator("button[value=anyway]").click();
  const fault = page.locator("#legal_basis-0-in_force_to-fault");
  assert.match(await fault.innerText(), /2017-01-01/);
  await page.locator("#faults a").first().click();
  await page.locator("#legal_basis-0-in_force_to").fill("");
  await page.locator("button[value=save]").first().click();
  await page.locator("button[value=anyway]").click();
  assert.match(await said(page), /草案已建立/);
  term = path(page);
  assert.match(term, /^\/c\/c-\d+$/);
  assert.equal(await page.locator("h1 .bo").innerText(), TIBETAN);
});

test("another one reviews it, sends it back, and finds it right at last", async () => {
  const { page } = reviewer;
  await page.goto(`${SERVER}/editing`);
  await page.locator(`a[href^='${term}?']`).first().click();
  await doStep(page, "审读通过");
  assert.match(await said(page), /状态已更改/);
  await doStep(page, "退回草案", (step) => step.locator("input[name=reason]").fill("请写明出处 ཁུངས།"));
  await author.page.goto(`${SERVER}/editing`);
  assert.match(await author.page.locator("main").innerText(), /请写明出处/);
  await author.page.locator(`a[href^='${term}?']`).first().click();
  await author.page.locator(`a[href='${term}/edit']`).click();
  await author.page.locator("details.further summary").nth(1).click();
  await author.page.locator("button[value='more terms.1.sources']").click();
  await author.page.locator("#terms-1-sources-0-title").fill("《西藏法制报藏文版》");
  await author.page.locator("button[value=save]").first().click();
  assert.match(await said(author.page), /草案已保存/);
  await page.goto(`${SERVER}${term}?revision=newest`);
  await doStep(page, "审读通过");
  assert.match(await page.locator(".work").innerText(), /已审读/);
});

test("two who save at once both keep what they wrote", async () => {
  const pages = [author.page, reviewer.page];
  for (const page of pages) await page.goto(`${SERVER}${term}/edit`);
  await reviewer.page.locator("#definitions-0-source").fill("词典");
  await reviewer.page.locator("#terms-1-text").fill(OTHER);
  await reviewer.page.locator("button[value=save]").first().click();
  await author.page.locator("#definitions-0-text").fill("为试验而写的一个词。");
  await author.page.locator("#terms-1-text").fill("ཁྲིམས་ར");
  await author.page.locator("button[value=save]").first().click();
  assert.match(await author.page.locator("h1").innerText(), /别人已经保存/);
  const text = await author.page.locator("main").innerText();
  for (const word of ["审读人扎西", "两人改得不同", "只有对方改了", "只有您改了"]) assert.ok(text.includes(word), word);
  assert.ok((await author.page.locator(".pieces del, .pieces ins").count()) >= 2);
  await author.page.locator("input[type=radio][value=theirs]").first().check();
  await author.page.locator("button[value=combine]").click();
  assert.equal(await author.page.locator("#terms-1-text").inputValue(), OTHER);
  assert.equal(await author.page.locator("#definitions-0-text").inputValue(), "为试验而写的一个词。");
  assert.equal(await author.page.locator("#definitions-0-source").inputValue(), "词典");
  await author.page.locator("button[value=save]").first().click();
  assert.match(await said(author.page), /草案已保存/);
});

test("the history shows syllables that went and came, and an old revision is restored", async () => {
  const { page } = author;
  await page.goto(`${SERVER}${term}/history?from=1`);
  const changed = page.locator(".differences > div", { has: page.locator(".pieces .bo") }).first();
  assert.ok((await changed.locator("del").count()) > 0);
  assert.equal(await changed.locator("del .sign").first().innerText(), "−", "not by colour alone");
  const last = page.locator(".revisions > li").last();
  await last.locator("summary").click();
  await last.locator("input[name=reason]").fill("回到原来的写法");
  await last.locator("button[type=submit]").click();
  assert.match(await said(page), /旧版已成为新的草案/);
  assert.equal(await page.locator("h1 .bo").innerText(), TIBETAN);
});

test("a session that has ended keeps the form", async () => {
  const { page, context } = author;
  await page.goto(`${SERVER}${term}/edit`);
  await page.locator("button[value='more notes']").click();
  await page.locator("#notes-0-text").fill("过期之前写的 བྲིས།");
  await context.clearCookies();
  await page.locator("button[value=save]").first().click();
  assert.match(await page.locator("h1").innerText(), /登录已过期/);
  const tab = await context.newPage();
  await tab.goto(`${SERVER}/login?next=/account`);
  await tab.locator("#login_name").fill(author.name);
  await tab.locator("#password").fill(PASSWORD);
  await tab.locator("main form button").click();
  await tab.waitForURL(`${SERVER}/account`);
  await tab.close();
  await page.locator("main form button").click();
  assert.match(await said(page), /草案已保存/);
  assert.match(await page.locator("main").innerText(), /过期之前写的/);
});

test("a batch is opened, filled, decided and authorised, and everybody reads the term", async () => {
  const { page } = reviewer;
  // The reviewer has written some of it by now, and is told so.
  await page.goto(`${SERVER}${term}?revision=newest`);
  assert.match(await page.locator(".work").innerText(), /须由另一位审读人审读/);
  await chair.page.goto(`${SERVER}${term}?revision=newest`);
  await doStep(chair.page, "审读通过");
  await page.goto(`${SERVER}/batches/new`);
  await page.locator("#number").fill(BATCH);
  await page.locator("button[type=submit]", { hasText: "新建批次" }).click();
  assert.equal(await page.locator("#committee-fault").count(), 1);
  assert.equal(await page.locator("#number").inputValue(), BATCH);
  await page.locator("#committee").fill("术语审定委员会");
  await page.locator("button[type=submit]", { hasText: "新建批次" }).click();
  batch = path(page);
  await page.locator(`input[name=concepts][value='${term.slice(3)}']`).check();
  await page.locator(`form[action='${batch}/put'] button`).click();
  assert.match(await said(page), /已放入批次/);
  await chair.page.goto(`${SERVER}${batch}`);
  await chair.page.locator(`form[action='${batch}/authorise'] button`).click();
  assert.match(await chair.page.locator("#faults").innerText(), /还没有写明决定日期和文号/);
  await chair.page.locator("#decided_on").fill("2026-11-20");
  await chair.page.locator("#decision").fill("〔2026〕1号");
  await chair.page.locator(`form[action='${batch}/text'] button`).click();
  await chair.page.locator(`form[action='${batch}/authorise'] button`).click();
  assert.match(await said(chair.page), /批次已审定/);
  await author.page.goto(SERVER + term);
  assert.match(await author.page.locator(".authority").innerText(), new RegExp(BATCH));
});

test("an edition is frozen, and two are compared", async () => {
  const { page } = chair;
  const freeze = async (title) => {
    await page.goto(`${SERVER}/editions`);
    await page.locator("#title").fill(title);
    await page.locator("form[action='/editions'] button").click();
    return Number(path(page).split("/").pop());
  };
  const first = await freeze("甲版 པར་གཞི།");
  const second = await freeze("乙版");
  assert.equal(second, first + 1);
  await page.locator(`a[href='/editions/${first}/diff/${second}']`).click();
  assert.match(await page.locator("main").innerText(), /两版完全相同/);
  await page.goto(`${SERVER}${term}?edition=${first}`);
  assert.equal(await page.locator("h1 .bo").innerText(), TIBETAN);
});

test("a draft that was never authorised is deleted, and its address says so", async () => {
  const { page } = author;
  await page.goto(`${SERVER}/concepts/new`);
  await page.locator("#terms-0-text").fill(`${NOUN}误`);
  await page.locator("#terms-1-text").fill(OTHER);
  await page.locator("button[value=save]").first().click();
  await page.locator("button[value=anyway]").click();
  const draft = path(page);
  assert.match(draft, /^\/c\/c-/);
  await doStep(page, "删除");
  assert.equal(path(page), "/editing");
  assert.ok((await said(page)).includes(draft.slice(3)), "the desk says which one is gone");
  const answer = await page.goto(SERVER + draft);
  assert.equal(answer.status(), 404);
  await page.goto(`${SERVER}/concepts?filter=${encodeURIComponent("workflow:draft")}`);
  assert.equal(await page.locator(`main a[href='${draft}']`).count(), 0, "no list has it any more");
});

test("a term is joined into another, with both side by side", async () => {
  const { page } = author;
  await page.goto(`${SERVER}/concepts/new`);
  await page.locator("#terms-0-text").fill(`${NOUN}之二`);
  await page.locator("#terms-1-text").fill(TIBETAN);
  await page.locator("button[value=save]").first().click();
  await page.locator("button[value=anyway]").click();
  const gone = path(page);
  await page.goto(`${SERVER}${gone}/merge`);
  await page.locator("#q").fill(term.slice(3));
  await page.locator("main form button").click();
  assert.equal(await page.locator(".sides section").count(), 2);
  await page.locator("#reason").fill("同一概念");
  await page.locator("main form button").click();
  assert.equal(path(page), term);
  await page.goto(SERVER + gone);
  assert.equal(path(page), term, "the old address leads on");
});

/** Pages that are looked at as a whole: a name, an address, and what is done there first. */
function pages() {
  const press = (selector) => (on) => on.locator(selector).first().click();
  return [
    ["desk", "/editing"],
    ["new concept", "/concepts/new"],
    ["new concept with faults", "/concepts/new", async (on) => {
      await on.locator("#terms-0-text").fill("བསྒྲུབས་པ་དཔལ་ལྡན་");
      await on.locator("#terms-1-text").fill("English");
      await on.locator("button[value=save]").first().click();
      await on.locator("#faults").waitFor();
    }],
    ["edited concept", `${term}/edit`],
    ["work", `${term}?revision=newest`],
    ["history", `${term}/history?from=1&to=3`],
    ["merge", `${term}/merge?into=c-000001`],
    ["search for the merge", `${term}/merge?q=${encodeURIComponent("法院")}`],
    ["batches", "/batches"],
    ["new batch", "/batches/new", press("main form button")],
    ["batch", batch],
    ["editions", "/editions"],
    ["edition", "/editions/1"],
    ["compared editions", "/editions/1/diff/2"],
  ];
}

for (const ui of ["zh", "bo", "en"]) {
  test(`every page is whole in ${ui}: no key shows, nothing scrolls sideways, no letter is cut, axe is content`, async () => {
    const { page } = chair;
    await page.goto(`${SERVER}/ui?to=${ui}&back=/about`);
    for (const [name, address, act] of pages()) {
      await page.goto(SERVER + address);
      if (act) await act(page);
      await page.evaluate(() => document.querySelectorAll("main details").forEach((details) => { details.open = true; }));
      const text = await page.locator("body").innerText();
      const keys = GROUPS.filter((group) => new RegExp(`(^|[^\\w/.-])${group}\\.[a-z_]{3,}`).test(text));
      assert.deepEqual(keys, [], name);
      assert.ok(!text.includes("{"), `${name}: a value is missing`);
      await page.evaluate(AXE);
      const result = await page.evaluate(() => globalThis.axe.run());
      assert.deepEqual(result.violations.map((v) => `${v.id}: ${v.nodes.map((node) => node.html).join(" ; ")}`), [], name);
      for (const width of [360, 320]) {
        await page.setViewportSize({ width, height: 640 });
        const widest = await page.evaluate(() => document.documentElement.scrollWidth);
        assert.ok(widest <= width, `${name}: ${widest} px of ${width}`);
      }
      assert.deepEqual(await page.evaluate(cutOrSmall), [], name);
      await page.setViewportSize({ width: 1280, height: 800 });
    }
  });
}

test("dark pages have enough contrast", async () => {
  const { page } = chair;
  await page.goto(`${SERVER}/ui?to=zh&back=/about`);
  await page.emulateMedia({ colorScheme: "dark" });
  for (const [name, address, act] of pages()) {
    await page.goto(SERVER + address);
    if (act) await act(page);
    await page.evaluate(AXE);
    const result = await page.evaluate(() => globalThis.axe.run({ runOnly: ["color-contrast"] }));
    assert.deepEqual(result.violations.flatMap((v) => v.nodes.map((node) => node.html)), [], name);
  }
  await page.emulateMedia({ colorScheme: "light" });
});

test("a term is written without a mouse", async () => {
  const { page } = chair;
  await page.goto(`${SERVER}/concepts/new`);
  const tabTo = async (selector) => {
    for (let n = 0; n < 90; n += 1) {
      if (await page.evaluate((wanted) => document.activeElement.matches(wanted), selector)) return;
      await page.keyboard.press("Tab");
    }
    assert.fail(`${selector} is not reached`);
  };
  await tabTo("#terms-0-text");
  await page.keyboard.type(`${NOUN}之三`);
  await page.keyboard.press("Enter");
  await page.waitForURL(/done=created/);
});

/** In a page at a phone's width: what cuts stacked letters off, or is smaller than a finger. */
function cutOrSmall() {
  const found = [];
  for (const element of document.querySelectorAll("main .bo, main input:not([type=hidden]):not([type=checkbox]):not([type=radio]), main textarea")) {
    const style = getComputedStyle(element);
    const isLow = parseFloat(style.lineHeight) < parseFloat(style.fontSize) * 1.75;
    if (isLow || (element.matches(".bo") && style.overflow === "hidden")) found.push(`cut: ${element.outerHTML}`);
  }
  for (const element of document.querySelectorAll("main button, main .action, main summary, main input:not([type=hidden]):not([type=checkbox]):not([type=radio]), main select")) {
    const box = element.getBoundingClientRect();
    if (box.width > 0 && (box.width < 44 || box.height < 44)) found.push(`small: ${element.outerHTML}`);
  }
  return found;
}
