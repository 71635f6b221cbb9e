import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

const ROOT = path.resolve(import.meta.dirname, '../..');
const MOST_OUTPUT = 16 * 1024 * 1024;
const OXLINT = path.join(ROOT, 'node_modules/oxlint/bin/oxlint');

/** The project's own rules, but for those that need a program of types. Patterns of files count from this file's folder. */
const CONFIG = `import config from ${JSON.stringify(path.join(ROOT, 'oxlint.config.ts'))};
export default { ...config, options: {} };
`;

interface Finding {
  readonly filename: string;
  readonly message: string;
  readonly help?: string;
}

/** Lints files that stand in a temporary folder only. Resolves to what the linter says of each, advice included. */
export async function lintFiles(sources: Readonly<Record<string, string>>): Promise<Record<string, readonly string[]>> {
  const folder = await mkdtemp(path.join(tmpdir(), 'entsync-boundaries-'));
  try {
    await writeFiles(folder, { ...sources, 'oxlint.config.ts': CONFIG });
    const findings = await lint(folder);
    const toldOf = (file: string): readonly string[] =>
      findings.filter(({ filename }) => filename === file).map(({ help, message }) => `${message} ${help ?? ''}`);
    return Object.fromEntries(Object.keys(sources).map((file) => [file, toldOf(file)]));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function writeFiles(folder: string, sources: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, source] of Object.entries(sources)) {
    const file = path.join(folder, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, `${source}\n`);
  }
}

/** The linter's exit code only says whether it found something; what is no report is its own failure. */
function lint(folder: string): Promise<readonly Finding[]> {
  const args = [OXLINT, '--config', 'oxlint.config.ts', '--format', 'json'];
  return new Promise((resolve, reject) => {
    execFile(process.execPath, args, { cwd: folder, maxBuffer: MOST_OUTPUT }, (_error, stdout, stderr) => {
      if (!stdout.startsWith('{')) reject(new Error(`oxlint failed: ${stdout}${stderr}`));
      else resolve((JSON.parse(stdout) as { diagnostics: Finding[] }).diagnostics);
    });
  });
}
