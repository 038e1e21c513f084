// Every page of the service in every language: what axe-core finds.

import assert from 'node:assert/strict';

import { violations } from './axe.mjs';
import { CALM, DESKTOP, PHONE, SMALL_PHONE } from './browser.mjs';
import { test } from './stage.mjs';
import { inEachLanguage, walk } from './walk.mjs';

for (const [name, shape] of [['wide', DESKTOP], ['small', SMALL_PHONE]]) {
  test(`pk15_every_page_is_accessible_in_every_language_${name}`, async (stage) => {
    const tryout = await stage.tryout();
    const found = [];
    const stop = async (page, where, how) => {
      await inEachLanguage(page, how, async (language) => {
        found.push(...(await violations(page)).map((violation) => `${where} (${language}): ${violation}`));
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
