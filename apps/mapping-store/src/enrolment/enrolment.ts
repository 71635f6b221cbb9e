import { generateToken, importRecipient, importVerifyingKey, tokenHash } from '@entsync/secrets';
import { ADMINISTRATOR, PublicError, type ServiceEvents } from '@entsync/service';
import { TOPIC_SAFE_NAME } from '@entsync/contracts';
import type { DataSource } from 'typeorm';
import { z } from 'zod';

import type { StoreKeys } from '../keys/store-keys.ts';

/** How long a token can be used, in milliseconds. */
const TOKEN_LIFE = 60 * 60 * 1_000;

const name = z.string().regex(TOPIC_SAFE_NAME, 'must consist of letters, digits, dots, dashes and underscores');

export const enrolmentRequest = z.object({
  role: z.enum(['producer', 'hook', 'host', 'router']),
  name,
  /** For producers and hooks: the domains whose changes it may announce. */
  domains: z.array(z.string().min(1)).optional(),
  /** For hosts: the kind of adapters that it runs. */
  kind: z.string().min(1).optional(),
});

export type EnrolmentRequest = z.infer<typeof enrolmentRequest>;

const key = z
  .string()
  .transform((text) => Buffer.from(text, 'base64'))
  .refine((bytes) => bytes.byteLength === 32, 'must be 32 bytes in base64');

export const enrolmentAnswer = z.object({ token: z.string(), signingKey: key, recipientKey: key.optional() });

export type EnrolmentAnswer = z.output<typeof enrolmentAnswer>;

export interface Enrolled {
  readonly principal: string;
  readonly role: EnrolmentRequest['role'];
  /** The store's public key, to be pinned; in base64. */
  readonly storeKey: string;
}

/** Who has an identity here, for operators. */
export interface PrincipalView {
  readonly name: string;
  readonly role: string;
  readonly claims: Readonly<Record<string, unknown>>;
  readonly enrolledAt: string;
  readonly revokedAt: string | null;
}

interface TokenRow {
  readonly role: EnrolmentRequest['role'];
  readonly name: string;
  readonly claims: Record<string, unknown>;
}

interface PrincipalFacts {
  readonly principal: string;
  readonly role?: string;
}

export interface EnrolmentParts {
  readonly source: DataSource;
  readonly keys: StoreKeys;
  readonly events: Pick<ServiceEvents, 'record'>;
  /** Called when somebody was enrolled or revoked: others must know. */
  readonly changed: () => void;
}

/** Gives identities: an administrator makes a token, whoever holds it brings public keys. Private keys never leave where they are used. */
export class Enrolment {
  readonly #parts: EnrolmentParts;

  constructor(parts: EnrolmentParts) {
    this.#parts = parts;
  }

  /** Makes a one-time token. It names the store's public key, so that whoever uses it knows that it talks to this store. */
  async makeToken(request: EnrolmentRequest, now: Date): Promise<string> {
    const { role, name: principal, domains, kind } = request;
    const mustClaimDomains = role === 'producer' || role === 'hook';
    if (mustClaimDomains && (domains === undefined || domains.length === 0)) {
      throw new PublicError(400, 'ENTSYNC_ENROLMENT', `A ${role} needs at least one domain: --domain CORP`);
    }
    if (role === 'host' && kind === undefined) {
      throw new PublicError(400, 'ENTSYNC_ENROLMENT', 'A host needs the kind of its adapters: --kind ldap');
    }
    const secret = generateToken();
    const claims = { ...(domains === undefined ? {} : { domains }), ...(kind === undefined ? {} : { kind }) };
    await this.#parts.source.query(
      'insert into enrolment_tokens (token_hash, role, name, claims, expires_at) values ($1, $2, $3, $4, $5)',
      [tokenHash(secret), role, principal, claims, new Date(now.getTime() + TOKEN_LIFE)],
    );
    return `${secret}.${Buffer.from(this.#parts.keys.signing.publicKey).toString('base64url')}`;
  }

  /** Uses a token. An identity of the same name and role is replaced: its old keys are worth nothing from then on. */
  async enrol({ token, signingKey, recipientKey }: EnrolmentAnswer, now: Date): Promise<Enrolled> {
    importVerifyingKey(signingKey);
    if (recipientKey !== undefined) await importRecipient(recipientKey);
    const [secret = ''] = token.split('.');
    const enrolled = await this.#parts.source.transaction(async (manager) => {
      const [rows] = (await manager.query(
        `update enrolment_tokens set used_at = $2
         where token_hash = $1 and used_at is null and expires_at > $2 returning role, name, claims`,
        [tokenHash(secret), now],
      )) as [TokenRow[], number];
      const [row] = rows;
      if (row === undefined) {
        throw new PublicError(
          403,
          'ENTSYNC_TOKEN',
          'The token is unknown, used or too old; make a new one with: entsync enroll NAME --role ROLE',
        );
      }
      await manager.query(
        `insert into principals (name, role, claims, signing_key, recipient_key, enrolled_at) values ($1, $2, $3, $4, $5, $6)
         on conflict (lower(name)) do update set role = excluded.role, claims = excluded.claims, signing_key = excluded.signing_key,
           recipient_key = excluded.recipient_key, enrolled_at = excluded.enrolled_at, revoked_at = null`,
        [row.name, row.role, row.claims, signingKey, recipientKey ?? null, now],
      );
      return {
        principal: row.name,
        role: row.role,
        storeKey: Buffer.from(this.#parts.keys.signing.publicKey).toString('base64'),
      };
    });
    const { principal, role } = enrolled;
    this.#tell('ENTSYNC_INFO_PRINCIPAL_ENROLLED', { principal, role });
    return enrolled;
  }

  list(): Promise<PrincipalView[]> {
    return this.#parts.source.query(
      `select name, role, claims, enrolled_at as "enrolledAt", revoked_at as "revokedAt" from principals order by role, name`,
    );
  }

  /** What the principal signs is refused from now on. */
  async revoke(principal: string, now: Date): Promise<void> {
    const [rows] = (await this.#parts.source.query(
      'update principals set revoked_at = coalesce(revoked_at, $2) where lower(name) = lower($1) returning name',
      [principal, now],
    )) as [{ name: string }[], number];
    const [revoked] = rows;
    if (revoked === undefined)
      throw new PublicError(
        404,
        'ENTSYNC_PRINCIPAL',
        `There is no principal ${principal}; entsync principals lists them.`,
      );
    this.#tell('ENTSYNC_WARN_PRINCIPAL_REVOKED', { principal: revoked.name });
  }

  #tell(symbol: 'ENTSYNC_INFO_PRINCIPAL_ENROLLED' | 'ENTSYNC_WARN_PRINCIPAL_REVOKED', facts: PrincipalFacts): void {
    const { events, changed } = this.#parts;
    events.record(symbol, { parameters: { ...facts, clientUser: ADMINISTRATOR } });
    changed();
  }
}
