import { runAdapterHost } from '@entsync/adapter-host';
import { ldapAdapter } from '@entsync/adapter-kind-ldap';

await runAdapterHost(ldapAdapter);
