import { Body, Controller, Get, HttpCode, Inject, Post, UseGuards } from '@nestjs/common';
import { BackupError, makeBackup, MasterSecret, openBox, type MasterSecretBackup } from '@entsync/secrets';
import { AdminGuard, PublicError } from '@entsync/service';
import { z } from 'zod';

import { StoreKeys } from '../keys/store-keys.ts';
import { readBody } from './request-body.ts';

const backupBody = z.object({ sealed: z.string(), reminder: z.string().default('') });

/** The master secret's backup: encrypted under a password that arrives sealed, and leaves never. */
@Controller('admin/secret')
@UseGuards(AdminGuard)
export class SecretController {
  #master: MasterSecret;
  readonly #keys: StoreKeys;

  constructor(@Inject(MasterSecret) master: MasterSecret, @Inject(StoreKeys) keys: StoreKeys) {
    this.#master = master;
    this.#keys = keys;
  }

  @Get()
  status(): { msid: string; isBackedUp: boolean; warning?: string } {
    const { msid, isBackedUp } = this.#master;
    const warning =
      'The master secret has never been backed up. Without it the stored passwords are lost: entsync secret backup FILE';
    return { msid, isBackedUp, ...(isBackedUp ? {} : { warning }) };
  }

  @Post('backup')
  @HttpCode(200)
  async backup(@Body() body: unknown): Promise<MasterSecretBackup> {
    const { sealed, reminder } = readBody(backupBody, body);
    const password = await openBox(this.#keys.recipients, 'administered-password', Buffer.from(sealed, 'base64'));
    try {
      const now = new Date();
      const backup = makeBackup(this.#master.content, password, reminder, now);
      this.#master = MasterSecret.store(this.#master.file, { ...this.#master.content, backedUpAt: now.toISOString() });
      return backup;
    } catch (error) {
      if (error instanceof BackupError) throw new PublicError(400, `${error.eventId}`, error.message);
      throw error;
    } finally {
      password.wipe();
    }
  }
}
