/** All that a server sees of an environment. Ours may hold passwords, and anybody of the same account can read a server's. */
export const CLEAN_ENVIRONMENT: Readonly<Record<string, string>> = {
  PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  LANG: 'C.UTF-8',
};
