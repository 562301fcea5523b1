/**
 * Share of the known values of a column that equal the most frequent one, per column: 1 for a constant column.
 *
 * @param sorted - Known values per column, ascending, not empty. Not modified.
 * @returns One share per column, in (0, 1].
 * @remarks O(n·d). Values are equal only if all their bits are (0 and -0 are one value).
 */
export function modalShares(sorted: readonly Float64Array[]): number[] {
  return sorted.map((values) => {
    let longest = 0;
    for (let start = 0, i = 1; i <= values.length; i++) {
      if (i < values.length && values[i] === values[start]) continue;
      longest = Math.max(longest, i - start);
      start = i;
    }
    return longest / values.length;
  });
}
