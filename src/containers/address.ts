import ipaddr from "ipaddr.js";

const plainIPv4 = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/;

/**
 * An address without its prefix, in one form: an IPv6 address has many.
 * @returns undefined for what is no address
 */
export function normalizedAddress(value: unknown): string | undefined {
  if (typeof value !== "string") return undefined;
  const address = value.replace(/\/.*/, "");
  if (plainIPv4.test(address)) return address;
  return ipaddr.isValid(address) ? ipaddr.parse(address).toString() : undefined;
}
