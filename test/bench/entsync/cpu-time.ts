import { readdir, readFile } from 'node:fs/promises';

/** Of /proc: a hundredth of a second. */
const MILLISECONDS_A_TICK = 10;

interface Process {
  readonly parent: number;
  readonly milliseconds: number;
}

/** Processor time in milliseconds of processes with all that they have started, by name. Empty where there is no /proc. */
export async function readCpuTimes(pids: Readonly<Record<string, number>>): Promise<Map<string, number>> {
  const names = new Map(Object.entries(pids).map(([name, pid]) => [pid, name]));
  const processes = await readProcesses();
  const times = new Map<string, number>();
  for (const [pid, { milliseconds }] of processes) {
    const name = nameOf(pid, names, processes);
    if (name !== undefined) times.set(name, (times.get(name) ?? 0) + milliseconds);
  }
  return times;
}

/** The nearest ancestor that has a name, or the process itself. */
function nameOf(
  pid: number,
  names: ReadonlyMap<number, string>,
  processes: ReadonlyMap<number, Process>,
): string | undefined {
  for (let at: number | undefined = pid; at !== undefined; at = processes.get(at)?.parent) {
    const name = names.get(at);
    if (name !== undefined) return name;
  }
  return undefined;
}

async function readProcesses(): Promise<Map<number, Process>> {
  const processes = new Map<number, Process>();
  for (const pid of await readdir('/proc').catch(() => [])) {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
    if (stat === undefined) continue;
    // The program's name, in brackets, may hold anything.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    // Its own, and that of its children that have ended.
    const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
    processes.set(Number(pid), { parent: Number(fields[1]), milliseconds: ticks * MILLISECONDS_A_TICK });
  }
  return processes;
}
