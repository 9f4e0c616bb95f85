/** The page in Chromium, opened as a file: every view, the laboratory, files good and hostile; nothing on the console, nothing to the network. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync, cpSync } from "node:fs";
import { resolve } from "node:path";
import { after, before, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { unzipSync } from "fflate";
import { answered, open, visit } from "./browser";
import { DIGESTED, nativeDigest, OUT, ROOT } from "./support";

const FILES = `${OUT}/files`, WAICO = resolve(ROOT, process.env.WAICO ?? "build/waico");
let browser: Browser;
before(async () => {
  browser = await open();
  execFileSync("/usr/bin/python3", ["analysis/explorer/tests/make_files.py", WAICO, FILES, "5"], { stdio: "inherit" });
});
after(async () => { await browser.close(); });

const tab = (page: Page, name: string) => page.click(`[role=tab]:text-is("${name}")`);
const half = (page: Page, name: string) => page.click(`nav button:text-is("${name}")`);
const put = async (page: Page, ...files: string[]) => {
  const before = await page.locator(".chip").count();
  await page.setInputFiles("input[type=file]", files);
  await page.waitForFunction((n) => document.querySelectorAll(".chip").length > n || document.querySelector(".notice"), before, { timeout: 60000 });
};
const slider = (page: Page, path: string) => page.locator(`[data-path='${path}'] input[type=range]`).first();

test("the first picture comes by itself and says what comes out", async () => {
  const v = await visit(browser), { page } = v;
  const first = await page.evaluate(() => (window as any).waicoFirst as number);
  console.log(`first picture after ${first.toFixed(0)} ms`);
  assert.ok(first < 6000, "2 s on a quiet machine");
  assert.match(await page.innerText(".opening"), /93 or more of 193 countries are members on 31 December 2040.*between 86 and 101/s);
  assert.ok((await page.locator(".map [data-i]").count()) >= 193);
  assert.match(await page.innerText(".map + .ramp, .figure"), /Borders imply no position/);
  await v.close();
});

test("200 histories in the browser's workers have the digest of the native library", async () => {
  const v = await visit(browser), { page } = v;
  for (const id of ["baseline", "us_counter_offer", "trust_crisis"]) {
    if (id !== "baseline") {
      await page.selectOption(".sources select", id);
      await page.waitForSelector(`.chip >> nth=${id === "us_counter_offer" ? 1 : 2}`, { timeout: 120000 });
    }
    const made = await page.evaluate(async ({ id, names }) => {
      const { pool, spec } = (window as any).waico, parts: any[] = [], begin = performance.now();
      await pool.run(spec(id), 200, names, (batch: any) => parts.push(batch)).done;
      const spent = performance.now() - begin;
      parts.sort((a, b) => a.first - b.first);
      const bytes = names.flatMap((name) => parts.map((p) => new Uint8Array(p.values[name].buffer))), all = new Uint8Array(bytes.reduce((n, b) => n + b.length, 0));
      let at = 0;
      for (const b of bytes) { all.set(b, at); at += b.length; }
      const sum = new Uint8Array(await crypto.subtle.digest("SHA-256", all));
      return { digest: Array.from(sum, (b) => b.toString(16).padStart(2, "0")).join(""), spent, workers: pool.size };
    }, { id: id === "baseline" ? id : "scenario-" + id, names: DIGESTED });
    console.log(`${id}: 200 histories in ${made.spent.toFixed(0)} ms by ${made.workers} workers`);
    assert.equal(made.digest, nativeDigest(id), id);
  }
  await v.close();
});

test("map: time, measures, countries by name and code in any case", async () => {
  const v = await visit(browser), { page } = v;
  const time = page.locator(".time input");
  for (let t = 0; t <= 60; t += 3) await time.fill(String(t));
  const frames = (await page.evaluate(() => (window as any).waicoFrames as number[])).sort((a, b) => a - b);
  console.log(`script of a frame of the map: median ${frames[frames.length >> 1].toFixed(1)} ms, 90 % ${frames[Math.floor(frames.length * 0.9)].toFixed(1)} ms`);
  assert.ok(frames[frames.length >> 1] < 20, "8 ms on a quiet machine");
  await time.fill("0");
  assert.match(await page.innerText(".figure .says"), /0 countries are members/);
  for (const [word, name] of [["ken", "Kenya"], ["CUB", "Cuba"], ["brazil", "Brazil"], ["côte", "Ivoire"]]) {
    await page.fill(".picker input", word);
    await page.keyboard.press("Enter");
    assert.match(await page.innerText(".chosen"), new RegExp(name));
  }
  for (const key of ["signed", "likeliest", "date", "status.full"]) await page.selectOption(".figure .controls select", key);
  for (const [key, series] of [["us", "n_us"], ["rights", "n_rights"]]) {
    await page.selectOption(".figure .controls select", key);
    await page.waitForSelector("text=were simulated anew for this", { timeout: 60000 });
    const told = await page.evaluate(async (series) => {
      const { pool, spec } = (window as any).waico, parts: any[] = [];
      await pool.run(spec("baseline"), 60, [series], (b: any) => parts.push(...Array.from({ length: b.n }, (_, r) => b.values[series][r * 61 + 60]))).done;
      return parts.reduce((a, b) => a + b, 0) / parts.length;
    }, series);
    await time.fill("60");
    const [download] = await Promise.all([page.waitForEvent("download"), page.evaluate(() => { const d = document.querySelector<HTMLDetailsElement>(".menu")!; d.open = true; d.querySelectorAll("button")[2].click(); })]);
    const sum = readFileSync((await download.path())!, "utf8").trim().split("\n").slice(1).filter((l) => !l.startsWith("CHN")).reduce((a, l) => a + Number(l.split(",").pop()), 0);
    assert.ok(Math.abs(sum - told) < 1e-3, `${series}: ${sum} by country, ${told} by number`);
  }
  await page.selectOption(".figure .controls select", "member");
  await page.click(".play");
  await v.close();
});

test("curves read values by keys; every picture saves as SVG, PNG and CSV", async () => {
  const v = await visit(browser), { page } = v;
  await tab(page, "Curves");
  await page.focus(".chart svg");
  await page.keyboard.press("End");
  assert.match(await page.innerText(".reading"), /October 2040.*Members: 9\d \(\d+ to \d+\).*200 histories/s);
  for (const [item, check] of [["Picture (SVG)", (b: Buffer) => /^<svg.*Members, Signed.*waico: From the proposal/s.test(b.toString())], ["Picture (PNG)", (b: Buffer) => b.subarray(1, 4).toString() === "PNG" && b.length > 10000], ["Numbers (CSV)", (b: Buffer) => b.toString().split("\n").length === 63]] as [string, (b: Buffer) => boolean][]) {
    await page.evaluate(() => { document.querySelector<HTMLDetailsElement>(".menu")!.open = true; });
    const button = page.locator(`button:text-is("${item}")`);
    assert.ok(await button.isVisible());
    // By script: headless Chromium sometimes brings no press of the mouse to a page that has just saved a file.
    const [download] = await Promise.all([page.waitForEvent("download"), button.evaluate((b) => (b as HTMLElement).click())]);
    assert.ok(check(readFileSync((await download.path())!)), item);
  }
  for (const group of await page.locator(".choices summary").all()) if (!(await group.evaluate((e) => (e.parentElement as HTMLDetailsElement).open))) await group.click();
  for (const box of await page.locator(".choices input").all()) await box.click();
  await v.close();
});

test("a country's page: chances, fates, reasons, attributes, company", async () => {
  const v = await visit(browser), { page } = v;
  await tab(page, "A country");
  await page.waitForSelector("h3:text-matches('Why Kenya signs')", { timeout: 120000 });
  const text = await page.innerText("main");
  assert.match(text, /Kenya becomes a member in 89 % of 200 simulated histories/);
  assert.match(text, /In fact it signed in Jul 2026/);
  assert.match(text, /reluctance|Land neighbours/);
  await page.fill(".picker input", "china");
  await page.keyboard.press("Enter");
  assert.match(await page.innerText("main"), /China is the sponsor/);
  await v.close();
});

test("laboratory: a slider is answered, undone, copied, opened; waico run says the same", async () => {
  const v = await visit(browser), { page } = v;
  await half(page, "Laboratory");
  await answered(page);
  await slider(page, "affinity.peers").fill("300");
  await page.waitForFunction(() => document.querySelector(".differs ul"));
  await page.waitForTimeout(60);
  await answered(page);
  const first = await page.getAttribute(".progress", "data-first");
  console.log(`first bands ${first} ms after the change`);
  const headline = await page.innerText(".headline");
  assert.match(headline, /^\+\d+\.\d members/);
  await tab(page, "File");
  const [download] = await Promise.all([page.waitForEvent("download"), page.click("button:text-matches('Save with all it needs')")]);
  const folder = resolve(OUT, "saved");
  rmSync(folder, { recursive: true, force: true });
  for (const [name, bytes] of Object.entries(unzipSync(new Uint8Array(readFileSync((await download.path())!))))) {
    mkdirSync(resolve(folder, name, ".."), { recursive: true });
    writeFileSync(resolve(folder, name), bytes);
  }
  execFileSync(WAICO, ["run", "question.cfg", "-n", "200", "-o", "out.h5", "-q"], { cwd: folder, stdio: "ignore" });
  const native = execFileSync("/usr/bin/python3", ["-c", "import h5py; print('%.1f' % h5py.File('out.h5')['final_n_members'][:].mean())"], { cwd: folder, encoding: "utf8" }).trim();
  assert.ok(headline.includes(`${native} on average`), `${headline} against ${native} of waico run`);
  await page.click("button:text-is('Copy question')");
  const hash = await page.evaluate(() => location.hash);
  assert.match(hash, /^#waico1\./);
  await page.click("button:text-is('Undo')");
  assert.match(await page.innerText(".differs"), /Nothing differs/);
  await page.click("button:text-is('Redo')");
  assert.equal(await page.locator(".differs li").count(), 1);
  await page.click("button:text-is('Reset all')");
  await page.click("button:text-is('Open a question')");
  await page.fill(".dialog textarea", "nonsense");
  await page.click(".dialog button.main");
  assert.match(await page.innerText(".dialog .wrong"), /neither a question/);
  await page.fill(".dialog textarea", `see ${hash}`);
  await page.click(".dialog button.main");
  await answered(page);
  assert.equal(await page.innerText(".headline"), headline);
  await v.close();
  const other = await visit(browser, { hash, wait: false });
  await answered(other.page);
  await other.page.waitForFunction((h) => document.querySelector<HTMLElement>(".headline")?.innerText === h, headline);
  await other.close();
});

test("laboratory: honest about what cannot be told, and about no difference", async () => {
  const v = await visit(browser), { page } = v;
  await half(page, "Laboratory");
  await answered(page);
  assert.match(await page.innerText(".headline"), /^No difference/);
  await page.selectOption(".differs select >> nth=1", "100");
  await tab(page, "Parameters");
  await page.fill("input[type=search]", "leader.drift");
  await page.fill("[data-path='leader.drift'] .exact input", "0.1005");
  await page.keyboard.press("Enter");
  await page.waitForTimeout(100);
  await answered(page);
  assert.match(await page.innerText(".headline"), /Cannot tell|No difference/);
  await page.fill("[data-path='leader.drift'] .exact input", "77");
  await page.keyboard.press("Enter");
  assert.match(await page.innerText("[data-path='leader.drift'] em"), /allowed: 0 to 2/);
  assert.equal(await page.inputValue("[data-path='leader.drift'] .exact input"), "77", "what was typed stays");
  await v.close();
});

test("laboratory: calendar, countries, ranges, question B, what would make it join", async () => {
  const v = await visit(browser), { page } = v;
  await half(page, "Laboratory");
  await answered(page);
  await page.selectOption(".differs select >> nth=1", "100");
  await tab(page, "Calendar");
  await page.click(".form button.main");
  assert.match(await page.innerText(".differs"), /Kenya is invited: 2028-01-01/);
  await page.fill(".form input[type=date]", "2050-01-01");
  await page.click(".form button.main");
  assert.match(await page.innerText(".form .wrong"), /must lie between/);
  await tab(page, "Countries");
  await page.locator("input[aria-label='Kenya: Political alignment']").fill("-0.9");
  assert.match(await page.innerText(".differs"), /Kenya: Political alignment: 0\.5\d* → −0\.9/);
  await answered(page);
  await page.click("button:text-is('Keep as question B')");
  await tab(page, "Levers");
  await page.locator("[data-path='incentive.training.seats_per_year'] .more summary").first().click();
  await page.locator("[data-path='incentive.training.seats_per_year'] > .more > button").click();
  assert.match(await page.innerText(".differs"), /anything from/);
  await page.waitForTimeout(100);
  await answered(page);
  await page.click("button:text-is('Reset all')");
  await page.waitForTimeout(100);
  await answered(page);
  await page.click("button:text-is('Find out')");
  await page.waitForSelector(".best li", { timeout: 240000 });
  await page.waitForFunction(() => !document.querySelector("[aria-label='What would make a country join'] .says")!.textContent!.includes("Tried"), undefined, { timeout: 240000 });
  const best = await page.innerText(".best li:first-child");
  assert.match(best, /^\+\d+ points \(/);
  await page.click(".best li:first-child button");
  assert.equal(await page.locator(".differs li").count(), 1);
  await v.close();
});

test("a text with mistakes is refused in the program's words, with line and caret", async () => {
  const v = await visit(browser), { page } = v;
  await half(page, "Laboratory");
  await answered(page);
  await tab(page, "File");
  await page.fill("textarea.code", 'extends = "baseline.cfg";\nincentive: { training: { seats_per_yaer = 1000.0; }; };\naffinity: { peers = 99.0; };\n');
  await page.waitForSelector(".faults li");
  const text = await page.innerText(".faults");
  assert.match(text, /Line 2: incentive\.training\.seats_per_yaer: unknown key; did you mean "incentive\.training\.seats_per_year"\?/);
  assert.match(text, /Line 3: affinity\.peers.*outside \[-10, 10\]/);
  const caret = (await page.locator(".faults pre").first().textContent())!.split("\n");
  assert.equal(caret[1].indexOf("^"), caret[0].indexOf("seats_per_yaer"));
  await page.fill("textarea.code", 'extends = "baseline.cfg";\naffinity: { peers = 2.0; };\n');
  await page.click("button:text-is('Run this text')");
  await page.waitForTimeout(300);
  await answered(page);
  await tab(page, "Levers");
  assert.equal(await page.inputValue("[data-path='affinity.peers'] .exact input"), "2", "the sliders follow the text");
  writeFileSync(`${OUT}/dropped.cfg`, 'extends = "trust_crisis.cfg";\naffinity: { peers = 0.25; };\n');
  await page.setInputFiles("input[type=file]", `${OUT}/dropped.cfg`);
  await page.waitForFunction(() => document.querySelector<HTMLInputElement>("[data-path='affinity.peers'] .exact input")?.value === "0.25", undefined, { timeout: 20000 });
  await answered(page);
  await tab(page, "Calendar");
  await page.locator(".entries button").last().click();
  assert.match(await page.innerText(".differs"), /does not happen/);
  await answered(page);
  await v.close();
});

test("files of every kind, all their views", async () => {
  const v = await visit(browser), { page } = v;
  for (const name of ["ensemble", "run", "saltelli", "grid", "dated"]) {
    const begin = Date.now();
    await put(page, `${FILES}/${name}.h5`);
    assert.deepEqual(await page.locator(".notice").allInnerTexts(), [], name);
    console.log(`${name}.h5 shown after ${Date.now() - begin} ms`);
    for (const view of await page.locator(".tabs [role=tab]").allInnerTexts()) {
      await tab(page, view);
      await page.waitForTimeout(350);
      assert.ok((await page.innerText("[role=tabpanel]")).length > 100, `${name}: ${view}`);
      assert.equal(await page.locator("text=This view cannot show").count(), 0, `${name}: ${view}`);
    }
  }
  await v.close();
});

test("where it comes from: command, differences, texts, licences", async () => {
  const v = await visit(browser), { page } = v;
  await tab(page, "Where it comes from");
  const text = await page.innerText("[role=tabpanel]");
  assert.match(text, /waico run baseline\.cfg --replications 200 --seed 1/);
  assert.match(text, /None from the start/);
  await page.click("summary:text-is('Licences of what is in this page')");
  await page.waitForSelector("pre:text-matches('Preact|preact')");
  assert.match((await page.locator("pre").last().textContent())!, /GNU General Public License.*h5wasm.*preact/s);
  await v.close();
});

test("compare: paired differences and the countries behind them", async () => {
  const v = await visit(browser), { page } = v;
  await tab(page, "Compare");
  assert.match(await page.innerText("[role=tabpanel]"), /add a second result/);
  await page.selectOption(".sources select", "no_incentives");
  await page.waitForSelector(".chip >> nth=1", { timeout: 120000 });
  const text = await page.innerText("[role=tabpanel]");
  assert.match(text, /−16\.\d members/, "scenarios/README.md: −16.3 ± 0.6");
  assert.match(text, /changes beyond luck for \d+ countries/);
  await v.close();
});

test("60 hostile files: one sentence each, and the page goes on", async () => {
  const v = await visit(browser), { page } = v, cases = JSON.parse(readFileSync(`${FILES}/hostile.json`, "utf8")) as { name: string; file: string }[];
  let refused = 0, shown = 0;
  const strange: [string, string][] = [["empty.h5", ""], ["text.h5", "hello"], ["picture.h5", "\x89PNG\r\n\x1a\n"], ["half.cfg", "\x00\x01"]];
  for (const [name, text] of strange) writeFileSync(`${FILES}/${name}`, text);
  const every = Math.max(1, Math.floor(cases.length / 130));
  for (const file of [...strange.map(([name]) => name), ...cases.filter((_, i) => i % every === 0).map((c) => c.file)]) {
    if (refused >= 64) break;
    await put(page, `${FILES}/${file}`);
    const notices = await page.locator(".notice span").allInnerTexts();
    if (notices.length) {
      refused++;
      assert.match(notices[0], new RegExp(`^${file.replace(".", "\\.")}: [A-Z“].{20,300}\\.$`), file);
      assert.doesNotMatch(notices[0], /undefined|NaN|\[object/);
      await page.click(".notice button");
    } else {
      shown++;
      await half(page, "Results");
      await page.locator(".chip .close").last().click();
    }
  }
  console.log(`${refused} refused, ${shown} shown`);
  assert.ok(refused >= 60, `${refused} refused`);
  await half(page, "Results");
  await tab(page, "Map");
  assert.match(await page.innerText(".opening"), /93 or more/);
  await v.close();
});

test("HTML in titles and names is shown as text", async () => {
  const folder = resolve(OUT, "markup"), nasty = "<img src=x onerror=alert(1)><b>bold</b>";
  rmSync(folder, { recursive: true, force: true });
  cpSync("scenarios", folder, { recursive: true });
  writeFileSync(`${folder}/data/countries.csv`, readFileSync(`${folder}/data/countries.csv`, "utf8").replace(",Kenya,", `,${nasty},`));
  writeFileSync(`${folder}/q.cfg`, `extends = "baseline.cfg";\ntitle = "${nasty}";\nquestion = "${nasty}?";\n`);
  execFileSync(WAICO, ["run", "q.cfg", "-n", "5", "-o", "markup.h5", "-q"], { cwd: folder, stdio: "ignore" });
  const v = await visit(browser), { page } = v;
  await put(page, `${folder}/markup.h5`);
  for (const view of ["Map", "Curves", "A country", "Compare", "One history", "Where it comes from"]) {
    await tab(page, view);
    await page.waitForTimeout(300);
    assert.equal(await page.locator("main img, main b:text-is('bold')").count(), 0, view);
  }
  assert.ok((await page.innerText(".opening")).includes(nasty));
  await v.close();
});

test("a failing worker is replaced and nothing is lost", async () => {
  const v = await visit(browser), { page } = v;
  await half(page, "Laboratory");
  await slider(page, "affinity.peers").fill("350");
  await answered(page);
  await page.evaluate(() => { const { pool } = (window as any).waico; pool.seats.forEach((seat: any) => { if (seat.worker) seat.worker.onerror(new ErrorEvent("error", { cancelable: true })); }); });
  await slider(page, "affinity.peers").fill("360");
  await page.waitForTimeout(300);
  await answered(page);
  assert.equal(await page.locator(".differs li").count(), 1);
  await v.close();
});

test("the path of a first visit: open, pick a country, move compute sharing, read, copy", async () => {
  const begin = Date.now(), v = await visit(browser, { wait: false }), { page } = v;
  await page.fill(".picker input", "indonesia");
  await page.keyboard.press("Enter");
  await half(page, "Laboratory");
  await slider(page, "incentive.compute_sharing.pool").fill("380");
  await page.waitForFunction(() => document.querySelector(".progress")?.getAttribute("data-done") === "true" && document.querySelector(".differs ul"), undefined, { timeout: 120000 });
  assert.match(await page.innerText(".headline"), /members|Cannot tell/);
  await page.click("button:text-is('Copy question')");
  assert.match(await page.innerText(".notice"), /copied/);
  console.log(`a first visit by script: ${Date.now() - begin} ms`);
  await v.close();
});

test("nothing is wider than a telephone, light and dark", async () => {
  for (const dark of [false, true]) {
    const v = await visit(browser, { width: 360, height: 740, dark }), { page } = v;
    const wide = () => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    for (const view of ["Map", "Curves", "A country", "Compare", "One history", "Where it comes from"]) {
      await tab(page, view);
      await page.waitForTimeout(400);
      assert.ok((await wide()) <= 0, `${view} is wider by ${await wide()} px`);
    }
    await half(page, "Laboratory");
    await answered(page);
    for (const view of ["Levers", "Parameters", "Calendar", "Countries", "File"]) {
      await tab(page, view);
      assert.ok((await wide()) <= 0, `${view} is wider by ${await wide()} px`);
    }
    await v.close();
  }
});
