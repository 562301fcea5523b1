import type ExcelJS from 'exceljs';
import type { CellValue } from './cell-text.ts';
import type { FormatKind } from './number-format.ts';
import { inkOn } from './palette.ts';
import type { CellRole, Tone } from './sheet-model.ts';
import { excelNumberFormat } from './number-format.ts';

export type CellStyle = Partial<ExcelJS.Style>;

/** What decides how a cell looks. */
export interface CellLook {
  readonly value: CellValue;
  readonly role: CellRole;
  readonly format: FormatKind;
  readonly tone?: Tone | undefined;
  readonly fill?: string | undefined;
  readonly link?: string | undefined;
}

const NAVY = '1F3864';
const INK = '1B1B1B';
const GREY = '595959';
const LINE = 'D0D3D9';

/** Text colours on white, each with a contrast of at least 4.5 to 1; words carry the same meaning. */
const TONE_INK: Record<Tone, string> = { plain: INK, good: '0B5FA5', caution: '8A5A00', bad: 'A4262C' };
const TONE_FILL: Record<Tone, string> = { plain: 'F2F4F8', good: 'DCEAF7', caution: 'FFF1CC', bad: 'F8DADA' };

/** Text cells longer than this are not given the format "text": old versions of Excel show them as ####. */
const LONGEST_TEXT_FORMAT = 255;

const FONTS: Record<CellRole, { readonly size: number; readonly bold?: boolean; readonly colour: string }> = {
  title: { size: 20, bold: true, colour: NAVY },
  heading: { size: 14, bold: true, colour: NAVY },
  paragraph: { size: 11, colour: INK },
  note: { size: 10, colour: GREY },
  banner: { size: 12, bold: true, colour: INK },
  header: { size: 10, bold: true, colour: 'FFFFFF' },
  body: { size: 10, colour: INK },
  strong: { size: 10, bold: true, colour: INK },
  record: { size: 10, colour: INK },
  chip: { size: 10, bold: true, colour: INK },
  tileLabel: { size: 10, bold: true, colour: GREY },
  tileValue: { size: 20, bold: true, colour: NAVY },
  tileNote: { size: 9, colour: GREY },
};

/**
 * Makes the function that gives a cell its style. Equal looks get the same object, which ExcelJS recognises by
 * identity: with a million rows that decides whether writing takes seconds or minutes.
 *
 * @param currency - Code or sign of amounts, '' for none.
 */
export function createStyles(currency: string): (look: CellLook) => CellStyle {
  const styles = new Map<string, CellStyle>();
  return (look) => {
    const kind = valueKind(look.value);
    const key = `${look.role} ${look.format} ${kind} ${look.tone ?? ''} ${look.fill ?? ''} ${look.link === undefined ? '' : 'link'}`;
    let style = styles.get(key);
    if (style === undefined) {
      style = buildStyle(look, currency);
      styles.set(key, style);
    }
    return style;
  };
}

type ValueKind = 'text' | 'longText' | 'number' | 'other';

function valueKind(value: CellValue): ValueKind {
  if (typeof value === 'number') return 'number';
  if (typeof value !== 'string') return 'other';
  return value.length > LONGEST_TEXT_FORMAT ? 'longText' : 'text';
}

function buildStyle(look: CellLook, currency: string): CellStyle {
  const fill = fillOf(look);
  return {
    font: fontOf(look, fill),
    alignment: alignmentOf(look),
    ...(fill === undefined ? {} : { fill: solid(fill) }),
    ...borderOf(look),
    ...numberFormatOf(look, currency),
  };
}

function fontOf(look: CellLook, fill: string | undefined): Partial<ExcelJS.Font> {
  const { size, bold, colour } = FONTS[look.role];
  const link = look.link !== undefined;
  const ownColour = look.tone === undefined || look.role === 'banner' ? colour : TONE_INK[look.tone];
  const ink = look.fill !== undefined && fill !== undefined ? inkOn(fill) : link ? '0B5FA5' : ownColour;
  const isBold = bold === true || (look.tone !== undefined && look.tone !== 'plain' && look.role === 'body');
  return { name: 'Calibri', family: 2, size, bold: isBold, underline: link, color: opaque(ink) };
}

function fillOf(look: CellLook): string | undefined {
  if (look.fill !== undefined) return look.fill;
  switch (look.role) {
    case 'header':
      return NAVY;
    case 'banner':
      return TONE_FILL[look.tone ?? 'plain'];
    case 'strong':
    case 'tileLabel':
    case 'tileValue':
    case 'tileNote':
      return TONE_FILL.plain;
    default:
      return undefined;
  }
}

const FLUSH_ROLES: readonly CellRole[] = ['title', 'heading', 'note', 'paragraph'];
const LEFT_ROLES: readonly CellRole[] = ['title', 'heading', 'paragraph', 'note', 'banner'];
const SINGLE_LINE_ROLES: readonly CellRole[] = ['title', 'heading', 'tileValue', 'record'];
const TILE_ROLES: readonly CellRole[] = ['tileLabel', 'tileValue', 'tileNote'];

function alignmentOf(look: CellLook): Partial<ExcelJS.Alignment> {
  const isTile = TILE_ROLES.includes(look.role);
  const isText = look.format === 'text' || look.format === 'setting' || LEFT_ROLES.includes(look.role);
  const horizontal = look.role === 'chip' || isTile ? 'center' : isText ? 'left' : 'right';
  const vertical = look.role === 'tileNote' ? 'top' : 'middle';
  const wrapText = !SINGLE_LINE_ROLES.includes(look.role);
  const indent = horizontal === 'left' && !FLUSH_ROLES.includes(look.role) ? 1 : 0;
  return { horizontal, vertical, wrapText, indent };
}

const WHITE_LINE = { style: 'medium', color: opaque('FFFFFF') } as const;

function borderOf(look: CellLook): CellStyle {
  if (TILE_ROLES.includes(look.role)) return { border: { left: WHITE_LINE, right: WHITE_LINE } };
  if (look.role === 'body' || look.role === 'strong' || look.role === 'chip') {
    return { border: { bottom: { style: 'thin', color: opaque(LINE) } } };
  }
  return {};
}

/** Body text gets the format "text", so that what looks like a formula stays text even when it is edited. */
function numberFormatOf(look: CellLook, currency: string): CellStyle {
  const kind = valueKind(look.value);
  if (kind === 'number') return { numFmt: excelNumberFormat(look.format, currency) };
  return kind === 'text' ? { numFmt: excelNumberFormat('text', currency) } : {};
}

function solid(colour: string): ExcelJS.FillPattern {
  return {
    type: 'pattern',
    pattern: 'solid',
    fgColor: opaque(colour),
    bgColor: { indexed: 64 } as Partial<ExcelJS.Color>,
  };
}

/** RRGGBB as ExcelJS wants it. */
export function opaque(colour: string): { argb: string } {
  return { argb: `FF${colour}` };
}
