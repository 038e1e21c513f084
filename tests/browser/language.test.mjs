// The languages of the pages and of Key, and who may change them.

import assert from 'node:assert/strict';

import { NO_SCRIPT, PHONE, inLanguage } from './browser.mjs';
import * as ledger from './ledger.mjs';
import { button, heading } from './ledger.mjs';
import { test } from './stage.mjs';

const LANGUAGES = { 'en-GB': 'Next', 'fi-FI': 'Seuraava', 'sv-SE': 'Nästa', 'da-DK': 'Næste' };

const homeIn = (phone, tag) => phone.locator(`main[data-screen="home"][lang="${tag}"]`).waitFor();

test('pk15_pages_and_key_follow_the_language_of_browser_and_phone', async (stage) => {
  const tryout = await stage.tryout({ phones: 4 });
  for (const [index, [locale, next]] of Object.entries(LANGUAGES).entries()) {
    const page = await stage.page(inLanguage(locale));
    await page.goto(new URL('/login', tryout.ledger).href);
    await button(page, next).waitFor();
    assert.equal(await page.evaluate(() => document.documentElement.lang), locale.slice(0, 2));
    const phone = await stage.page({ ...PHONE, locale });
    await phone.goto(tryout.phones[index]);
    await homeIn(phone, locale.slice(0, 2));
  }
});

test('pk15_key_keeps_its_language_until_it_is_set_on_the_phone', async (stage) => {
  const tryout = await stage.tryout();
  const [finnish, danish] = [await stage.page({ ...PHONE, locale: 'fi-FI' }), await stage.page({ ...PHONE, locale: 'da-DK' })];
  await finnish.goto(tryout.phones[0]);
  await homeIn(finnish, 'fi');
  await danish.goto(tryout.phones[0]);
  await homeIn(danish, 'fi');
  await danish.locator('.bar .icon-button').click();
  await danish.locator('main[data-screen="settings"] select').first().selectOption('sv');
  await danish.locator('main[data-screen="settings"] .bar .icon-button').click();
  for (const phone of [danish, finnish]) await homeIn(phone, 'sv');
  await danish.reload();
  await homeIn(danish, 'sv');
});

for (const [name, shape] of [['with', {}], ['without', NO_SCRIPT]]) {
  test(`pk15_the_language_of_a_page_is_chosen_at_its_foot_${name}_scripts`, async (stage) => {
    const tryout = await stage.tryout();
    const page = await stage.page({ ...inLanguage('en-GB'), ...shape });
    await ledger.openLogin(page, tryout);
    await ledger.sendPassword(page, tryout.user('mira.laine'));
    await heading(page, 'Confirm your login').waitFor();
    const at = page.url();
    await button(page, 'Suomi').click();
    await page.locator('html[lang="fi"]').waitFor({ state: 'attached' });
    assert.equal(page.url(), at);
    await page.locator('button[aria-current="true"]', { hasText: 'Suomi' }).waitFor();
    await page.goto(new URL('/login', tryout.ledger).href);
    await button(page, 'Seuraava').waitFor();
  });
}

test('pk15_another_page_of_the_same_browser_cannot_choose_the_language', async (stage) => {
  const tryout = await stage.tryout();
  const page = await stage.page();
  await ledger.openLogin(page, tryout);
  const token = await page.locator('input[name="token"]').first().inputValue();
  // Another site, and another port of this machine: its pages are sent along with the cookies.
  for (const other of ['http://elsewhere.test/', 'http://127.0.0.1:65000/']) {
    const form = `<form method="post" action="${tryout.ledger}/language"><input name="token" value="${token}">
      <input name="page" value="/login"><button name="language" value="fi">Send</button></form>`;
    await page.route(`${other}**`, (route) => route.fulfill({ contentType: 'text/html', body: form }));
    await page.goto(other);
    await button(page, 'Send').click();
    await heading(page, 'This page has expired').waitFor();
    await page.goto(`${tryout.ledger}/login?language=fi`);
    await heading(page, 'Log in').waitFor();
  }
});
