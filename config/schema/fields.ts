import { z } from "zod";
import { LARGEST_MEMORY_MIB } from "../../facts/count-limits";

/** Types of fields that several parts of the schema use. */

export const lowerCaseName = (maximum: number) =>
  z
    .string()
    .max(maximum)
    .regex(
      /^[a-z](?:-?[a-z0-9])*$/,
      "lower-case letters, digits and single hyphens, beginning with a letter",
    );

export const id = (prefix: string) =>
  z.string().regex(new RegExp(`^${prefix}-[0-9a-f]{8,17}$`), `an id like ${prefix}-0123456789abcdef0`);

export const cidr = z.cidrv4("an IPv4 range, like 10.0.0.0/16");
export const hostname = z
  .string()
  .max(253)
  .regex(
    /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]$/,
    "one host name in lower case, like api.example.com, without a wildcard",
  );
/** A host name, or every name of one label below one. */
export const hostnameOrWildcard = z
  .string()
  .max(253)
  .regex(
    /^(?:\*\.)?(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]$/,
    "a host name in lower case, like www.example.com, or a wildcard for one label, like *.example.com",
  );
export const settingName = z
  .string()
  .regex(/^[A-Z_][A-Z0-9_]*$/, "upper-case letters, digits and underscores, not beginning with a digit");
export const memoryMiB = z.int().min(32).max(LARGEST_MEMORY_MIB);
export const port = z.int().min(1).max(65_535);
