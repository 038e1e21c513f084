// Accessibility rules of axe-core, on a page as it is.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const source = readFile(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8');

/** What axe-core finds on the page, without what it frames: rule and elements. */
export async function violations(page) {
  await page.evaluate(await source);
  return page.evaluate(async () => {
    const { violations } = await axe.run(document, { iframes: false });
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(' ')}`);
  });
}

/** Fails when axe-core finds anything on the page. */
export async function assertAxe(page, where = page.url()) {
  assert.deepEqual(await violations(page), [], where);
}
