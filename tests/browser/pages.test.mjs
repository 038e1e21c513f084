// Every page of the service in every language: what axe-core finds, and whether the words fit.

import assert from 'node:assert/strict';

import { brokenWords } from './accessibility.mjs';
import { violations } from './axe.mjs';
import { CALM, DESKTOP, PHONE, SMALL_PHONE, setTextSize } from './browser.mjs';
import { test } from './stage.mjs';
import { inEachLanguage, walk } from './walk.mjs';

for (const [name, shape, text] of [['wide', DESKTOP, 16], ['small', SMALL_PHONE, 16], ['enlarged', PHONE, 32]]) {
  test(`pk15_every_page_is_accessible_and_fits_in_every_language_${name}`, async (stage) => {
    const tryout = await stage.tryout();
    const found = [];
    const stop = async (page, where, how) => {
      await inEachLanguage(page, how, async (language) => {
        const add = (faults) => found.push(...faults.map((fault) => `${where} (${language}): ${fault}`));
        if (text === 16) add(await violations(page));
        await setTextSize(page, text);
        add(await brokenWords(page));
      });
    };
    const page = await stage.page({ ...shape, ...CALM });
    await page.goto(tryout.opening);
    await stop(page, 'start', { posted: true });
    const [fresh, phone] = [await stage.page({ ...shape, ...CALM }), await stage.page({ ...PHONE, ...CALM })];
    await walk({ page, fresh, phone, tryout, stop });
    assert.deepEqual(found, []);
  });
}
