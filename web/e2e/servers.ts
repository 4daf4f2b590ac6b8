// The test that all specs use: it knows the address of an API and a web server of its worker's own, freshly seeded.
import { test as base } from '@playwright/test';
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';

export { expect } from '@playwright/test';

const target = resolve(import.meta.dirname, '../../target');
const anywhere = '127.0.0.1:0';

/** The owner of the demo's first shop. */
export const owner = { email: 'lola@demo.example', password: 'tres gatos y un tejado' };

// Settings of the person who runs the tests must not reach the programs.
const bare = { PATH: process.env.PATH, HOME: process.env.HOME };

type Program = { address: string; child: ChildProcess };

/** Starts a program and resolves when it says where it listens. */
function start(name: string, args: string[], settings: Record<string, string>): Promise<Program> {
  const env = { ...bare, LISTEN: anywhere, METRICS_LISTEN: anywhere, LOG_FORMAT: 'json', ...settings };
  const child = spawn(join(target, 'debug', name), args, { env, stdio: ['ignore', 'pipe', 'inherit'] });
  return new Promise((found, failed) => {
    child.once('error', failed);
    child.once('exit', (code) => failed(new Error(`${name} ended with ${code}`)));
    createInterface({ input: child.stdout! }).on('line', (line) => {
      const entry = line.startsWith('{') ? JSON.parse(line) : {};
      if (entry.message === 'listening') found({ address: entry.address, child });
    });
  });
}

/** Polls until the server is ready, or a minute has passed. */
async function ready(url: string): Promise<void> {
  const end = Date.now() + 60_000;
  while (!(await fetch(`${url}/health/ready`).then((answer) => answer.ok, () => false))) {
    if (Date.now() > end) throw new Error(`${url} does not get ready`);
    await new Promise((next) => setTimeout(next, 50));
  }
}

async function stop({ child }: Program): Promise<void> {
  if (child.exitCode !== null) return;
  const ended = new Promise((done) => child.once('exit', done));
  child.kill('SIGINT');
  await ended;
}

export const test = base.extend<{ baseURL: string; leave: void }, { site: string }>({
  // Pages that a test has opened in browsers of its own would stay, draw, and ask for what is new until the last test has ended.
  leave: [
    async ({ browser }, use) => {
      await use();
      await Promise.all(browser.contexts().map((context) => context.close()));
    },
    { auto: true },
  ],
  site: [
    async ({}, use) => {
      const data = mkdtempSync(join(tmpdir(), 'bodega-e2e-'));
      // Webhooks of the tests end on this machine.
      const settings = { DATA_DIR: data, REGISTRATION: 'open', WEBHOOK_ALLOW_PRIVATE: 'true' };
      execFileSync(join(target, 'debug/api'), ['seed', '--demo'], { env: { ...bare, ...settings }, stdio: 'ignore' });
      const api = await start('api', ['serve'], settings);
      const web = await start('web', [], {
        API_URL: `http://${api.address}/api`,
        SITE: join(target, 'site'),
        REGISTRATION: 'open',
      });
      await ready(`http://${web.address}`);
      await use(`http://${web.address}`);
      await stop(web);
      await stop(api);
      rmSync(data, { recursive: true });
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  baseURL: async ({ site }, use) => use(site),
});
