import { toScan } from "../links";
import type { Kind } from "../news";

export const imageScan: Kind = ({ account, time, detail }) => {
  const { "repository-name": repository, "image-digest": digest, "image-tags": tags } = detail;
  const { CRITICAL, HIGH } = detail["finding-severity-counts"];
  if (!repository) return undefined;
  return {
    same: [repository, digest, time],
    links: toScan(account, repository, digest),
    words: () => [
      "🛡️",
      `critical findings in ${repository}: ${CRITICAL || 0}`,
      "",
      { Image: tags.join(", ") || digest, "High severity": HIGH },
    ],
  };
};
