/** What every service can have injected. */
export const HEALTH = Symbol('health');
export const METRICS = Symbol('metrics');
export const LOG = Symbol('log');
export const CONSUMERS = Symbol('consumers');
export const ADMIN_TOKEN = Symbol('admin-token');
