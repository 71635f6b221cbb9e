import type { ApplyDocument } from './apply-document.ts';
import { differences, type Applying } from './applying.ts';

export async function applySystem(applying: Applying, wanted: NonNullable<ApplyDocument['system']>): Promise<void> {
  const before = applying.directory.system;
  const after = { ...before, ...wanted };
  const details = differences({ ...before }, { ...after });
  if (details.length === 0) return;
  await applying.manager.query(
    `update system set enabled = $1, accept_hooks = $2, windows_sync = $3, external_sync = $4, full_sync = $5, sync_age_hours = $6
     where id = 1`,
    [after.enabled, after.acceptHooks, after.windowsSync, after.externalSync, after.fullSync, after.syncAgeHours],
  );
  applying.note('system', 'system', 'changed', details);
}
