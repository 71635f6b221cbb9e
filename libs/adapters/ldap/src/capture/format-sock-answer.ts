/** Lets slapd go on with the operation. */
export function formatContinue(): Uint8Array {
  return new TextEncoder().encode('CONTINUE\n\n');
}

/** Ends the operation with a result code (RFC 4511) and a sentence, both of which the client is told. */
export function formatRefusal(resultCode: number, sentence: string): Uint8Array {
  // slapd would read a second line as something else.
  const info = sentence.replaceAll(/\p{Cc}+/gu, ' ');
  return new TextEncoder().encode(`RESULT\ncode: ${resultCode}\ninfo: ${info}\n\n`);
}
