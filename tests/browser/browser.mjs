// Headless Chromium, its pages in the shapes that people use, and pictures of them.

import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

// The first is needed where the tests run as root, the rest keep the browser from talking to anyone but us.
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Patience of every wait. A wait ends as soon as what it waits for is there. */
export const TIMEOUT = 20_000;

/** What a page is opened on. Combine them: `{ ...PHONE, ...DARK }`. */
export const DESKTOP = { viewport: { width: 1280, height: 800 }, locale: 'en-GB' };
export const PHONE = { viewport: { width: 390, height: 844 }, locale: 'en-GB', hasTouch: true };
export const SMALL_PHONE = { ...PHONE, viewport: { width: 320, height: 640 } };
export const DARK = { colorScheme: 'dark' };
export const CALM = { reducedMotion: 'reduce' };
export const NO_SCRIPT = { javaScriptEnabled: false };
export const inLanguage = (locale) => ({ locale });

/** Starts Chromium. With `camera`, a .y4m file, that is what its camera sees, and pages may look. */
export function startChromium({ camera } = {}) {
  const flags = camera === undefined ? FLAGS : [...FLAGS, ...cameraFlags(camera)];
  return chromium.launch({ executablePath: executable(), args: flags, headless: true });
}

function cameraFlags(file) {
  return [
    '--use-fake-device-for-media-stream',
    '--use-fake-ui-for-media-stream',
    `--use-file-for-fake-video-capture=${file}`,
  ];
}

function executable() {
  const found = [process.env.KEY_CHROMIUM, '/usr/bin/chromium'].find((path) => path && existsSync(path));
  if (!found) throw new Error('no Chromium: run the tests with `cargo xtask e2e`, which finds or installs one');
  return found;
}

/** A page of a browser that has never been here before. */
export async function openPage(browser, shape = DESKTOP) {
  const context = await browser.newContext(shape);
  context.setDefaultTimeout(TIMEOUT);
  return context.newPage();
}

/** Sets the size of the page's text in pixels. 16 is usual, 32 is 200 %. */
export async function setTextSize(page, text) {
  await page.evaluate((text) => document.documentElement.style.setProperty('font-size', `${text}px`), text);
}

/** Keeps a picture of the page under the target folder, for people to look at. */
export async function shoot(page, name) {
  const own = fileURLToPath(new URL('../../target/screenshots', import.meta.url));
  const folder = process.env.KEY_SCREENSHOTS ?? own;
  await mkdir(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true, animations: 'disabled' });
}
