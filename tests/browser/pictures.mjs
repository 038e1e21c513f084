// Contact sheets of every page and screen, for people to look at: `cargo xtask pictures`.

import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { CALM, DESKTOP, PHONE, setTextSize, startChromium } from './browser.mjs';
import { launch } from './launch.mjs';
import { LANGUAGES, inEachLanguage, walk } from './walk.mjs';

const screens = process.env.KEY_SCREENS;
const folder = process.env.KEY_SCREENSHOTS;

/** How screens and pages are shown: a window, a scheme, a size of text, a deficiency of colour vision. */
const VARIANTS = {
  'phone-light': { width: 390, height: 844 },
  'phone-dark': { width: 390, height: 844, scheme: 'dark' },
  small: { width: 320, height: 640 },
  'large-text': { width: 390, height: 844, text: 32 },
  desktop: { width: 1280, height: 800 },
  wide: { width: 1920, height: 1080, scheme: 'dark' },
  protanopia: { width: 390, height: 844, vision: 'protanopia' },
  deuteranopia: { width: 390, height: 844, vision: 'deuteranopia' },
  tritanopia: { width: 390, height: 844, vision: 'tritanopia' },
};

const sessions = new WeakMap();

async function show(page, { width, height, scheme = 'light', text = 16, vision = 'none' }) {
  await page.setViewportSize({ width, height });
  await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
  // The emulation lasts as long as its session.
  sessions.set(page, sessions.get(page) ?? (await page.context().newCDPSession(page)));
  await sessions.get(page).send('Emulation.setEmulatedVisionDeficiency', { type: vision });
  await setTextSize(page, text);
}

const picture = async (page) => (await page.screenshot({ type: 'jpeg', quality: 70, scale: 'css' })).toString('base64');

/** Puts pictures with their names on one sheet. */
async function sheet(browser, name, pictures, width) {
  const page = await browser.newPage({ viewport: { width: 2400, height: 800 } });
  const shown = Math.min(width, 640) * (width > 640 ? 0.75 : 0.5);
  const figures = pictures.map(([title, data]) =>
    `<figure><img width="${shown}" src="data:image/jpeg;base64,${data}"><figcaption>${title}</figcaption></figure>`);
  await page.setContent(`<style>body{display:flex;flex-wrap:wrap;gap:10px;font:12px sans-serif;background:#888}figure{margin:0}</style>${figures.join('')}`);
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
  await page.close();
}

/** The screens of Key: every variant in English, and a phone in light and dark in each language. */
async function drawScreens(browser) {
  for (const [variant, shape] of Object.entries(VARIANTS)) {
    const everyLanguage = ['phone-light', 'phone-dark', 'small', 'large-text'].includes(variant);
    for (const language of everyLanguage ? LANGUAGES : ['en']) {
      const pictures = [];
      const context = await browser.newContext({ ...PHONE, ...CALM });
      const page = await context.newPage();
      for (const name of (await readdir(join(screens, language))).sort()) {
        await page.goto(pathToFileURL(join(screens, language, name)).href);
        await show(page, shape);
        pictures.push([name.replace('.html', ''), await picture(page)]);
      }
      await context.close();
      await sheet(browser, `screens-${variant}-${language}`, pictures, shape.width);
    }
  }
}

/** The pages of the service, at every stop of the walk. */
async function drawPages(browser) {
  const tryout = await launch({});
  const sheets = new Map();
  const stop = async (page, name, how) => {
    await inEachLanguage(page, how, async (language) => {
      for (const [variant, shape] of Object.entries(VARIANTS)) {
        await show(page, shape);
        const key = `pages-${variant}-${language}`;
        if (!sheets.has(key)) sheets.set(key, { pictures: [], width: shape.width });
        sheets.get(key).pictures.push([name, await picture(page)]);
      }
    });
    await show(page, VARIANTS.desktop);
  };
  try {
    const [page, fresh, phone] = await Promise.all([DESKTOP, DESKTOP, PHONE].map(async (shape) => (await browser.newContext(shape)).newPage()));
    await page.goto(tryout.opening);
    await stop(page, 'start', { posted: true });
    await walk({ page, fresh, phone, tryout, stop });
  } finally {
    await tryout.remove();
  }
  for (const [name, { pictures, width }] of sheets) await sheet(browser, name, pictures, width);
}

await mkdir(folder, { recursive: true });
for (const [part, draw] of [['screens', drawScreens], ['pages', drawPages]]) {
  if (process.argv[2] !== undefined && process.argv[2] !== part) continue;
  const browser = await startChromium();
  try {
    await draw(browser);
  } finally {
    await browser.close();
  }
}
await writeFile(join(folder, 'README.txt'), 'Contact sheets by `cargo xtask pictures`: look at all of them.\n');
