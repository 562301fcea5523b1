import { element } from '../xml.ts';

/**
 * Keeps Excel from marking each id and label of digits in a range as a number stored as text, which it is on purpose.
 *
 * @param range - Such as `A2:D9`.
 * @see ECMA-376, 5th edition, part 1, 18.3.1.50 (ignoredError).
 */
export function digitsAsTextXml(range: string): string {
  return element('ignoredErrors', {}, element('ignoredError', { sqref: range, numberStoredAsText: 1 }));
}
