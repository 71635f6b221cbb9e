// Loaded into the mapping store: when the file `stop-before-publish` in the installation's folder names a topic, the process dies right
// before it publishes to that topic, which is right after its database transaction was committed.
import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';

import { Publisher } from '@entsync/messaging';

const HOME_OPTION = '--installation=';
const home = process.argv.find((argument) => argument.startsWith(HOME_OPTION))?.slice(HOME_OPTION.length);
const isStore = process.argv[1].includes('mapping-store');

if (isStore && home !== undefined) {
  const order = path.join(home, 'stop-before-publish');
  // Called with the publisher itself below.
  // oxlint-disable-next-line typescript/unbound-method
  const { publish } = Publisher.prototype;
  Publisher.prototype.publish = function stopOrPublish(messages) {
    if (existsSync(order)) {
      const topic = readFileSync(order, 'utf8');
      if (messages.some((message) => message.topic === topic)) {
        rmSync(order);
        process.kill(process.pid, 'SIGKILL');
      }
    }
    return publish.call(this, messages);
  };
}
