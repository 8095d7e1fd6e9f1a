// A browser for tests: Debian's Chromium on a profile of its own, against the server at SHANJAR_URL.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";

/** Where the server under test answers. */
export const SERVER = address();

const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** What `closeAll` has still to close. */
const opened = new Set();

/** Closes every browser that is still open: one left open by a failed test would keep the run from ending. */
export async function closeAll() {
  await Promise.all(Array.from(opened, (close) => close()));
}

/**
 * Opens a browser with one page. `close` ends the browser and removes its profile.
 *
 * @param {import("playwright-core").BrowserContextOptions} [options]
 */
export async function openPage(options = {}) {
  const profile = await mkdtemp(join(tmpdir(), "shanjar-browser-"));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
    headless: true,
    args: FLAGS,
    locale: "zh-CN",
    ...options,
  });
  const page = context.pages()[0] || (await context.newPage());
  const requests = [];
  page.on("request", (request) => requests.push(request.url()));
  const close = async () => {
    opened.delete(close);
    await context.close();
    await rm(profile, { recursive: true, force: true });
  };
  opened.add(close);
  return { context, page, requests, close };
}

/** The addresses of requests that search as you type. */
export function searches(requests) {
  return requests.filter((url) => url.includes("fragment=results"));
}

function address() {
  const url = process.env.SHANJAR_URL;
  if (!url) throw new Error("SHANJAR_URL is not set (hint: scripts/with_server.sh sets it)");
  return url.replace(/\/$/, "");
}
