import { beforeAll, describe, expect, it } from 'vitest';
import { buildTable, runChecks } from '../../pipeline/core/models.ts';
import { loadModels, orderByReads } from '../../pipeline/core/sql-catalog.ts';
import { compareWithExpected, listCases, loadGivenTables } from '../support/sql-case.ts';
import { SQL_DEFAULTS } from '../support/sql-defaults.ts';
import { buildFrom, LAYERS, openEmptyWarehouse, tableDefinitions } from '../support/sql-warehouse.ts';

const casesByLayer = LAYERS.map((layer) => ({ layer, cases: listCases(layer) }));

describe.each(casesByLayer.filter(({ cases }) => cases.length > 0))(
  'models of $layer',
  ({ layer, cases }) => {
    let definitions: ReadonlyMap<string, string> = new Map();

    beforeAll(async () => {
      definitions = await tableDefinitions(layer);
    });

    it.each(cases.map((sqlCase) => [sqlCase.table, sqlCase.name, sqlCase] as const))(
      '%s: %s',
      async (_table, _name, sqlCase) => {
        const database = await openEmptyWarehouse();
        try {
          await loadGivenTables(database, sqlCase, definitions);
          const { given, parameters } = sqlCase;
          await buildFrom(database, { layer, target: sqlCase.table, given }, parameters);
          const { actual, expected } = await compareWithExpected(database, sqlCase);
          expect(actual).toEqual(expected);
        } finally {
          database.close();
        }
      },
    );
  },
);

describe('an empty warehouse', () => {
  it('lets every model bind, builds it without rows and passes its checks', async () => {
    const database = await openEmptyWarehouse();
    try {
      for (const layer of LAYERS) {
        const models = loadModels(layer);
        const ordered = orderByReads(models, [...models.keys()]);
        for (const model of ordered) {
          await database.prepare(model.sql);
          await buildTable(database, model, SQL_DEFAULTS);
        }
        for (const model of ordered)
          await expect(runChecks(database, layer, model.name)).resolves.toBeDefined();
      }
    } finally {
      database.close();
    }
  });
});
