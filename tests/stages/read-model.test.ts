import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { FileError, UsageError } from '../../pipeline/core/errors.ts';
import { MODEL_VERSION, type Model } from '../../pipeline/stages/model.ts';
import { readModel } from '../../pipeline/stages/read-model.ts';

const folder = mkdtempSync(join(tmpdir(), 'medallion-model-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const scale = {
  goldFill: 'none',
  transform: 'none',
  median: 0,
  lower: -1,
  upper: 1,
  centre: 0,
  scale: 1,
} as const;
const MODEL: Model = {
  version: MODEL_VERSION,
  package: '0.1.0',
  segmentation: 'returns',
  runId: 'run',
  seed: 42,
  least: 2,
  parameters: { timezone: 'UTC', recency_window_days: 90 },
  dateOrder: null,
  idKey: null,
  reference: [
    'silver_scope',
    'silver_category_totals',
    'silver_category_months',
    'silver_order_value_cut',
    'silver_rfm_cuts',
  ].map((name) => ({ name, columns: [{ name: 'a', type: 'DECIMAL(38,4)' }], rows: [['1.0000'], [null]] })),
  strata: [
    {
      stratum: 'all',
      modelId: 'm',
      dataFingerprint: 'f',
      features: ['return_rate'],
      preprocessing: {
        version: 1,
        columns: [{ name: 'return_rate', ...scale }],
        space: { features: ['return_rate'], weights: [1], components: null },
      },
      placement: {
        columns: ['return_rate'],
        density: null,
        clusters: [{ centroid: [0.1], radius: 1.5, subGroups: null }],
      },
      segments: [{ label: '1', clusterId: 0, archetype: 'Regular Customers', size: 10 }],
    },
  ],
};

function read(content: unknown, segmentation: 'returns' | 'behavior' | null = null): Model {
  const path = join(folder, 'model.json');
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return readModel(path, { segmentation });
}

const [stratum] = MODEL.strata;
const [table, ...tables] = MODEL.reference;

describe('readModel(path, expectation)', () => {
  it('reads what was written, bit for bit', () => {
    expect(read(MODEL)).toEqual(MODEL);
    expect(read(MODEL, 'returns')).toEqual(MODEL);
  });

  it.each([
    ['text that is no JSON', '{"version": 2,', 'is no model.json'],
    ['another JSON file', { hello: 1 }, 'it has no version and segmentation'],
    ['another version', { ...MODEL, version: 1 }, 'has layout version 1, this program reads version 2'],
    ['an unknown segmentation', { ...MODEL, segmentation: 'colours' }, 'is damaged: segmentation'],
    ['a missing part', { ...MODEL, least: undefined }, 'is damaged: least'],
    [
      'a number that is none',
      { ...MODEL, strata: [{ ...stratum, features: [1] }] },
      'is damaged: strata.0.features.0',
    ],
    [
      'an unknown feature',
      { ...MODEL, strata: [{ ...stratum, features: ['shoe_size'] }] },
      'does not compute: shoe_size',
    ],
    ['an unknown stratum', { ...MODEL, strata: [{ ...stratum, stratum: 'buyers' }] }, 'has a stratum buyers'],
    [
      'missing statistics',
      { ...MODEL, reference: tables },
      'this program needs silver_scope, silver_category_totals',
    ],
    [
      'SQL in place of a type',
      {
        ...MODEL,
        reference: [{ ...table, columns: [{ name: 'a', type: 'INTEGER); drop table x' }] }, ...tables],
      },
      'silver_scope has a column a INTEGER); drop table x',
    ],
    [
      'SQL in place of a name',
      { ...MODEL, reference: [{ ...table, columns: [{ name: 'a" x', type: 'INTEGER' }] }, ...tables] },
      'silver_scope has a column a" x INTEGER',
    ],
    ['a row too short', { ...MODEL, reference: [{ ...table, rows: [[]] }, ...tables] }, 'has not 1 cells'],
  ])('refuses %s', (_name, content, message) => {
    expect(() => read(content)).toThrow(UsageError);
    expect(() => read(content)).toThrow(message);
  });

  it('names the difference if another segmentation was asked for', () => {
    expect(() => read(MODEL, 'behavior')).toThrow('is a model of returns, but --segmentation is behavior');
  });

  it('says which file cannot be read', () => {
    expect(() => readModel(join(folder, 'nowhere.json'), { segmentation: null })).toThrow(FileError);
    expect(() => readModel(join(folder, 'nowhere.json'), { segmentation: null })).toThrow('nowhere.json');
  });
});
