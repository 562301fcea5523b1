import { describe, expect, it } from 'vitest';
import { drawLegend, legendHeight, type LegendEntry } from '../../../reporting/pictures/map-legend.ts';
import { textsOf } from './page-bounds.ts';

const mark: LegendEntry['mark'] = { fill: '#000000', markers: () => '' };

describe('drawLegend(entries, corner)', () => {
  it('shows the end of long names, which may be all that tells them apart', () => {
    const names = ['1 Regular Customers (high number of orders)', '5 Regular Customers (high order value)'];
    const entries = names.map((name) => ({ name, remark: '11 % of customers', mark }));
    const texts = textsOf(drawLegend(entries, [0, 0]).join(''));
    expect(texts.filter((text) => !text.includes('%')).join(' ')).toBe(names.join(' '));
    expect(legendHeight(entries)).toBeGreaterThan(legendHeight([{ name: '1', remark: '', mark }]) * 2);
  });
});
