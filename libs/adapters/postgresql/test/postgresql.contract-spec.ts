import { newId, type TargetAdapter } from '@entsync/adapter-sdk';
import { describeTargetAdapter, type AdapterVariant, type ContractTarget } from '@entsync/adapter-sdk/contract-suite';
import { Secret } from '@entsync/domain';

import { postgresqlAdapter } from '../src/index.ts';
import { logInWithPsql } from './log-in-with-psql.ts';
import { PostgresqlLab } from './postgresql-lab.ts';

describeTargetAdapter({ name: 'postgresql, on PostgreSQL 18 with passwordcheck', open });

async function open(): Promise<ContractTarget> {
  const lab = await PostgresqlLab.start();
  const endpoint = { host: lab.host, port: lab.port };
  return {
    endpoint,
    makeAdapter: (variant) => makeAdapter(lab, variant),
    addAccount: (password) => lab.addRole(`account-${newId()}`, password),
    logIn: (account, password) => logInWithPsql(endpoint, account, password),
    missingAccount: 'nobody',
    // To a module that checks verifiers, a password that is the name is the only one it can know.
    prepareRefusedChange: async () => {
      const currentPassword = Buffer.from(`Aa1-${newId()}`);
      const account = await lab.addRole(`refused-${newId()}`, currentPassword);
      return { account, currentPassword, newPassword: Buffer.from(account) };
    },
    servicePasswords: [Buffer.from(lab.servicePassword)],
    normalization: 'saslprep',
    comparesOldPassword: false,
    stop: () => lab.stop(),
    start: () => lab.restart(),
    close: () => lab.close(),
  };
}

function makeAdapter(lab: PostgresqlLab, { endpoint, serviceLogin }: AdapterVariant): TargetAdapter {
  const settings = postgresqlAdapter.settingsSchema.parse({
    ...endpoint,
    user: serviceLogin === 'unprivileged' ? 'guest' : 'entsync',
    tls: 'disable',
    connectTimeout: 1000,
    statementTimeout: 1000,
  });
  const password = serviceLogin === 'wrong' ? `Wrong-${newId()}` : lab.servicePassword;
  return postgresqlAdapter.create(settings, { password: Secret.ofText(password) });
}
