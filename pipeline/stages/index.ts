import type { Stage } from '../core/stage.ts';
import { buildGold } from './build-gold.ts';
import { cleanOrders } from './clean-orders.ts';
import { clusterCustomers } from './cluster-customers.ts';
import { computeOrderFeatures } from './compute-order-features.ts';
import { loadBronze } from './load-bronze.ts';
import { writeReports } from './write-reports.ts';

/** The whole way from source files to workbook, in order. Each stage reads tables of earlier ones and writes its own. */
export const STAGES: readonly Stage[] = [
  loadBronze,
  cleanOrders,
  computeOrderFeatures,
  buildGold,
  clusterCustomers,
  writeReports,
];
