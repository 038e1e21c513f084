// What people who use a keyboard or a screen reader meet.

import assert from 'node:assert/strict';

const CONTROLS = new Set([
  'button',
  'checkbox',
  'combobox',
  'link',
  'listbox',
  'menuitem',
  'option',
  'radio',
  'searchbox',
  'slider',
  'spinbutton',
  'switch',
  'tab',
  'textbox',
]);

const MOST_TABS = 80;

/** Fails when a control or a picture of the page has no name, or the page itself has no title, language or heading. */
export async function assertAccessible(page) {
  const nodes = await tree(page);
  const nameless = nodes.filter((node) => (CONTROLS.has(node.role) || node.role === 'image') && !node.name);
  assert.deepEqual(nameless.map((node) => node.role), [], `controls or pictures without a name on ${page.url()}`);
  assert.ok(nodes.some((node) => node.role === 'heading'), `no heading on ${page.url()}`);
  const [title, language] = await page.evaluate(() => [document.title, document.documentElement.lang]);
  assert.ok(title && language, `no title or no language on ${page.url()}: ${title}, ${language}`);
}

/** What a screen reader is told: `{ role, name }` of everything on the page. */
async function tree(page) {
  const session = await page.context().newCDPSession(page);
  const { nodes } = await session.send('Accessibility.getFullAXTree');
  await session.detach();
  const told = nodes.filter((node) => !node.ignored);
  return told.map((node) => ({ role: node.role?.value ?? '', name: (node.name?.value ?? '').trim() }));
}

/** Presses Tab until the control has the focus. */
export async function tabTo(page, control) {
  await control.waitFor();
  for (let press = 0; press < MOST_TABS; press++) {
    if (await control.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  assert.fail(`${control} cannot be reached with the Tab key`);
}

/** Presses a button or follows a link without a pointer. */
export async function pressByKeyboard(page, control) {
  await tabTo(page, control);
  await page.keyboard.press('Enter');
}

/** Fills a field without a pointer. */
export async function typeByKeyboard(page, field, text) {
  await tabTo(page, field);
  await page.keyboard.type(text);
}

/** Fails when the page must be scrolled sideways. */
export async function assertFits(page) {
  const [content, width] = await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth]);
  assert.ok(content <= width, `${page.url()} is ${content} px wide in a window of ${width} px`);
}

/** The words of the page that are broken without a hyphen. A password is no word. */
export function brokenWords(page) {
  return page.evaluate(() => {
    const broken = [];
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const text = texts.currentNode;
      const element = text.parentElement;
      if (element.closest('.visually-hidden, option, script, style, dd[dir]') || !element.checkVisibility()) continue;
      for (const { 0: word, index } of text.data.matchAll(/[\p{L}\p{N}]+/gu)) {
        const range = document.createRange();
        range.setStart(text, index);
        range.setEnd(text, index + word.length);
        const lines = new Set([...range.getClientRects()].map(({ top }) => Math.round(top)));
        if (lines.size > 1) broken.push(word);
      }
    }
    return broken;
  });
}
