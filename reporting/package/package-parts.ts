import { chartXml } from './chart.ts';
import type { DrawingSpec } from './drawing.ts';
import { drawingRelationshipId, drawingXml } from './drawing.ts';
import type { TableSpec } from './table.ts';
import { tableXml } from './table.ts';
import { element, XML_DECLARATION } from '../xml.ts';

/** What belongs to a sheet beside its cells. */
export interface SheetObjects {
  readonly drawings: readonly DrawingSpec[];
  readonly tables: readonly TableSpec[];
}

/** A file of the package. */
export interface Part {
  /** From the root of the package, without a leading slash. */
  readonly path: string;
  readonly content: string | Uint8Array;
}

/** What a sheet must hold so that its objects are found. */
export interface SheetLinks {
  /** The last elements of the sheet. */
  readonly elements: string;
  /** `Relationship` elements for the relationships of the sheet. */
  readonly relationships: string;
}

const RELATIONSHIP_TYPES = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE_RELATIONSHIPS = 'http://schemas.openxmlformats.org/package/2006/relationships';
const CONTENT_TYPES: Readonly<Record<string, string>> = {
  chart: 'application/vnd.openxmlformats-officedocument.drawingml.chart+xml',
  drawing: 'application/vnd.openxmlformats-officedocument.drawing+xml',
  table: 'application/vnd.openxmlformats-officedocument.spreadsheetml.table+xml',
};

/**
 * Collects the parts that sheets refer to, and numbers them through the workbook.
 *
 * @see ECMA-376, 5th edition, part 2 (Open Packaging Conventions).
 */
export class PackageParts {
  readonly #parts: Part[] = [];
  readonly #overrides: string[] = [];
  readonly #counts = new Map<string, number>();
  readonly #tableNames = new Set<string>();

  /** In the order they were made. */
  get parts(): readonly Part[] {
    return this.#parts;
  }

  /** Elements for the list of content types. */
  get contentTypes(): string {
    const images = element('Default', { Extension: 'png', ContentType: 'image/png' });
    return (this.#counts.has('image') ? images : '') + this.#overrides.join('');
  }

  /** Makes the parts of a sheet. Tables of a name that is taken get a number behind theirs. */
  attach({ drawings, tables }: SheetObjects): SheetLinks {
    const elements: string[] = [];
    const relationships: string[] = [];
    if (drawings.length > 0) {
      elements.push(element('drawing', { 'r:id': 'rIdDrawing' }));
      relationships.push(relationship('rIdDrawing', 'drawing', `../drawings/${this.#addDrawing(drawings)}`));
    }
    const references = tables.map((table, index) => {
      const id = `rIdTable${index + 1}`;
      relationships.push(relationship(id, 'table', `../tables/${this.#addTable(table)}`));
      return element('tablePart', { 'r:id': id });
    });
    if (tables.length > 0) elements.push(element('tableParts', { count: tables.length }, ...references));
    return { elements: elements.join(''), relationships: relationships.join('') };
  }

  #addDrawing(drawings: readonly DrawingSpec[]): string {
    const links = drawings.map(({ content }, index) => {
      const id = drawingRelationshipId(index);
      if (content.kind === 'chart') {
        const file = this.#add('chart', 'xl/charts', chartXml(content.chart));
        return relationship(id, 'chart', `../charts/${file}`);
      }
      const image = this.#name('image', 'png');
      this.#parts.push({ path: `xl/media/${image}`, content: content.image.png });
      return relationship(id, 'image', `../media/${image}`);
    });
    const file = this.#add('drawing', 'xl/drawings', drawingXml(drawings));
    this.#parts.push({ path: `xl/drawings/_rels/${file}.rels`, content: relationshipsXml(links.join('')) });
    return file;
  }

  #addTable(table: TableSpec): string {
    let name = table.name;
    for (let number = 2; this.#tableNames.has(name.toLowerCase()); number++) name = `${table.name}_${number}`;
    this.#tableNames.add(name.toLowerCase());
    return this.#add('table', 'xl/tables', tableXml({ ...table, name }, this.#tableNames.size));
  }

  /** Adds a part under the next name of its kind; returns the name. */
  #add(kind: 'chart' | 'drawing' | 'table', folder: string, content: string): string {
    const file = this.#name(kind, 'xml');
    this.#parts.push({ path: `${folder}/${file}`, content });
    this.#overrides.push(
      element('Override', { PartName: `/${folder}/${file}`, ContentType: CONTENT_TYPES[kind]! }),
    );
    return file;
  }

  #name(kind: string, extension: string): string {
    const count = (this.#counts.get(kind) ?? 0) + 1;
    this.#counts.set(kind, count);
    return `${kind}${count}.${extension}`;
  }
}

/** A part of relationships. @param relationships - `Relationship` elements. */
export function relationshipsXml(relationships: string): string {
  return XML_DECLARATION + element('Relationships', { xmlns: PACKAGE_RELATIONSHIPS }, relationships);
}

function relationship(id: string, type: string, target: string): string {
  return element('Relationship', { Id: id, Type: `${RELATIONSHIP_TYPES}/${type}`, Target: target });
}
