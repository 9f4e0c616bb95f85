/** Chromium with the page in it, and what it must never do: speak to the network, complain on the console. */
import { chromium, type Browser, type Page } from "playwright-core";
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import assert from "node:assert/strict";

export const PAGE = "file://" + resolve(process.env.PAGE ?? "results/waico.html");
const FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

export async function open(): Promise<Browser> {
  const executablePath = "/usr/bin/chromium";
  assert.ok(existsSync(executablePath), "the tests of the page need chromium");
  return chromium.launch({ executablePath, args: FLAGS });
}

export interface Visit { page: Page; complaints: string[]; requests: string[]; close(): Promise<void> }

/** A page of its own, with a new profile; hash: a question to open. */
export async function visit(browser: Browser, { width = 1200, height = 900, dark = false, hash = "", wait = true } = {}): Promise<Visit> {
  const context = await browser.newContext({ viewport: { width, height }, colorScheme: dark ? "dark" : "light", acceptDownloads: true });
  const page = await context.newPage(), complaints: string[] = [], requests: string[] = [];
  page.on("console", (message) => { if (["error", "warning"].includes(message.type())) complaints.push(message.text()); });
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("request", (request) => { if (!/^(blob|data):/.test(request.url()) && !request.url().startsWith(PAGE)) requests.push(request.url()); });
  await page.goto(PAGE + hash);
  await page.waitForSelector(hash ? ".laboratory" : ".map svg");
  if (wait) await page.waitForFunction(() => !document.querySelector<HTMLSelectElement>(".sources select")?.disabled);
  return {
    page, complaints, requests,
    close: async () => {
      await context.close();
      assert.deepEqual(complaints, [], "complaints on the console");
      assert.deepEqual(requests, [], "requests to the network");
    },
  };
}

/** Waits until the laboratory has all its histories. */
export async function answered(page: Page): Promise<void> {
  await page.waitForFunction(() => document.querySelector(".progress")?.getAttribute("data-done") === "true", undefined, { timeout: 120000 });
}
