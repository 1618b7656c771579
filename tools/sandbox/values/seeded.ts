import { createHash } from "node:crypto";

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

function bytes(seed: string, count: number): Buffer {
  const blocks: Buffer[] = [];
  for (let index = 0; index * 32 < count; index++) {
    blocks.push(createHash("sha256").update(`${index}/${seed}`).digest());
  }
  return Buffer.concat(blocks).subarray(0, count);
}

/** `length` hexadecimal digits that depend on nothing but the seed. */
export function hexadecimal(seed: string, length: number): string {
  return bytes(seed, length).toString("hex").slice(0, length);
}

/** A decimal number of exactly `length` digits. */
export function digits(seed: string, length: number): string {
  const text = [...bytes(seed, length)].map((byte) => byte % 10).join("");
  return text.startsWith("0") ? `1${text.slice(1)}` : text;
}

/** `length` capital letters and digits, as AWS uses them in ids. */
export function letters(seed: string, length: number): string {
  return [...bytes(seed, length)].map((byte) => LETTERS.charAt(byte % LETTERS.length)).join("");
}

/** Base64 text of `count` bytes. */
export function base64(seed: string, count: number): string {
  return bytes(seed, count).toString("base64");
}

/** A UUID in the form of a random one. */
export function uuid(seed: string): string {
  const hex = hexadecimal(seed, 32);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `a${hex.slice(17, 20)}`,
    hex.slice(20),
  ].join("-");
}

/** A whole number from 0 up to, not including, `limit`. */
export function below(seed: string, limit: number): number {
  return bytes(seed, 4).readUInt32BE() % limit;
}
