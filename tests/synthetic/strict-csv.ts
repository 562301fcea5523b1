import type { Database } from '../../pipeline/core/database.ts';

export const HEADER =
  'SALES_ORDER_NO,CUSTOMER_EMAILID,ORDER_DATE,SKU,SALES_QTY,RETURN_QTY,UNITS_RETURNED_FLAG,RETURN_DATE,RETURN_NO,' +
  'RETURN_COMMENT,Q_CLS_ID,Q_SKU_ID,CLASS_,BRAND_,GROSS,Q_SKU_DESC,RETURN_REASON';

/**
 * A table function that reads orders.csv as strict readers do: all text, an empty field is an empty text, malformed
 * records are left out.
 */
export function strictCsv(file: string): string {
  const columns = HEADER.split(',').map((name) => `'${name.toLowerCase()}': 'varchar'`);
  return (
    `read_csv('${file}', auto_detect = false, header = true, delim = ',', quote = '"', escape = '"', ` +
    `nullstr = 'no null', strict_mode = true, ignore_errors = true, columns = {${columns.join(', ')}})`
  );
}

/** The number a scalar query gives. */
export async function numberOf(database: Database, sql: string): Promise<number> {
  return (await database.queryOne<{ n: number }>(`select (${sql})::double as n`)).n;
}
