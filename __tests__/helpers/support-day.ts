/** The day for which the tests check whether a version is supported, so that they pass on any other day. */
export const SUPPORT_DAY = "2026-11-24";
