import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../pipeline/core/paths.ts';

const BUILT = join(packageRoot, 'dist', 'reporting', 'html');

/** Script and style sheet of the page, as `npm run build` makes them of client/ and page.css. */
export function readPageParts(): { readonly script: string; readonly style: string } {
  return {
    script: readFileSync(join(BUILT, 'page.js'), 'utf8'),
    style: readFileSync(join(BUILT, 'page-style.css'), 'utf8'),
  };
}

/**
 * What the page may do: run this one script and use styles that stand in it; load, send and embed nothing. Drawings
 * carry style attributes, which have no hash.
 */
export function contentPolicy(script: string): string {
  const hash = createHash('sha256').update(script, 'utf8').digest('base64');
  return `default-src 'none'; script-src 'sha256-${hash}'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'`;
}
