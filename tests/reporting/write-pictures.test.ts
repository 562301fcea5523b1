import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Picture } from '../../reporting/pictures/picture.ts';
import { writePictures } from '../../reporting/write-pictures.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pictures-'));
});
afterEach(() => rm(folder, { recursive: true }));

function picture(name: string): Picture {
  const png = new TextEncoder().encode(name);
  return {
    name,
    stratum: 'all',
    topic: name,
    title: name,
    alt: name,
    svg: '<svg/>',
    png,
    width: 1800,
    height: 900,
  };
}

describe('writePictures(pictures, outDir)', () => {
  it('writes a file a picture and says where', async () => {
    const files = await writePictures([picture('k_scan'), picture('silhouettes')], folder);
    expect(files).toEqual([join(folder, 'k_scan.png'), join(folder, 'silhouettes.png')]);
    expect(await readFile(files[0]!, 'utf8')).toBe('k_scan');
  });

  it('removes pictures of an earlier run, and nothing else', async () => {
    const others = ['holiday.png', 'k_scan.svg', 'my_k_scan.png', 'clustering_results.xlsx'];
    for (const name of [...others, 'umap_clusters_2d.png', 'k_scan_buyers.png']) {
      await writeFile(join(folder, name), '');
    }
    await writePictures([picture('k_scan')], folder);
    expect((await readdir(folder)).toSorted()).toEqual([...others, 'k_scan.png'].toSorted());
  });

  it('makes no folder where there is nothing to write', async () => {
    expect(await writePictures([], join(folder, 'none'))).toEqual([]);
    expect(await readdir(folder)).toEqual([]);
  });

  it('refuses a file it cannot replace and names it', async () => {
    await mkdir(join(folder, 'k_scan.png', 'in-the-way'), { recursive: true });
    await expect(writePictures([picture('k_scan')], folder)).rejects.toThrow(/cannot write .*k_scan\.png/);
  });
});
