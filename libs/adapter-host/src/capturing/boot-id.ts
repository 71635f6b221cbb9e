import { readFileSync } from 'node:fs';

const LINUX_BOOT_ID = '/proc/sys/kernel/random/boot_id';

/** Which boot of the machine this is; empty where the system does not tell, which makes every record look like one of another boot. */
export function readBootId(): string {
  try {
    return readFileSync(LINUX_BOOT_ID, 'utf8').trim();
  } catch {
    return '';
  }
}
