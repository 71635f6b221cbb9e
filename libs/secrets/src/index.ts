export { scramSha256Verifier } from './scram-verifier.ts';
