// Browser tests with the system's Chromium against the real programs; nothing is downloaded.
import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: './tests',
  forbidOnly: process.env.CI === 'true',
  reporter: 'list',
  timeout: 60_000,
  // Each worker starts servers of its own, and the machine may be small.
  workers: 2,
  use: {
    locale: 'en-GB',
    // They take a fifth of the time, and nobody fetches them from a build machine.
    trace: process.env.CI === 'true' ? 'off' : 'retain-on-failure',
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu'],
    },
  },
});
