// Several accounts in one Key, at one service and at two, and several Keys for one account.

import { PHONE } from './browser.mjs';
import * as ledger from './ledger.mjs';
import { button } from './ledger.mjs';
import * as key from './phone.mjs';
import { test } from './stage.mjs';

test('pk02_two_users_share_one_key_and_its_pin', async (stage) => {
  const tryout = await stage.tryout();
  const [page, other, phone] = [await stage.page(), await stage.page(), await stage.page(PHONE)];
  const [mira, otto] = [tryout.user('mira.laine'), tryout.user('otto.berg')];
  await key.openPhone(phone, tryout.phones[0]);
  await key.pair({ page, phone, tryout, user: mira });
  await key.pair({ page: other, phone, tryout, user: otto });
  for (const [window, user] of [[page, mira], [other, otto]]) {
    await ledger.logOut(window);
    await key.logIn({ page: window, phone, tryout, user });
  }
});

test('pk02_a_second_service_pairs_with_the_same_key', async (stage) => {
  const [first, second] = [await stage.tryout(), await stage.tryout({ phones: 0 })];
  const [page, other, phone] = [await stage.page(), await stage.page(), await stage.page(PHONE)];
  await key.openPhone(phone, first.phones[0]);
  await key.pair({ page, phone, tryout: first, user: first.user('mira.laine') });
  await key.pair({ page: other, phone, tryout: second, user: second.user('otto.berg') });
  await ledger.logOut(page);
  await ledger.logOut(other);
  await ledger.askKey(page, first, first.user('mira.laine'));
  await ledger.askKey(other, second, second.user('otto.berg'));
  await phone.getByRole('button', { name: /^Log in to .*mira\.laine/ }).waitFor();
  await phone.getByRole('button', { name: /^Log in to .*otto\.berg/ }).click();
  await key.confirmRequest(phone);
  await ledger.isLoggedIn(other);
  await button(phone, 'Done').click();
  await key.openRequest(phone);
  await key.confirmRequest(phone);
  await ledger.isLoggedIn(page);
});

test('pk02_a_mistyped_pin_does_not_part_the_accounts', async (stage) => {
  const tryout = await stage.tryout();
  const [page, other, phone] = [await stage.page(), await stage.page(), await stage.page(PHONE)];
  await key.openPhone(phone, tryout.phones[0]);
  await key.pair({ page, phone, tryout, user: tryout.user('mira.laine') });
  await ledger.setUpKey(other, tryout, tryout.user('otto.berg'));
  await key.addAccount(phone);
  await key.pasteLink(phone, await ledger.pairingLink(other));
  await key.confirmPairing(phone);
  await key.typePin(phone, key.OTHER_PIN);
  await phone.getByText('That PIN was not right. 4 attempts left').waitFor();
  await key.typePin(phone);
  await key.finishPairing(other, phone);
});
