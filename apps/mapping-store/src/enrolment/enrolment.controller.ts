import { Body, Controller, Get, HttpCode, Inject, Param, Post, UseGuards } from '@nestjs/common';
import { AdminGuard } from '@entsync/service';

import { readBody } from '../administration/request-body.ts';
import { Enrolment, enrolmentAnswer, enrolmentRequest, type Enrolled, type PrincipalView } from './enrolment.ts';

/** Identities. Making a token asks for the administrator's; using one asks for nothing but the token. */
@Controller()
export class EnrolmentController {
  readonly #enrolment: Enrolment;

  constructor(@Inject(Enrolment) enrolment: Enrolment) {
    this.#enrolment = enrolment;
  }

  @Post('admin/enrolments')
  @UseGuards(AdminGuard)
  async token(@Body() body: unknown): Promise<{ token: string }> {
    return { token: await this.#enrolment.makeToken(readBody(enrolmentRequest, body), new Date()) };
  }

  @Post('enrol')
  @HttpCode(200)
  enrol(@Body() body: unknown): Promise<Enrolled> {
    return this.#enrolment.enrol(readBody(enrolmentAnswer, body), new Date());
  }

  @Get('admin/principals')
  @UseGuards(AdminGuard)
  async principals(): Promise<{ principals: readonly PrincipalView[] }> {
    return { principals: await this.#enrolment.list() };
  }

  @Post('admin/principals/:name/revoke')
  @HttpCode(200)
  @UseGuards(AdminGuard)
  async revoke(@Param('name') name: string): Promise<{ revoked: string }> {
    await this.#enrolment.revoke(name, new Date());
    return { revoked: name };
  }
}
