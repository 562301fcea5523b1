/** What "ours" is: the one place to change when another engine becomes the default. */
export { fastEngine as ourEngine } from '../clustering/fast-engine.ts';
