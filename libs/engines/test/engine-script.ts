/* Starts a PostgreSQL, says so on its output, and then exits by itself (`exit`) or waits to be killed (`wait`). */
import { startPostgres } from '../src/index.ts';

const [folder = '', port = '', what = ''] = process.argv.slice(2);
const engine = await startPostgres({
  dataDir: `${folder}/data`,
  port: Number(port),
  logFile: `${folder}/postgres.log`,
  superuser: 'entsync',
  superuserPassword: 'only-for-this-test',
});
process.stdout.write(`${JSON.stringify({ pid: engine.pid, dataDir: engine.dataDir })}\n`);
if (what === 'exit') process.exit();
