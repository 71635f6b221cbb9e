import type { Secret } from '@entsync/domain';

interface HeldPasswords {
  readonly newPassword?: Secret | undefined;
  readonly oldPassword?: Secret | undefined;
}

export function wipePasswords({ newPassword, oldPassword }: HeldPasswords): void {
  newPassword?.wipe();
  oldPassword?.wipe();
}
