import { describe, expect, it } from 'vitest';
import { drawPage } from '../../../reporting/pictures/page.ts';
import { rasterise } from '../../../reporting/pictures/rasterise.ts';

/** A page that holds nothing but a title. */
function pageOf(title: string) {
  return rasterise(
    drawPage({
      name: 'p',
      stratum: 'all',
      topic: 'Blank',
      title,
      subtitle: '',
      kind: 'Blank',
      figures: '',
      notes: [],
      bodyHeight: 10,
      body: () => [],
    }),
  );
}

describe('rasterise(drawing)', () => {
  it('draws text of many alphabets, and a box for a character the font lacks', async () => {
    const blank = await pageOf('');
    for (const title of ['Latin', 'عملاء', 'Ελλάδα', 'Привет', '😀', '顧', '🎁']) {
      const { png } = await pageOf(title);
      expect(Buffer.compare(png, blank.png), title).not.toBe(0);
    }
  });

  it('is twice as wide as the drawing', async () => {
    expect(await pageOf('x')).toMatchObject({ width: 1800 });
  });
});
