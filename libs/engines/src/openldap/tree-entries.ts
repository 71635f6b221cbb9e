import type { LdifEntry } from './ldif.ts';
import { peopleDn, personDn, policiesDn, serviceDn } from './names.ts';

/** A tree as it is written into an empty database: passwords are hashes here. */
export interface TreeContent {
  readonly suffix: string;
  readonly serviceHash: string;
  readonly people: readonly { readonly uid: string; readonly cn: string; readonly hash: string }[];
}

export const DEFAULT_POLICY = 'default';
const SERVICE_POLICY = 'services';

export function treeEntries({ suffix, serviceHash, people }: TreeContent): LdifEntry[] {
  return [
    topEntry(suffix),
    folder(peopleDn(suffix), 'people'),
    folder(policiesDn(suffix), 'policies'),
    policy(suffix, DEFAULT_POLICY, PEOPLE_RULES),
    policy(suffix, SERVICE_POLICY, SERVICE_RULES),
    service(suffix, serviceHash),
    ...people.map((person) => ({ dn: personDn(suffix, person.uid), attributes: personAttributes(person) })),
  ];
}

const PEOPLE_RULES = {
  pwdMinLength: '8',
  // 2: refuse what cannot be checked, such as a hash.
  pwdCheckQuality: '2',
  pwdInHistory: '3',
  pwdLockout: 'TRUE',
  pwdMaxFailure: '3',
  pwdLockoutDuration: '60',
  pwdAllowUserChange: 'TRUE',
  pwdSafeModify: 'FALSE',
};

/** Who guesses at the service's password must not lock it, and with it everybody's synchronization. */
const SERVICE_RULES = { pwdLockout: 'FALSE', pwdAllowUserChange: 'FALSE' };

function policy(suffix: string, name: string, rules: Readonly<Record<string, string>>): LdifEntry {
  return {
    dn: policyDn(suffix, name),
    attributes: [
      ...classes('device', 'pwdPolicy'),
      ['cn', name],
      ['pwdAttribute', 'userPassword'],
      ...Object.entries(rules),
    ],
  };
}

export function policyDn(suffix: string, name: string): string {
  return `cn=${name},${policiesDn(suffix)}`;
}

function topEntry(suffix: string): LdifEntry {
  const [first = ''] = suffix.split(',');
  const value = first.slice(first.indexOf('=') + 1);
  return /^dc=/i.test(first)
    ? { dn: suffix, attributes: [...classes('organization', 'dcObject'), ['o', value], ['dc', value]] }
    : { dn: suffix, attributes: [...classes('organization'), ['o', value]] };
}

/** Together, because slapadd wants the values of one attribute in one place. */
function classes(...names: readonly string[]): LdifEntry['attributes'] {
  return names.map((name) => ['objectClass', name] as const);
}

function folder(dn: string, name: string): LdifEntry {
  return {
    dn,
    attributes: [...classes('organizationalUnit'), ['ou', name]],
  };
}

function service(suffix: string, hash: string): LdifEntry {
  return {
    dn: serviceDn(suffix),
    attributes: [
      ...classes('organizationalRole', 'simpleSecurityObject'),
      ['cn', 'entsync'],
      ['userPassword', hash],
      ['pwdPolicySubentry', policyDn(suffix, SERVICE_POLICY)],
    ],
  };
}

function personAttributes({ uid, cn, hash }: TreeContent['people'][number]): LdifEntry['attributes'] {
  return [
    ...classes('inetOrgPerson'),
    ['uid', uid],
    ['cn', cn],
    ['sn', cn.split(' ').at(-1) ?? cn],
    ['userPassword', hash],
  ];
}
