import { describe, expect, it } from 'vitest';
import { FileError, UsageError } from '../../pipeline/core/errors.ts';
import {
  assertHeaderFits,
  loadAdapter,
  missingColumns,
  normaliseHeader,
} from '../../pipeline/ingest/adapters.ts';
import { TARGETS } from '../../pipeline/ingest/targets.ts';
import { RETURNS_HEADER, temporaryFolder } from './folder.ts';

const target = TARGETS.orders;
const returns = loadAdapter('returns', target);
const onlineRetail = loadAdapter('online_retail', target);

const ONLINE_RETAIL = 'InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country';
const ONLINE_RETAIL_2 = 'Invoice,StockCode,Description,Quantity,InvoiceDate,Price,Customer ID,Country';
const headerOf = (line: string) => normaliseHeader(line.split(','));

describe('normaliseHeader(fields)', () => {
  it('trims, lowers and names what has no name', () => {
    expect(normaliseHeader(['\uFEFF Order  No ', 'SKU', '', ' \t'])).toEqual([
      'order no',
      'sku',
      'column_3',
      'column_4',
    ]);
  });

  it('counts repeated names on, past names that stand already', () => {
    expect(normaliseHeader(['a', 'A', 'a_2', ' a '])).toEqual(['a', 'a_2', 'a_2_2', 'a_3']);
    expect(normaliseHeader(['a', 'a_2', 'a'])).toEqual(['a', 'a_2', 'a_3']);
    expect(normaliseHeader(['', 'column_1'])).toEqual(['column_1', 'column_1_2']);
  });

  it('keeps our own name for the line number free', () => {
    expect(normaliseHeader(['_source_line', 'a'])).toEqual(['_source_line_2', 'a']);
  });
});

describe('missingColumns(adapter, header)', () => {
  it('finds every column of both spellings of Online Retail, in any letter case', () => {
    for (const line of [
      ONLINE_RETAIL,
      ONLINE_RETAIL_2,
      ONLINE_RETAIL.toUpperCase(),
      ONLINE_RETAIL_2.toLowerCase(),
    ])
      expect(missingColumns(onlineRetail, headerOf(line))).toEqual([]);
    expect(missingColumns(returns, headerOf(RETURNS_HEADER.toLowerCase()))).toEqual([]);
  });

  it('names what is missing and does not ask for optional columns', () => {
    expect(missingColumns(onlineRetail, headerOf('Invoice,StockCode,InvoiceDate,Price'))).toEqual([
      'quantity',
      'customerid',
    ]);
  });
});

describe('assertHeaderFits(path, header, to)', () => {
  it('lists what is found and missing and suggests the adapter that fits', () => {
    const check = () => assertHeaderFits('my.csv', headerOf(ONLINE_RETAIL_2), { adapter: returns, target });
    expect(check).toThrow(FileError);
    expect(check).toThrow(/my\.csv, line 1: the adapter returns needs .*sales_order_no.*brand_/);
    expect(check).toThrow(/found 8: invoice, stockcode, .*customer id.*; .*use --adapter online_retail/);
  });

  it('says so if no shipped adapter fits', () => {
    expect(() => assertHeaderFits('my.csv', ['id', 'when'], { adapter: returns, target })).toThrow(
      'found 2: id, when; no shipped adapter fits this header: write your own',
    );
  });

  it('shows no more of a strange header than a person can read', () => {
    const header = Array.from({ length: 500 }, (_, i) => `${'x'.repeat(500)}${i}`);
    expect(() => assertHeaderFits('my.csv', header, { adapter: returns, target })).toThrow(/^.{1,3200}$/s);
  });
});

describe('loadAdapter(nameOrPath, target)', () => {
  it('suggests the closest name', () => {
    expect(() => loadAdapter('online-retail', target)).toThrow(UsageError);
    expect(() => loadAdapter('online-retail', target)).toThrow(/the closest is online_retail/);
  });

  it('reads an adapter from a .sql file; what it says decides its fingerprint, not its name', () => {
    const folder = temporaryFolder();
    const sql = (name: string, body: string) =>
      folder.write(`${name}.sql`, `-- ${name}: shop.\n-- Needs: a|b b, c\n${body}\n`);
    const adapter = loadAdapter(sql('shop', 'select 1'), target);
    expect(adapter.columns).toEqual([
      { name: 'a', spellings: ['a', 'b b'], required: true },
      { name: 'c', spellings: ['c'], required: true },
    ]);
    expect(loadAdapter(sql('other', 'select 1'), target).fingerprint).toBe(adapter.fingerprint);
    expect(loadAdapter(sql('shop', 'select 2'), target).fingerprint).not.toBe(adapter.fingerprint);
  });

  it('says what is wrong with a .sql file that is none', () => {
    const folder = temporaryFolder();
    const path = folder.write('shop.sql', 'select 1');
    expect(() => loadAdapter(path, target)).toThrow(UsageError);
    expect(() => loadAdapter(path, target)).toThrow(
      /shop\.sql cannot be used: .*the first line must be "-- shop: /,
    );
    expect(() => loadAdapter(`${path}.no.sql`, target)).toThrow(/cannot read the adapter .*no such file/);
  });
});
