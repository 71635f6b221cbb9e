import { AdapterError } from '@entsync/adapter-sdk';

import type { RoleFacts } from './role-client.ts';

/** Throws `ACCOUNT_NOT_FOUND` for a role that is not there, and for a group role, which is nobody's account. */
export function checkRoleCanLogIn(role: RoleFacts | undefined): asserts role is RoleFacts {
  if (role === undefined) {
    throw new AdapterError('ACCOUNT_NOT_FOUND', 'PostgreSQL has no such role. Create it, or correct the mapping.');
  }
  if (!role.canLogIn) {
    throw new AdapterError(
      'ACCOUNT_NOT_FOUND',
      'This PostgreSQL role cannot log in. Grant it LOGIN, or correct the mapping.',
    );
  }
}
