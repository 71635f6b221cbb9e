import { EngineError } from '../engine-error.ts';

export interface LdapPerson {
  readonly uid: string;
  readonly cn: string;
  readonly password: string;
}

/** One directory of its own within the server. */
export interface LdapTree {
  /** For file names and logs: lower-case letters, digits and dashes. */
  readonly name: string;
  /** Begins with `dc=` or `o=`. */
  readonly suffix: string;
  /** Of `cn=entsync` in this tree. */
  readonly servicePassword: string;
  /** Who is there when the tree is made. */
  readonly people: readonly LdapPerson[];
  /**
   * The absolute path of a Unix socket to which every modify, add and extended operation is shown before it is done, and its result
   * afterwards. While nobody listens there, slapd refuses to write.
   */
  readonly captureSocket?: string;
}

/** Throws ENTSYNC_OPTION_INVALID for what cannot be made. */
export function checkTrees(trees: readonly LdapTree[]): void {
  for (const { name, suffix } of trees) {
    if (!/^[a-z0-9][a-z0-9-]*$/.test(name)) invalid(`${name} is no name for a tree: use lower-case letters and digits`);
    if (!/^(dc|o)=[^,+="\\\r\n]+(,|$)/i.test(suffix))
      invalid(`${suffix} is no suffix that we can make: begin with dc= or o=`);
    if (trees.some((other) => other.name !== name && other.suffix.toLowerCase() === suffix.toLowerCase())) {
      invalid(`Two trees have the suffix ${suffix}: choose another one`);
    }
  }
  if (trees.length === 0) invalid('A server without trees serves nobody: name one');
  if (new Set(trees.map(({ name }) => name)).size < trees.length) invalid('Two trees have the same name: rename one');
}

function invalid(what: string): never {
  throw new EngineError('ENTSYNC_OPTION_INVALID', `${what}.`);
}
