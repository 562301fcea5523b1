import { join } from 'node:path';
import { replaceTextFile } from '../../reporting/atomic-file.ts';
import { tableCsv } from '../../reporting/csv.ts';
import { SEGMENTATIONS } from '../core/segmentation.ts';
import type { Stage } from '../core/stage.ts';

/** Writes `scored_customers.csv`: the customers that this run has scored. */
export const writeScores: Stage = {
  name: 'write scores',
  layer: 'gold',
  afterCommit: true,
  async run({ database, config, runId }) {
    const { name } = SEGMENTATIONS.find((segmentation) => segmentation.name === config.segmentation)!;
    const rows = await database.queryRows<Record<string, string | number | boolean | null>>(
      `select * replace (as_of_date::varchar as as_of_date, scored_at::varchar as scored_at)
      from scored_customers where segmentation = $name and run_id = $runId order by stratum, customer_id`,
      { name, runId },
    );
    const path = join(config.out, name, 'scored_customers.csv');
    await replaceTextFile(path, tableCsv(rows));
    return { rows: rows.length, notes: [path], warnings: [] };
  },
};
