// Text that would run as a script where it was put into a page as it is: typed into every field that can be written,
// and every page that shows it opened in Chromium, with our content policy switched off so that only escaping helps.
import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { after, before, test } from "node:test";
import { promisify } from "node:util";
import { closeAll, openPage } from "./browser.mjs";

const run = promisify(execFile);
const LINES = new URL("../../tests/security/payloads/script.txt", import.meta.url);
/** What a payload calls, so that it is heard if it runs. */
const MARK = "marked1337()";
/** Nothing of the settings around; and tests ask faster than any reader. */
const ENVIRONMENT = { LANG: "C.UTF-8", SHANJAR_RATE_LIMIT_PER_MINUTE: "0" };
const PASSWORD = "七棵树 ཤིང་ལྗང་ 1337";
/** What is said of accounts here: the roles that see what others have typed. */
const PEOPLE = ["security_admin", "auditor", "committee"];

const payloads = (await readFile(LINES, "utf8"))
  .split("\n")
  .filter((line) => line && !line.startsWith("# "))
  .map((line) => line.replaceAll("MARK", MARK));
/** Where a payload ran. */
const ran = [];
const browsers = {};
let scratch;
/** A server of its own, because nothing is imported into one that serves; and where it answers. */
let serving;
let server;

before(async () => {
  assert.ok(payloads.length >= 60, `${payloads.length} payloads`);
  scratch = await mkdtemp(join(tmpdir(), "shanjar-injected-"));
  // The sheet of courts knows no quotation marks; a row is a line, and a cell ends at a tab.
  const courts = payloads.map((payload, n) => `99${n}\t${payload}\t\n`);
  await importFile("courts", "courts.tsv", `court_code\tname_zh\tparent_code\n${courts.join("")}`);
  const cell = (text) => `"${text.replaceAll('"', '""')}"`;
  const row = (payload, n) => [`词${n}${payload}`, "ཁྲིམས་ཁང", `别${n}${payload}`, payload, payload, payload, payload, "planted"];
  const pairs = payloads.map((payload, n) => row(payload, n).map(cell).join(","));
  const header = "zh,bo,zh_variants,definition_zh,note,source,law,collection";
  // A row that the import does not take is left out.
  await importFile("glossary", "pairs.csv", `${header}\n${pairs.join("\n")}\n`, "--on-error", "skip");
  serving = spawn(process.env.SHANJAR_BINARY, ["serve", "--listen", "127.0.0.1:0", ...dataDir()], {
    env: ENVIRONMENT,
    stdio: ["ignore", "pipe", "ignore"],
  });
  const [line] = await once(createInterface(serving.stdout), "line");
  server = line.replace("listening on ", "");
  for (const role of PEOPLE) browsers[role] = await signedIn(role);
});
after(async () => {
  await closeAll();
  serving?.kill("SIGKILL");
  await rm(scratch, { recursive: true, force: true });
});

test("a payload that is put into a page as it is runs and is found", async () => {
  const { page, close } = await listening();
  await page.goto(`${server}/about`);
  await page.evaluate((mark) => {
    document.body.innerHTML = `<img src=x: onerror=${mark}><a href="javascript:${mark}">x</a>`;
  }, MARK);
  await page.waitForFunction(() => window.wasMarked);
  assert.ok(ran.length > 0);
  assert.equal((await alive(page)).length, 2);
  ran.length = 0;
  await close();
});

// This server has its database in a file; on another backend the pages are the same.
const skip = Boolean(process.env.SHANJAR_DATABASE);
test("what was typed runs on no page", { skip }, async () => {
  const admin = browsers.security_admin.page;
  const planted = await admin.evaluate(plant, { payloads, expires: new Date(Date.now() + 86400e3 * 30).toISOString() });
  assert.ok(planted.accounts.length >= payloads.length / 2, `${planted.accounts.length} accounts`);
  assert.ok(planted.tokens >= payloads.length / 2, `${planted.tokens} tokens`);
  const pages = ["/accounts", "/accounts/new", "/tokens", "/role-changes", "/account"];
  pages.push(...planted.accounts.map((id) => `/accounts/${id}`));
  let shown = 0;
  for (const path of pages) shown += await expectDead(admin, path);
  for (const path of ["/audit", "/audit?actor=security_admin"]) shown += await expectDead(browsers.auditor.page, path);
  for (const [n, payload] of payloads.entries()) {
    const query = encodeURIComponent(payload);
    shown += await expectDead(admin, `/?q=${encodeURIComponent(`词${n}`)}`);
    for (const start of ["/?q=", "/lookup?q=", "/browse?lang=zh&from="]) shown += await expectDead(admin, start + query);
  }
  for (const id of planted.concepts) shown += await expectDead(admin, `/c/${id}`);
  const chair = browsers.committee.page;
  const written = await chair.evaluate(plantGlossary, payloads);
  assert.ok(written.concepts.length >= payloads.length / 2, `${written.concepts.length} concepts`);
  assert.ok(written.batches.length >= payloads.length / 2, `${written.batches.length} batches`);
  for (const id of written.concepts) {
    for (const page of ["", "/edit", "/history", "/merge?into=c-000001"]) shown += await expectDead(chair, `/c/${id}${page}`);
  }
  for (const id of written.batches) shown += await expectDead(chair, `/batches/${id}`);
  assert.ok(written.proposals.length >= payloads.length / 2, `${written.proposals.length} proposals`);
  for (const id of written.proposals) shown += await expectDead(chair, `/proposals/${id}`);
  for (const payload of payloads) {
    const typed = ["zh", "bo", "source", "reason"].map((field) => `${field}=${encodeURIComponent(payload)}`);
    shown += await expectDead(chair, `/proposals/new?${typed.join("&")}`);
  }
  for (const page of ["/proposals", "/proposals?state=refused", "/lookups", "/coverage", "/coverage?collection=planted", "/proposals/new?concept=c-000001"]) shown += await expectDead(chair, page);
  for (const page of ["/editing", "/batches", "/batches/new", "/editions"]) shown += await expectDead(chair, page);
  shown += await typedIsDead(chair);
  await admin.goto(`${server}/batch`);
  await admin.locator("#terms").fill(payloads.join("\n"));
  await Promise.all([admin.waitForURL("**/batch"), admin.locator("form.paste button").click()]);
  await admin.locator("table.batch").waitFor();
  assert.deepEqual(await alive(admin), []);
  assert.deepEqual(ran, [], "a payload ran");
  assert.ok(planted.concepts.length > 0 && shown > payloads.length, `only ${shown} pages show a payload`);
  console.log(`injected script: ${payloads.length} payloads, ${shown} pages show one in Chromium, 0 ran`);
});

async function importFile(what, name, text, ...options) {
  const file = join(scratch, name);
  await writeFile(file, text);
  await program("import", what, file, ...options);
}

/** Where the server of this test keeps everything. */
function dataDir() {
  return ["--data-dir", join(scratch, "data")];
}

/** Runs a command on what is served, and returns what it printed. */
async function program(...args) {
  const { stdout } = await run(process.env.SHANJAR_BINARY, [...args, ...dataDir()], { env: ENVIRONMENT });
  return stdout;
}

/** Opens a page on which a payload that runs is heard, whatever the content policy would say. */
async function listening() {
  const opened = await openPage({ bypassCSP: true });
  await opened.context.exposeBinding("marked1337", ({ page }) => ran.push(page.url()));
  await opened.context.addInitScript(() => {
    const told = window.marked1337;
    window.marked1337 = () => {
      window.wasMarked = true;
      return told();
    };
  });
  // No other server, and nothing that only costs time.
  await opened.context.route("**/*", (route) => {
    const isOurs = new URL(route.request().url()).origin === new URL(server).origin;
    const isLook = ["stylesheet", "font", "image"].includes(route.request().resourceType());
    return isOurs && !isLook ? route.continue() : route.abort();
  });
  opened.page.on("dialog", (dialog) => dialog.dismiss());
  return opened;
}

/** Makes an account by the command, sets its password by the page and signs in. */
async function signedIn(role) {
  const slip = JSON.parse(await program("user", "add", role, "--role", role, "--json"));
  const opened = await listening();
  const { page } = opened;
  await page.goto(`${server}/login/first`);
  await page.locator("[name=login_name]").fill(role);
  await page.locator("[name=code]").fill(slip.code);
  await page.locator("[name=password]").fill(PASSWORD);
  await page.locator("[name=password_again]").fill(PASSWORD);
  await page.locator("[name=password_again]").press("Enter");
  await page.waitForURL((url) => url.pathname === "/login");
  await page.goto(`${server}/login?next=/account`);
  await page.locator("[name=login_name]").fill(role);
  await page.locator("[name=password]").fill(PASSWORD);
  await page.locator("[name=password]").press("Enter");
  await page.waitForURL("**/account");
  return opened;
}

/** In the page of an administrator: plants payloads in accounts, tokens and reasons; returns what there is to look at. */
async function plant({ payloads, expires }) {
  const send = async (path, body) => {
    const answer = await fetch(path, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    return { status: answer.status, body: await answer.json().catch(() => ({})) };
  };
  const accounts = [];
  let tokens = 0;
  for (const [n, payload] of payloads.entries()) {
    const account = { login_name: `planted-${n}`, display_name: payload, court: `99${n}`, roles: ["reader"] };
    const made = await send("/api/v1/accounts", { accounts: [account] });
    if (made.status === 201) accounts.push(made.body.slips[0].account);
    const token = { name: payload, scopes: ["glossary:read"], expires_at: expires };
    if ((await send("/api/v1/tokens", token)).status === 201) tokens += 1;
    const last = accounts.at(-1);
    if (last) await send(`/api/v1/accounts/${last}/roles`, { role: "reviewer", op: "grant", reason: payload });
  }
  const found = await send("/api/v1/search", { q: "词", limit: 100 });
  return { accounts, tokens, concepts: (found.body.hits ?? []).map((hit) => hit.id) };
}

/** In the page of a committee: plants payloads in entries with two revisions, in batches, and in proposals with answers. */
async function plantGlossary(payloads) {
  const send = async (method, path, body, tag) => {
    const headers = { "content-type": "application/json", ...(tag ? { "if-match": tag } : {}) };
    const answer = await fetch(path, { method, headers, body: JSON.stringify(body) });
    return { ok: answer.ok, body: await answer.json().catch(() => ({})) };
  };
  const concepts = [];
  const batches = [];
  const proposals = [];
  for (const [n, payload] of payloads.entries()) {
    const seen = { note: payload, sources: [{ title: payload, locator: payload }], contexts: [{ text: payload, source: payload }] };
    const entry = (text) => ({
      terms: [{ lang: "zh", text: `植${n}${payload}`.slice(0, 300), ...seen }, { lang: "bo", text: "ཁྲིམས་ཁང", ...seen }],
      definitions: [{ lang: "zh", text, source: payload }],
      legal_basis: [{ law: payload, article: payload, chapter: payload, edition: payload }],
      notes: [{ visibility: "editors", text: payload }],
    });
    const made = await send("POST", "/api/v1/concepts", entry(payload));
    if (made.ok) {
      concepts.push(made.body.id);
      await send("PUT", `/api/v1/concepts/${made.body.id}`, entry(`改${payload}`), '"1"');
    }
    const batch = await send("POST", "/api/v1/batches", { number: `${n}${payload}`, committee: payload, decision: payload, note: payload });
    if (batch.ok) batches.push(batch.body.id);
    const proposal = await send("POST", "/api/v1/proposals", { content: entry(payload), reason: payload });
    if (!proposal.ok) continue;
    proposals.push(proposal.body.id);
    // Every second one is refused with an answer; the others stay open, with the form that decides.
    if (n % 2) await send("POST", `/api/v1/proposals/${proposal.body.id}/decision`, { decision: "refuse", reason: payload });
  }
  return { concepts, batches, proposals };
}

/** Types every payload into a form that comes back, and tells whether it shows them as text alone. */
async function typedIsDead(page) {
  await page.goto(`${server}/concepts/new`);
  await page.locator("#terms-0-text").fill(payloads.join(" "));
  await page.locator("button[value='more notes']").click();
  await page.locator("#notes-0-text").fill(payloads.join("\n"));
  await page.locator("button[value='more notes']").click();
  await page.locator("#notes-1-text").waitFor();
  assert.deepEqual(await alive(page), []);
  return Number((await page.content()).includes("marked1337"));
}

/** Opens a page and tells whether it shows a payload, as text and in no other way. */
async function expectDead(page, path) {
  await page.goto(`${server}${path}`);
  assert.deepEqual(await alive(page), [], path);
  return Number((await page.content()).includes("marked1337"));
}

/** What of a page Chromium has read as script, address or attribute that runs, and that holds the mark. */
async function alive(page) {
  return page.evaluate(() => {
    const found = [];
    for (const element of document.querySelectorAll("*")) {
      const runs = ["SCRIPT", "STYLE", "IFRAME", "OBJECT", "EMBED", "BASE", "META"].includes(element.tagName);
      if (runs && element.outerHTML.includes("marked1337") && element.type !== "application/json") {
        found.push(element.outerHTML);
      }
      for (const { name, value } of element.attributes) {
        if (!value.includes("marked1337")) continue;
        const scheme = value.replaceAll(/[\u0000-\u0020]/g, "").toLowerCase();
        const leads = ["href", "src", "action", "formaction", "data", "xlink:href"].includes(name);
        const isScript = ["javascript:", "data:", "vbscript:", "//"].some((start) => scheme.startsWith(start));
        if (name.startsWith("on") || name === "style" || name === "srcdoc" || (leads && isScript)) {
          found.push(`${element.tagName} ${name}=${value}`);
        }
      }
    }
    return found;
  });
}
