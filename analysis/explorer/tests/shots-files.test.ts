/** Pictures of what is drawn of files, to be looked at: OUT/shots; FILES: paths between spaces. Not part of the suite. */
import { test } from "node:test";
import { mkdirSync } from "node:fs";
import { basename } from "node:path";
import { open, visit } from "./browser";

test("screenshots of files", async () => {
  const folder = `${process.env.OUT}/shots`;
  mkdirSync(folder, { recursive: true });
  const browser = await open(), width = Number(process.env.WIDTH ?? 1200);
  for (const file of (process.env.FILES ?? "").split(" ")) {
    const v = await visit(browser, { width, height: 1000 }), page = v.page, begin = Date.now();
    await page.setInputFiles("input[type=file]", file);
    await page.waitForSelector(".chip:nth-child(2), .notice");
    console.log(basename(file), Date.now() - begin, "ms", await page.locator(".notice").allTextContents());
    for (const view of ["Sweep", "One history"]) {
      const tab = page.locator(`[role=tab]:text-is("${view}")`);
      if (!(await tab.count())) continue;
      await tab.click();
      await page.waitForTimeout(2500);
      await page.screenshot({ path: `${folder}/file-${width}-${basename(file, ".h5")}-${view.replace(/\W+/g, "-").toLowerCase()}.png`, fullPage: true });
    }
    if (v.complaints.length) console.log(v.complaints);
    await v.close().catch((error) => console.log(String(error).slice(0, 300)));
  }
  await browser.close();
});
