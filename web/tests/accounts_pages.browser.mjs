// What holds for every page about accounts: languages, widths, contrast, keys, stacked letters.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { SERVER, closeAll, openPage } from "./browser.mjs";
import { PASSWORD, person, proveAgain } from "./people.mjs";

const AXE = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const TIBETAN = "བསྒྲུབས་པ་དཔལ་ལྡན་";
/** The first parts of keys of translations: a key that is shown stands for a sentence that is not there. */
const GROUPS = Array.from((await readFile(new URL("../i18n/zh.toml", import.meta.url), "utf8")).matchAll(/^\[([a-z_]+)\]$/gm), (m) => m[1]);

let admin;
let auditor;
let stranger;
/** Page, whose browser, and what is done there first. */
let pages;
before(async () => {
  // axe is put into the page as a script, which the page's own policy forbids to everybody else.
  const options = { bypassCSP: true };
  admin = await person("名字很长的安全管理员甲乙丙丁", ["security_admin"], { ...options, displayName: TIBETAN });
  auditor = await person("审计员乙", ["auditor"], options);
  stranger = await openPage(options);
  const managed = await person("受管理的人", ["reader", "self"], { displayName: `${TIBETAN} 卓玛` });
  await managed.close();
  const { page } = admin;
  await page.goto(`${SERVER}/accounts/${managed.account}`);
  await page.locator("#role").selectOption("lecturer");
  await page.locator("#reason").fill(`${TIBETAN} 需要`);
  await page.locator("form[action$='/roles'] button").click();
  await page.goto(`${SERVER}/tokens`);
  await page.locator("#name").fill("接口 མཐུད་ཁ");
  await page.locator("input[value='registry:pii']").check();
  await page.locator("#addresses").fill("2001:db8:aaaa:bbbb:cccc:dddd::/96 192.0.2.0/24");
  await page.locator("#expires_on").fill(new Date(Date.now() + 300 * 86_400_000).toISOString().slice(0, 10));
  await page.locator("form.form button").click();
  const press = (selector) => (on) => on.locator(selector).click();
  const paste = (rows) => async (on) => {
    await on.locator("#rows").fill(rows);
    await on.locator("form.paste button").click();
  };
  let n = 0;
  pages = {
    login: [stranger, "/login"],
    "wrong login": [stranger, "/login", async (on) => {
      await on.locator("#login_name").fill(TIBETAN);
      await on.locator("#password").fill("wrong");
      await on.locator("main form button").click();
    }],
    "first password": [stranger, "/login/first"],
    "own account": [admin, "/account"],
    accounts: [admin, "/accounts"],
    "new accounts": [admin, "/accounts/new"],
    "new accounts with faults": [admin, "/accounts/new", paste(`bad name\t${TIBETAN}\nx\t\t法院\tjudge`)],
    slips: [admin, "/accounts/new", (on) => paste(`slip${n++}\t${TIBETAN}\n${"a".repeat(60)}${n}\t${"长".repeat(60)}`)(on)],
    "managed account": [admin, `/accounts/${managed.account}`],
    "roles to decide": [admin, "/role-changes"],
    tokens: [admin, "/tokens"],
    "phone to be set up": [admin, "/account", press("form[action='/account/second-factor'] button")],
    audit: [auditor, "/audit"],
    verification: [auditor, "/audit/verification"],
    refused: [auditor, "/tokens"],
  };
});
after(closeAll);

/** Opens each page in the language `ui`, and has it checked. */
async function forEachPage(ui, check, leftOut = []) {
  for (const browser of [admin, auditor, stranger]) await browser.page.goto(`${SERVER}/ui?to=${ui}&back=/about`);
  await proveAgain(admin.page);
  for (const [name, [browser, path, act]] of Object.entries(pages)) {
    if (leftOut.includes(name)) continue;
    await browser.page.goto(SERVER + path);
    if (act) await act(browser.page);
    await check(`${name} in ${ui}`, browser.page);
  }
}

for (const ui of ["zh", "bo", "en"]) {
  test(`every page is whole in ${ui}: no key shows, scripts are marked, nothing scrolls sideways, axe is content`, async () => {
    // A wrong password in each language is enough: tries are counted.
    await forEachPage(ui, async (name, page) => {
      const text = await page.locator("body").innerText();
      const keys = GROUPS.filter((group) => new RegExp(`(^|[^\\w/.-])${group}\\.[a-z_]{3,}`).test(text));
      assert.deepEqual(keys, [], name);
      assert.ok(!text.includes("{"), `${name}: a value is missing`);
      assert.deepEqual(await strayTibetan(page), [], name);
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
    });
  });
}

test("dark pages have enough contrast", async () => {
  for (const browser of [admin, auditor, stranger]) await browser.page.emulateMedia({ colorScheme: "dark" });
  await forEachPage("zh", async (name, page) => {
    await page.evaluate(AXE);
    const result = await page.evaluate(() => globalThis.axe.run({ runOnly: ["color-contrast"] }));
    assert.deepEqual(result.violations.flatMap((v) => v.nodes.map((node) => node.html)), [], name);
  }, ["wrong login"]);
  for (const browser of [admin, auditor, stranger]) await browser.page.emulateMedia({ colorScheme: "light" });
});

test("every page is gone through with the Tab key, in the order in which it is read, and one sees where one is", async () => {
  await forEachPage("zh", async (name, page) => {
    const expected = await page.evaluate(stops);
    assert.ok(expected.length >= 8, name);
    const visited = [];
    // A date has several fields inside, and so several stops.
    for (let n = 0; n < 4 * expected.length && visited.length < expected.length; n += 1) {
      await page.keyboard.press("Tab");
      const [stop, outline] = await page.evaluate(() => {
        const style = getComputedStyle(document.activeElement);
        return [document.activeElement.getAttribute("data-stop"), style.outlineStyle === "none" ? 0 : parseFloat(style.outlineWidth)];
      });
      assert.ok(outline >= 2, `${name}: the focus at ${stop} cannot be seen`);
      if (visited[visited.length - 1] !== stop) visited.push(stop);
    }
    assert.deepEqual(visited, expected, name);
  }, ["wrong login", "slips"]);
});

test("signing in, making an account and signing out need no mouse", async () => {
  const { page, close } = await openPage();
  await page.goto(`${SERVER}/login?next=/account`);
  const tabTo = async (selector) => {
    for (let n = 0; n < 60; n += 1) {
      if (await page.evaluate((wanted) => document.activeElement.matches(wanted), selector)) return;
      await page.keyboard.press("Tab");
    }
    assert.fail(`${selector} is not reached`);
  };
  /** Sends a form and waits for what the next page has. */
  const enter = async (selector) => {
    await page.keyboard.press("Enter");
    const came = page.locator(selector).waitFor();
    await came.catch(async () => assert.fail(`no ${selector}: ${page.url()} ${await page.locator("main").innerText()}`));
  };
  await tabTo("#login_name");
  await page.keyboard.type(admin.name);
  await page.keyboard.press("Tab");
  await page.keyboard.type(PASSWORD);
  await enter("form[action='/account/password']");
  await page.goto(`${SERVER}/accounts/new`);
  await tabTo("#login_name");
  await page.keyboard.type("keys-only");
  await tabTo("#display_name");
  await page.keyboard.type("键盘");
  await tabTo("input[value=reader]");
  await page.keyboard.press("Space");
  await enter(".slip");
  await tabTo(".who button");
  await enter(".who a[href^='/login']");
  await close();
});

/** Returns Tibetan texts of `page` that do not say that they are, or may break inside a syllable. */
function strayTibetan(page) {
  return page.evaluate(() => {
    const found = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const parent = node.parentElement;
      if (!/[\u0F00-\u0FFF]/.test(node.data) || parent.matches("textarea")) continue;
      const style = getComputedStyle(parent);
      const cuts = style.wordBreak === "break-all" || style.lineBreak === "anywhere";
      if (!parent.closest("[lang]").matches("[lang=bo]") || cuts) found.push(node.data);
    }
    return found;
  });
}

/** In a page at a phone's width: what cuts stacked letters off, lies over its neighbour, or is smaller than a finger. */
function cutOrSmall() {
  const found = [];
  for (const element of document.querySelectorAll("main .bo, main input:not([type=hidden]):not([type=checkbox]):not([type=radio]), main textarea")) {
    const style = getComputedStyle(element);
    const isLow = parseFloat(style.lineHeight) < parseFloat(style.fontSize) * 1.75;
    if (isLow || (element.matches(".bo") && style.overflow === "hidden")) found.push(`cut: ${element.outerHTML}`);
  }
  for (const element of document.querySelectorAll("main .secret, main .codes li, main dd")) {
    if (element.scrollWidth > element.clientWidth) found.push(`out of its box: ${element.outerHTML}`);
  }
  for (const element of document.querySelectorAll("main button, main .action, main .tabs a, main input:not([type=hidden]):not([type=checkbox]):not([type=radio]), main select, .who a, .who button")) {
    const box = element.getBoundingClientRect();
    if (box.width > 0 && (box.width < 44 || box.height < 44)) found.push(`small: ${element.outerHTML}`);
  }
  return found;
}

/** Numbers what the Tab key stops at, in the order of the page, and returns the numbers with what they are. */
function stops() {
  const stop = "a[href], button, input:not([type=hidden]), select, textarea, summary";
  const seen = new Set();
  const found = [];
  for (const element of document.querySelectorAll(stop)) {
    const isHidden = element.getClientRects().length === 0 || element.disabled;
    // Of radio buttons of one name only the one that is chosen is stopped at.
    const isOther = element.type === "radio" && !element.checked;
    if (isHidden || isOther || seen.has(element)) continue;
    seen.add(element);
    const name = `${found.length} ${element.id || element.getAttribute("href") || element.getAttribute("value") || element.textContent.trim()}`;
    element.setAttribute("data-stop", name);
    found.push(name);
  }
  return found;
}
