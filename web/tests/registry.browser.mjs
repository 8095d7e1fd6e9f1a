// A training by its pages: nominate, confirm, attendance by keyboard and by paste, results, close, print; then what holds for
// each page: languages, widths, contrast, letters.
// Long because the pages are one walk: what the first steps have made is what the later ones look at.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { promisify } from "node:util";
import { SERVER, closeAll, openPage } from "./browser.mjs";
import { brokenWords, fieldsOutside } from "./layout.mjs";
import { choosePassword, logIn } from "./people.mjs";

const run = promisify(execFile);
const AXE = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
/** The first parts of keys of translations: a key that is shown stands for a sentence that is not there. */
const GROUPS = Array.from((await readFile(new URL("../i18n/zh.toml", import.meta.url), "utf8")).matchAll(/^\[([a-z_]+)\]$/gm), (m) => m[1]);
const COURTS = "court_code,name_zh,parent_code\nqh-t,测试高级人民法院,\nqh-t-ys,测试玉树州中级人民法院,qh-t\n";
/** A server may be tested twice: names of this run alone. */
const RUN = Date.now() % 100000;
/** The same without digits, which no name in a sheet has. */
const NTH = String(RUN).replace(/\d/g, (digit) => "甲乙丙丁戊己庚辛壬癸"[Number(digit)]);
const LONG = "བསྒྲུབས་རྒྱལ་ཕྱོགས་རྣམ་རྒྱལ་དཔལ་འབར་བཀྲ་ཤིས་ཚེ་རིང";

/** As the server cuts rosters into pages. */
const PEOPLE_A_PAGE = 12;

let coordinator;
/** The addresses of the person and of the training. */
let person;
let training;

const openCoordinator = (name, options = {}) => openAs("coordinator", name, options);

async function openAs(role, name, options = {}, record = "") {
  const binary = process.env.SHANJAR_BINARY;
  const { stdout } = await run(binary, ["user", "add", name, "--name", name, "--json", "--role", role, "--court", "qh-t"]);
  if (record) await run(binary, ["user", "link", name, "--person", record]);
  const browser = await openPage(options);
  await choosePassword(browser.page, JSON.parse(stdout));
  await logIn(browser.page, name);
  await browser.page.waitForURL(`${SERVER}/account`);
  return browser;
}

before(async () => {
  const folder = await mkdtemp(join(tmpdir(), "shanjar-courts-"));
  const file = join(folder, "courts.csv");
  await writeFile(file, COURTS);
  await run(process.env.SHANJAR_BINARY, ["import", "courts", file]);
  await rm(folder, { recursive: true });
  coordinator = await openCoordinator(`协调员${RUN}`);
});
after(closeAll);

const path = (page) => new URL(page.url()).pathname;
const said = (page) => page.locator("main .notice[role=status]").innerText();

test("people are registered, found and shown without script", async () => {
  const plain = await openCoordinator(`无脚本${RUN}`, { javaScriptEnabled: false });
  const { page } = plain;
  for (const [zh, bo] of [[`扎西${RUN}`, LONG], [`卓玛${RUN}`, "སྒྲོལ་མ"], [`多杰${RUN}`, ""]]) {
    await page.goto(`${SERVER}/people`);
    await page.locator("a[href='/people/new']").click();
    await page.locator("#new-name_zh").fill(zh);
    await page.locator("#new-name_bo").fill(bo);
    await page.locator("#new-from").fill("2015-01-01");
    await page.locator("main form.editor button").click();
    assert.match(await page.locator("#new-court-fault").innerText(), /请填写/);
    assert.equal(await page.locator("#new-name_zh").inputValue(), zh);
    await page.locator("#new-court").fill("测试玉树州中级人民法院");
    await page.locator("main form.editor button").click();
    assert.match(await said(page), /人员已登记/);
    person = person || path(page);
  }
  await page.goto(`${SERVER}/people?name=${encodeURIComponent("བསྒྲུབས")}`);
  assert.match(await page.locator(".people tbody").innerText(), new RegExp(`扎西${RUN}`));
  await page.locator("#columns summary").click();
  await page.locator("#columns input[name=pools]").check();
  await page.locator("#columns input[name=post]").uncheck();
  await page.locator("#columns button").click();
  assert.deepEqual(await page.locator(".people thead th").allInnerTexts(), ["人员", "语言能力", "人才库"]);
  assert.equal(await page.locator("#filter-name").inputValue(), "བསྒྲུབས");
  await page.locator("input[name=ticked]").check();
  await page.locator("#pooling summary").click();
  await page.locator("#act-pool").selectOption("translation");
  await page.locator("#act-from").fill("2019-01-01");
  await page.locator("#pooling button").click();
  assert.match(await page.locator("#faults").innerText(), /决定文号: 请填写/);
  assert.ok(await page.locator("input[name=ticked]").isChecked());
  await page.locator("#act-decision").fill("测试法〔2019〕1号");
  await page.locator("#pooling button").click();
  assert.match(await said(page), /已列入人才库/);
  assert.match(await page.locator(".people tbody").innerText(), /翻译/);
  await page.goto(`${SERVER}${person}`);
  await page.locator("#add-skills summary").click();
  await page.locator("#skills-spoken").selectOption("S2");
  await page.locator("#skills-assessed_on").fill("2019-05-01");
  await page.locator("#add-skills button").click();
  assert.match(await page.locator("#skills").innerText(), /主持庭审[\s\S]*2019-05-01/);
  await plain.close();
});

test("a correction goes from the own record to the court and back", async () => {
  const narrow = { bypassCSP: true, viewport: { width: 360, height: 740 } };
  const own = await openAs("self", `本人${RUN}`, narrow, person.split("/").pop());
  const { page } = own;
  await page.locator("a[href='/record']").click();
  await shot(page, "record");
  await page.locator("#ask summary").click();
  await page.locator("#ask button").click();
  assert.match(await page.locator("#wish-wanted-fault").innerText(), /为空/);
  await page.locator("#wish-field").selectOption("phone");
  await page.locator("#wish-wanted").fill(`13909710001 ${LONG}`);
  await page.locator("#wish-correction_reason").fill("换了号码");
  await page.locator("#ask button").click();
  assert.match(await page.locator("main").innerText(), /申请已提交[\s\S]*…0001[\s\S]*谁看过/);
  await page.evaluate(AXE);
  const { violations } = await page.evaluate(() => window.axe.run());
  assert.deepEqual(violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html).join(" ")}`), []);
  const [scroll, width] = await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth]);
  assert.ok(scroll <= width, `/record is ${scroll} wide`);
  await shot(page, "record-asked");

  const court = coordinator.page;
  await court.goto(`${SERVER}/people`);
  await court.locator("a[href='/corrections']").click();
  await court.locator("summary", { hasText: "处理" }).click();
  await shot(court, "corrections-open");
  await court.locator("button[value=refuse]").click();
  assert.match(await court.locator("#faults").innerText(), /请写明原因/);
  await court.locator("input[name=answer]").fill("请先到本院核对");
  await court.locator("button[value=accept]").click();
  assert.match(await said(court), /已处理/);
  await court.goto(`${SERVER}/corrections?state=accepted`);
  await shot(court, "corrections-accepted");
  await page.goto(`${SERVER}/record`);
  assert.match(await page.locator("#wishes").innerText(), /已采纳[\s\S]*记录尚未更改[\s\S]*请先到本院核对/);
  await own.close();
});

test("a training goes from the plan to the sheets", async () => {
  const { page } = coordinator;
  await page.goto(`${SERVER}/programmes`);
  await page.locator("summary", { hasText: "新建项目" }).click();
  await page.locator("#programme-programme_name").fill(`双语法官培训${RUN}`);
  await page.locator("#programme-rule_from").fill("2010-01-01");
  await page.locator("#programme-per_half_day").fill("4");
  await page.locator("main form.editor button").click();
  await page.goto(`${SERVER}/trainings`);
  await page.locator("a[href='/trainings/new']").click();
  await page.locator("#programme").selectOption({ label: `双语法官培训${RUN}` });
  await page.locator("#training-title").fill(`第一期培训班${RUN}`);
  await page.locator("#training-from").fill("2019-10-14");
  await page.locator("#training-to").fill("2019-10-15");
  await page.locator("#training-court").fill("qh-t");
  await page.locator("#training-venues").fill("主会场，分会场");
  await page.locator("#training-quotas").fill("测试玉树州中级人民法院 5");
  await page.locator("main form.editor button").click();
  assert.match(await said(page), /列入计划/);
  training = path(page);
  await step(page, "open");

  await page.locator("#people").fill(`扎西${RUN}\n卓玛${RUN}\n没有此人${RUN}`);
  await page.locator("#nominate button").click();
  assert.match(await page.locator("#faults").innerText(), /没有“没有此人/);
  assert.equal((await page.locator("#people").inputValue()).trim(), `没有此人${RUN}`);
  await page.goto(`${SERVER}/people?name=${encodeURIComponent(`多杰${RUN}`)}`);
  await page.locator("#tick-all").check();
  await page.locator("#nominate summary").click();
  await page.locator("#act-training").selectOption(training.split("/").pop());
  await page.locator("#nominate button").click();
  assert.equal(path(page), training);
  assert.match(await page.locator("#seats").innerText(), /还剩 2/);
  await page.locator("#tick-all").check();
  await tick(page, [], "confirmed");
  assert.match(await page.locator("#roster .figures").innerText(), /已确认 3/);

  await page.goto(`${SERVER}${training}/attendance`);
  const cells = page.locator("table[data-grid] tbody input");
  assert.equal(await cells.count(), 12);
  await cells.nth(0).focus();
  await page.keyboard.type("到");
  await page.keyboard.press("ArrowDown");
  assert.equal(await focused(page), await cells.nth(4).getAttribute("name"), "down goes to the next person");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowUp");
  assert.equal(await focused(page), await cells.nth(1).getAttribute("name"));
  await paste(page, "√\n√\n√\n缺\n");
  assert.match(await page.locator("#paste-told").innerText(), /没有填入：粘贴的有 4 行[\s\S]*只有 3 行，多出 1 行/);
  assert.equal(await cells.nth(1).inputValue(), "");
  await paste(page, "√\t√\t请假\n√\t√\t√\r\n√\t?\t√\r\n");
  assert.ok(await page.locator("#paste-told").isHidden());
  await cells.nth(4).fill("到");
  await cells.nth(8).fill("到");
  assert.equal(await cells.nth(3).inputValue(), "请假");
  await page.locator("main form button.button").click();
  assert.match(await page.locator("#faults").innerText(), /“\?”不是考勤记号/);
  assert.equal(await page.locator("[aria-invalid]").count(), 1);
  await page.locator("[aria-invalid]").fill("缺");
  await page.locator("main form button.button").click();
  assert.match(await said(page), /考勤已录入/);

  await page.goto(`${SERVER}${training}/results?component=interpreting`);
  await page.locator("table[data-grid] tbody input").first().focus();
  await paste(page, "42\t不合格\n60\t合格\n85.5\t合格\n");
  assert.equal(await page.locator("table[data-grid] select").nth(0).inputValue(), "false");
  await page.locator("main form button.button:not(.quiet)").click();
  assert.match(await said(page), /成绩已录入/);
  await tick(page, [1, 2], "completed");
  await tick(page, [0], "failed");
  await step(page, "closed");
  assert.match(await page.locator("main").innerText(), /已结业[\s\S]*学时/);
});

test("every sheet is whole pages of A4 with the names in both scripts", async () => {
  const { page } = coordinator;
  for (const [sheet, expected] of [
    ["sign-in?day=2019-10-14&half=morning", /签到表[\s\S]*签名[\s\S]*本页 3 人，共 3 人/],
    ["roster", /花名册/],
    ["results", /成绩册[\s\S]*85\.5 ✓/],
    ["completed", /结业名单[\s\S]*本页 2 人，共 2 人/],
    ["timetable", /课程表/],
  ]) {
    await page.goto(`${SERVER}${training}/print/${sheet}`);
    const text = await page.locator(".paper").first().innerText();
    assert.match(text, expected, sheet);
    if (sheet !== "timetable") assert.ok(text.includes(LONG), sheet);
    const pdf = await page.pdf({ format: "A4", preferCSSPageSize: true });
    const pages = pdf.toString("latin1").match(/\/Type\s*\/Page\b(?!s)/g) || [];
    assert.equal(pages.length, await page.locator(".paper").count(), `${sheet}: one printed page a section`);
    if (process.env.SHANJAR_SHOTS) await writeFile(join(process.env.SHANJAR_SHOTS, `${sheet.split("?")[0]}.pdf`), pdf);
  }
});

test("each certificate is one landscape page with the names in both scripts", async () => {
  const { page } = coordinator;
  await page.goto(`${SERVER}${training}`);
  await page.locator(`a[href='${training}/certificates']`).click();
  const papers = page.locator(".certificate");
  assert.equal(await papers.count(), 2);
  assert.match(await papers.first().innerText(), /结业证书[\s\S]*验证码 [2-9A-Z]{4}-/);
  const pdf = await page.pdf({ preferCSSPageSize: true });
  if (process.env.SHANJAR_SHOTS) await writeFile(join(process.env.SHANJAR_SHOTS, "certificates.pdf"), pdf);
  assert.equal((pdf.toString("latin1").match(/\/Type\s*\/Page\b(?!s)/g) || []).length, 2);
  await shot(page, "certificates");
  const code = (await papers.first().innerText()).match(/[2-9A-Z]{4}(-[2-9A-Z]{4}){3}/)[0];
  const proof = await (await fetch(`${SERVER}/api/v1/certificates/verify/${code}`)).json();
  assert.equal(proof.state, "valid");
  assert.match(proof.name, /^.{1,2}\*$/u);
});

test("a whole page of names in both scripts is one printed page", async () => {
  const { page } = coordinator;
  await page.goto(`${SERVER}${training}/print/sign-in?day=2019-10-14&half=morning`);
  await page.evaluate((count) => {
    const body = document.querySelector(".paper tbody");
    // Not the longest name that there is: a page has room for some of three lines.
    const row = Array.from(body.rows).filter((one) => one.querySelector(":lang(bo)")).pop();
    while (body.rows.length < count) body.append(row.cloneNode(true));
  }, PEOPLE_A_PAGE);
  const pdf = await page.pdf({ preferCSSPageSize: true });
  if (process.env.SHANJAR_SHOTS) await writeFile(join(process.env.SHANJAR_SHOTS, "full.pdf"), pdf);
  assert.equal((pdf.toString("latin1").match(/\/Type\s*\/Page\b(?!s)/g) || []).length, 1);
});

/** A sheet with a column of an unusual name, somebody who may be there already, and a day that is none. */
const SHEET = `干部姓名,藏文姓名,所在法院,职务,任职日期,出生日期
卓玛${NTH},,测试玉树州中级人民法院,法官,2012-01-01,1985-03-12
才让${NTH},ཚེ་རིང,测试玉树州中级人民法院,法官,2012-01-01,1986-04-13
多杰${NTH},,测试玉树州中级人民法院,法官,2012-01-01,八零年
`;

/** Sends the sheet and returns the address of the import. */
async function stage(page) {
  await page.goto(`${SERVER}/imports`);
  await page.locator("#kind").selectOption("people");
  await page.locator("#file").setInputFiles({ name: `名册${RUN}.csv`, mimeType: "text/csv", buffer: Buffer.from(SHEET) });
  await page.locator("main form.form button").first().click();
  return path(page);
}

test("a sheet is taken in by five steps without script, and taken back", async () => {
  const plain = await openCoordinator(`导入${RUN}`, { javaScriptEnabled: false });
  const { page } = plain;
  await page.goto(`${SERVER}/people/new`);
  await page.locator("#new-name_zh").fill(`卓玛${NTH}`);
  await page.locator("#new-court").fill("测试玉树州中级人民法院");
  await page.locator("#new-from").fill("2015-01-01");
  await page.locator("main form.editor button").click();
  const place = await stage(page);
  assert.match(await page.locator("table").innerText(), /干部姓名/);
  await page.locator("select[name='is.0']").selectOption("name_zh");
  await page.locator("main .save button").click();
  assert.match(await page.locator("#issues").innerText(), /八零年/);
  const question = page.locator("#questions fieldset", { hasText: `卓玛${NTH}` });
  await question.locator("input[value^='same:']").check();
  await page.locator("#questions .save button").click();
  await page.goto(`${SERVER}${place}/counts`);
  assert.match(await page.locator("table").innerText(), /人员\s+1\s+1\s+0/);
  await page.locator("input[name=skip]").check();
  await page.locator("main form.form button").first().click();
  assert.equal(path(page), `${place}/done`);
  await page.goto(`${SERVER}/people?name=${encodeURIComponent(`才让${NTH}`)}`);
  assert.match(await page.locator(".people tbody").innerText(), new RegExp(`才让${NTH}`));
  await page.goto(`${SERVER}${place}/done`);
  await page.locator("main form.form button").click();
  assert.match(await said(page), /已撤销，恢复了 2 项/);
  await plain.close();
});

test("a person is erased without script, and the page shows the pseudonym", async () => {
  const plain = await openCoordinator(`删除${RUN}`, { javaScriptEnabled: false });
  const { page } = plain;
  await page.goto(`${SERVER}/people/new`);
  await page.locator("#new-name_zh").fill(`德吉${NTH}`);
  await page.locator("#new-court").fill("测试玉树州中级人民法院");
  await page.locator("#new-from").fill("2015-01-01");
  await page.locator("main form.editor button").click();
  const erased = path(page);
  await page.locator(`a[href='${erased}/erasure']`).click();
  assert.match(await page.locator("main").innerText(), /删去的内容[\s\S]*保留的内容/);
  await page.locator("#erasure-confirmed").fill("德吉");
  await page.locator("#erasure-reason").fill("本人要求");
  await page.locator("main form.editor button").click();
  assert.match(await page.locator("#erasure-confirmed-fault").innerText(), /不是此人的姓名/);
  await page.locator("#erasure-confirmed").fill(`德吉${NTH}`);
  await page.locator("main form.editor button").click();
  assert.equal(path(page), erased);
  assert.match(await page.locator("h1").innerText(), /^已删除·[0-9a-f]{6}$/);
  await plain.close();
});

for (const ui of ["zh", "en", "bo"]) {
  test(`the pages are whole in ${ui}, pass axe, and stay within a narrow screen`, async () => {
    const viewed = await openCoordinator(`浏览${ui}${RUN}`, { bypassCSP: true, viewport: { width: 360, height: 740 } });
    const { page } = viewed;
    const sheet = await stage(page);
    for (const place of ["/imports", sheet, `${sheet}/check`, `${sheet}/counts`, "/people", "/corrections?state=accepted", "/people?on=x", "/retention?years.record=5", "/people/new", person, `${person}/details`, `${person}/erasure`, "/trainings", "/trainings/new", training, `${training}/attendance`, `${training}/results`, `${training}/print/roster`, `${training}/certificates`, "/programmes"]) {
      await page.goto(`${SERVER}/ui?to=${ui}&back=${encodeURIComponent(place)}`);
      const [scroll, width] = await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth]);
      if (process.env.SHANJAR_SHOTS) await page.screenshot({ path: join(process.env.SHANJAR_SHOTS, `${ui}${place.replace(/[^a-z]+/g, "-").slice(0, 40)}.png`), fullPage: true });
      assert.ok(scroll <= width, `${place} is ${scroll} wide`);
      const text = await page.locator("main").innerText();
      for (const group of GROUPS) assert.ok(!new RegExp(`\\b${group}\\.[a-z_]+\\b`).test(text), `${place} shows ${group}.`);
      const bare = await page.evaluate(() => {
        const walker = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
        const found = [];
        for (let node = walker.nextNode(); node; node = walker.nextNode()) {
          if (/[\u0f00-\u0fff]/.test(node.nodeValue) && !node.parentElement.closest(":lang(bo), [lang='']")) found.push(node.nodeValue);
        }
        return found;
      });
      assert.deepEqual(bare, [], place);
      assert.deepEqual(await page.evaluate(brokenWords), [], `${place}: words of heads in two lines`);
      assert.deepEqual(await page.evaluate(fieldsOutside), [], `${place}: fields beyond the column`);
      await page.evaluate(AXE);
      const { violations } = await page.evaluate(() => window.axe.run());
      assert.deepEqual(violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html).join(" ")}`), [], place);
    }
    await viewed.close();
  });
}

async function step(page, to) {
  await page.locator("summary", { hasText: "更改培训班状态" }).click();
  await page.locator("#state-to").selectOption(to);
  await page.locator(`form[action='${training}/state'] button`).click();
  assert.match(await said(page), /状态已更改/);
}

async function tick(page, places, to) {
  for (const place of places) await page.locator("input[name=ticked]").nth(place).check();
  await page.locator("#steps-to").selectOption(to);
  await page.locator("#roster form[action$='/steps'] button").click();
  assert.match(await said(page), /已办理/);
}

async function shot(page, name) {
  if (process.env.SHANJAR_SHOTS) await page.screenshot({ path: join(process.env.SHANJAR_SHOTS, `${name}.png`), fullPage: true });
}

const focused = (page) => page.evaluate(() => document.activeElement && document.activeElement.getAttribute("name"));

/** Pastes `text` as a spreadsheet does into the field with the focus. */
function paste(page, text) {
  return page.evaluate((copied) => {
    const data = new DataTransfer();
    data.setData("text/plain", copied);
    document.activeElement.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
  }, text);
}
