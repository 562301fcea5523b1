import type { Stage } from '../core/stage.ts';
import { buildGold } from './build-gold.ts';
import { cleanIdentities } from './clean-identities.ts';
import { cleanRows } from './clean-rows.ts';
import { clusterCustomers } from './cluster-customers.ts';
import { computeFeatures } from './compute-features.ts';
import { joinCustomers } from './join-customers.ts';
import { loadBronze } from './load-bronze.ts';
import { writeReports } from './write-reports.ts';

/** The whole way from source files to workbook, in order. Each stage reads tables of earlier ones and writes its own. */
export const STAGES: readonly Stage[] = [
  loadBronze,
  cleanRows,
  cleanIdentities,
  computeFeatures,
  buildGold,
  clusterCustomers,
  joinCustomers,
  writeReports,
];
