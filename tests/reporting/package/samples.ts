import { deflateSync, crc32 } from 'node:zlib';
import type { Picture } from '../../../reporting/pictures/picture.ts';
import type { ChartSpec } from '../../../reporting/package/chart.ts';

/** A PNG of one grey. */
export function greyPng(width: number, height: number): Uint8Array {
  const chunk = (type: string, data: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    sum.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, sum]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 0, 0, 0, 0], 8);
  const pixels = deflateSync(Buffer.alloc((width + 1) * height, 0x99));
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', pixels),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

export function picture(changes: Partial<Picture> = {}): Picture {
  return {
    name: 'pca_clusters_2d',
    stratum: 'all',
    topic: 'Map of the customers',
    title: 'Segments lie apart',
    alt: 'A map of customers.',
    svg: '<svg/>',
    png: greyPng(160, 80),
    width: 1600,
    height: 800,
    ...changes,
  };
}

/** Bars of two series over two categories, with everything a chart can have. */
export function chartSpec(changes: Partial<ChartSpec> = {}): ChartSpec {
  return {
    kind: 'bars',
    title: 'Two are apart',
    alt: 'Bars.',
    categoryTitle: 'Segment',
    valueTitle: 'Customers',
    categories: { reference: "'S'!$A$2:$A$3", texts: ['one', 'two'] },
    series: [
      {
        name: { reference: "'S'!$B$1", texts: ['Customers'] },
        values: { reference: "'S'!$B$2:$B$3", numbers: [3, null], formatCode: '#,##0' },
        colour: '0072B2',
        points: [{ index: 1, colour: 'E69F00', label: 'chosen' }],
      },
      {
        name: { reference: "'S'!$C$1", texts: ['Returns'] },
        values: { reference: "'S'!$C$2:$C$3", numbers: [1.5, -2], formatCode: '0.00' },
        colour: '009E73',
        points: [],
        dash: 'dash',
      },
    ],
    hasLegend: true,
    hasValueLabels: true,
    ...changes,
  };
}
