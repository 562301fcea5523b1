import type { PageSegment } from '../page-data.ts';

/** Attributes of an element; text goes in as text, never as HTML. */
export interface ElementParts {
  readonly className?: string;
  readonly text?: string;
  readonly attributes?: Readonly<Record<string, string>>;
}

/** An element with its attributes, text and children. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  { className, text, attributes = {} }: ElementParts = {},
  children: readonly Node[] = [],
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  if (className !== undefined) made.className = className;
  if (text !== undefined) made.textContent = text;
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/** The label of a segment on its colour. */
export function chip({ label, colour, ink }: PageSegment): HTMLElement {
  const made = element('span', { className: 'chip', text: label });
  made.style.backgroundColor = `#${colour}`;
  made.style.color = `#${ink}`;
  return made;
}

/** An element of the page by its id. @throws {Error} If the page has none: page and script do not belong together. */
export function part<Kind extends HTMLElement = HTMLElement>(id: string): Kind {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`the page has no element ${id}`);
  return found as Kind;
}
