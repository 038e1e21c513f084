// Every sample screen in every language: what axe-core finds, and whether a word sticks out. `KEY_SCREENS` has the pages.

import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { violations } from './axe.mjs';
import { CALM, DARK, PHONE, SMALL_PHONE } from './browser.mjs';
import { test } from './stage.mjs';

const folder = process.env.KEY_SCREENS;

for (const [language, shape] of [['en', PHONE], ['fi', SMALL_PHONE], ['sv', { ...PHONE, ...DARK }], ['da', SMALL_PHONE]]) {
  test(`pk15_every_screen_is_accessible_and_fits_in_${language}`, async (stage) => {
    assert.ok(folder, 'KEY_SCREENS names no folder: run the tests with `cargo xtask e2e`');
    const page = await stage.page({ ...shape, ...CALM });
    const found = [];
    const names = (await readdir(join(folder, language))).sort();
    assert.ok(names.length > 80, `only ${names.length} screens`);
    for (const name of names) {
      await page.goto(pathToFileURL(join(folder, language, name)).href);
      found.push(...(await violations(page)).map((violation) => `${name}: ${violation}`));
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      if (wide > 0) found.push(`${name}: ${wide} px too wide`);
    }
    assert.deepEqual(found, []);
  });
}
