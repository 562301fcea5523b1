import { describe, expect, it } from 'vitest';
import { selectionCsv, toCsv } from '../../reporting/csv.ts';
import { sampleInput } from './sample-input.ts';

function fields(...values: (string | number | boolean | null)[]): string {
  return toCsv(
    values.map((value, index) => ({ header: `c${index}`, valueOf: () => value })),
    [0],
  ).split('\r\n')[1]!;
}

describe('toCsv(columns, rows)', () => {
  it('quotes commas, quotes and line ends, doubling quotes', () => {
    expect(fields('a,b', 'say "x"', 'two\nlines', 'plain')).toBe('"a,b","say ""x""","two\nlines",plain');
  });

  it.each([
    ['=HYPERLINK("http://x","y")', `"'=HYPERLINK(""http://x"",""y"")"`],
    ['+1', "'+1"],
    ['-1', "'-1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\t=1', "'\t=1"],
  ])('guards %j against being run as a formula', (text, field) => {
    expect(fields(text)).toBe(field);
  });

  it('guards text that begins with a carriage return', () => {
    expect(toCsv([{ header: 'h', valueOf: () => '\r=1' }], [0])).toBe('h\r\n"\'\r=1"\r\n');
  });

  it('writes numbers exactly and unguarded, and nothing for what is no number', () => {
    expect(fields(-1.5, 0.1 + 0.2, 1e21, null, Number.NaN, Number.POSITIVE_INFINITY, false)).toBe(
      '-1.5,0.30000000000000004,1e+21,,,,false',
    );
  });

  it('writes the header alone without rows', () => {
    expect(toCsv([{ header: 'a,b', valueOf: () => 1 }], [])).toBe('"a,b"\r\n');
  });
});

describe('selectionCsv(rows)', () => {
  it('has the columns of cluster_selection and a line per K', () => {
    const [header, first, ...rest] = selectionCsv(sampleInput().selection).split('\r\n');
    expect(header).toBe(
      'segmentation,stratum,run_id,k,inertia,silhouette,silhouette_standard_error,calinski_harabasz,davies_bouldin,elbow_distance,stability,' +
        'smallest_cluster,largest_share,is_degenerate,is_chosen,why_not',
    );
    expect(first).toBe(
      'returns,all,run-2024-06-01,3,6666.666666666667,0.262,,1702.2,1.245,0.1,0.97,230,0.47,false,false,lower silhouette',
    );
    expect(rest).toHaveLength(4);
  });
});
