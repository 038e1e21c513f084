// Several accounts in one Key, at one service and at two, and several Keys for one account.

import { PHONE } from './browser.mjs';
import * as ledger from './ledger.mjs';
import { button, heading } from './ledger.mjs';
import * as key from './phone.mjs';
import { paired } from './scene.mjs';
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
  await phone.locator('.waiting-banner > button').click();
  await key.screen(phone, 'request').waitFor();
  await key.confirmRequest(phone);
  await ledger.isLoggedIn(page);
});

test('pk12_an_account_is_renamed_looked_at_and_disconnected', async (stage) => {
  const { tryout, page, phone, user } = await paired(stage);
  await key.logIn({ page, phone, tryout, user });
  await heading(phone, 'Recent activity').waitFor();
  await phone.locator('.account').click();
  await key.screen(phone, 'account').waitFor();
  await phone.getByText('Phone 1', { exact: true }).waitFor();
  await button(phone, 'Name in Key').click();
  await phone.getByLabel('Name in Key').fill('Accounts of the firm');
  await button(phone, 'Save').click();
  await phone.locator('.row').getByText('Accounts of the firm').waitFor();
  await phone.getByRole('button', { name: /^Login confirmed/ }).click();
  await button(phone, 'Verify receipt').click();
  await phone.getByText('The receipt is genuine').waitFor();
  await button(phone, 'Back').click();
  await button(phone, 'Back').click();
  await phone.getByRole('button', { name: /Accounts of the firm/ }).click();
  await button(phone, 'Disconnect this phone').click();
  await button(phone, 'Disconnect').click();
  await heading(phone, 'No accounts yet').waitFor();
});

test('pk02_biometrics_and_colours_are_set_for_all_accounts', async (stage) => {
  const { tryout, page, phone, user } = await paired(stage);
  await button(phone, 'Settings').click();
  await phone.getByLabel('Colours').selectOption('dark');
  await phone.waitForFunction(() => getComputedStyle(document.documentElement).colorScheme === 'dark');
  await phone.getByRole('switch', { name: 'Fingerprint or face' }).click();
  await key.typePin(phone, key.OTHER_PIN);
  await phone.getByText('That PIN was not right. 4 attempts left').waitFor();
  await key.typePin(phone);
  await phone.getByRole('switch', { name: 'Fingerprint or face', checked: true }).waitFor();
  await button(phone, 'Name of this phone').or(phone.getByRole('button', { name: /^Name of this phone/ })).first().click();
  await phone.getByLabel('Name of this phone').fill('My own phone');
  await button(phone, 'Save').click();
  await phone.getByText('My own phone').waitFor();
  await phone.getByRole('button', { name: 'About Key' }).click();
  await phone.getByText('SIL Open Font License').waitFor();
  await button(phone, 'Back').click();
  await button(phone, 'Back').click();
  await ledger.askKey(page, tryout, user);
  await key.openRequest(phone);
  await button(phone, 'Confirm').click();
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

test('fk03_the_pin_is_changed_in_the_settings', async (stage) => {
  const { tryout, page, phone, user } = await paired(stage);
  await button(phone, 'Settings').click();
  await phone.getByRole('button', { name: /^Change PIN/ }).click();
  await key.typePin(phone, key.OTHER_PIN);
  await phone.getByText('That PIN was not right. 4 attempts left').waitFor();
  await key.typePin(phone);
  await key.tap(phone, key.PIN, 'Choose a PIN');
  await phone.getByText('That is your present PIN. Choose another one.').waitFor();
  await key.tap(phone, key.OTHER_PIN, 'Choose a PIN');
  await key.tap(phone, '111213', 'Enter the PIN again');
  await phone.getByText('The two PINs did not match. Choose a PIN again.').waitFor();
  await key.tap(phone, key.OTHER_PIN, 'Choose a PIN');
  await key.tap(phone, key.OTHER_PIN, 'Enter the PIN again');
  await heading(phone, 'PIN changed').waitFor();
  await button(phone, 'Done').click();
  await button(phone, 'Back').click();
  await ledger.askKey(page, tryout, user);
  await key.openRequest(phone);
  await key.confirmRequest(phone);
  await phone.getByText('That PIN was not right. 4 attempts left').waitFor();
  await key.typePin(phone, key.OTHER_PIN);
  await ledger.isLoggedIn(page);
});
