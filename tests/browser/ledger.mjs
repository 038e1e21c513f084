// The pages of the try-out service, step by step as a person goes through them.

import assert from 'node:assert/strict';

/** A name is matched as a whole, a regular expression wherever it fits. */
export const button = (page, name) => page.getByRole('button', { name, exact: true });
export const heading = (page, name) => page.getByRole('heading', { name, exact: true });
export const qrCode = (page) => page.getByRole('img', { name: 'QR code for pairing with Key' });

export async function openLogin(page, tryout) {
  await page.goto(new URL('/login', tryout.ledger).href);
  await heading(page, 'Log in').waitFor();
}

export async function sendPassword(page, { name, password }) {
  await page.getByLabel('Username', { exact: true }).fill(name);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await button(page, 'Next').click();
}

/** Types the one-time password that the page asks for by its number. */
export async function sendOneTimePassword(page, user) {
  const field = page.getByLabel(/^One-time password number \d+/);
  await field.fill(await askedFor(field, user));
  await button(page, 'Identify me').click();
}

/** The one-time password whose number is in the label of the field. */
export async function askedFor(field, user) {
  const label = await field.evaluate((element) => element.labels[0].textContent);
  const code = user.codes.get(Number(label.match(/\d+/)[0]));
  assert.ok(code, `the page asks for "${label.trim()}", the try-out printed ${[...user.codes.keys()]}`);
  return code;
}

/** From the login page to the one with the QR code. */
export async function takeKeyIntoUse(page, tryout, user) {
  await openLogin(page, tryout);
  await sendPassword(page, user);
  await button(page, /^Take Key into use/).click();
  await sendOneTimePassword(page, user);
  await heading(page, 'Scan the QR code with Key').waitFor();
}

/** The pairing link that the page shows as text beside the QR code. */
export async function pairingLink(page) {
  const text = await page.getByText(/https?:\/\/\S+#\S+/).first().innerText();
  return text.match(/https?:\/\/\S+#\S+/)[0];
}

/** The code that page and phone both show while they pair, without the gaps between its groups. */
export async function comparisonCode(page) {
  const text = await page.getByLabel('Comparison code').innerText();
  return text.replace(/\s/g, '');
}

/** Says on the page that the phone is one's own, and waits until it is connected. */
export async function acceptPhone(page) {
  await heading(page, 'Is this your phone?').waitFor();
  await button(page, 'Yes, the codes match').click();
  await heading(page, 'Key connected').waitFor();
}

/** From the login page to where it waits for the answer in Key. */
export async function askKey(page, tryout, user) {
  await openLogin(page, tryout);
  await sendPassword(page, user);
  await heading(page, 'Confirm in Key').waitFor();
}

/** The six digits that a new browser shows. */
export async function shownDigits(page) {
  const text = await page.getByLabel('Type it into Key').innerText();
  const digits = text.replace(/\D/g, '');
  assert.equal(digits.length, 6, `the page shows ${text}`);
  return digits;
}

export const isLoggedIn = (page) => heading(page, 'Logged in').waitFor();
