import { describe, expect, it } from 'vitest';
import { DEFAULT_CONFIG } from '../../pipeline/core/config.ts';
import { buildTable } from '../../pipeline/core/models.ts';
import { REFERENCE_LAYOUTS } from '../../pipeline/core/reference-columns.ts';
import { SEGMENTATIONS } from '../../pipeline/core/segmentation.ts';
import { loadModels, orderByReads } from '../../pipeline/core/sql-catalog.ts';
import { featureParameters } from '../../pipeline/stages/cluster-model.ts';
import { MODEL_PARAMETERS } from '../../pipeline/stages/model-parameters.ts';
import { readReference } from '../../pipeline/stages/model-reference.ts';
import { SQL_DEFAULTS } from '../support/sql-defaults.ts';
import { LAYERS, openEmptyWarehouse } from '../support/sql-warehouse.ts';

describe('REFERENCE_LAYOUTS', () => {
  it('tells the columns that the SQL models build, and no other table', async () => {
    const database = await openEmptyWarehouse();
    try {
      for (const layer of LAYERS.slice(0, LAYERS.indexOf('silver') + 1)) {
        const models = loadModels(layer);
        for (const model of orderByReads(models, [...models.keys()]))
          await buildTable(database, model, SQL_DEFAULTS);
      }
      const built: string[] = [];
      for (const segmentation of SEGMENTATIONS) {
        for (const { name, columns } of await readReference(database, segmentation)) {
          expect(Object.entries(REFERENCE_LAYOUTS[name]!.columns)).toEqual(
            columns.map((column) => [column.name, column.type]),
          );
          built.push(name);
        }
      }
      expect(Object.keys(REFERENCE_LAYOUTS)).toEqual(built);
    } finally {
      database.close();
    }
  });

  it.each(SEGMENTATIONS)('asks for one row of the scope of $name', ({ scopeTable }) => {
    expect(REFERENCE_LAYOUTS[scopeTable]!.rows).toBe('one');
  });
});

describe('MODEL_PARAMETERS', () => {
  it.each(SEGMENTATIONS)('are those a model of $name keeps, each of them needed', (segmentation) => {
    const kept = featureParameters({ config: DEFAULT_CONFIG, startedAt: new Date(0) }, segmentation);
    const schema = MODEL_PARAMETERS[segmentation.name];
    expect(schema.parse(kept)).toEqual(kept);
    for (const name of Object.keys(kept)) {
      const others = Object.fromEntries(Object.entries(kept).filter(([other]) => other !== name));
      expect(schema.safeParse(others).success).toBe(false);
    }
  });
});
