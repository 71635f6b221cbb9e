import type { AdapterDefinition } from '@entsync/adapter-sdk';

import { LdapTarget } from './ldap-target.ts';
import { LdaptsClient } from './ldapts-client.ts';
import { ldapSettingsSchema, type LdapSettings } from './settings.ts';

export const ldapAdapter: AdapterDefinition<LdapSettings> = {
  kind: 'ldap',
  accountForm: 'ldap-dn',
  settingsSchema: ldapSettingsSchema,
  create: (settings, login) => new LdapTarget(new LdaptsClient(settings, login), settings),
};
