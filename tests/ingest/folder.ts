import type { Buffer } from 'node:buffer';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** Header of the adapter `returns`. */
export const RETURNS_HEADER =
  'SALES_ORDER_NO,CUSTOMER_EMAILID,ORDER_DATE,SKU,SALES_QTY,RETURN_QTY,UNITS_RETURNED_FLAG,RETURN_DATE,RETURN_NO,' +
  'RETURN_COMMENT,Q_CLS_ID,Q_SKU_ID,CLASS_,BRAND_';

/** A row under `RETURNS_HEADER`: one unit of a product, bought and kept. */
export function purchase(order: number | string, customer = 'ann@x.com', date = '2024-01-05'): string {
  return `${order},${customer},${date},sku-1,1,0,No,,,,7,,Shoes,Brand`;
}

/** A CSV text under `RETURNS_HEADER`. */
export function returnsCsv(...rows: string[]): string {
  return [RETURNS_HEADER, ...rows, ''].join('\n');
}

/** A folder that is removed when the test is over; writes files into it and gives their paths. */
export function temporaryFolder(): { path: string; write(name: string, content: string | Buffer): string } {
  const path = mkdtempSync(join(tmpdir(), 'ingest-test-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return {
    path,
    write(name, content) {
      writeFileSync(join(path, name), content);
      return join(path, name);
    },
  };
}
