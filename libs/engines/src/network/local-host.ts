/** Everything here listens on this address only. */
export const LOCAL_HOST = '127.0.0.1';
