/** E:10839. In characters, as the administrator counts them: Unicode code points. */
export const MAX_PASSWORD_LENGTH = 256;

/** Of the age limit, in hours. */
export const SYNC_AGE_HOURS_RANGE = { least: 1, most: 720 } as const;

/** How many deliveries may be in a call at one target at once. */
export const DEFAULT_MAXIMUM_PENDING = 8;
