/** A table; cells may hold whatever Markdown may, but no line breaks. */
export function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |`;
  return [line(heads), line(heads.map(() => '---')), ...rows.map(line)].join('\n');
}

function cell(text: string): string {
  return text.replaceAll('|', String.raw`\|`).replaceAll(/\s*\n\s*/g, ' ');
}

/** As it is written, whatever it is. */
export function code(text: string): string {
  return text === '' ? '' : `\`${text}\``;
}

/** A sentence of the program: nothing in it is Markdown. */
export function plain(text: string): string {
  return text.replaceAll(/[\\`*_<>[\]]/g, String.raw`\$&`);
}

export function link(text: string, to: string): string {
  return `[${text}](${to})`;
}

/** Parts of a page, an empty line between them, a line break at the end. */
export function page(...parts: readonly string[]): string {
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}
