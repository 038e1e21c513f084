// The printed list of one-time passwords: a new one, and the end of the old one.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';

import * as ledger from './ledger.mjs';
import { button, choice, heading } from './ledger.mjs';
import * as key from './phone.mjs';
import { paired } from './scene.mjs';
import { test } from './stage.mjs';

test('pk16_a_new_list_is_confirmed_in_key_saved_and_used', async (stage) => {
  const { tryout, page, phone, user } = await paired(stage);
  await key.logIn({ page, phone, tryout, user });
  await choice(page, 'New password list').click();
  await button(page, 'Make a new list').click();
  const digits = await ledger.shownDigits(page);
  await phone.getByRole('button', { name: /^Make a new password list/ }).first().click();
  await heading(phone, 'Make a new password list for Ledger?').waitFor();
  await key.confirmRequest(phone, { digits });
  const link = choice(page, 'Download as PDF');
  await link.waitFor();
  const [download] = await Promise.all([page.waitForEvent('download'), link.click()]);
  assert.equal(download.suggestedFilename(), 'password-list.pdf');
  const file = await readFile(await download.path(), 'latin1');
  await page.getByText('Show the passwords').click();
  const passwords = await page.locator('.passwords > li').allTextContents();
  assert.equal(passwords.length, 100);
  assert.ok(file.startsWith('%PDF-') && file.includes(passwords[41]), 'the PDF has the passwords of the page');
  await choice(page, 'Your page').click();
  await button(page, 'Log out').click();
  await page.getByText('Save it before you log out').waitFor();
  await button(page, 'I have saved the list').click();
  await ledger.logOut(page);
  await ledger.openLogin(page, tryout);
  await ledger.sendPassword(page, user);
  await choice(page, 'Use the password list').click();
  const field = page.getByLabel('One-time password number 1', { exact: true });
  await field.fill([...user.codes.values()][0]);
  await button(page, 'Continue').click();
  await page.getByText('The one-time password is wrong.').waitFor();
  await field.fill(passwords[0]);
  await button(page, 'Continue').click();
  await ledger.isLoggedIn(page);
});
