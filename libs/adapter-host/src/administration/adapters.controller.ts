import { Controller, HttpCode, Inject, Param, Post, UseGuards } from '@nestjs/common';
import { AdminGuard } from '@entsync/service';

import { AdapterHost } from '../adapter-host.ts';

export interface AdapterCheck {
  readonly adapter: string;
  readonly ok: boolean;
  readonly code?: string;
  readonly problem?: string;
  readonly missingPrivilege?: string;
}

/** Lets operators ask a target whether everything that is needed is there. */
@Controller('admin/adapters')
@UseGuards(AdminGuard)
export class AdaptersController {
  readonly #host: AdapterHost<unknown>;

  constructor(@Inject(AdapterHost) host: AdapterHost<unknown>) {
    this.#host = host;
  }

  @Post(':name/check')
  @HttpCode(200)
  async check(@Param('name') name: string): Promise<AdapterCheck> {
    const problem = await this.#host.adapter(name).check();
    if (problem === undefined) return { adapter: name, ok: true };
    const { code, message, missingPrivilege } = problem;
    return {
      adapter: name,
      ok: false,
      code,
      problem: message,
      ...(missingPrivilege === undefined ? {} : { missingPrivilege }),
    };
  }
}
