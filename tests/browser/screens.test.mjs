// Every sample screen in every language: what axe-core finds, and whether the words fit. `KEY_SCREENS` has the pages.

import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { brokenWords } from './accessibility.mjs';
import { violations } from './axe.mjs';
import { CALM, DARK, PHONE, SMALL_PHONE, setTextSize } from './browser.mjs';
import { test } from './stage.mjs';

const folder = process.env.KEY_SCREENS;

for (const [language, shape] of [['en', PHONE], ['fi', SMALL_PHONE], ['sv', { ...PHONE, ...DARK }], ['da', SMALL_PHONE]]) {
  test(`pk15_every_screen_is_accessible_and_fits_in_${language}`, async (stage) => {
    const page = await stage.page({ ...shape, ...CALM });
    const found = [];
    for (const name of await screens(language)) {
      await open(page, language, name);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      if (wide > 0) found.push(`${name}: ${wide} px too wide`);
      if (await page.evaluate(requestReaches) > 0) found.push(`${name}: what is to be read before an answer is not in sight`);
      if (await page.evaluate(troubleIsHidden)) found.push(`${name}: what was wrong is not in sight`);
      found.push(...[...await violations(page), ...await brokenWords(page)].map((fault) => `${name}: ${fault}`));
    }
    assert.deepEqual(found, []);
  });

  test(`pk15_enlarged_text_breaks_no_word_in_${language}`, async (stage) => {
    const page = await stage.page({ ...PHONE, ...CALM });
    const found = [];
    for (const name of await screens(language)) {
      await open(page, language, name);
      await setTextSize(page, 32);
      found.push(...(await brokenWords(page)).map((word) => `${name}: ${word}`));
    }
    assert.deepEqual(found, []);
  });
}

// The window of a small phone without the strip of the simulated one.
for (const language of ['en', 'fi', 'sv', 'da']) {
  test(`pk11_what_is_typed_stays_in_sight_under_a_request_that_waits_in_${language}`, async (stage) => {
    const page = await stage.page({ ...SMALL_PHONE, ...CALM, viewport: { width: 320, height: 590 } });
    const names = (await screens(language)).filter((name) => name.includes('-waiting') && !name.startsWith('request'));
    assert.ok(names.length >= 12, `only ${names}`);
    const found = [];
    for (const name of names) {
      await open(page, language, name);
      found.push(...(await page.evaluate(cutOff)).map((part) => `${name}: ${part} is cut off`));
    }
    assert.deepEqual(found, []);
  });
}

/** What of the places to type in, a code, and the lines that warn is cut off by what stands around it. */
function cutOff() {
  const parts = [...document.querySelectorAll('.places, .pin, .trouble:not(:empty), .offline, .offline ~ .fine')];
  const isCut = (part) => {
    const [own, body] = [part, part.closest('.body')].map((element) => element.getBoundingClientRect());
    return own.bottom > Math.min(body.bottom, innerHeight) + 1 || own.top < body.top - 1;
  };
  return parts.filter(isCut).map((part) => part.className);
}

/** How far the facts, the caution or the buttons of a request reach below the window, in pixels. */
function requestReaches() {
  const parts = [...document.querySelectorAll('[data-screen="request"] :is(.facts, .caution, .actions > *)')];
  const bottom = Math.max(0, ...parts.map((part) => part.getBoundingClientRect().bottom));
  return bottom - window.innerHeight;
}

/** Whether a line that says what was wrong is cut off by what stands under it. */
function troubleIsHidden() {
  return [...document.querySelectorAll('.body .trouble:not(:empty)')].some((line) => {
    const [text, body] = [line, line.closest('.body')].map((element) => element.getBoundingClientRect());
    return text.bottom > body.bottom + 1 || text.top < body.top - 1;
  });
}

async function screens(language) {
  assert.ok(folder, 'KEY_SCREENS names no folder: run the tests with `cargo xtask e2e`');
  const names = (await readdir(join(folder, language))).sort();
  assert.ok(names.length > 80, `only ${names.length} screens`);
  return names;
}

const open = (page, language, name) => page.goto(pathToFileURL(join(folder, language, name)).href);
