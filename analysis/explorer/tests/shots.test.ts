/** Pictures of every view at three widths, light and dark, to be looked at: OUT/shots. Not part of the suite. */
import { test } from "node:test";
import { mkdirSync } from "node:fs";
import { answered, open, visit } from "./browser";

const VIEWS = ["Map", "Curves", "A country", "Compare", "One history", "Where it comes from"];
const folder = `${process.env.OUT}/shots`, only = process.env.ONLY ?? "";

test("screenshots", async () => {
  mkdirSync(folder, { recursive: true });
  const browser = await open();
  for (const width of [360, 1200, 2560]) for (const dark of [false, true]) {
    const name = `${width}${dark ? "-dark" : ""}`;
    if (only && !name.match(only)) continue;
    const v = await visit(browser, { width, height: width === 360 ? 740 : 1000, dark }), page = v.page;
    await page.selectOption(".sources select", "us_counter_offer");
    await page.waitForSelector(".chip:nth-child(2)", { timeout: 120000 });
    await page.click(".chip:first-child button");
    for (const view of VIEWS) {
      await page.click(`[role=tab]:text-is("${view}")`);
      await page.waitForTimeout(view === "A country" ? 4000 : 500);
      await page.screenshot({ path: `${folder}/${name}-${view.replace(/\W+/g, "-").toLowerCase()}.png`, fullPage: true });
    }
    await page.click("nav button:text-is('Laboratory')");
    await answered(page);
    await page.locator("[data-path='incentive.compute_sharing.pool'] input[type=range]").first().fill("320");
    await page.waitForTimeout(300);
    await answered(page);
    await page.waitForTimeout(1500);
    await page.screenshot({ path: `${folder}/${name}-laboratory.png`, fullPage: true });
    for (const tab of ["Parameters", "Calendar", "Countries", "File"]) {
      if (width === 2560) break;
      await page.click(`[role=tab]:text-is("${tab}")`);
      await page.waitForTimeout(400);
      await page.screenshot({ path: `${folder}/${name}-lab-${tab.replace(/\W+/g, "-").toLowerCase()}.png` });
    }
    if (v.complaints.length) console.log(name, v.complaints);
    await v.close().catch((error) => console.log(String(error).slice(0, 500)));
  }
  await browser.close();
});
