/** The named adapters of these tests: all at one server, each with other flags. */
export const ADAPTERS = {
  /** Gets Windows changes. */
  target: { flags: { syncToAdapter: true } },
  /** Reports changes, and need not prove old passwords. */
  source: { flags: { syncFromAdapter: true, verifyOldPassword: false } },
  /** Both ways: what is written there comes back. */
  both: { flags: { syncToAdapter: true, syncFromAdapter: true, verifyOldPassword: false } },
  /** Both ways, and must prove old passwords. */
  strict: { flags: { syncToAdapter: true, syncFromAdapter: true } },
  /** Wants to be told the old password. */
  careful: { flags: { syncToAdapter: true, sendOldPassword: true } },
  /** Neither way. */
  mute: { flags: {} },
  /** Disabled: what is owed to it waits. */
  away: { flags: { syncToAdapter: true, syncFromAdapter: true, verifyOldPassword: false }, enabled: false },
  /** Nobody listens there. */
  unreachable: { flags: { syncToAdapter: true }, port: 1 },
} as const satisfies Record<string, { flags: Readonly<Record<string, boolean>>; enabled?: boolean; port?: number }>;

export type AdapterName = keyof typeof ADAPTERS;

const field = (label: string, synchronized = false) => ({ label, synchronized });

/** Applications beside those that each adapter has under its own name. */
const APPLICATIONS = {
  /** A second one of the same adapter. */
  'second-target': { adapter: 'target' },
  'second-source': { adapter: 'source' },
  disabled: { adapter: 'target', enabled: false },
  'disabled-source': { adapter: 'source', enabled: false },
  'for-a-host-group': { adapter: 'target', type: 'host-group' },
  'without-adapter': {},
  'with-one-marked-field': { adapter: 'target', fields: [field('Terminal'), field('Password', true), field('Branch')] },
  'with-a-marked-field-that-reports': { adapter: 'source', fields: [field('Terminal'), field('Password', true)] },
  /** Nobody knows which field is the password; only without an adapter can it be made. */
  ambiguous: { fields: [field('Terminal'), field('Password')] },
} as const satisfies Record<string, object>;

export type ApplicationName = AdapterName | keyof typeof APPLICATIONS;

/** Of a PostgreSQL server that EntSync may set passwords on. */
export interface TargetServer {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
}

type Flags = Readonly<Record<string, boolean>>;

/** What a new adapter has; named, because what a document does not name stays as it is. */
const PLAIN: Flags = {
  syncToAdapter: false,
  syncFromAdapter: false,
  verifyOldPassword: true,
  changeWindowsPassword: false,
  sendOldPassword: false,
};

/** One adapter as a document names it. */
export function adapterEntry(
  name: AdapterName,
  server: TargetServer,
  { flags: changed, ...changes }: { readonly flags?: Flags } = {},
): object {
  const { flags, ...rest }: { flags: Flags; port?: number; enabled?: boolean } = ADAPTERS[name];
  const { port = server.port, ...others } = rest;
  const settings = { ...server, port, tls: 'disable', connectTimeout: 500 };
  return {
    name,
    kind: 'postgresql',
    settings,
    enabled: true,
    flags: { ...PLAIN, ...(changed ?? flags) },
    ...others,
    ...changes,
  };
}

export function applicationEntries(): object[] {
  const own = Object.keys(ADAPTERS).map((name) => ({ name, adapter: name }));
  return [...own, ...Object.entries(APPLICATIONS).map(([name, rest]) => ({ name, ...rest }))];
}
