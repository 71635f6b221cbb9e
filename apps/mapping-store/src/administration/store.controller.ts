import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query, UseGuards } from '@nestjs/common';
import { openBox, type RecipientKeyPair } from '@entsync/secrets';
import { AdminGuard } from '@entsync/service';
import type { Secret } from '@entsync/domain';
import { z } from 'zod';

import { StoreKeys } from '../keys/store-keys.ts';
import { AccountActions } from './account-actions.ts';
import { AccountViews, type AccountView } from './account-views.ts';
import { Apply } from './apply/apply.ts';
import type { ApplyResult } from './apply/apply-document.ts';
import { readBody } from './request-body.ts';

const applyBody = z.object({
  document: z.unknown(),
  logins: z.record(z.string(), z.string()).default({}),
  preview: z.boolean().default(false),
});

const accountBody = z.object({ account: z.string().min(1) });
const credentialsBody = accountBody.extend({ sealed: z.string() });

/** Administration of what the store decides by. Passwords arrive sealed to the store. */
@Controller('admin')
@UseGuards(AdminGuard)
export class StoreController {
  readonly #apply: Apply;
  readonly #actions: AccountActions;
  readonly #views: AccountViews;
  readonly #keys: StoreKeys;

  constructor(
    @Inject(Apply) apply: Apply,
    @Inject(AccountActions) actions: AccountActions,
    @Inject(AccountViews) views: AccountViews,
    @Inject(StoreKeys) keys: StoreKeys,
  ) {
    this.#apply = apply;
    this.#actions = actions;
    this.#views = views;
    this.#keys = keys;
  }

  /** Whom passwords are sealed to. */
  @Get('recipient')
  recipient(): { keyId: string; publicKey: string } {
    const { keyId, publicKey } = newest(this.#keys.recipients);
    return { keyId, publicKey: Buffer.from(publicKey).toString('base64') };
  }

  @Post('apply')
  @HttpCode(200)
  apply(@Body() body: unknown): Promise<ApplyResult> {
    return this.#apply.run(readBody(applyBody, body));
  }

  @Post('credentials')
  @HttpCode(200)
  async credentials(@Body() body: unknown): Promise<{ stored: number }> {
    const { account, sealed } = readBody(credentialsBody, body);
    const password: Secret = await openBox(
      this.#keys.recipients,
      'administered-password',
      Buffer.from(sealed, 'base64'),
    );
    try {
      return await this.#actions.setCredentials(account, password);
    } finally {
      password.wipe();
    }
  }

  @Post('retry')
  @HttpCode(200)
  retry(@Body() body: unknown): Promise<{ released: number }> {
    return this.#actions.retry(readBody(accountBody, body).account);
  }

  @Post('drop')
  @HttpCode(200)
  drop(@Body() body: unknown): Promise<{ dropped: number }> {
    return this.#actions.drop(readBody(accountBody, body).account);
  }

  @Get('accounts')
  async accounts(@Query('name') name: string): Promise<{ people: readonly AccountView[] }> {
    return { people: await this.#views.account(name) };
  }

  @Get('changes/:trackingId')
  change(@Param('trackingId') trackingId: string): ReturnType<AccountViews['change']> {
    return this.#views.change(readBody(z.string().uuid(), trackingId));
  }
}

function newest(recipients: readonly RecipientKeyPair[]): RecipientKeyPair {
  const [first] = recipients;
  if (first === undefined) throw new Error('The store must have a recipient key.');
  return first;
}
