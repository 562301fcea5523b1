import type { TextOutput } from '../../pipeline/core/progress.ts';

/** An output that keeps what is written. */
export interface MemoryOutput extends TextOutput {
  text: string;
}

/** Creates an empty output of a width in characters. */
export function memoryOutput(columns?: number): MemoryOutput {
  return {
    text: '',
    columns,
    write(text: string) {
      this.text += text;
    },
  };
}
