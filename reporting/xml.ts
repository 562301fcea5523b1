/** Attributes by name; those that are undefined are left out. */
export type Attributes = Readonly<Record<string, string | number | undefined>>;

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\t': '&#9;',
  '\n': '&#10;',
};

/** First line of every part. */
export const XML_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';

/** Text as it stands between tags or quotes; tabs and line feeds survive in both. Illegal characters must be gone, see `cleanText`. */
export function escapeXml(text: string): string {
  return /[&<>"\t\n]/.test(text) ? text.replaceAll(/[&<>"\t\n]/g, (character) => ESCAPES[character]!) : text;
}

/** An element. @param children - XML; text must be escaped before. */
export function element(name: string, attributes: Attributes = {}, ...children: readonly string[]): string {
  let open = name;
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== undefined) open += ` ${key}="${typeof value === 'number' ? value : escapeXml(value)}"`;
  }
  const content = children.join('');
  return content === '' ? `<${open}/>` : `<${open}>${content}</${name}>`;
}

/** An element that says all it says in `val`, as most of DrawingML do. */
export function valued(name: string, val: string | number): string {
  return element(name, { val });
}
