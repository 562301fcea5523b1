import { SaxesParser } from 'saxes';

/** An element with what is in it; `text` is that of the element itself. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: XmlElement[];
  text: string;
}

/** Reads XML strictly. @throws If it is not well-formed, illegal characters included. */
export function parseXml(text: string): XmlElement {
  const parser = new SaxesParser();
  const document: XmlElement = { name: '', attributes: {}, children: [], text: '' };
  const open: XmlElement[] = [document];
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }) => {
    const element: XmlElement = {
      name,
      attributes: attributes as Record<string, string>,
      children: [],
      text: '',
    };
    open.at(-1)!.children.push(element);
    open.push(element);
  });
  parser.on('text', (part) => (open.at(-1)!.text += part));
  parser.on('closetag', () => open.pop());
  parser.write(text).close();
  return document.children[0]!;
}

/** All elements below (and including) one, in the order of the document. */
export function* descendants(element: XmlElement): Generator<XmlElement> {
  yield element;
  for (const child of element.children) yield* descendants(child);
}

/** All elements of a name below one. */
export function all(element: XmlElement, name: string): XmlElement[] {
  return [...descendants(element)].filter((candidate) => candidate.name === name);
}

/** The first element of a name below one. @throws If there is none. */
export function first(element: XmlElement, name: string): XmlElement {
  const found = all(element, name)[0];
  if (found === undefined) throw new Error(`no ${name} in ${element.name}`);
  return found;
}
