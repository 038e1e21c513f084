// The two minutes of a QR code, waited for in full: a clock that a test could turn would not be the service's own.

import assert from 'node:assert/strict';

import { PHONE } from './browser.mjs';
import * as ledger from './ledger.mjs';
import { button, heading } from './ledger.mjs';
import * as key from './phone.mjs';
import { test } from './stage.mjs';

const TWO_MINUTES_AND_A_BIT = 150_000;

test('pk06_an_old_code_never_pairs_and_a_new_one_can_be_activated', async (stage) => {
  const tryout = await stage.tryout();
  const [page, phone] = [await stage.page(), await stage.page(PHONE)];
  await key.openPhone(phone, tryout.phones[0]);
  await ledger.setUpKey(page, tryout, tryout.user('mira.laine'));
  const old = await ledger.pairingLink(page);
  await heading(page, 'The QR code has expired').waitFor({ timeout: TWO_MINUTES_AND_A_BIT });
  assert.equal(await ledger.qrCode(page).count(), 0);
  await key.addAccount(phone);
  await key.pasteLink(phone, old);
  await heading(phone, 'The link has expired').waitFor();
  await button(phone, 'Close').click();
  await button(page, 'Activate new QR code').click();
  await ledger.qrCode(page).waitFor();
  const fresh = await ledger.pairingLink(page);
  assert.notEqual(fresh, old);
  await key.addAccount(phone);
  await key.pasteLink(phone, fresh);
  await key.confirmPairing(phone);
});
