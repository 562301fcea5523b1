import { describe, expect, it } from 'vitest';
import { columnTextsOf, featureColumnsOf } from '../../pipeline/core/column-texts.ts';
import type { SqlModel } from '../../pipeline/core/sql-catalog.ts';

function model(header: Record<string, string>): SqlModel {
  return {
    name: 'a',
    file: 'sql/a.sql',
    description: '',
    grain: '',
    reads: [],
    params: [],
    header,
    sql: '',
  };
}

describe('columnTextsOf(model)', () => {
  it('reads meaning, unit and null rule of each line', () => {
    const texts = columnTextsOf(
      model({
        Column:
          'units [units]: how many: 1, 2 ... Null: not delivered; or no number.\nnote: what was said.\n_id [see reason]: a [b] c',
      }),
    );
    expect(Object.fromEntries(texts)).toEqual({
      units: {
        meaning: 'how many: 1, 2 ...',
        unit: 'units',
        range: null,
        nullRule: 'not delivered; or no number',
      },
      note: { meaning: 'what was said.', unit: null, range: null, nullRule: 'never' },
      _id: { meaning: 'a [b] c', unit: 'see reason', range: null, nullRule: 'never' },
    });
  });

  it('has none without such lines', () => {
    expect(columnTextsOf(model({})).size).toBe(0);
  });

  it.each(['units', 'units:', 'two words: text', 'units [: text'])('refuses %j, naming the file', (line) => {
    expect(() => columnTextsOf(model({ Column: line }))).toThrow(/^sql\/a\.sql: expected "-- Column: /);
  });

  it('refuses a second text of one column', () => {
    expect(() => columnTextsOf(model({ Column: 'a: one\na: two' }))).toThrow(
      'sql/a.sql: two lines describe the column a',
    );
  });
});

describe('featureColumnsOf(model)', () => {
  it('reads the segmentation, what stands around the name of a feature, and when it is unknown besides', () => {
    const header = { Features: 'returns\nreturns_* of returns. Null: also never.\n*_scaled of behavior' };
    expect(featureColumnsOf(model(header))).toEqual([
      { segmentation: 'returns', prefix: '', suffix: '', nullRule: null },
      { segmentation: 'returns', prefix: 'returns_', suffix: '', nullRule: 'also never' },
      { segmentation: 'behavior', prefix: '', suffix: '_scaled', nullRule: null },
    ]);
    expect(featureColumnsOf(model({}))).toEqual([]);
  });

  it('refuses another form', () => {
    expect(() => featureColumnsOf(model({ Features: 'returns and behavior' }))).toThrow(
      /^sql\/a\.sql: expected "-- Features: /,
    );
  });
});
