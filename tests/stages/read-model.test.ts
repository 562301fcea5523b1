import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { FileError, UsageError } from '../../pipeline/core/errors.ts';
import type { Model } from '../../pipeline/stages/model.ts';
import { readModel } from '../../pipeline/stages/read-model.ts';
import { smallComponentsModel, smallModel } from '../support/small-model.ts';

const folder = mkdtempSync(join(tmpdir(), 'medallion-model-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function read(content: unknown, segmentation: 'returns' | 'behavior' | null = null): Model {
  const path = join(folder, 'model.json');
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return readModel(path, { segmentation });
}

/** What was edited, how, and what the message has to name. */
type Case = readonly [
  edited: string,
  edit: (parts: {
    model: Model;
    stratum: Model['strata'][number];
    columns: Model['strata'][number]['preprocessing']['columns'];
    space: Model['strata'][number]['preprocessing']['space'];
    placement: Model['strata'][number]['placement'];
    segments: Model['strata'][number]['segments'];
    tables: Model['reference'];
  }) => unknown,
  message: string,
];

function refuse(model: Model, [, edit, message]: Case): void {
  const [stratum] = model.strata as [Model['strata'][number]];
  const { preprocessing, placement, segments } = stratum;
  const { columns, space } = preprocessing;
  edit({ model, stratum, columns, space, placement, segments, tables: model.reference });
  expect(() => read(model)).toThrow(UsageError);
  expect(() => read(model)).toThrow(message);
}

const LAYOUT: readonly Case[] = [
  ['another version', ({ model }) => Object.assign(model, { version: 1 }), 'has layout version 1'],
  ['an unknown segmentation', ({ model }) => Object.assign(model, { segmentation: 'hue' }), 'segmentation: '],
  ['a missing part', ({ model }) => Object.assign(model, { least: undefined }), 'is damaged: least: '],
  ['an unknown key', ({ model }) => Object.assign(model, { hello: 1 }), 'is damaged: hello: unknown key'],
  [
    'an unknown key below',
    ({ columns }) => Object.assign(columns[1]!, { mean: 1 }),
    'strata.0.preprocessing.columns.1.mean: unknown key',
  ],
  ['fewest orders of 0', ({ model }) => (model.least = 0), 'is damaged: least: '],
  ['no stratum', ({ model }) => (model.strata = []), 'is damaged: strata: '],
  ['a stratum twice', ({ model, stratum }) => model.strata.push(stratum), 'strata.1.stratum: all is there'],
  ['an unknown stratum', ({ stratum }) => (stratum.stratum = 'buyers'), 'returns has no stratum buyers'],
];

const PREPROCESSING: readonly Case[] = [
  ['no columns', ({ stratum }) => (stratum.preprocessing.columns = []), 'strata.0.preprocessing.columns: '],
  [
    'a column twice',
    ({ columns }) => columns.push(columns[0]!),
    'columns.3.name: return_rate is there twice',
  ],
  ['an unknown column', ({ columns }) => (columns[1]!.name = 'shoe_size'), 'does not compute: shoe_size'],
  ['another transform', ({ columns }) => (columns[0]!.transform = 'log'), 'columns.0.transform: return_rate'],
  ['another fill', ({ columns }) => (columns[0]!.goldFill = 'zero'), 'columns.0.goldFill: return_rate has'],
  ['a scale of 0', ({ columns }) => (columns[0]!.scale = 0), 'strata.0.preprocessing.columns.0.scale: '],
  ['a negative scale', ({ columns }) => (columns[2]!.scale = -1), 'strata.0.preprocessing.columns.2.scale: '],
  [
    'a subnormal scale',
    ({ columns }) => (columns[0]!.scale = 5e-324),
    'scale: 5e-324 is too small to divide',
  ],
  [
    'a bound out of the numbers',
    ({ columns }) => Object.assign(columns[0]!, { upper: 1e300, scale: 1e-300 }),
    'strata.0.preprocessing.columns.0.upper: 1e+300 is not finite once it is scaled',
  ],
  ['bounds crossed', ({ columns }) => (columns[1]!.lower = 2), 'columns.1.lower: 2 lies above upper, 1'],
  ['no features', ({ space }) => (space.features = []), 'strata.0.preprocessing.space.features: '],
  ['an unknown feature', ({ space }) => (space.features[1] = 'shoe_size'), 'does not compute: shoe_size'],
  [
    'a feature that is not scaled',
    ({ space }) => (space.features[1] = 'return_ratio'),
    'strata.0.preprocessing.space.features.1: return_ratio is not among preprocessing.columns',
  ],
  [
    'a feature twice',
    ({ space }) => (space.features[1] = 'return_rate'),
    'strata.0.preprocessing.space.features.1: return_rate is there twice',
  ],
  ['other features', ({ stratum }) => stratum.features.pop(), 'strata.0.features: differ from'],
  ['a weight too many', ({ space }) => space.weights.push(1), 'space.weights: expected 2 number(s), got 3'],
  ['a weight of 0', ({ space }) => (space.weights[1] = 0), 'strata.0.preprocessing.space.weights.1: '],
];

const COMPONENTS: readonly Case[] = [
  [
    'a mean too many',
    ({ space }) => space.components!.means.push(1),
    'components.means: expected 2 number(s)',
  ],
  ['no components', ({ space }) => (space.components!.components = []), 'space.components.components: '],
  [
    'a loading missing',
    ({ space }) => space.components!.components[0]!.pop(),
    'strata.0.preprocessing.space.components.components.0: expected 2 number(s), got 1',
  ],
  [
    'a variance missing',
    ({ space }) => space.components!.variances.pop(),
    'components.variances: expected 1',
  ],
  [
    'a share too many',
    ({ space }) => space.components!.varianceShares.push(0.1),
    'components.varianceShares: expected 1',
  ],
  [
    'features in place of components',
    ({ placement }) => (placement.columns = ['return_rate']),
    'strata.0.placement.columns: expected pc1, got return_rate',
  ],
];

const PLACEMENT: readonly Case[] = [
  [
    'columns reordered',
    ({ placement }) => placement.columns.reverse(),
    'strata.0.placement.columns: expected return_rate, monetary, got monetary, return_rate',
  ],
  ['a negative eps', ({ placement }) => (placement.density!.eps = -1), 'strata.0.placement.density.eps: '],
  ['no cores', ({ placement }) => (placement.density!.cores = []), 'strata.0.placement.density.cores: '],
  [
    'a core too short',
    ({ placement }) => placement.density!.cores[1]!.pop(),
    'strata.0.placement.density.cores.1: expected 2 number(s)',
  ],
  [
    'no clusters',
    ({ placement }) => (placement.clusters = []),
    'has no segments to place customers in: every',
  ],
  [
    'a centroid too long',
    ({ placement }) => placement.clusters[1]!.centroid.push(1),
    'strata.0.placement.clusters.1.centroid: expected 2 number(s)',
  ],
  ['a negative radius', ({ placement }) => (placement.clusters[1]!.radius = -1), 'clusters.1.radius: '],
  [
    'a negative eps of groups',
    ({ placement }) => (placement.clusters[0]!.subGroups!.eps = -1),
    'clusters.0.subGroups.eps: ',
  ],
  ['no groups', ({ placement }) => (placement.clusters[0]!.subGroups!.groups = []), 'subGroups.groups: '],
  [
    'a core of a group too short',
    ({ placement }) => placement.clusters[0]!.subGroups!.groups[2]!.cores[0]!.pop(),
    'strata.0.placement.clusters.0.subGroups.groups.2.cores.0: expected 2 number(s)',
  ],
  ['no segments', ({ stratum }) => (stratum.segments = []), 'strata.0.segments: '],
  ['a cluster without', ({ segments }) => segments.splice(3, 1), 'segments: the segment "2" of placement'],
  ['a sub-cluster without', ({ segments }) => segments.splice(2, 1), 'the segment "1.2" of placement'],
  ['a segment twice', ({ segments }) => segments.push(segments[0]!), 'segments.5.label: "1" is there twice'],
  [
    'a segment of nothing',
    ({ segments }) => segments.push({ ...segments[0]!, label: '7' }),
    'strata.0.segments.5.label: placement.clusters has no cluster "7"',
  ],
  [
    'a number twice',
    ({ segments }) => (segments[1]!.clusterId = 0),
    'segments.1.clusterId: 0 is there twice',
  ],
  [
    'the number of outliers',
    ({ segments }) => (segments[0]!.clusterId = -1),
    'segments.0.clusterId: -1 does',
  ],
];

const PARAMETERS: readonly Case[] = [
  ['a parameter missing', ({ model }) => delete model.parameters['matching'], 'parameters.matching: '],
  ['a parameter too many', ({ model }) => (model.parameters['hue'] = 1), 'parameters.hue: unknown key'],
  [
    'a text for a number',
    ({ model }) => (model.parameters['recency_window_days'] = '90'),
    'is damaged: parameters.recency_window_days: ',
  ],
  ['null for a text', ({ model }) => (model.parameters['timezone'] = null), 'parameters.timezone: '],
  ['no zone', ({ model }) => (model.parameters['timezone'] = 'Mars'), 'parameters.timezone: expected a zone'],
  ['no such matching', ({ model }) => (model.parameters['matching'] = 'best'), 'parameters.matching: '],
  [
    'tenures crossed',
    ({ model }) => (model.parameters['tenure_growing_days'] = 30),
    'parameters.tenure_growing_days: expected days between',
  ],
];

const REFERENCE: readonly Case[] = [
  ['no statistics', ({ model }) => (model.reference = []), 'holds the statistics none; this program needs'],
  [
    'a table missing',
    ({ tables }) => tables.shift(),
    'this program needs silver_scope, silver_category_totals',
  ],
  ['a table twice', ({ tables }) => tables.push(tables[0]!), 'this program needs silver_scope, '],
  [
    'no columns',
    ({ tables }) => (tables[1]!.columns = []),
    'reference.1.columns: silver_category_totals has none',
  ],
  [
    'a column twice',
    ({ tables }) => (tables[1]!.columns[2] = tables[1]!.columns[1]!),
    'reference.1.columns: silver_category_totals has category_key VARCHAR, sold_units BIGINT, sold_units BIGINT;',
  ],
  [
    'another name',
    ({ tables }) => (tables[4]!.columns[0]!.name = 'a" x'),
    'silver_rfm_cuts has a" x VARCHAR',
  ],
  [
    'another type',
    ({ tables }) => (tables[0]!.columns[3]!.type = 'BIGINT'),
    'this program needs as_of_date DATE',
  ],
  [
    'SQL in place of a type',
    ({ tables }) => (tables[0]!.columns[0]!.type = 'DATE); drop table x'),
    'silver_scope has as_of_date DATE); drop table x',
  ],
  [
    'a row too short',
    ({ tables }) => tables[2]!.rows[1]!.pop(),
    'reference.2.rows.1: silver_category_months',
  ],
  [
    'an empty scope',
    ({ tables }) => (tables[0]!.rows = []),
    'reference.0.rows: silver_scope needs one row, not 0',
  ],
  [
    'two scopes',
    ({ tables }) => tables[0]!.rows.push(tables[0]!.rows[0]!),
    'silver_scope needs one row, not 2',
  ],
  ['no day', ({ tables }) => (tables[0]!.rows[0]![0] = null), 'silver_scope needs a value of as_of_date'],
  ['no category', ({ tables }) => (tables[0]!.rows[0]![6] = 'hue'), 'silver_scope needs q_cls_id or class_'],
  [
    'two cuts',
    ({ tables }) => tables[3]!.rows.push(tables[3]!.rows[0]!),
    'reference.3.rows: silver_order_value_cut needs at most one row, not 2',
  ],
];

describe('readModel(path, expectation)', () => {
  it.each([
    ['of features', smallModel()],
    ['of components', smallComponentsModel()],
  ])('reads what was written, bit for bit: a space %s', (_name, model) => {
    expect(read(model)).toEqual(model);
    expect(read(model, 'returns')).toEqual(model);
  });

  it('reads a model without dense part, cut or byte order', () => {
    const model = smallModel();
    model.strata[0]!.placement.density = null;
    model.reference[3]!.rows = [];
    expect(read(`\uFEFF${JSON.stringify(model)}`)).toEqual(model);
  });

  it.each([
    ['text that is no JSON', '{"version": 2,', 'is no model.json'],
    ['another JSON file', { hello: 1 }, 'it has no version and segmentation'],
  ])('refuses %s', (_name, content, message) => {
    expect(() => read(content)).toThrow(UsageError);
    expect(() => read(content)).toThrow(message);
  });

  it.each(LAYOUT)('refuses another layout: %s', (...edited) => refuse(smallModel(), edited));
  it.each(PREPROCESSING)('refuses preprocessing with %s', (...edited) => refuse(smallModel(), edited));
  it.each(COMPONENTS)('refuses components with %s', (...edited) => refuse(smallComponentsModel(), edited));
  it.each(PLACEMENT)('refuses placement with %s', (...edited) => refuse(smallModel(), edited));
  it.each(PARAMETERS)('refuses parameters with %s', (...edited) => refuse(smallModel(), edited));
  it.each(REFERENCE)('refuses statistics with %s', (...edited) => refuse(smallModel(), edited));

  it('names the difference if another segmentation was asked for', () => {
    expect(() => read(smallModel(), 'behavior')).toThrow(
      'is a model of returns, but --segmentation is behavior',
    );
  });

  it('says which file cannot be read', () => {
    expect(() => readModel(join(folder, 'nowhere.json'), { segmentation: null })).toThrow(FileError);
    expect(() => readModel(join(folder, 'nowhere.json'), { segmentation: null })).toThrow('nowhere.json');
  });
});
