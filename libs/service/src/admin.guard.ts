import { Inject, Injectable, UnauthorizedException, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { sameToken } from '@entsync/secrets';

import { ADMIN_TOKEN } from './tokens.ts';

/** Who did something, as events tell it: the token of the installation says that it may be done, and not who holds it. */
export const ADMINISTRATOR = 'administrator';

/** Administration asks for the bearer token of the installation. */
@Injectable()
export class AdminGuard implements CanActivate {
  readonly #token: string;

  constructor(@Inject(ADMIN_TOKEN) token: string) {
    this.#token = token;
  }

  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<{ headers: Record<string, string | undefined> }>();
    const given = /^Bearer (\S+)$/.exec(request.headers['authorization'] ?? '')?.[1];
    if (given !== undefined && sameToken(given, this.#token)) return true;
    throw new UnauthorizedException(
      'Administration asks for "Authorization: Bearer <token>" with the token of ADMIN_TOKEN_FILE.',
    );
  }
}
