// Power cuts, reloads and lost connections in the middle of things.

import { PHONE } from './browser.mjs';
import * as ledger from './ledger.mjs';
import { button, heading } from './ledger.mjs';
import * as key from './phone.mjs';
import { paired } from './scene.mjs';
import { test } from './stage.mjs';

test('pk11_a_request_survives_the_service_being_killed', async (stage) => {
  const { tryout, page, phone, user } = await paired(stage);
  await ledger.askKey(page, tryout, user);
  await key.openRequest(phone);
  await cutPower(tryout, phone);
  await key.openRequest(phone);
  await key.confirmRequest(phone);
  await heading(phone, 'Login confirmed').waitFor();
  await ledger.isLoggedIn(page);
});

test('pk11_phone_and_service_find_each_other_again_after_a_power_cut', async (stage) => {
  const { tryout, page, phone, user } = await paired(stage);
  await cutPower(tryout, phone);
  await ledger.askKey(page, tryout, user);
  await key.openRequest(phone);
  await key.confirmRequest(phone);
  await ledger.isLoggedIn(page);
});

test('pk11_a_reloaded_phone_finds_its_request_again', async (stage) => {
  const { tryout, page, phone, user } = await paired(stage);
  await ledger.askKey(page, tryout, user);
  await key.openRequest(phone);
  await button(phone, 'Confirm').click();
  await heading(phone, 'Enter your PIN').waitFor();
  await phone.reload();
  await phone.locator('main[data-screen]').waitFor();
  if (await key.screen(phone, 'home').isVisible()) {
    await key.openRequest(phone);
    await button(phone, 'Confirm').click();
  }
  await key.typePin(phone);
  await ledger.isLoggedIn(page);
});

test('fk02_pairing_survives_the_service_being_killed', async (stage) => {
  const tryout = await stage.tryout();
  const [page, phone] = [await stage.page(), await stage.page(PHONE)];
  await key.openPhone(phone, tryout.phones[0]);
  await ledger.setUpKey(page, tryout, tryout.user('mira.laine'));
  await key.addAccount(phone);
  await key.pasteLink(phone, await ledger.pairingLink(page));
  await key.confirmPairing(phone);
  await key.choosePin(phone);
  await heading(phone, 'Continue on the login page').waitFor();
  await heading(page, 'Is this your phone?').waitFor();
  await cutPower(tryout, phone);
  await ledger.acceptPhone(page);
  await phone.getByText('mira.laine').first().waitFor();
});

test('pk11_a_broken_network_in_the_middle_loses_nothing', async (stage) => {
  const { tryout, page, phone, user } = await paired(stage);
  await ledger.askKey(page, tryout, user);
  await page.context().setOffline(true);
  await key.openRequest(phone);
  await key.confirmRequest(phone);
  await heading(phone, 'Login confirmed').waitFor();
  await page.context().setOffline(false);
  await ledger.isLoggedIn(page);
});

test('pk11_a_load_that_was_cut_short_does_not_cost_the_login', async (stage) => {
  const { tryout, page, phone, user } = await paired(stage);
  await ledger.askKey(page, tryout, user);
  await page.context().setOffline(true);
  await key.openRequest(phone);
  await key.confirmRequest(phone);
  await heading(phone, 'Login confirmed').waitFor();
  await loadAndLose(page);
  await page.context().setOffline(false);
  await ledger.isLoggedIn(page);
});

/** A power cut, and the phone opened anew with the address of the new start. */
async function cutPower(tryout, phone) {
  await tryout.restart();
  await key.isClosed(phone);
  await key.openPhone(phone, tryout.phones[0]);
}

/** Loads the page as its browser would, and loses what comes back. */
async function loadAndLose(page) {
  const cookies = await page.context().cookies(page.url());
  const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
  const agent = await page.evaluate(() => navigator.userAgent);
  await fetch(page.url(), { headers: { cookie, 'user-agent': agent }, redirect: 'manual' });
}
