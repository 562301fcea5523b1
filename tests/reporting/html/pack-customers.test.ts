import { inflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { packCustomers } from '../../../reporting/html/pack-customers.ts';
import { assignmentRow, blocksOf, sampleInput } from '../sample-input.ts';
import { inputOfIds } from './sample-page.ts';

const bytesOf = (packed: string): Buffer => inflateRawSync(Buffer.from(packed, 'base64'));
const textsOf = (packed: string): string[] => JSON.parse(bytesOf(packed).toString('utf8')) as string[];
const floatsOf = (packed: string): number[] => [...new Float32Array(new Uint8Array(bytesOf(packed)).buffer)];
const numbered = (count: number): string[] => Array.from({ length: count }, (_, index) => String(index));

describe('packCustomers(input, most)', () => {
  it('keeps every customer with group, figures and reason', async () => {
    const customers = await packCustomers(sampleInput());
    expect([customers.count, customers.total, customers.everyNth]).toEqual([5, 5, 1]);
    expect(textsOf(customers.ids)[2]).toBe('0042');
    expect(customers.groups.map(({ label, reason }) => [label, reason])).toEqual([
      ['1', ''],
      ['2.1', ''],
      ['4', ''],
      ['outlier', ''],
      ['ineligible', 'fewer than 2 orders'],
    ]);
    expect(customers.columns).toHaveLength(7);
    const numbers = floatsOf(customers.numbers);
    expect(numbers).toHaveLength(35);
    expect(numbers[2 + 5]).toBeCloseTo(-0.02);
    expect(numbers[4]).toBeNaN();
  });

  it('lets every second one go beyond its limit, as often as it takes, across blocks', async () => {
    const rows = numbered(23).map((customerId) => assignmentRow({ customerId }));
    const input = sampleInput({ assignments: blocksOf(rows.slice(0, 9), rows.slice(9)) });
    const customers = await packCustomers(input, 7);
    expect(textsOf(customers.ids)).toEqual(['0', '4', '8', '12', '16', '20']);
    expect([customers.count, customers.total, customers.everyNth]).toEqual([6, 23, 4]);
    expect(floatsOf(customers.numbers)).toHaveLength(6 * 7);
  });

  it.each([6, 7])('keeps %i of 7 as they are or halved', async (count) => {
    const customers = await packCustomers(inputOfIds(numbered(count + 1)), 7);
    expect(customers.everyNth).toBe(count === 6 ? 1 : 2);
  });

  it('reads the customers anew each time', async () => {
    const input = sampleInput();
    expect(await packCustomers(input)).toEqual(await packCustomers(input));
  });
});
