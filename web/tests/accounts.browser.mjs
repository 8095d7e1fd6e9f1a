// Accounts as people use them, from the first slip to the audit; all of it without script.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { SERVER, closeAll, openPage } from "./browser.mjs";
import { PASSWORD, choosePassword, codeOf, logIn, makeAccount, person } from "./people.mjs";

const NEW_PASSWORD = "八座山 རི་བརྒྱད་ 34";
const TIBETAN = "བསྒྲུབས་པ་དཔལ་ལྡན་";
const PLAIN = { javaScriptEnabled: false };

let first;
let second;
let auditor;
let page;
/** Recovery codes that were not used yet. */
let recoveryCodes = [];
before(async () => {
  first = await openPage(PLAIN);
  page = first.page;
  second = await person("第二管理员", ["security_admin"], PLAIN);
  auditor = await person("审计员甲", ["auditor"], PLAIN);
});
after(closeAll);

const submit = (selector, on = page) => on.locator(`${selector} button[type=submit]`).last().click();
const path = (on = page) => new URL(on.url()).pathname;

test("the first administrator chooses a password with the code of the slip, once", async () => {
  const slip = await makeAccount("首任管理员", ["security_admin"], TIBETAN);
  await page.goto(`${SERVER}/login/first?login_name=${encodeURIComponent(slip.login_name)}`);
  assert.equal(await page.locator("#login_name").inputValue(), "首任管理员");
  await page.locator("#code").fill(slip.code.toLowerCase().replaceAll("-", " "));
  await page.locator("#password").fill("short");
  await page.locator("#password_again").fill("short");
  await submit("form.form");
  assert.match(await page.locator("#faults").innerText(), /至少要 12 个字符/);
  assert.equal(await page.locator("#password").inputValue(), "", "a password is never sent back");
  await choosePassword(page, slip);
  assert.match(await page.locator("[role=status]").first().innerText(), /密码/);
  await page.goto(`${SERVER}/login/first`);
  await page.locator("#login_name").fill("首任管理员");
  await page.locator("#code").fill(slip.code);
  await page.locator("#password").fill(PASSWORD);
  await page.locator("#password_again").fill(PASSWORD);
  await submit("form.form");
  assert.equal(await page.locator("#faults").count(), 1, "the code was used");
});

test("a wrong password is told without saying what was wrong, and the right one leads on", async () => {
  await logIn(page, "首任管理员", "not the password");
  const known = await page.locator("#faults").innerText();
  await logIn(page, "没有这个人", "not the password");
  assert.equal(await page.locator("#faults").innerText(), known);
  assert.equal(await page.locator("#login_name").inputValue(), "没有这个人");
  await logIn(page, "首任管理员");
  assert.equal(path(), "/account");
  assert.equal(await page.locator(".who-name").innerText(), "首任管理员");
  assert.equal(await page.locator(".facts [lang=bo]").innerText(), TIBETAN);
});

test("a second factor is switched on with a phone, and asked for from then on", async () => {
  await submit("form[action='/account/second-factor']");
  const secret = await page.locator(".steps .secret").innerText();
  assert.equal(await page.locator(".qr svg").count(), 1);
  await page.locator("#code").fill("000000");
  await submit("form[action$='/confirm']");
  assert.equal(await page.locator("#faults").count(), 1);
  assert.equal(await page.locator(".secret").count(), 0, "shown once");
  await page.locator("#code").fill(codeOf(secret));
  await submit("form[action$='/confirm']");
  recoveryCodes = await page.locator(".codes li").allInnerTexts();
  assert.equal(new Set(recoveryCodes).size, 10);

  await submit(".who form");
  assert.equal(path(), "/");
  assert.equal(await page.locator(".who-name").count(), 0);
  await page.goto(`${SERVER}/account`);
  assert.equal(path(), "/login");
  await logIn(page, "首任管理员");
  assert.equal(path(), "/login/code");
  await page.goto(`${SERVER}/account`);
  assert.equal(path(), "/login", "half signed in is not signed in");
  await logIn(page, "首任管理员");
  // The code of the moment may have set the phone up; the next one is as good.
  await page.locator("#code").fill(codeOf(secret, 1));
  await submit("form.form");
  assert.equal(path(), "/account");
});

test("a recovery code stands in for the phone once", async () => {
  const code = recoveryCodes.pop();
  const other = await openPage(PLAIN);
  await logIn(other.page, "首任管理员");
  await other.page.locator("#code").fill(code);
  await submit("form.form", other.page);
  assert.equal(path(other.page), "/account");
  assert.match(await other.page.locator("main").innerText(), /9 个恢复码/);
  await submit(".who form", other.page);
  await logIn(other.page, "首任管理员");
  await other.page.locator("#code").fill(code);
  await submit("form.form", other.page);
  assert.equal(await other.page.locator("#faults").count(), 1);
  await other.close();
});

test("a new password ends the logins of other browsers", async () => {
  const other = await openPage(PLAIN);
  await logIn(other.page, "第二管理员");
  assert.equal(path(other.page), "/account");
  const { page: own } = second;
  await own.goto(`${SERVER}/account`);
  assert.equal(await own.locator(".listed > li").count(), 2);
  for (const [present, again, status] of [["wrong", NEW_PASSWORD, /密码不对/], [PASSWORD, PASSWORD, /不一样/]]) {
    await own.locator("#present").fill(present);
    await own.locator("#password").fill(NEW_PASSWORD);
    await own.locator("#password_again").fill(again);
    await submit("form[action='/account/password']", own);
    assert.match(await own.locator("#faults").innerText(), status);
  }
  await own.locator("#present").fill(PASSWORD);
  await own.locator("#password").fill(NEW_PASSWORD);
  await own.locator("#password_again").fill(NEW_PASSWORD);
  await submit("form[action='/account/password']", own);
  assert.match(await own.locator("[role=status]").first().innerText(), /密码已更改/);
  assert.equal(await own.locator(".listed > li").count(), 1);
  await other.page.goto(`${SERVER}/account`);
  assert.equal(path(other.page), "/login");
  await other.close();
});

test("one account is made by a form, and its slip is shown once and printed without the frame", async () => {
  await page.goto(`${SERVER}/accounts/new`);
  await page.locator("#login_name").fill("བཀྲ་ཤིས");
  await page.locator("#display_name").fill(TIBETAN);
  await page.locator("#court").fill("no-such-court");
  await page.locator("input[value=reader]").check();
  await submit("form.form");
  assert.match(await page.locator("#faults").innerText(), /no-such-court/);
  assert.equal(await page.locator("#display_name").inputValue(), TIBETAN);
  assert.ok(await page.locator("input[value=reader]").isChecked());
  await page.locator("#court").fill("");
  await submit("form.form");
  const code = await page.locator(".slip .secret").innerText();
  assert.match(code, /^\w{4}-\w{4}-\w{4}$/);
  assert.equal(await page.locator(".slip .address").innerText(), `${SERVER}/login/first`);

  await page.emulateMedia({ media: "print" });
  for (const hidden of [".top", ".bottom", ".notice", "h1"]) {
    assert.equal(await page.locator(`${hidden}:visible`).count(), 0, hidden);
  }
  assert.ok(await page.locator(".slip .qr svg").isVisible());
  await page.emulateMedia({ media: "screen" });

  await page.goto(`${SERVER}/accounts`);
  const row = page.locator("tbody tr", { hasText: "བཀྲ་ཤིས" });
  assert.match(await row.innerText(), /未设密码/);
  assert.ok(!(await page.content()).includes(code), "shown once");
  const theirs = await openPage(PLAIN);
  await choosePassword(theirs.page, { login_name: "བཀྲ་ཤིས", code });
  await theirs.close();
});

test("a pasted sheet makes all accounts or none", async () => {
  await page.goto(`${SERVER}/accounts/new`);
  const wrong = "zhuoma\t卓玛\t\treader\n\nbad name\tB\n";
  await page.locator("#rows").fill(wrong);
  await submit("form.paste");
  assert.match(await page.locator("#faults").innerText(), /第 3 行/);
  assert.equal(await page.locator("#rows").inputValue(), wrong, "what was pasted is still there");
  const rows = Array.from({ length: 12 }, (_, n) => `sheet${n}\t${n % 2 ? TIBETAN : "王法官"}\t\t查词者、本人`);
  await page.locator("#rows").fill(rows.join("\n"));
  await submit("form.paste");
  const codes = await page.locator(".slip .secret").allInnerTexts();
  assert.equal(new Set(codes).size, 12);
  await page.emulateMedia({ media: "print" });
  await page.setViewportSize({ width: 718, height: 1000 });
  const boxes = await page.locator(".slip").evaluateAll((slips) => slips.map((slip) => [slip.scrollWidth - slip.clientWidth, getComputedStyle(slip).breakInside]));
  assert.ok(boxes.every(([surplus, breaks]) => surplus === 0 && breaks === "avoid"), JSON.stringify(boxes));
  await page.emulateMedia({ media: "screen" });
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.goto(`${SERVER}/accounts`);
  const roles = await page.locator("tbody tr", { hasText: "sheet11" }).locator(".mark").allInnerTexts();
  assert.deepEqual(roles.slice(0, 2), ["查词者", "本人"]);
});

test("a role is asked for by one and given by another", async () => {
  await page.goto(`${SERVER}/accounts`);
  await page.locator("a.name", { hasText: "sheet0" }).click();
  await page.locator("#role").selectOption("committee");
  await page.locator("#reason").fill("审定委员会决定 བཀའ་");
  await submit("form[action$='/roles']");
  assert.match(await page.locator("[role=status]").first().innerText(), /等待另一名安全管理员/);
  const account = page.url();
  await page.goto(`${SERVER}/role-changes`);
  const asked = (on) => on.locator(".listed > li", { hasText: "sheet0" });
  assert.equal(await asked(page).locator("button").count(), 0, "nobody decides on what they ask for");
  await second.page.goto(`${SERVER}/role-changes`);
  assert.equal(await asked(second.page).locator("[lang=bo]").innerText(), "བཀའ་");
  await asked(second.page).locator("button[value=approve]").click();
  assert.equal(path(second.page), "/role-changes");
  assert.equal(await asked(second.page).count(), 0);
  await page.goto(account);
  assert.match(await page.locator(".facts").innerText(), /审定委员/);
});

test("an account is disabled, enabled and reset", async () => {
  await page.goto(`${SERVER}/accounts`);
  await page.locator("a.name", { hasText: "sheet1" }).first().click();
  await submit("form[action$='/disable']");
  assert.match(await page.locator(".facts").innerText(), /已停用/);
  await submit("form[action$='/enable']");
  assert.match(await page.locator(".facts").innerText(), /未设密码/);
  await submit("form[action$='/reset']");
  assert.equal(await page.locator(".slip").count(), 1);
  // The page is the answer to a form; its links in the head still lead somewhere.
  await page.locator("a[hreflang=en]").click();
  assert.match(path(), /^\/accounts\/a-\w+$/);
  assert.equal(await page.locator("html").getAttribute("lang"), "en");
  await page.locator("a[hreflang=zh-Hans]").click();
});

test("the secret of a token is shown once and opens what it is for until it is revoked", async () => {
  await page.goto(`${SERVER}/tokens`);
  await page.locator("#name").fill("电子卷宗");
  await page.locator("#expires_on").fill("2000-01-01");
  await submit("form.form");
  assert.equal(await page.locator("#faults").count(), 1);
  assert.equal(await page.locator("#name").inputValue(), "电子卷宗");
  await page.locator("input[value='glossary:read']").check();
  await page.locator("#expires_on").fill(new Date(Date.now() + 20 * 86_400_000).toISOString().slice(0, 10));
  await page.locator("#addresses").fill("127.0.0.0/8 ::1");
  await submit("form.form");
  const secret = await page.locator("main .secret").innerText();
  assert.match(secret, /^sjt_\w+/);
  const me = () => fetch(`${SERVER}/api/v1/me`, { headers: { Authorization: `Bearer ${secret}` } });
  assert.deepEqual((await (await me()).json()).scopes, ["glossary:read"]);
  await page.goto(`${SERVER}/tokens`);
  assert.ok(!(await page.content()).includes(secret));
  const row = page.locator(".listed > li", { hasText: "电子卷宗" });
  assert.match(await row.innerText(), /30 天内到期[^]*最近使用/);
  await row.locator("button").click();
  assert.match(await row.innerText(), /已撤销/);
  assert.equal((await me()).status, 401);
});

test("an auditor finds what was done, and that nobody has touched it", async () => {
  const { page: own } = auditor;
  await own.goto(`${SERVER}/account`);
  await own.locator(".tabs a").click();
  assert.equal(path(own), "/audit");
  await own.locator("#action").fill("create-token");
  await submit("form.asked", own);
  const found = await own.locator(".listed > li").allInnerTexts();
  assert.ok(found.length > 0 && found.every((entry) => entry.includes("create-token")), found.join("\n"));
  assert.ok(!found.join().includes("sjt_"));
  assert.equal(await own.locator("#action").inputValue(), "create-token");
  await own.locator("#to").fill("2000-01-01");
  await submit("form.asked", own);
  assert.equal(await own.locator(".listed > li").count(), 0);
  await own.locator("main a.action").click();
  assert.match(await own.locator("main [role=status]").innerText(), /完好/);
  for (const closed of ["/accounts", "/tokens", "/role-changes"]) {
    const answer = await own.goto(SERVER + closed);
    assert.equal(answer.status(), 403, closed);
  }
});
