// What holds for every page: languages, widths, contrast, hosts; and that nothing needs the script.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { SERVER, closeAll, openPage } from "./browser.mjs";

const AXE = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const PAGES = {
  "first page": "/",
  results: "/?q=人民法院",
  "Tibetan results": "/?q=ཁྲིམས་ཁང",
  "official list": "/?q=盗窃罪",
  letters: "/?q=dang",
  "alike only": "/?q=法元",
  "Tibetan alike": "/?q=ཁྲིམས་ཀང",
  "in part only": "/?q=合同纠分",
  narrowed: "/?q=纠纷&subject_field=labour&in=all",
  "no result": "/?q=没有这样的词语",
  "Tibetan dictionary": "/browse?lang=bo&from=ཁ",
  "Chinese dictionary": "/browse?lang=zh&from=F",
  "end of the dictionary": "/browse?lang=bo&from=ཨོཾ།",
  "pasted list": "/batch",
  problem: "/problems/not-found",
  error: "/no-such-page",
  about: "/about",
};

let browser;
let page;
before(async () => {
  // axe is put into the page as a script, which the page's own policy forbids to everybody else.
  browser = await openPage({ bypassCSP: true });
  page = browser.page;
  await page.goto(`${SERVER}/?q=人民法院`);
  PAGES.entry = await page.locator(".name").first().getAttribute("href");
  await page.goto(`${SERVER}/?q=盗窃罪`);
  PAGES["entry without Tibetan"] = await page.locator(".name").first().getAttribute("href");
});
after(closeAll);

async function forEachPage(check) {
  for (const [name, path] of Object.entries(PAGES)) {
    await page.goto(SERVER + path);
    await check(name);
  }
}

test("every page passes axe in light and dark, in every language", async () => {
  for (const colorScheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme });
    for (const ui of ["zh", "bo", "en"]) {
      await page.goto(`${SERVER}/ui?to=${ui}&back=/`);
      await forEachPage(async (name) => {
        await page.evaluate(AXE);
        const result = await page.evaluate(() => globalThis.axe.run());
        const found = result.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html).join(" ; ")}`);
        assert.deepEqual(found, [], `${name}, ${colorScheme}, ${ui}`);
      });
    }
  }
  await page.emulateMedia({ colorScheme: "light" });
  await page.goto(`${SERVER}/ui?to=zh&back=/`);
});

test("every Tibetan text stands under lang=bo and is never cut inside a syllable", async () => {
  await forEachPage(async (name) => {
    const wrong = await page.evaluate(() => {
      const found = [];
      const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const parent = node.parentElement;
        if (!/[\u0F00-\u0FFF]/.test(node.data)) continue;
        const style = getComputedStyle(parent);
        const cuts = style.wordBreak === "break-all" || style.lineBreak === "anywhere";
        if (!parent.closest("[lang]").matches("[lang=bo]") || cuts) found.push(node.data);
      }
      return found;
    });
    // The live region repeats what was copied; it is heard, not seen.
    assert.deepEqual(wrong, [], name);
  });
});

test("no page scrolls sideways at 320 pixels", async () => {
  await page.setViewportSize({ width: 320, height: 640 });
  for (const ui of ["en", "bo", "zh"]) {
    await page.goto(`${SERVER}/ui?to=${ui}&back=/`);
    await forEachPage(async (name) => {
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(width <= 320, `${name} in ${ui}: ${width} px`);
    });
  }
  await page.setViewportSize({ width: 1280, height: 800 });
});

test("what is touched on a phone is as large as a finger", async () => {
  await page.setViewportSize({ width: 390, height: 780 });
  for (const path of ["/?q=离婚纠纷", PAGES["entry without Tibetan"], "/?q=纠纷", "/", PAGES.letters, PAGES["alike only"], PAGES["Tibetan dictionary"], "/batch"]) {
    await page.goto(SERVER + path);
    const small = await page.evaluate(() =>
      Array.from(document.querySelectorAll(".parts a, .more a, .examples a, .copy, .languages a, .pages a, .box button, .filters a, .suggestions a, .meant a, .letters a, .tabs a, .button, summary, .facet a"))
        .filter((element) => {
          const box = element.getBoundingClientRect();
          if (box.width === 0) return false;
          return box.width < 44 || box.height < 44;
        })
        .map((element) => element.outerHTML),
    );
    assert.deepEqual(small, [], path);
  }
  await page.setViewportSize({ width: 1280, height: 800 });
});

test("Latin letters of the Tibetan interface are in the font of the others", async () => {
  await page.goto(`${SERVER}/ui?to=bo&back=${PAGES.entry}`);
  const cdp = await page.context().newCDPSession(page);
  await cdp.send("DOM.enable");
  await cdp.send("CSS.enable");
  const { root } = await cdp.send("DOM.getDocument");
  for (const selector of [".crumbs .number", ".bottom a[href$='.json']"]) {
    const { nodeId } = await cdp.send("DOM.querySelector", { nodeId: root.nodeId, selector });
    const { fonts } = await cdp.send("CSS.getPlatformFontsForNode", { nodeId });
    assert.ok(fonts.length > 0 && fonts.every((font) => !/serif/i.test(font.familyName) || /sans/i.test(font.familyName)), JSON.stringify(fonts));
  }
  await page.goto(`${SERVER}/ui?to=zh&back=/`);
});

test("the Tibetan web font comes from us, and nothing from anybody else", async () => {
  browser.requests.length = 0;
  await forEachPage(async () => {
    await page.evaluate(() => document.fonts.ready);
  });
  await page.goto(`${SERVER}/?q=ཁྲིམས་ཁང`);
  const loaded = await page.evaluate(async () => {
    await document.fonts.ready;
    const faces = Array.from(document.fonts).filter((face) => face.family.includes("Noto Serif Tibetan"));
    return faces.some((face) => face.status === "loaded") && document.fonts.check("16px 'Noto Serif Tibetan'", "ཀ");
  });
  assert.ok(loaded);
  assert.ok(browser.requests.some((url) => url.includes("/fonts/")));
  assert.deepEqual(browser.requests.filter((url) => !url.startsWith(`${SERVER}/`)), []);
});

test("the first page is small", async () => {
  const fresh = await openPage();
  const sizes = [];
  fresh.page.on("response", async (response) => {
    sizes.push(response.body().then((body) => [new URL(response.url()).pathname, body.length]));
  });
  await fresh.page.goto(`${SERVER}/`, { waitUntil: "networkidle" });
  const all = await Promise.all(sizes);
  const bytes = (keep) => all.filter(([path]) => keep(path)).reduce((sum, [, size]) => sum + size, 0);
  assert.ok(all.length <= 12, `${all.length} requests`);
  assert.ok(bytes(() => true) <= 420_000, `${bytes(() => true)} bytes`);
  assert.ok(bytes((path) => !path.includes("/fonts/")) <= 60_000);
  await fresh.close();
});

test("stacked letters are not cut off by the boxes they stand in", async () => {
  await page.goto(`${SERVER}/?q=བསྒྲུབས་`);
  const input = await page.locator("#q").evaluate((element) => {
    const style = getComputedStyle(element);
    return { height: element.clientHeight, line: parseFloat(style.lineHeight), size: parseFloat(style.fontSize) };
  });
  assert.ok(input.height >= 48 && input.line >= input.size * 1.75, JSON.stringify(input));
  await page.goto(`${SERVER}/?q=ཁྲིམས་ཁང`);
  const tight = await page.evaluate(() =>
    Array.from(document.querySelectorAll("main .bo"))
      .filter((element) => {
        const style = getComputedStyle(element);
        return style.overflow === "hidden" || parseFloat(style.lineHeight) < parseFloat(style.fontSize) * 1.75;
      })
      .map((element) => element.outerHTML),
  );
  assert.deepEqual(tight, []);
});

test("no page breaks its own content security policy", async () => {
  const strict = await openPage();
  const complaints = [];
  strict.page.on("console", (message) => {
    if (message.type() === "error" && !message.text().includes("404")) complaints.push(message.text());
  });
  strict.page.on("pageerror", (error) => complaints.push(String(error)));
  for (const path of Object.values(PAGES)) await strict.page.goto(SERVER + path, { waitUntil: "networkidle" });
  assert.deepEqual(complaints, []);
  await strict.close();
});

test("without script a form searches and links lead to the entry and the next page", async () => {
  const plain = await openPage({ javaScriptEnabled: false });
  await plain.page.goto(`${SERVER}/`);
  await plain.page.locator("#q").fill("ཁྲིམས་ཁང");
  await plain.page.locator("form.search button").click();
  assert.match(plain.page.url(), /[?&]q=/);
  assert.ok((await plain.page.locator(".row").count()) > 0);
  await plain.page.locator(".name").first().click();
  assert.match(plain.page.url(), /\/c\/c-\d+$/);
  assert.equal(await plain.page.locator("h1").count(), 1);
  await plain.page.goto(`${SERVER}/?q=纠纷`);
  await plain.page.locator(".more a").click();
  assert.ok((await plain.page.locator(".row").count()) > 0);
  assert.equal(await plain.page.locator(".copy:visible").count(), 0, "no button that does nothing");
  await plain.close();
});

test("print leaves out what paper cannot do", async () => {
  await page.goto(SERVER + PAGES.entry);
  await page.emulateMedia({ media: "print" });
  assert.equal(await page.locator(".top nav:visible").count(), 0);
  assert.equal(await page.locator("h1").isVisible(), true);
  await page.emulateMedia({ media: "screen" });
});
