// Where most tests begin: a try-out, a page of a browser, and a phone.

import { PHONE } from './browser.mjs';
import * as ledger from './ledger.mjs';
import * as key from './phone.mjs';

/** Nothing is paired yet. `user` is the first user, `other` the second; `options` are those of the try-out. */
export async function scene(stage, options) {
  const tryout = await stage.tryout(options);
  const [page, phone] = [await stage.page(), await stage.page(PHONE)];
  await key.openPhone(phone, tryout.phones[0]);
  return { tryout, page, phone, user: tryout.user('mira.laine'), other: tryout.user('otto.berg') };
}

/** Two phones, of which the first is connected to the first user, who is logged in: `{ tryout, page, one, two, user }`. */
export async function twoPhones(stage) {
  const tryout = await stage.tryout({ phones: 2 });
  const [page, one, two] = [await stage.page(), await stage.page(PHONE), await stage.page(PHONE)];
  const user = tryout.user('mira.laine');
  await key.openPhone(one, tryout.phones[0]);
  await key.openPhone(two, tryout.phones[1]);
  await key.pair({ page, phone: one, tryout, user });
  return { tryout, page, one, two, user };
}

/** The first user has a connected phone, and is logged out in the browser that was used for it. */
export async function paired(stage, options) {
  const here = await scene(stage, options);
  await key.pair(here);
  await ledger.logOut(here.page);
  return here;
}
