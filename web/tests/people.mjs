// People for tests: accounts made on the machine, passwords chosen with the code of a slip, and an authenticator app.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { createHmac } from "node:crypto";
import { promisify } from "node:util";
import { SERVER, openPage } from "./browser.mjs";

/** The password of everybody here. */
export const PASSWORD = "七棵树 ཤིང་ལྗང་ 12";

/** How long a code of an authenticator app holds, in seconds. */
const STEP_SECONDS = 30;

/** Makes an account beside the running server, as its operator does, and returns the slip. */
export async function makeAccount(name, roles, displayName = name) {
  const binary = process.env.SHANJAR_BINARY;
  assert.ok(binary, "SHANJAR_BINARY is not set (hint: scripts/with_server.sh sets it)");
  const given = roles.flatMap((role) => ["--role", role]);
  const { stdout } = await promisify(execFile)(binary, ["user", "add", name, "--name", displayName, "--json", ...given]);
  return JSON.parse(stdout);
}

/** Sets the password of a new account in `page`, which ends where one signs in. */
export async function choosePassword(page, slip, password = PASSWORD) {
  await page.goto(`${SERVER}/login/first?login_name=${encodeURIComponent(slip.login_name)}`);
  await page.locator("#code").fill(slip.code);
  await page.locator("#password").fill(password);
  await page.locator("#password_again").fill(password);
  await page.locator("main form button").click();
  await page.waitForURL(/\/login\?/);
}

/** Signs in as far as the password; a second factor is asked for after it. */
export async function logIn(page, name, password = PASSWORD) {
  await page.goto(`${SERVER}/login?next=/account`);
  await page.locator("#login_name").fill(name);
  await page.locator("#password").fill(password);
  await page.locator("main form button").click();
}

/** Makes an account and opens a browser in which it has signed in. */
export async function person(name, roles, options = {}) {
  const slip = await makeAccount(name, roles, options.displayName);
  const browser = await openPage(options);
  await choosePassword(browser.page, slip);
  await logIn(browser.page, name);
  await browser.page.waitForURL(`${SERVER}/account`);
  return { ...browser, name, account: slip.account };
}

/** Gives the password once more where it was given too long ago for what administrators do. */
export async function proveAgain(page) {
  await page.goto(`${SERVER}/accounts/new`);
  const form = page.locator("form[action='/account/prove']");
  if ((await form.count()) === 0) return;
  await page.locator("#password").fill(PASSWORD);
  await form.locator("button").click();
  await page.waitForURL(`${SERVER}/accounts/new`);
}

/** The six digits that an authenticator app shows for `secret` (RFC 6238), `steps` steps from now. */
export function codeOf(secret, steps = 0) {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 1000 / STEP_SECONDS) + steps));
  const digest = createHmac("sha1", bytesOf(secret)).update(counter).digest();
  const four = digest.readUInt32BE(digest[19] & 0x0f) & 0x7fffffff;
  return String(four % 1_000_000).padStart(6, "0");
}

/** Reads base 32 (RFC 4648); blanks between groups are passed over. */
function bytesOf(base32) {
  const letters = base32.replace(/\s/g, "");
  const bits = Array.from(letters, (letter) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(letter).toString(2).padStart(5, "0")).join("");
  return Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
}
