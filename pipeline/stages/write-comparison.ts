import { join } from 'node:path';
import { replaceTextFile } from '../../reporting/atomic-file.ts';
import { tableCsv } from '../../reporting/csv.ts';
import { SEGMENTATIONS } from '../core/segmentation.ts';
import type { Stage } from '../core/stage.ts';

/** Writes `algorithm_comparison.csv` of each segmentation that was compared. */
export const writeComparisonFile: Stage = {
  name: 'write comparison',
  layer: 'gold',
  afterCommit: true,
  async run({ database, config }) {
    const notes: string[] = [];
    let written = 0;
    for (const { name } of SEGMENTATIONS) {
      const rows = await database.queryRows<Record<string, string | number | boolean | null>>(
        'select * exclude (segmentation) from algorithm_comparison where segmentation = $name order by stratum, position',
        { name },
      );
      if (rows.length === 0 || (config.segmentation ?? name) !== name) continue;
      const path = join(config.out, name, 'algorithm_comparison.csv');
      await replaceTextFile(path, tableCsv(rows));
      notes.push(path);
      written += rows.length;
    }
    return { rows: written, notes, warnings: [] };
  },
};
