import type { ApplyProblem } from '@entsync/api-client';
import { LineCounter, parseDocument, type Document } from 'yaml';

import { RefusedError } from '../cli.errors.ts';
import { locate, type Place } from './locate-problem.ts';

/** A configuration file that was read, and still knows where in the file everything stands. */
export class ConfigurationDocument {
  readonly file: string;
  readonly content: unknown;
  readonly #document: Document;
  readonly #lines: LineCounter;

  private constructor(file: string, document: Document, lines: LineCounter) {
    this.file = file;
    this.content = document.toJS();
    this.#document = document;
    this.#lines = lines;
  }

  /** Throws {@link RefusedError} with the place of every fault in the YAML itself. */
  static parse(file: string, text: string): ConfigurationDocument {
    const lines = new LineCounter();
    const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
    const faults = document.errors.map(({ pos, message }) => {
      const { line, col } = lines.linePos(pos[0]);
      return `${file}:${line}:${col}: ${message}`;
    });
    if (faults.length > 0) throw new RefusedError(faults.join('\n'));
    return new ConfigurationDocument(file, document, lines);
  }

  place(path: ApplyProblem['path']): Place {
    return locate(this.#document, this.#lines, path);
  }

  /** One line, as compilers write it, so that editors jump there. */
  describe({ path, message, eventId }: ApplyProblem): string {
    const { line, column } = this.place(path);
    const where = path.length === 0 ? '' : `${writePath(path)}: `;
    return `${this.file}:${line}:${column}: ${where}${message}${eventId === undefined ? '' : ` (event ${eventId})`}`;
  }
}

/** `adapters[0].settings.host`. */
export function writePath(path: ApplyProblem['path']): string {
  return path.reduce<string>((written, part) => {
    if (typeof part === 'number') return `${written}[${part}]`;
    return written === '' ? part : `${written}.${part}`;
  }, '');
}
