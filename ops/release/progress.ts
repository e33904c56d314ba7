import type { Workload } from "../../facts/names";
import type { Revision, Tags } from "../ecs/revision";
import type { ReleaseMaintenance } from "./maintenance";
import type { Fallback } from "./release-state";

/** What a release deploys. */
export interface ReleasePlan {
  readonly tags: Tags;
  /** The content that the newest revision of each family must have. */
  readonly contents: ReadonlyMap<Workload, Revision["content"]>;
  readonly migrates: boolean;
  /** Whether requests are kept from the application from the migration until the release is complete. */
  readonly maintenance: boolean;
  readonly timeoutMinutes: number;
}

/** A revision that a release uses. */
export interface Taken {
  readonly workload: Workload;
  readonly revision: Revision;
  /** Whether this release registered it. */
  readonly made: boolean;
}

/** What a release has done so far, which `undo` reverts. */
export interface Progress {
  /** The maintenance of this release. */
  readonly maintenance: ReleaseMaintenance;
  readonly taken: Taken[];
  readonly fallbacks: Map<Workload, Fallback>;
  /** The services whose rollout was started. */
  readonly touched: Workload[];
}
