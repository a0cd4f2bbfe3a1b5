// The page in a real browser: the system's Chromium, driven over its own protocol, against the server
// of `tribunal serve`.
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { createAdaptorServer } from '@hono/node-server';
import axe from 'axe-core';
import { type Browser, chromium, type Page } from 'playwright-core';
import { expect } from 'vitest';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import { createApp } from '../../src/web/server/app.ts';
import { whenFileEnds, whenTestEnds } from './endings.ts';
import { tempFolder } from './files.ts';
import { servicesOver } from './services.ts';

const chromiumPath = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
].find((file) => existsSync(file));

/** Without a browser a file's tests are skipped, and one line says so. */
export const hasBrowser = chromiumPath !== undefined;
if (!hasBrowser) console.warn('Skipped: browser tests need Chromium (apt-get install chromium)');

/** Serves a ledger from this process until the file's tests have ended; what it starts are real commands. */
export async function servePage(location: string, apart = false): Promise<string> {
  const ledger = await openLedger(location);
  const folder = ledger.engine === 'sqlite' ? path.dirname(location) : tempFolder();
  const services = servicesOver(ledger, { folder, location, apart });
  await services.jobs.goOn();
  const hosts: string[] = [];
  const { fetch } = createApp(services, { hosts, token: undefined });
  const server = createAdaptorServer({ fetch }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  hosts.push(`127.0.0.1:${(server.address() as AddressInfo).port}`);
  whenFileEnds(async () => {
    server.close();
    if ('closeAllConnections' in server) server.closeAllConnections();
    await services.jobs.close();
    await ledger.close();
  });
  return `http://${hosts[0]}`;
}

export interface PageOptions {
  scheme?: 'light' | 'dark';
  width?: number;
  height?: number;
}

export interface Opened {
  page: Page;
  /** What the browser complained of, a policy's violations among it. */
  complaints: string[];
  /** Addresses outside of loopback that were asked for. */
  strays: string[];
}

/** Opens a page in a window of its own, which is closed at the end of the test. */
export async function openPage(address: string, options: PageOptions = {}): Promise<Opened> {
  const { scheme = 'light', width = 1280, height = 800 } = options;
  const context = await (await launched()).newContext({
    colorScheme: scheme,
    viewport: { width, height },
    acceptDownloads: true,
  });
  whenTestEnds(() => context.close());
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  const opened: Opened = { page, complaints: [], strays: [] };
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) opened.complaints.push(message.text());
  });
  page.on('pageerror', (error) => opened.complaints.push(error.message));
  page.on('request', (request) => {
    const { protocol, hostname } = new URL(request.url());
    const isOwn = ['127.0.0.1', 'localhost'].includes(hostname) || protocol === 'blob:';
    if (!isOwn) opened.strays.push(request.url());
  });
  await page.goto(address);
  return opened;
}

/** How far, in pixels, the page reaches beyond its window's side. */
export function overflowOf(page: Page): Promise<number> {
  return page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
}

/** Finds no violation on the page as it stands, in either scheme; the second differs in its colours only. */
export async function expectAccessible(page: Page): Promise<void> {
  for (const scheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
    await page.locator(`html[data-mantine-color-scheme=${scheme}]`).waitFor();
    await page.evaluate(transitionsEnd);
    if (!(await page.evaluate<boolean>("'axe' in globalThis"))) await page.evaluate(axe.source);
    const violations = await page.evaluate(
      async (rules) => {
        const { axe } = globalThis as unknown as {
          axe: {
            run(options: { runOnly?: string[]; resultTypes: string[] }): Promise<{
              violations: {
                id: string;
                help: string;
                nodes: { html: string; failureSummary: string }[];
              }[];
            }>;
          };
        };
        const { violations } = await axe.run({ ...rules, resultTypes: ['violations'] });
        return violations.map(
          ({ id, help, nodes }) =>
            `${id}: ${help}: ${nodes.map(({ html, failureSummary }) => `${html.slice(0, 200)} ${failureSummary}`).join(' | ')}`,
        );
      },
      scheme === 'light' ? {} : { runOnly: ['color-contrast'] },
    );
    expect(violations, `${scheme} scheme of ${page.url()}`).toEqual([]);
  }
}

const transitionsEnd = `Promise.allSettled(
  document.getAnimations().filter((one) => one instanceof CSSTransition).map(({ finished }) => finished),
)`;

let browser: Promise<Browser> | undefined;

/** One browser for all files of a worker. It ends with that, whose end it doesn't put off. */
function launched(): Promise<Browser> {
  browser ??= chromium.launch({
    ...(chromiumPath === undefined ? {} : { executablePath: chromiumPath }),
    // Its sandbox wants a user of its own, which a container's root is not.
    args: ['--no-sandbox', '--disable-gpu'],
    handleSIGTERM: false,
  });
  return browser;
}
