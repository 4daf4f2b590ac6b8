// What a visitor with a slow telephone line sees, and when; nothing may jump. The times are printed, not judged: they are
// those of this machine and of a development build.
import type { Page } from '@playwright/test';
import { inside, open } from '../places';
import { desk, phone, signIn } from '../sign-in';
import { expect, owner, test } from '../servers';

/** Slow 4G as Lighthouse has it: 150 ms there and back, 1.6 Mbit/s down, 750 kbit/s up. */
const slow = { offline: false, latency: 150, downloadThroughput: (1_600_000 / 8) * 0.9, uploadThroughput: (750_000 / 8) * 0.9 };

/** From now on each page notes when it is painted and how far anything jumps. */
async function watch(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const seen = { first: 0, largest: 0, shift: 0, what: [] as string[] };
    Object.assign(window, { seen });
    new PerformanceObserver((list) => list.getEntriesByName('first-contentful-paint').forEach((each) => (seen.first = each.startTime))).observe({ type: 'paint', buffered: true });
    new PerformanceObserver((list) => list.getEntries().forEach((each) => (seen.largest = each.startTime))).observe({ type: 'largest-contentful-paint', buffered: true });
    new PerformanceObserver((list) => {
      for (const each of list.getEntries() as any[]) {
        if (each.hadRecentInput) continue;
        seen.shift += each.value;
        seen.what.push(...each.sources.map((source: any) => source.node?.outerHTML?.slice(0, 120) ?? 'gone'));
      }
    }).observe({ type: 'layout-shift', buffered: true });
  });
}

async function visit(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await page.waitForLoadState('networkidle');
  const { first, largest, shift, what } = await page.evaluate(() => (window as any).seen);
  console.log(`${path.replace(/[0-9a-f-]{36}/g, '…')}: first paint ${Math.round(first)} ms, largest ${Math.round(largest)} ms, shift ${shift}`);
  expect.soft({ shift, what }, path).toEqual({ shift: 0, what: [] });
}

for (const [name, how] of [['a phone', phone], ['a desk', desk]] as const) {
  test(`nothing jumps on a slow line: ${name}`, async ({ browser, site }) => {
    test.setTimeout(240_000);
    const page = await signIn(browser, site, owner.email, how);
    const paths = [...open, ...(await inside(page))];
    await watch(page);
    const line = await page.context().newCDPSession(page);
    await line.send('Network.enable');
    await line.send('Network.setCacheDisabled', { cacheDisabled: true });
    await line.send('Network.emulateNetworkConditions', slow);
    for (const path of paths) await visit(page, path);
  });
}
