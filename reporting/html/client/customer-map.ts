import type { PageMap } from '../page-data.ts';
import { chip, element, part } from './element.ts';
import { drawMap } from './map-drawing.ts';
import { nearestPoint, nextPoint, placePoints, type Direction, type PlacedPoints } from './map-geometry.ts';
import { unpackNumbers, unpackTexts } from './unpack.ts';

const HEIGHT_BY_WIDTH = 0.62;
const MARGIN = 16;
const REACH = 14;

const ARROWS: Readonly<Record<string, Direction>> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
};

/**
 * Draws a map into its figure and lets a reader point at customers with the mouse, a finger or the arrow keys; a
 * click or Enter looks the customer up.
 *
 * @param lookUp - Called with the id of the customer.
 */
export async function startMap(map: PageMap, lookUp: (customerId: string) => void): Promise<void> {
  const view = new MapView(map, {
    ids: await unpackTexts(map.customerIds),
    segmentOf: new Uint16Array(await unpackNumbers(map.segmentOf)),
    positions: new Float32Array(await unpackNumbers(map.positions)),
    lookUp,
  });
  view.start();
}

interface MapContents {
  readonly ids: readonly string[];
  readonly segmentOf: Uint16Array;
  readonly positions: Float32Array;
  readonly lookUp: (customerId: string) => void;
}

class MapView {
  readonly #map: PageMap;
  readonly #contents: MapContents;
  readonly #canvas: HTMLCanvasElement;
  readonly #tip: HTMLElement;
  readonly #hidden = new Set<number>();
  #points: PlacedPoints = { x: new Float32Array(), y: new Float32Array() };
  #active = -1;

  constructor(map: PageMap, contents: MapContents) {
    this.#map = map;
    this.#contents = contents;
    this.#canvas = part<HTMLCanvasElement>(map.id);
    this.#tip = part(`${map.id}-tip`);
  }

  start(): void {
    const canvas = this.#canvas;
    this.#addLegend();
    new ResizeObserver(() => this.#draw()).observe(canvas.parentElement!);
    canvas.addEventListener('pointermove', (event) => this.#point(this.#at(event)));
    canvas.addEventListener('pointerdown', (event) => this.#point(this.#at(event)));
    canvas.addEventListener('pointerleave', () => this.#point(-1));
    canvas.addEventListener('click', () => this.#lookUp());
    canvas.addEventListener('blur', () => this.#point(-1));
    canvas.addEventListener('keydown', (event) => this.#press(event));
    document.addEventListener('themechange', () => this.#draw());
    this.#draw();
  }

  /** One button a segment that hides it and shows it again. */
  #addLegend(): void {
    const legend = part(`${this.#map.id}-legend`);
    this.#map.segments.forEach((segment, index) => {
      const button = element('button', { attributes: { type: 'button', 'aria-pressed': 'true' } }, [
        chip(segment),
        element('bdi', { text: ` ${segment.name}` }),
      ]);
      button.addEventListener('click', () => {
        if (!this.#hidden.delete(index)) this.#hidden.add(index);
        button.setAttribute('aria-pressed', String(!this.#hidden.has(index)));
        this.#point(-1);
      });
      legend.append(button);
    });
  }

  #isShown = (index: number): boolean => !this.#hidden.has(this.#contents.segmentOf[index]!);

  #at(event: PointerEvent): number {
    const box = this.#canvas.getBoundingClientRect();
    const at = { x: event.clientX - box.left, y: event.clientY - box.top, reach: REACH };
    return nearestPoint(this.#points, at, this.#isShown);
  }

  #press(event: KeyboardEvent): void {
    const direction = ARROWS[event.key];
    if (event.key === 'Enter') this.#lookUp();
    else if (event.key === 'Escape') this.#point(-1);
    else if (direction !== undefined) this.#step(direction);
    else return;
    event.preventDefault();
  }

  #step(direction: Direction): void {
    const isShown = this.#isShown;
    if (this.#active >= 0) {
      this.#point(nextPoint(this.#points, this.#active, { direction, isShown }));
      return;
    }
    const middle = { x: this.#canvas.clientWidth / 2, y: this.#canvas.clientHeight / 2, reach: Infinity };
    this.#point(nearestPoint(this.#points, middle, isShown));
  }

  #lookUp(): void {
    if (this.#active >= 0) this.#contents.lookUp(this.#contents.ids[this.#active]!);
  }

  #point(index: number): void {
    this.#active = index;
    this.#draw();
    this.#tip.hidden = index < 0;
    this.#tip.replaceChildren();
    if (index < 0) return;
    const { ids, segmentOf, positions } = this.#contents;
    const segment = this.#map.segments[segmentOf[index]!]!;
    const [x, y] = [positions[index]!, positions[ids.length + index]!];
    this.#tip.append(
      element('bdi', { className: 'id', text: ids[index]! }),
      element('div', {}, [chip(segment), element('bdi', { text: ` ${segment.name}` })]),
      element('div', { text: `${this.#map.axes[0]}: ${x.toFixed(2)}` }),
      element('div', { text: `${this.#map.axes[1]}: ${y.toFixed(2)}` }),
    );
    this.#placeTip(index);
  }

  /** Beside the point, on the side with more room. */
  #placeTip(index: number): void {
    const [x, y] = [this.#points.x[index]!, this.#points.y[index]!];
    const isRight = x > this.#canvas.clientWidth / 2;
    this.#tip.style.left = isRight ? 'auto' : `${x + REACH}px`;
    this.#tip.style.right = isRight ? `${this.#canvas.clientWidth - x + REACH}px` : 'auto';
    this.#tip.style.top = `${Math.min(y, this.#canvas.clientHeight - this.#tip.offsetHeight)}px`;
  }

  #draw(): void {
    const canvas = this.#canvas;
    const context = canvas.getContext('2d');
    const width = canvas.parentElement!.clientWidth;
    if (context === null || width === 0) return;
    const height = Math.round(width * HEIGHT_BY_WIDTH);
    const ratio = window.devicePixelRatio;
    canvas.width = width * ratio;
    canvas.height = height * ratio;
    canvas.style.width = `${width}px`;
    canvas.style.height = `${height}px`;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    const frame = { width, height, margin: MARGIN };
    this.#points = placePoints(this.#contents.positions, frame);
    const { color: ink, backgroundColor: paper } = getComputedStyle(canvas);
    drawMap(context, {
      frame,
      points: this.#points,
      segments: this.#map.segments,
      segmentOf: this.#contents.segmentOf,
      isShown: this.#isShown,
      active: this.#active,
      ink,
      paper,
    });
  }
}
