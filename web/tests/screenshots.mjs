// Takes pictures of the pages: `node tests/screenshots.mjs [FOLDER]`, by default docs/pictures of the repository.
import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { join } from "node:path";
import { SERVER, openPage } from "./browser.mjs";
import { person } from "./people.mjs";

const folder = process.argv[2] || fileURLToPath(new URL("../../docs/pictures", import.meta.url));
const DESK = { width: 1120, height: 760 };
const PHONE = { width: 390, height: 780 };

/** name, path, width, further options; `open` follows the first result, `paste` sends a list. */
const PICTURES = [
  ["start", "/", DESK],
  ["search", "/?q=人民法院", DESK],
  ["search-tibetan", "/?q=ཁྲིམས་ཁང་", DESK],
  ["search-list", "/?q=盗窃罪", DESK],
  ["letters", "/?q=mi dmangs khrims khang", DESK],
  ["alike", "/?q=法元", DESK],
  ["browse", "/browse?lang=bo&from=ཁ", DESK],
  ["batch", "/batch", DESK, { paste: "法院\nཁྲིམས་ཁང་\nrmfy\nmi dmangs khrims khang\n偷东西\n离婚纠纷" }],
  ["phone-batch", "/batch", PHONE, { paste: "法院\nཁྲིམས་ཁང་\nrmfy" }],
  ["phone-browse", "/browse?lang=bo&from=ཁ", PHONE],
  ["search-none", "/?q=没有这样的词语", DESK],
  ["entry", "/?q=人民法院", DESK, { open: true }],
  ["entry-without-tibetan", "/?q=离婚纠纷", DESK, { open: true }],
  ["about", "/about", DESK],
  ["error", "/no-such-page", DESK],
  ["phone", "/?q=人民法院", PHONE],
  ["phone-entry", "/?q=离婚纠纷", PHONE, { open: true }],
  ["dark", "/?q=法院", DESK, { colorScheme: "dark" }],
  ["tibetan-interface", "/?q=法院", DESK, { ui: "bo" }],
  ["english-interface", "/?q=法院", DESK, { ui: "en" }],
];

await mkdir(folder, { recursive: true });
for (const [name, path, viewport, options = {}] of PICTURES) {
  const { page, close } = await openPage({ viewport, colorScheme: options.colorScheme || "light" });
  if (options.ui) await page.goto(`${SERVER}/ui?to=${options.ui}&back=/`);
  await page.goto(SERVER + path);
  if (options.open) await page.locator(".name").first().click();
  if (options.paste) {
    await page.locator("#terms").fill(options.paste);
    await page.locator("form.paste button").click();
  }
  await page.waitForLoadState("networkidle");
  await page.evaluate(() => document.fonts.ready);
  await page.screenshot({ path: join(folder, `${name}.png`) });
  await close();
}

// Two who saved at once: the second one sees what both made of the entry.
const [first, second] = [await person("才让", ["reviewer"]), await person("卓玛", ["terminologist"], { viewport: DESK })];
await second.page.goto(`${SERVER}/?q=人民法院`);
await second.page.locator(".name").first().click();
const entry = new URL(second.page.url()).pathname;
for (const [{ page }, tibetan, note] of [[first, "ཁྲིམས་ཁང", ""], [second, "ཁྲིམས་ར", "核对用字"]]) {
  await page.goto(`${SERVER}${entry}/edit`);
  const field = page.locator("input[lang=bo][name$='.text']").first();
  await field.fill(tibetan);
  if (note) {
    await page.locator("button[value='more notes']").click();
    await page.locator("textarea[name^='notes.'][name$='.text']").last().fill(note);
  }
  await first.page.waitForLoadState("networkidle");
  if (page === second.page) await first.page.locator("button[value=save]").first().click();
}
await second.page.locator("button[value=save]").first().click();
await second.page.evaluate(() => document.fonts.ready);
await second.page.screenshot({ path: join(folder, "conflict.png"), fullPage: true });
await first.close();
await second.close();
