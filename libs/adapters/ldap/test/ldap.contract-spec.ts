import { newId, type TargetAdapter } from '@entsync/adapter-sdk';
import { describeTargetAdapter, type AdapterVariant, type ContractTarget } from '@entsync/adapter-sdk/contract-suite';
import { Secret } from '@entsync/domain';

import { ldapAdapter, type LdapSettings } from '../src/index.ts';
import { LdapLab } from './ldap-lab.ts';
import { BASE_DN, SERVICE_DN } from './slapd.ts';

describeTargetAdapter({ name: 'ldap with exop, on OpenLDAP', open: () => open({ method: 'exop' }) });
describeTargetAdapter({ name: 'ldap with replace, on OpenLDAP', open: () => open({ method: 'replace' }) });

async function open(settings: Partial<LdapSettings>): Promise<ContractTarget> {
  const lab = await LdapLab.start();
  // Somebody who may see the accounts, and write no password but its own.
  const guestPassword = Buffer.from(`Guest-${newId()}`);
  const guest = await lab.addAccount(guestPassword, 'guest');
  return {
    endpoint: lab.endpoint,
    makeAdapter: ({ endpoint, serviceLogin }: AdapterVariant) => {
      const isGuest = serviceLogin === 'unprivileged';
      const password = isGuest ? guestPassword.toString() : lab.servicePassword;
      return makeAdapter(
        { ...settings, url: `ldap://${endpoint.host}:${endpoint.port}`, bindDn: isGuest ? guest : SERVICE_DN },
        serviceLogin === 'wrong' ? `Wrong-${newId()}` : password,
      );
    },
    addAccount: (password) => lab.addAccount(password),
    logIn: (account, password) => lab.logIn(account, password),
    missingAccount: `uid=nobody,${BASE_DN}`,
    prepareRefusedChange: async () => {
      const currentPassword = Buffer.from(`Aa1-${newId()}`);
      return { account: await lab.addAccount(currentPassword), currentPassword, newPassword: Buffer.from('2-Short') };
    },
    servicePasswords: [Buffer.from(lab.servicePassword), guestPassword],
    normalization: 'none',
    comparesOldPassword: true,
    stop: () => lab.stop(),
    start: () => lab.restart(),
    close: () => lab.close(),
  };
}

function makeAdapter(settings: Partial<LdapSettings>, password: string): TargetAdapter {
  const all = { baseDn: BASE_DN, connectTimeout: 1500, operationTimeout: 1500, ...settings };
  return ldapAdapter.create(ldapAdapter.settingsSchema.parse(all), { password: Secret.ofText(password) });
}
