/**
 * Microseconds since 1970-01-01T00:00:00Z, in broker time. A double holds them exactly until the year 2255.
 */
export type Micros = number;

export const MICROS_PER_MILLISECOND = 1_000;
export const MICROS_PER_SECOND = 1_000_000;
export const MICROS_PER_MINUTE = 60 * MICROS_PER_SECOND;
export const MICROS_PER_HOUR = 60 * MICROS_PER_MINUTE;

/** What orders two changes of one password: when it happened, then who reported it, then that reporter's own count. Total. */
export interface Version {
  /** When the change took effect. */
  readonly time: Micros;
  /** The spool or producer that reported it: a lower-case UUID, so that text order equals PostgreSQL's uuid order. */
  readonly origin: string;
  /** The origin's own count, rising by at least one a change. */
  readonly sequence: number;
}

/** Negative when `a` is older, positive when it is newer, zero only for the very same version. */
export function compareVersions(a: Version, b: Version): number {
  if (a.time !== b.time) return a.time - b.time;
  if (a.origin !== b.origin) return a.origin < b.origin ? -1 : 1;
  return a.sequence - b.sequence;
}

export function isNewer(candidate: Version, than: Version | undefined): boolean {
  return than === undefined || compareVersions(candidate, than) > 0;
}

export function isOlder(candidate: Version, than: Version | undefined): boolean {
  return than !== undefined && compareVersions(candidate, than) < 0;
}

export function sameVersion(a: Version, b: Version): boolean {
  return compareVersions(a, b) === 0;
}

/** The newest of those that exist; `undefined` when none does. */
export function newestVersion(...versions: readonly (Version | undefined)[]): Version | undefined {
  return versions.reduce((newest, next) => (next !== undefined && isNewer(next, newest) ? next : newest), undefined);
}
