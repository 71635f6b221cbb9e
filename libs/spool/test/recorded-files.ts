/* Stands in for `node:fs/promises`: remembers what it was asked, in order, and fails where it is told to. */

/** What was asked of the file system. */
export const asked: string[] = [];
/** Error codes, by what is asked. */
export const failures = new Map<string, string>();
/** Names in any folder. */
export const there: string[] = [];

export function forget(): void {
  asked.length = 0;
  failures.clear();
  there.length = 0;
}

function step(what: string): Promise<void> {
  asked.push(what);
  const code = failures.get(what);
  return code === undefined ? Promise.resolve() : Promise.reject(Object.assign(new Error(code), { code }));
}

export async function open(file: string, flags: string, mode?: number): Promise<object> {
  await step(`open ${file} ${flags}${mode === undefined ? '' : ` ${mode.toString(8)}`}`);
  return {
    writeFile: () => step(`write ${file}`),
    sync: () => step(`sync ${file}`),
    close: () => step(`close ${file}`),
  };
}

export const mkdir = (directory: string): Promise<void> => step(`mkdir ${directory}`);
export const rename = (from: string, to: string): Promise<void> => step(`rename ${from} ${to}`);
export const unlink = (file: string): Promise<void> => step(`unlink ${file}`);
export const readdir = (): Promise<string[]> => Promise.resolve([...there]);

/** Nobody has written anything, so that nothing can be read. */
export async function readFile(file: string): Promise<never> {
  await step(`read ${file}`);
  throw Object.assign(new Error('ENOENT'), { code: 'ENOENT' });
}
