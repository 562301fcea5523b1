import { posix } from 'node:path';
import { unzipSync } from 'fflate';
import { SCHEMA_ORDER } from './schema-order.ts';
import { all, descendants, first, parseXml, type XmlElement } from './xml-tree.ts';

/** A workbook taken apart: its files, and those that are XML as trees. */
export interface OpenedPackage {
  readonly names: readonly string[];
  readonly trees: ReadonlyMap<string, XmlElement>;
}

/** Opens a package; `names` are as the archive lists them, twice if a file is in it twice. */
export function openPackage(bytes: Uint8Array): OpenedPackage {
  const names: string[] = [];
  const files = unzipSync(bytes, {
    filter: ({ name }) => {
      names.push(name);
      return true;
    },
  });
  const texts = Object.entries(files).filter(([name]) => /\.(xml|rels)$/.test(name));
  const decode = new TextDecoder('utf-8', { fatal: true });
  return { names, trees: new Map(texts.map(([name, text]) => [name, parseXml(decode.decode(text))])) };
}

/** What makes Excel offer a repair, in words; empty for a sound package. */
export function packageFaults(opened: OpenedPackage): string[] {
  return [
    ...orderFaults(opened),
    ...linkFaults(opened),
    ...workbookFaults(opened),
    ...sheetPaths(opened).flatMap((path) => sheetFaults(opened, path)),
    ...tableFaults(opened),
    ...styleFaults(opened),
  ];
}

/** Paths of the sheets, in the order of the workbook. */
export function sheetPaths({ trees }: OpenedPackage): string[] {
  const targets = targetsOf(trees, 'xl/workbook.xml');
  return all(trees.get('xl/workbook.xml')!, 'sheet').map((sheet) => targets.get(sheet.attributes['r:id']!)!);
}

function orderFaults({ trees }: OpenedPackage): string[] {
  const visit = (path: string, element: XmlElement, trail: string): string[] => {
    const here = `${trail}/${element.name}`;
    const suffixes = Object.keys(SCHEMA_ORDER).filter((key) => here.endsWith(`/${key}`));
    const order = SCHEMA_ORDER[suffixes.toSorted((a, b) => b.length - a.length)[0] ?? ''];
    const positions = order === undefined ? [] : element.children.map(({ name }) => order.indexOf(name));
    const faults = positions.flatMap((position, i) => {
      if (position < 0) return [`${path}: ${here} holds ${element.children[i]!.name}`];
      return i > 0 && position < positions[i - 1]!
        ? [`${path}: ${here}: ${element.children[i]!.name} too late`]
        : [];
    });
    return [...faults, ...element.children.flatMap((child) => visit(path, child, here))];
  };
  return [...trees].flatMap(([path, tree]) => visit(path, tree, ''));
}

/** Parts by id of the relationship that leads to them from one part. */
function targetsOf(trees: OpenedPackage['trees'], path: string): Map<string, string> {
  const internal = relationshipsOf(trees, path).filter(
    ({ attributes }) => attributes.TargetMode !== 'External',
  );
  return new Map(
    internal.map(({ attributes }) => [attributes.Id!, posix.join(posix.dirname(path), attributes.Target!)]),
  );
}

function relationshipsOf(trees: OpenedPackage['trees'], path: string): readonly XmlElement[] {
  const { dir, base } = posix.parse(path);
  return trees.get(posix.join(dir, '_rels', `${base}.rels`))?.children ?? [];
}

function linkFaults({ names, trees }: OpenedPackage): string[] {
  const faults = repeated(names).map((name) => `${name} is in the archive twice`);
  const types = trees.get('[Content_Types].xml')!;
  const overrides = all(types, 'Override').map(({ attributes }) => attributes.PartName!.slice(1));
  const extensions = all(types, 'Default').map(({ attributes }) => attributes.Extension!);
  faults.push(...repeated([...overrides, ...extensions]).map((name) => `${name} has two content types`));
  faults.push(
    ...overrides.filter((name) => !names.includes(name)).map((name) => `${name} has a type but is not there`),
  );
  for (const name of names) {
    const hasType =
      overrides.includes(name) || (!name.endsWith('.xml') && extensions.includes(name.split('.').at(-1)!));
    if (!hasType && name !== '[Content_Types].xml') faults.push(`${name} has no content type`);
    if (!name.endsWith('.rels')) continue;
    const ids = all(trees.get(name)!, 'Relationship').map(({ attributes }) => attributes.Id!);
    faults.push(...repeated(ids).map((id) => `${name} has ${id} twice`));
  }
  for (const [path, tree] of trees) {
    const targets = targetsOf(trees, path);
    faults.push(
      ...[...targets.values()].filter((to) => !names.includes(to)).map((to) => `${path} leads to ${to}`),
    );
    const ids = new Set(relationshipsOf(trees, path).map(({ attributes }) => attributes.Id));
    for (const { name, attributes } of descendants(tree)) {
      const id = attributes['r:id'] ?? attributes['r:embed'];
      if (id !== undefined && !ids.has(id)) faults.push(`${path}: ${name} refers to ${id}`);
    }
  }
  return faults;
}

function repeated(values: readonly string[]): string[] {
  const lower = values.map((value) => value.toLowerCase());
  return values.filter((_, index) => lower.indexOf(lower[index]!) !== index);
}

function workbookFaults(opened: OpenedPackage): string[] {
  const workbook = opened.trees.get('xl/workbook.xml')!;
  const names = all(workbook, 'sheet').map(({ attributes }) => attributes.name!);
  const faults = repeated(names).map((name) => `two sheets are called ${name}`);
  faults.push(
    ...names
      .filter((name) => !/^(?!')[^[\]:*?/\\]{1,31}(?<!')$/.test(name))
      .map((name) => `sheet name ${name}`),
  );
  const defined = all(workbook, 'definedName').map(
    ({ attributes: { name, localSheetId } }) => `${name} ${localSheetId}`,
  );
  faults.push(...repeated(defined).map((name) => `two names ${name}`));
  for (const { attributes, text } of all(workbook, 'definedName')) {
    const sheet = `'${names[Number(attributes.localSheetId)]}'!`;
    if (!text.split(',').every((part) => part.startsWith(sheet)))
      faults.push(`${attributes.name} leads to ${text}`);
  }
  return faults;
}

/** First and last row and column of `B5:D9` or `B5`. */
export function rangeOf(reference: string): { top: number; left: number; bottom: number; right: number } {
  const corners = reference
    .replaceAll('$', '')
    .split(':')
    .map((corner) => {
      const [, letters, row] = /^([A-Z]+)(\d+)$/.exec(corner)!;
      const column = [...letters!].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);
      return { row: Number(row), column };
    });
  const [from, to] = [corners[0]!, corners.at(-1)!];
  return { top: from.row, left: from.column, bottom: to.row, right: to.column };
}

function overlap(a: string, b: string): boolean {
  const [one, other] = [rangeOf(a), rangeOf(b)];
  return (
    one.top <= other.bottom && other.top <= one.bottom && one.left <= other.right && other.left <= one.right
  );
}

function sheetFaults({ trees }: OpenedPackage, path: string): string[] {
  const sheet = trees.get(path)!;
  const faults: string[] = [];
  const styleCount = all(first(trees.get('xl/styles.xml')!, 'cellXfs'), 'xf').length;
  const strings = trees.get('xl/sharedStrings.xml')?.children.map(textOf) ?? [];
  let lastRow = 0;
  for (const row of all(sheet, 'row')) {
    const number = Number(row.attributes.r);
    if (number <= lastRow || number > 1_048_576) faults.push(`row ${number} after ${lastRow}`);
    lastRow = number;
    let lastColumn = 0;
    for (const cell of row.children) {
      const { r, s = '0', t = 'n' } = cell.attributes;
      const { top, left } = rangeOf(r!);
      if (top !== number || left <= lastColumn) faults.push(`${r} out of order`);
      lastColumn = left;
      if (Number(s) >= styleCount) faults.push(`${r} has no style ${s}`);
      if (cell.children.some(({ name }) => name === 'f')) faults.push(`${r} holds a formula`);
      const text = cellText(cell, strings);
      if (t === 'n' && text !== '' && !Number.isFinite(Number(text)))
        faults.push(`${r} holds the number ${text}`);
      if (t === 's' && text === undefined) faults.push(`${r} has no shared string`);
      if ((text ?? '').length > 32_767) faults.push(`${r} holds too much text`);
    }
  }
  const merges = all(sheet, 'mergeCell').map(({ attributes }) => attributes.ref!);
  const tables = tablesOf(trees, path).map(({ attributes }) => attributes.ref!);
  const filters = sheet.children
    .filter(({ name }) => name === 'autoFilter')
    .map(({ attributes }) => attributes.ref!);
  const ranges = [...merges, ...tables, ...filters];
  ranges.forEach((range, i) => {
    const other = ranges.slice(0, i).find((candidate) => overlap(range, candidate));
    if (other !== undefined) faults.push(`${range} overlaps ${other}`);
  });
  return [...faults, ...hyperlinkFaults(trees, path)].map((fault) => `${path}: ${fault}`);
}

function hyperlinkFaults(trees: OpenedPackage['trees'], path: string): string[] {
  const names = all(trees.get('xl/workbook.xml')!, 'sheet').map(({ attributes }) => attributes.name);
  return relationshipsOf(trees, path)
    .filter(({ attributes }) => attributes.TargetMode === 'External')
    .map(({ attributes }) => attributes.Target!)
    .filter((target) => !names.includes(/^#'(.+)'![A-Z]+\d+$/.exec(target)?.[1]));
}

/** Text of a cell; undefined if it is a shared one that is not there. */
function cellText(cell: XmlElement, strings: readonly string[]): string | undefined {
  const value = cell.children.find(({ name }) => name === 'v');
  if (cell.attributes.t === 's') return strings[Number(value!.text)];
  return value?.text ?? textOf(cell);
}

function textOf(element: XmlElement): string {
  return element.children.reduce((text, child) => text + textOf(child), element.text);
}

/** Texts of all cells of a sheet by address, e.g. `B7`. */
export function cellTexts({ trees }: OpenedPackage, path: string): Map<string, string> {
  const strings = trees.get('xl/sharedStrings.xml')?.children.map(textOf) ?? [];
  return new Map(
    all(trees.get(path)!, 'c').map((cell) => [cell.attributes.r!, cellText(cell, strings) ?? '']),
  );
}

function tablesOf(trees: OpenedPackage['trees'], path: string): XmlElement[] {
  const targets = targetsOf(trees, path);
  return all(trees.get(path)!, 'tablePart').flatMap(
    ({ attributes }) => trees.get(targets.get(attributes['r:id']!) ?? '') ?? [],
  );
}

function tableFaults(opened: OpenedPackage): string[] {
  const faults: string[] = [];
  const everyTable: XmlElement[] = [];
  for (const path of sheetPaths(opened)) {
    const texts = cellTexts(opened, path);
    const kinds = new Map(
      all(opened.trees.get(path)!, 'c').map((cell) => [cell.attributes.r!, cell.attributes.t]),
    );
    for (const table of tablesOf(opened.trees, path)) {
      everyTable.push(table);
      const { ref, displayName } = table.attributes;
      const { top, left, bottom, right } = rangeOf(ref!);
      const columns = all(table, 'tableColumn').map(({ attributes }) => attributes.name!);
      if (bottom <= top) faults.push(`${displayName} has no records`);
      if (columns.length !== right - left + 1)
        faults.push(`${displayName}: ${columns.length} columns in ${ref}`);
      faults.push(...repeated(columns).map((name) => `${displayName} has two columns ${name}`));
      columns.forEach((name, index) => {
        const address = `${lettersOf(left + index)}${top}`;
        if (texts.get(address) !== name || !['s', 'inlineStr'].includes(kinds.get(address)!))
          faults.push(`${displayName}: ${address} is not the text ${name}`);
      });
      if (all(table, 'autoFilter').some(({ attributes }) => attributes.ref !== ref))
        faults.push(`${displayName} filters another range`);
    }
  }
  const ids = everyTable.map(({ attributes }) => attributes.id!);
  const names = everyTable.map(({ attributes }) => attributes.displayName!);
  faults.push(...repeated(ids).map((id) => `two tables have id ${id}`));
  faults.push(...repeated(names).map((name) => `two tables are called ${name}`));
  const bad = names.filter(
    (name) => !/^[A-Za-z_][A-Za-z0-9_]{0,254}$/.test(name) || /^([A-Z]{1,3}\d+|[RC]|R\d*C\d*)$/i.test(name),
  );
  return [...faults, ...bad.map((name) => `table name ${name}`)];
}

function lettersOf(column: number): string {
  return column > 26
    ? lettersOf(Math.floor((column - 1) / 26)) + lettersOf(((column - 1) % 26) + 1)
    : String.fromCharCode(64 + column);
}

function styleFaults({ trees }: OpenedPackage): string[] {
  const styles = trees.get('xl/styles.xml')!;
  const formats = all(styles, 'xf');
  const faults = formats.length > 64_000 ? ['too many styles'] : [];
  const custom = all(styles, 'numFmt');
  const known = new Set(custom.map(({ attributes }) => Number(attributes.numFmtId)));
  const counts = { fontId: 'fonts', fillId: 'fills', borderId: 'borders' } as const;
  for (const { attributes } of formats) {
    const id = Number(attributes.numFmtId ?? 0);
    if (id >= 164 && !known.has(id)) faults.push(`no number format ${id}`);
    for (const [key, list] of Object.entries(counts)) {
      if (Number(attributes[key] ?? 0) >= first(styles, list).children.length)
        faults.push(`${key} ${attributes[key]}`);
    }
  }
  // Quotes in pairs, and outside of them only what numbers are written with.
  const sound = /^(?:"[^"]*"|[#0?,.% @_-]|General)+$/;
  return [
    ...faults,
    ...custom
      .map(({ attributes }) => attributes.formatCode!)
      .filter((code) => !sound.test(code))
      .map((code) => `number format ${code}`),
  ];
}
