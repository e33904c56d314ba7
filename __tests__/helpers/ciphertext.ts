/** Begins as KMS begins a ciphertext. In base64. */
export const CIPHERTEXT = Buffer.from([
  1,
  2,
  2,
  0,
  0x78,
  ...Array.from({ length: 27 }, (_, byte) => byte),
]).toString("base64");
