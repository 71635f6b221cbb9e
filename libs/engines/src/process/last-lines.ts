const LINES = 20;

/** The last lines of `text` that say something. */
export function lastLines(text: string): string {
  return text
    .split('\n')
    .map((line) => line.trimEnd())
    .filter((line) => line !== '')
    .slice(-LINES)
    .join('\n');
}
