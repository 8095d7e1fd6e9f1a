// What can be said of scripts and lock file without a browser.
import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import { test } from "node:test";
import { parse } from "acorn";

const web = new URL("..", import.meta.url);
const scripts = (await readdir(new URL("scripts/", web))).filter((name) => name.endsWith(".js"));

test("every script is written in the syntax of the oldest browsers", async () => {
  assert.ok(scripts.length >= 4);
  for (const name of scripts) {
    const source = await readFile(new URL(`scripts/${name}`, web), "utf8");
    assert.doesNotThrow(() => parse(source, { ecmaVersion: 2019, sourceType: "module" }), name);
  }
});

test("a newer syntax would be noticed", () => {
  assert.throws(() => parse("export const a = b?.c;", { ecmaVersion: 2019, sourceType: "module" }));
});

test("no script and no style names another host", async () => {
  for (const folder of ["scripts", "styles", "templates"]) {
    for (const name of await readdir(new URL(`${folder}/`, web))) {
      const source = await readFile(new URL(`${folder}/${name}`, web), "utf8");
      assert.ok(!/https?:\/\/\w/.test(source), `${folder}/${name}`);
    }
  }
});

test("the lock file names packages and hashes, and no registry", async () => {
  const lock = await readFile(new URL("package-lock.json", web), "utf8");
  assert.ok(!lock.includes('"resolved"'));
  assert.ok(lock.includes('"integrity": "sha512-'));
});
