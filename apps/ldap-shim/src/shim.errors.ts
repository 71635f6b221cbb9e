/** This change cannot be captured, whoever tries again. The message is for whoever asked for it. */
export class CaptureRefusedError extends Error {
  readonly code = 'ENTSYNC_CAPTURE_REFUSED';

  constructor(message: string) {
    super(message);
    this.name = 'CaptureRefusedError';
  }
}

/** Nothing can be captured before this is repaired: nobody is known to seal to. */
export class RecipientKeyError extends Error {
  readonly code = 'ENTSYNC_RECIPIENT_KEY';

  constructor(
    readonly file: string,
    readonly reason: 'missing' | 'damaged',
    cause?: unknown,
  ) {
    super(
      reason === 'missing'
        ? `${file} is missing; start the adapter host, which writes the store's key there.`
        : `${file} holds no key of a store; remove it, and start the adapter host anew.`,
      cause === undefined ? undefined : { cause },
    );
    this.name = 'RecipientKeyError';
  }
}

/** The shim is about to stop. */
export class ShimStoppingError extends Error {
  readonly code = 'ENTSYNC_SHIM_STOPPING';

  constructor() {
    super('The capture listener is being stopped; try again when it is back.');
    this.name = 'ShimStoppingError';
  }
}

/** The path of the socket belongs to somebody else. Nothing was removed. */
export class SocketTakenError extends Error {
  readonly code = 'ENTSYNC_SOCKET_TAKEN';

  constructor(
    readonly socket: string,
    readonly by: 'listener' | 'file',
  ) {
    super(
      by === 'listener'
        ? `Somebody listens at ${socket} already; end that process, or name another path in SOCKET.`
        : `${socket} is there and is no socket; remove it, or name another path in SOCKET.`,
    );
    this.name = 'SocketTakenError';
  }
}
