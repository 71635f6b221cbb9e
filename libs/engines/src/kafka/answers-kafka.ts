import { ask } from '../network/ask.ts';

const API_VERSIONS = 18;
const CORRELATION = 0x45_6e_74_53;

/** Whether a broker answers on the port, in Kafka's own protocol. */
export async function answersKafka(port: number): Promise<boolean> {
  return isApiVersionsAnswer(await ask(port, apiVersionsRequest()));
}

/** ApiVersions, version 0, from a client without a name: the one request that brokers of all times understand. */
function apiVersionsRequest(): Buffer {
  const request = Buffer.alloc(14);
  request.writeInt32BE(10, 0);
  request.writeInt16BE(API_VERSIONS, 4);
  request.writeInt16BE(0, 6);
  request.writeInt32BE(CORRELATION, 8);
  request.writeInt16BE(-1, 12);
  return request;
}

/** Length, our correlation id, error code 0. */
function isApiVersionsAnswer(answer: Buffer | undefined): boolean {
  return (
    answer !== undefined && answer.length >= 10 && answer.readInt32BE(4) === CORRELATION && answer.readInt16BE(8) === 0
  );
}
