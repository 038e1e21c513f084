// Logging in with Key: confirmed, declined, mistyped.

import assert from 'node:assert/strict';

import * as ledger from './ledger.mjs';
import { button, choice, heading } from './ledger.mjs';
import * as key from './phone.mjs';
import { paired } from './scene.mjs';
import { test } from './stage.mjs';

const A_SECOND = 1_000;

test('pk11_a_confirmed_login_moves_the_browser_on_within_a_second', async (stage) => {
  const { tryout, page, phone, user } = await paired(stage);
  await ledger.askKey(page, tryout, user);
  await key.openRequest(phone);
  await phone.getByText('mira.laine').first().waitFor();
  await key.confirmRequest(phone);
  await heading(phone, 'Login confirmed').waitFor();
  await heading(page, 'You are logged in').waitFor({ timeout: A_SECOND });
});

test('pk04_nothing_is_confirmed_without_the_pin', async (stage) => {
  const { tryout, page, phone, user } = await paired(stage);
  await ledger.askKey(page, tryout, user);
  await key.openRequest(phone);
  await key.confirmRequest(phone, { pin: key.OTHER_PIN });
  await phone.getByText('That PIN was not right. 4 attempts left').waitFor();
  assert.ok(await heading(page, 'Confirm in Key').isVisible());
  await key.typePin(phone);
  await ledger.isLoggedIn(page);
});

test('pk04_five_wrong_pins_lock_the_device_for_the_account', async (stage) => {
  const { tryout, page, phone, user } = await paired(stage);
  await ledger.askKey(page, tryout, user);
  await key.openRequest(phone);
  await button(phone, 'Confirm').click();
  for (const left of ['4 attempts', '3 attempts', '2 attempts', '1 attempt']) {
    await key.typePin(phone, key.OTHER_PIN);
    await phone.getByText(`That PIN was not right. ${left} left`).waitFor();
  }
  await key.typePin(phone, key.OTHER_PIN);
  await phone.getByText('Key is locked for Ledger').first().waitFor();
  await heading(page, 'Login aborted').waitFor();
});

test('fk05_a_declined_request_aborts_the_login', async (stage) => {
  const { tryout, page, phone, user } = await paired(stage);
  await ledger.askKey(page, tryout, user);
  await key.openRequest(phone);
  await button(phone, 'Decline').click();
  await heading(phone, 'Login declined').waitFor();
  await heading(page, 'Login aborted').waitFor();
  await page.getByText('The login was declined in Key.').waitFor();
});

test('fk05_this_was_not_me_warns_and_aborts', async (stage) => {
  const { tryout, page, phone, user } = await paired(stage);
  await ledger.askKey(page, tryout, user);
  await key.openRequest(phone);
  await button(phone, 'This was not me').click();
  await heading(phone, 'The login was stopped').waitFor();
  await heading(page, 'Login aborted').waitFor();
});

test('pk11_a_new_browser_needs_the_digits_of_its_page', async (stage) => {
  const { tryout, phone, user } = await paired(stage);
  const fresh = await stage.page();
  await key.logIn({ page: fresh, phone, tryout, user, newBrowser: true });
});

test('pk11_one_wrong_number_is_forgiven_and_a_second_ends_the_login', async (stage) => {
  const { tryout, phone, user } = await paired(stage);
  const fresh = await stage.page();
  await ledger.askKey(fresh, tryout, user);
  const shown = await ledger.shownDigits(fresh);
  const wrong = String((Number(shown) + 1) % 1_000_000).padStart(6, '0');
  await key.openRequest(phone);
  await key.confirmRequest(phone, { digits: wrong });
  await phone.getByText('Those are not the digits on the page').waitFor();
  assert.ok(await heading(fresh, 'Confirm in Key').isVisible());
  await key.typeDigits(phone, wrong);
  await key.typePin(phone);
  await heading(phone, 'The six digits did not match').waitFor();
  await heading(fresh, 'Login aborted').waitFor();
});

test('fk06_one_time_passwords_still_work_beside_key', async (stage) => {
  const { tryout, page, user } = await paired(stage);
  await ledger.askKey(page, tryout, user);
  await choice(page, /^Use the password list/).click();
  await ledger.sendOneTimePassword(page, user);
  await ledger.isLoggedIn(page);
});

test('other_tabs_show_nothing_after_the_log_out', async (stage) => {
  const { tryout, page, phone, user } = await paired(stage);
  await key.logIn({ page, phone, tryout, user });
  const other = await page.context().newPage();
  await other.goto(new URL('/home', tryout.ledger).href);
  await ledger.isLoggedIn(other);
  await ledger.logOut(page);
  await other.getByLabel('Username').waitFor();
});

test('fk04_a_phone_without_a_network_logs_in_with_its_code', async (stage) => {
  const { tryout, page, phone, user } = await paired(stage);
  await key.setAirplaneMode(phone, true);
  await ledger.askKey(page, tryout, user);
  await choice(page, 'My phone is offline').click();
  await heading(page, 'Log in with an offline code').waitFor();
  const wrong = await key.offlineCode(phone, key.OTHER_PIN);
  await ledger.sendOfflineCode(page, wrong);
  await page.getByText('That code was not right.').waitFor();
  const code = await key.offlineCode(phone);
  assert.notEqual(code, wrong);
  await ledger.sendOfflineCode(page, code);
  await ledger.isLoggedIn(page);
  await ledger.logOut(page);
  await ledger.openLogin(page, tryout);
  await ledger.sendPassword(page, user);
  await choice(page, 'My phone is offline').click();
  await ledger.sendOfflineCode(page, code);
  await page.getByText('That code was not right.').waitFor();
  await key.setAirplaneMode(phone, false);
  await ledger.askKey(page, tryout, user);
  await key.openRequest(phone);
  await key.confirmRequest(phone);
  await ledger.isLoggedIn(page);
});
