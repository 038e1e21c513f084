// The page "Key devices": a phone is added and removed, and Key confirms it.

import assert from 'node:assert/strict';

import { assertAxe } from './axe.mjs';
import { assertFits } from './accessibility.mjs';
import { SMALL_PHONE, shoot } from './browser.mjs';
import * as ledger from './ledger.mjs';
import { button, choice, heading } from './ledger.mjs';
import * as key from './phone.mjs';
import { twoPhones } from './scene.mjs';
import { test } from './stage.mjs';

/** A signed-in user with Key on the first of two phones. */
async function signedIn(stage) {
  const here = await twoPhones(stage);
  await choice(here.page, 'Add or remove a phone').click();
  await heading(here.page, 'Key devices').waitFor();
  return here;
}

/** Opens what waits on the phone and confirms it. */
async function confirm(phone, question, digits) {
  await phone.getByRole('button', { name: question }).first().click();
  await heading(phone, question).waitFor();
  await key.confirmRequest(phone, { digits });
  await heading(phone, 'Confirmed').waitFor();
}

async function addSecond({ page, one, two }) {
  await button(page, 'Add a phone').click();
  await confirm(one, 'Add a phone to Ledger?', await ledger.shownDigits(page));
  await ledger.qrCode(page).waitFor();
  await key.addAccount(two);
  await key.pasteLink(two, await ledger.pairingLink(page));
  await key.confirmPairing(two);
  await key.choosePin(two);
  await key.finishPairing(page, two);
}

test('pk13_a_phone_is_added_and_removed_on_the_page_and_confirmed_in_key', async (stage) => {
  const here = await signedIn(stage);
  const { page, one, two } = here;
  await addSecond(here);
  await choice(page, 'Add or remove a phone').click();
  await page.getByRole('button', { name: /^Remove Phone/ }).nth(1).waitFor();
  await assertAxe(page);
  await shoot(page, 'devices');
  await button(page, 'Remove Phone 1').click();
  await heading(page, 'Confirm in Key').waitFor();
  await shoot(page, 'devices-confirm');
  assert.equal(await page.getByText('This is your only phone with Key.').count(), 0);
  await one.getByRole('button', { name: 'Remove a phone from Ledger?' }).click();
  await one.getByText('This phone has that name').waitFor();
  await confirm(two, 'Remove a phone from Ledger?');
  await page.getByText('The phone was removed.').waitFor();
  assert.equal(await page.getByRole('button', { name: /^Remove Phone/ }).count(), 1);
  await heading(one, 'Ledger does not know this phone any more').waitFor();
});

test('pk14_a_further_phone_pairs_by_link_and_gets_every_request', async (stage) => {
  const here = await signedIn(stage);
  const { tryout, page, one, two, user } = here;
  await addSecond(here);
  await ledger.logOut(page);
  await ledger.askKey(page, tryout, user);
  for (const phone of [one, two]) await phone.getByRole('button', { name: /^Log in to / }).waitFor();
  await key.openRequest(two);
  await key.confirmRequest(two);
  await ledger.isLoggedIn(page);
  await one.getByRole('button', { name: /^Log in to / }).waitFor({ state: 'detached' });
});

test('pk13_the_page_of_devices_fits_a_small_phone_and_a_declined_change_says_so', async (stage) => {
  const { page, one } = await signedIn(stage);
  await page.setViewportSize(SMALL_PHONE.viewport);
  await assertFits(page);
  await assertAxe(page);
  await shoot(page, 'devices-small');
  await button(page, 'Add a phone').click();
  await one.getByRole('button', { name: 'Add a phone to Ledger?' }).click();
  await heading(one, 'Add a phone to Ledger?').waitFor();
  await shoot(one, 'devices-request');
  await button(one, 'Decline').click();
  await heading(one, 'Declined').waitFor();
  await page.getByText('It was declined in Key. Nothing was changed.').waitFor();
  await assertFits(page);
});

test('fk07_a_lost_phone_is_disconnected_from_the_login_page', async (stage) => {
  const { tryout, page, one, user } = await twoPhones(stage);
  await ledger.logOut(page);
  await ledger.askKey(page, tryout, user);
  await choice(page, 'Lost your phone?').click();
  await heading(page, 'Disconnect all phones').waitFor();
  const field = page.getByLabel(/^One-time password number/);
  await field.fill(await ledger.askedFor(field, user));
  await button(page, 'Log in and disconnect all').click();
  await page.getByText('All phones were disconnected.').waitFor();
  await one.getByText('Disconnected').waitFor();
  assert.equal(await one.getByRole('button', { name: /^Log in to / }).count(), 0);
});

test('pk13_a_phone_that_confirms_its_own_removal_says_so_and_is_out', async (stage) => {
  const { page, one } = await signedIn(stage);
  await button(page, 'Remove Phone 1').click();
  await page.getByText('This is your only phone with Key.').waitFor();
  await shoot(page, 'devices-last');
  await one.getByRole('button', { name: 'Remove a phone from Ledger?' }).click();
  await one.getByText('This phone has that name').waitFor();
  await key.confirmRequest(one, {});
  await page.getByText('The phone was removed.').waitFor();
  await shoot(page, 'devices-none');
  await key.screen(one, 'home').waitFor();
  await one.getByText('Disconnected').waitFor();
  await shoot(one, 'devices-removed-phone');
});
