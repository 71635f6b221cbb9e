import { spawn } from 'node:child_process';
import { once } from 'node:events';

export interface PlantedProcess {
  readonly pid: number;
  readonly child: number;
  readonly stop: () => void;
}

/** A process with the text in its command line, and in an environment that it shares with a child. */
export async function startWithChild(text: string): Promise<PlantedProcess> {
  const parent = spawn('sh', ['-c', 'sleep 600 & echo $!; wait', 'sh', text], {
    env: { PATH: '/usr/bin:/bin', PLANTED: text },
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  });
  const [said] = (await once(parent.stdout, 'data')) as [Buffer];
  const pid = parent.pid!;
  return { pid, child: Number(said.toString()), stop: () => void process.kill(-pid) };
}
